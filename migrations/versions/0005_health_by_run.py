"""What a service of years has many of is found without looking through all: what runs showed of
their sites by run, looks, articles and addresses by site.

The statements stand, frozen, in `0005.sqlite.sql` and `0005.postgresql.sql` beside this file.
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in _statements():
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in reversed(_statements()):
        op.execute(f"DROP INDEX {statement.split()[2]}")


def _statements() -> list[str]:
    file = Path(__file__).with_name(f"0005.{op.get_bind().dialect.name}.sql")
    return [part.strip() for part in file.read_text(encoding="utf-8").split("\n\n")]
