"""Writes the newest revision's statements from the metadata: `python tests/migrations/freeze.py`.

A revision that has been released is never written again: the next change gets its own.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ROOT / "migrations" / "versions"
DIALECTS: dict[str, sa.Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
NEW = (
    "seal_leaf", "attached_file", "withheld", "withheld_row", "withheld_record", "indexed_past",
)  # fmt: skip
INDEXES = (  # of tables that were there before
    "ix_mention_newest",
    "ix_sighting_gone",
    "ix_version_state_seen_at",
)
# a table that is made anew with more columns, and where these come from
FILLED = """INSERT INTO article_state
SELECT s.*, a.site_id, r.published_at FROM held_state s
JOIN article a ON a.id = s.article_id
LEFT JOIN reading r ON r.id = s.head_reading_id"""
GUARD = re.compile(r'CREATE (VIEW|TRIGGER|FUNCTION) "?(\w+)"?(?:[^;]*? ON "?(\w+)"?)?')


def statements(name: str) -> Iterator[str]:
    """The statements of one database: what stood in the way, tables, search, views, triggers."""
    from archive.storage import derived, fts, guards
    from archive.storage.columns import metadata

    dialect = DIALECTS[name]
    yield from without_guards(name, (VERSIONS / f"0001.{name}.sql").read_text("utf-8"))
    for table in metadata.sorted_tables:
        if table.name in NEW:
            yield from made(table, dialect)
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            if index.name in INDEXES:
                yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    yield "CREATE TABLE held_state AS SELECT * FROM article_state"
    yield "DROP TABLE article_state"
    yield from made(derived.article_state, dialect)
    yield FILLED
    yield "DROP TABLE held_state"
    yield from fts.create_second(name)
    yield from guards.create(name)


def made(table: sa.Table, dialect: sa.Dialect) -> Iterator[str]:
    """A table and its indexes."""
    yield str(CreateTable(table).compile(dialect=dialect)).strip().replace("\t", "  ")
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield str(CreateIndex(index).compile(dialect=dialect)).strip()


def without_guards(name: str, earlier: str) -> Iterator[str]:
    """What removes the views and triggers of an earlier revision, the last made first."""
    found = [match.groups() for part in earlier.split("\n\n") if (match := GUARD.match(part))]
    for what, guard, table in reversed([one for one in found if one[0] != "FUNCTION"]):
        on = f" ON {table}" if what == "TRIGGER" and name == "postgresql" else ""
        if guard != "reading_fts_content":
            yield f"DROP {what} {guard}{on}"
    yield from (f"DROP FUNCTION {guard}" for what, guard, _ in found if what == "FUNCTION")


def text(name: str) -> str:
    """The file of one database: its statements, with an empty line between two of them."""
    whole = "\n\n".join(part.replace("\n\n", "\n") for part in statements(name))
    return "\n".join(line.rstrip() for line in whole.splitlines()) + "\n"


def main() -> None:
    """Writes the files of both databases."""
    for name in DIALECTS:
        (VERSIONS / f"0002.{name}.sql").write_text(text(name), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
