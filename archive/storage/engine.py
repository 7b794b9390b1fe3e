"""How the archive's database is opened, and the two kinds of transactions it knows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.errors import ArchiveError
from archive.storage import opened, patience
from archive.storage.columns import dump_json

SEALING = 0x65676F73  # PostgreSQL's advisory lock of seals, which writers share: "egos"
DEFAULT_URL = "sqlite:///data/archive.db"
DAMAGED = "Leave the database as it is, and restore it from a backup (`egov restore`)"
PRAGMAS = (
    "PRAGMA busy_timeout=120000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL can lose the last commits on a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE deletes without asking the triggers
    "PRAGMA cache_size=-32000",
    "PRAGMA journal_size_limit=100000000",  # else the log stays as large as it ever was
)


def database_url(url: str | None = None) -> sa.URL:
    """The URL given, else that of `ARCHIVE_DATABASE_URL`, else a SQLite file below `data/`.

    Raises ArchiveError where it is not a URL of SQLite or PostgreSQL.
    """
    text = url or os.environ.get("ARCHIVE_DATABASE_URL") or DEFAULT_URL
    try:
        parsed = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise ArchiveError(
            "ARCHIVE_DATABASE_URL is not a database URL: write sqlite:///path/archive.db "
            "or postgresql://user:password@host/database"
        ) from error
    kind = parsed.get_backend_name()
    if kind in ("postgresql", "postgres"):
        if "@" in f"{parsed.host}{parsed.database}":  # a part of its password: not to be shown
            raise ArchiveError(
                "ARCHIVE_DATABASE_URL: write an @ in the password as %40, a / as %2F, a : as %3A"
            )
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise ArchiveError(f"the archive lives in SQLite or PostgreSQL, not in {kind}")
    if (file := sqlite_file(parsed)) and file.is_dir():
        raise ArchiveError(f"ARCHIVE_DATABASE_URL: {file} is a folder: name the file in it")
    return parsed


def shown(url: sa.URL) -> str:
    """A URL for people: without its password, and without its options, which may hold one."""
    return url.set(query={}).render_as_string(hide_password=True)


def sqlite_file(url: sa.URL) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL and for a database in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def connect(url: str | None = None) -> sa.Engine:
    """An engine on the archive's database, proved by one connection; folders are made.

    Raises ArchiveError, naming the URL without its password, where it cannot be opened.
    """
    parsed = database_url(url)
    engine = _engine(parsed)
    try:
        if file := sqlite_file(parsed):
            file.parent.mkdir(parents=True, exist_ok=True)
        with engine.connect():
            pass
    except (sa.exc.DBAPIError, OSError) as error:
        engine.dispose()
        raise ArchiveError(_unreachable(parsed, error)) from error
    return engine


def _unreachable(url: sa.URL, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if is_damage(error):
        return f"cannot read {shown(url)}: {cause}. {DAMAGED}"
    return (
        f"cannot open {shown(url)}: {cause}. Check ARCHIVE_DATABASE_URL, and that the server runs"
    )


def is_damage(error: Exception) -> bool:
    """Whether a database can be opened and is not what it was: SQLite's "malformed", and what
    PostgreSQL calls corrupted.
    """
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    # of SQLite: what is wrong in a question or a value is a kind of this error
    return type(error) is sa.exc.DatabaseError or state in ("XX001", "XX002")


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        # isolation_level None: the driver begins nothing by itself, `_begin` says how
        engine = sa.create_engine(
            url, json_serializer=dump_json, connect_args={"isolation_level": None, "timeout": 120}
        )
        sa.event.listen(engine, "connect", _set_pragmas)
        sa.event.listen(engine, "connect", opened.note)
        sa.event.listen(engine, "begin", _begin)
        return engine
    engine = sa.create_engine(url, json_serializer=dump_json, pool_pre_ping=True)
    patience.listen(engine)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: sa.Connection) -> None:
    opened.check(connection)
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@contextmanager
def begin_write(engine: sa.Engine, *, sealing: bool = False) -> Iterator[sa.Connection]:
    """A transaction that will write: on SQLite it takes the write lock at once, waiting for it.

    On PostgreSQL writers go side by side, and one that is `sealing` goes alone: what it counts is
    all that was recorded until then, and nothing is recorded while it counts.
    """
    with (
        engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(_ALONE if sealing else _BESIDE)
        yield connection


# a process that is frozen within a transaction must not hold up the others for ever
_LEFT = sa.func.set_config("idle_in_transaction_session_timeout", "600000", True)  # milliseconds
_ALONE = sa.select(sa.func.pg_advisory_xact_lock(SEALING), _LEFT)
_BESIDE = sa.select(sa.func.pg_advisory_xact_lock_shared(SEALING), _LEFT)


@contextmanager
def begin_read(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that reads one state of the archive, and never holds up a writer."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection
