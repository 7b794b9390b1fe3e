"""What runs showed of their sites is found by run: a service of years has many of both.

The statements stand, frozen, in `0005.sqlite.sql` and `0005.postgresql.sql` beside this file.
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    file = Path(__file__).with_name(f"0005.{op.get_bind().dialect.name}.sql")
    op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").strip())


def downgrade() -> None:
    op.execute("DROP INDEX ix_health_run_id")
