"""Whether SQLite's file is still the one that was opened.

What SQLite writes into a file that was deleted, or that another one has replaced, is gone when the
process ends, and nothing tells of it: so it is looked at before each transaction.
"""

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

OPENED = "opened"  # in what the pool knows of a connection: path and identity of its file


def note(connection: Any, record: Any) -> None:
    """Notes which file a new connection has opened; none of a database in memory."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info[OPENED] = (path, _identity(path))


def check(connection: sa.Connection) -> None:
    """Raises OperationalError where the file at the path is not the one that was opened."""
    path, opened = connection.info[OPENED]
    if opened is None or (found := _identity(path)) == opened:
        return
    what = "replaced" if found else "deleted"
    words = f"{path} was {what} while it was open: restore it, and restart what works on it"
    raise sa.exc.OperationalError("BEGIN", None, sqlite3.OperationalError(words))


def anew(engine: sa.Engine) -> None:
    """Has the file opened anew that was put in the place of another; makes none where none is."""
    if engine.dialect.name == "sqlite" and _identity(engine.url.database or ""):
        engine.dispose()


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
