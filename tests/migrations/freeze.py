"""Writes the newest revision's statements from the metadata: `python tests/migrations/freeze.py`.

A revision that has been released is never written again: the next change gets its own.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ROOT / "migrations" / "versions"
DIALECTS: dict[str, sa.Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
NEWEST = "0005"
NEW: tuple[str, ...] = ()
COLUMNS: dict[str, tuple[str, ...]] = {}  # of tables that were there before: what they get
# triggers that name each column of their table
RENEWED: dict[str, str] = {}
INDEXES = (  # of tables that were there before
    "ix_health_run_id",
    "ix_run_site_id_id",
    "ix_fetch_event_site_id_kind_outcome",
    "ix_article_state_site_id_first_seen_at",
    "ix_known_address_site_id_found_at",
)


def statements(name: str) -> Iterator[str]:
    """The statements of one database: columns, tables, indexes."""
    from archive.storage import guards
    from archive.storage.derived import metadata  # with the tables of all modules

    dialect = DIALECTS[name]
    triggers = [one for one in guards.create(name) if one.startswith("CREATE TRIGGER ")]
    renewed = [one for one in triggers if one.startswith(RENEWED.get(name, "\0"))]
    new = [one for one in triggers if any(f" ON {table}\n" in f"{one}\n" for table in NEW)]
    yield from (f"DROP TRIGGER {one.split()[2]}" for one in renewed)
    for table, columns in COLUMNS.items():
        for column in columns:
            made_so = CreateColumn(metadata.tables[table].c[column]).compile(dialect=dialect)
            yield f"ALTER TABLE {table} ADD COLUMN {str(made_so).strip()}"
    for each in metadata.sorted_tables:
        if each.name in NEW:
            yield from made(each, dialect)
        for index in sorted(each.indexes, key=lambda index: str(index.name)):
            if index.name in INDEXES:
                yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    yield from renewed
    yield from new


def made(table: sa.Table, dialect: sa.Dialect) -> Iterator[str]:
    """A table and its indexes."""
    yield str(CreateTable(table).compile(dialect=dialect)).strip().replace("\t", "  ")
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield str(CreateIndex(index).compile(dialect=dialect)).strip()


def text(name: str) -> str:
    """The file of one database: its statements, with an empty line between two of them."""
    whole = "\n\n".join(part.replace("\n\n", "\n") for part in statements(name))
    return "\n".join(line.rstrip() for line in whole.splitlines()) + "\n"


def main() -> None:
    """Writes the files of both databases."""
    for name in DIALECTS:
        (VERSIONS / f"{NEWEST}.{name}.sql").write_text(text(name), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
