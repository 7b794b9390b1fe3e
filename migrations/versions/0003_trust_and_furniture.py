"""How far a reading is to be believed, and what stands again and again on a site's pages.

The statements stand, frozen, in `0003.sqlite.sql` and `0003.postgresql.sql` beside this file, with
an empty line between two of them.
"""

import re
from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MADE = re.compile(r"(?:CREATE (TABLE|INDEX|TRIGGER)|ALTER TABLE (\w+) ADD COLUMN) (\w+)")


def upgrade() -> None:
    for statement in _statements("0003"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """What the new table and columns hold is lost with them; triggers are again what they were."""
    made = [found.groups() for one in _statements("0003") if (found := MADE.match(one))]
    for what, table, name in reversed(made):
        op.execute(f"DROP {what} {name}" if what else f"ALTER TABLE {table} DROP COLUMN {name}")
    triggers = {name for what, _, name in made if what == "TRIGGER"}
    for statement in _statements("0002"):
        earlier = MADE.match(statement)
        if earlier and earlier[1] == "TRIGGER" and earlier[3] in triggers:
            op.get_bind().exec_driver_sql(statement)


def _statements(number: str) -> list[str]:
    file = Path(__file__).with_name(f"{number}.{op.get_bind().dialect.name}.sql")
    return [part.strip() for part in file.read_text(encoding="utf-8").split("\n\n") if part.strip()]
