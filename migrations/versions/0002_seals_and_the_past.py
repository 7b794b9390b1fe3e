"""Seals by table, withheld pages, attached files, and a search index of what was shown once.

The statements stand, frozen, in `0002.sqlite.sql` and `0002.postgresql.sql` beside this file, with
an empty line between two of them. Views and triggers are made anew as a whole.
"""

import re
from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CREATED = re.compile(r'CREATE (?:VIRTUAL )?(TABLE|VIEW|TRIGGER|FUNCTION) "?(\w+)"?')
OWNER = re.compile(r'\sON "?(\w+)"?')
STATE = "article_state"  # made anew with more columns; what stands in it is kept
SEARCH = "reading_fts"  # of the first revision; on PostgreSQL it gets two more indexes
INDEX = re.compile(r"CREATE INDEX (\w+) ON (\w+) ")


def upgrade() -> None:
    for statement in _statements("0002"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Withheld text stays withheld; what else the new tables hold is lost with them."""
    connection = op.get_bind()
    made = [name for _, name, _ in _created("0002")]
    for statement in _statements("0002"):
        if (index := INDEX.match(statement)) and index[2] not in made:
            op.execute(f"DROP INDEX {index[1]}")
    for what, name, owner in reversed(_created("0002")):
        if what != "FUNCTION" and name not in (STATE, "held_state"):
            on_table = what == "TRIGGER" and connection.dialect.name == "postgresql"
            op.execute(f"DROP {what} {name}{f' ON {owner}' if on_table else ''}")
    for what, name, _ in _created("0002"):
        if what == "FUNCTION":
            op.execute(f"DROP FUNCTION {name}")
    first = _statements("0001")
    columns = re.findall(r"^\s+\"?([a-z_]+)\"? [A-Z]", _made(first, STATE), re.MULTILINE)
    op.execute(f"CREATE TABLE held_state AS SELECT {', '.join(columns)} FROM {STATE}")
    op.execute(f"DROP TABLE {STATE}")
    connection.exec_driver_sql(_made(first, STATE))
    op.execute(f"INSERT INTO {STATE} SELECT * FROM held_state")
    op.execute("DROP TABLE held_state")
    for statement in first:
        index = re.match(rf"CREATE (UNIQUE )?INDEX \w+ ON {STATE} ", statement)
        guard = re.match(r"CREATE (VIEW|TRIGGER|FUNCTION)", statement)
        if index or (guard and not statement.startswith(f"CREATE VIEW {SEARCH}_content")):
            connection.exec_driver_sql(statement)


def _statements(number: str) -> list[str]:
    file = Path(__file__).with_name(f"{number}.{op.get_bind().dialect.name}.sql")
    return [part.strip() for part in file.read_text(encoding="utf-8").split("\n\n") if part.strip()]


def _created(number: str) -> list[tuple[str, str, str]]:
    found = []
    for part in _statements(number):
        if made := CREATED.match(part):
            owner = OWNER.search(part)
            found.append((made[1], made[2], owner[1] if owner else ""))
    return found


def _made(statements: list[str], table: str) -> str:
    return next(one for one in statements if one.startswith(f"CREATE TABLE {table} ("))
