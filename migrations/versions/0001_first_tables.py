"""The first tables, with the views for analysts and the triggers that keep facts insert-only.

The statements stand, frozen, in `0001.sqlite.sql` and `0001.postgresql.sql` beside this file, with
an empty line between two of them.
"""

import re
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CREATED = re.compile(r'CREATE (?:VIRTUAL )?(TABLE|VIEW|FUNCTION) "?(\w+)"?')


def _statements() -> list[str]:
    file = Path(__file__).with_name(f"0001.{op.get_bind().dialect.name}.sql")
    return [part.strip() for part in file.read_text(encoding="utf-8").split("\n\n") if part.strip()]


def upgrade() -> None:
    for statement in _statements():
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Indexes and triggers go with their tables."""
    created = [found.groups() for part in _statements() if (found := CREATED.match(part))]
    for what, name in reversed(created):
        if what == "FUNCTION":
            continue
        op.execute(f"DROP {what} {name}")
    for what, name in created:
        if what == "FUNCTION":
            op.execute(f"DROP FUNCTION {name}")
