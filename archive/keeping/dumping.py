"""The database of one moment as files, and back: a SQLite file, or a PostgreSQL table a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.keeping import seals
from archive.keeping.seals import Seal
from archive.storage.columns import metadata
from archive.storage.engine import begin_read, connect
from archive.storage.schema import fetch_event

FILE = "archive.db"
CHUNK = 1 << 20


@dataclass(slots=True)
class Snapshot:
    """What the database held at one moment."""

    revision: str
    seal: Seal | None
    counts: dict[str, int]
    ends: dict[str, int]  # of each WARC file, how far rows know it
    tables: dict[str, list[str]] = field(default_factory=dict)


def dump(engine: sa.Engine, folder: Path) -> Snapshot:
    """Writes the database below a folder, as it was at one moment, whoever writes meanwhile."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            client: Any = conn.connection.driver_connection
            client.execute("VACUUM INTO ?", (str(folder / FILE),)).close()
        copy = connect(f"sqlite:///{folder / FILE}")
        try:
            with begin_read(copy) as conn:
                return _snapshot(conn)
        finally:
            copy.dispose()
    with begin_read(engine) as conn:
        found = _snapshot(conn)
        for name in _in_order(conn):
            found.tables[name] = [column["name"] for column in sa.inspect(conn).get_columns(name)]
            asked = f"COPY {name} ({_list(found.tables[name])}) TO STDOUT"
            with (folder / f"{name}.copy").open("wb") as file, _copying(conn, asked) as rows:
                for part in rows:
                    file.write(part)
        return found


def load(engine: sa.Engine, folder: Path, tables: dict[str, list[str]]) -> None:
    """Fills the empty tables of a PostgreSQL database, and sets where their numbers go on."""
    with engine.begin() as conn:
        conn.exec_driver_sql("DELETE FROM alembic_version")
        for name, columns in tables.items():
            asked = f"COPY {name} ({_list(columns)}) FROM STDIN"
            with (folder / f"{name}.copy").open("rb") as file, _copying(conn, asked) as rows:
                while part := file.read(CHUNK):
                    rows.write(part)
            if "id" in columns:
                conn.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), greatest(max(id), 1),"
                    f" max(id) IS NOT NULL) FROM {name}"
                )


def counted(conn: sa.Connection) -> dict[str, int]:
    """How many rows each table of the archive has."""
    tables = [sa.table(name) for name in _in_order(conn)]
    asked = {one.name: sa.select(sa.func.count()).select_from(one) for one in tables}
    return {name: conn.scalar(wanted) or 0 for name, wanted in asked.items()}


def _snapshot(conn: sa.Connection) -> Snapshot:
    revision = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    end = sa.func.max(fetch_event.c.offset + fetch_event.c.length)
    known = fetch_event.c.file.is_not(None)
    files = conn.execute(
        sa.select(fetch_event.c.file, end).where(known).group_by(fetch_event.c.file)
    )
    ends = {row[0]: int(row[1]) for row in files}
    return Snapshot(str(revision), seals.newest(conn), counted(conn), ends)


def _in_order(conn: sa.Connection) -> list[str]:
    """The tables, each after those that it points at; the search index of SQLite is in none."""
    ours = [table.name for table in metadata.sorted_tables]
    others = sorted(set(sa.inspect(conn).get_table_names()) - set(ours))
    return [*ours, *(one for one in others if conn.dialect.name == "postgresql")]


def _list(columns: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


@contextmanager
def _copying(conn: sa.Connection, statement: str) -> Iterator[Any]:
    client: Any = conn.connection.driver_connection
    with client.cursor() as cursor, cursor.copy(statement) as rows:
        yield rows
