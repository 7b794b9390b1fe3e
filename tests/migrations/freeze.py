"""Writes the first revision's statements from the metadata: `python tests/migrations/freeze.py`.

A revision that has been released is never written again: the next change gets its own.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

ROOT = Path(__file__).resolve().parents[2]
DIALECTS: dict[str, sa.Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}


def statements(name: str) -> Iterator[str]:
    """All statements of one database: tables and indexes, search, views, triggers."""
    from archive.storage import derived, fts, guards  # noqa: F401
    from archive.storage.columns import metadata

    dialect = DIALECTS[name]
    for table in metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect)).strip().replace("\t", "  ")
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    yield from fts.create(name)
    yield from guards.create(name)


def text(name: str) -> str:
    """The file of one database: its statements, with an empty line between two of them."""
    whole = "\n\n".join(part.replace("\n\n", "\n") for part in statements(name))
    return "\n".join(line.rstrip() for line in whole.splitlines()) + "\n"


def main() -> None:
    """Writes the files of both databases."""
    for name in DIALECTS:
        file = ROOT / "migrations" / "versions" / f"0001.{name}.sql"
        file.write_text(text(name), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
