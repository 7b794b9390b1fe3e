"""What the service keeps: who leads, whom it told what, which bodies were given up.

The statements stand, frozen, in `0004.sqlite.sql` and `0004.postgresql.sql` beside this file, with
an empty line between two of them.
"""

import re
from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MADE = re.compile(r"(?:CREATE (TABLE|INDEX)|ALTER TABLE (\w+) ADD COLUMN) (\w+)")


def upgrade() -> None:
    for statement in _statements("0004"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """What the new tables and columns hold is lost with them, and their triggers go, too."""
    made = [found.groups() for one in _statements("0004") if (found := MADE.match(one))]
    for what, table, name in reversed(made):
        op.execute(f"DROP {what} {name}" if what else f"ALTER TABLE {table} DROP COLUMN {name}")


def _statements(number: str) -> list[str]:
    file = Path(__file__).with_name(f"{number}.{op.get_bind().dialect.name}.sql")
    return [part.strip() for part in file.read_text(encoding="utf-8").split("\n\n") if part.strip()]
