"""One scheduler of all does the jobs: it holds a lock that dies with its process.

On PostgreSQL that is an advisory lock of a connection of its own: who has lost the connection has
lost the lock, sees it by the connection's end, and begins nothing before it has the lock again. On
SQLite it is a lock of the operating system on a file in the data folder. A row of `leader` says who
holds it and was last alive when; it is for people, and decides nothing.
"""

import os
import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import filelock
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from archive.storage.derived import leader
from archive.storage.engine import begin_read, begin_write
from archive.storage.lock import taken
from archive.storage.patience import FROM_THERE

NAME = "scheduler"
LEADING = 0x65676F6C  # PostgreSQL's advisory lock of the leader: "egol"
FILE = "scheduler.lock"
PATIENCE = {  # seconds until a connection counts as lost whose other end does not answer
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
}


@dataclass(frozen=True, slots=True)
class Leader:
    """Who does the jobs, since when, and when it was last alive."""

    host: str
    process: int
    since: datetime
    seen_at: datetime


class Hold(Protocol):
    """A lock that one process has."""

    def take(self) -> bool:
        """Takes it, if nobody has it."""

    def holds(self) -> bool:
        """Whether this process still has it."""

    def is_stirred(self) -> bool:
        """Whether there is cause to look whether it still has it; costs nothing."""

    def release(self) -> None:
        """Gives it back."""


class FileHold:
    """A file's lock, lost where the file is removed or replaced: another could take the new one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lock: filelock.BaseFileLock | None = None
        self.number = 0

    def take(self) -> bool:
        """Takes the lock, if nobody has it."""
        self.lock = taken(self.file)
        self.number = self.file.stat().st_ino if self.lock else 0
        return self.lock is not None

    def holds(self) -> bool:
        """Whether the file is still the one that was locked."""
        try:
            return self.lock is not None and self.file.stat().st_ino == self.number
        except OSError:
            return False

    def is_stirred(self) -> bool:
        """Whether it was lost."""
        return not self.holds()

    def release(self) -> None:
        """Gives the lock back."""
        if self.lock is not None:
            self.lock.release()
            self.lock = None


class ConnectionHold:
    """An advisory lock of a connection of its own."""

    def __init__(self, url: sa.URL) -> None:
        self.engine = sa.create_engine(
            url,
            poolclass=sa.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={name: value for name, value in PATIENCE.items() if name not in url.query},
        )
        self.connection: sa.Connection | None = None

    def take(self) -> bool:
        """Takes the lock, if nobody has it."""
        self.connection = self.engine.connect()
        self.connection.exec_driver_sql(FROM_THERE)
        taken_now = sa.select(sa.func.pg_try_advisory_lock(LEADING))
        if self.connection.scalar(taken_now):
            return True
        self.release()
        return False

    def holds(self) -> bool:
        """Whether the connection lives, and is the one that took the lock."""
        if self.connection is None or self.connection.invalidated:
            return False
        try:
            return bool(self.connection.scalar(_HELD))
        except SQLAlchemyError:
            return False

    def is_stirred(self) -> bool:
        """Whether the server has said something unasked: mostly that the connection ends."""
        if self.connection is None or self.connection.invalidated:
            return True
        driver: Any = self.connection.connection.driver_connection
        return driver.closed or bool(select.select([driver.fileno()], [], [], 0)[0])

    def release(self) -> None:
        """Gives the lock back: it goes with its connection, as soon as the server sees its end."""
        if self.connection is not None:
            with suppress(SQLAlchemyError):  # a connection that is lost holds no lock
                self.connection.scalar(sa.select(sa.func.pg_advisory_unlock_all()))
            self.connection.invalidate()
            self.connection.close()
            self.connection = None


_HELD = sa.text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 "
    f"AND objid = {LEADING} AND pid = pg_backend_pid()"
)


def hold_of(engine: sa.Engine, data_dir: Path) -> Hold:
    """The lock that the leader of this archive has."""
    if engine.dialect.name == "postgresql":
        return ConnectionHold(engine.url)
    return FileHold(data_dir / FILE)


class Leadership:
    """The lock together with the row that tells of it; jobs ask of it in threads of their own."""

    def __init__(self, engine: sa.Engine, data_dir: Path, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        self.hold = hold_of(engine, data_dir)
        self.since: datetime | None = None  # when this process began to lead
        self.alone = threading.RLock()

    def take(self) -> bool:
        """Becomes the leader, if nobody is."""
        with self.alone:
            if not self.hold.take():
                return False
            try:
                self.since = self.clock()
                self._write({"since": self.since})
            except BaseException:
                self.hold.release()
                raise
        return True

    def holds(self) -> bool:
        """Whether this process still leads."""
        with self.alone:
            return self.hold.holds()

    def is_stirred(self) -> bool:
        """Whether there is cause to look whether it still leads; costs nothing."""
        with self.alone:
            return self.hold.is_stirred()

    def take_again(self) -> bool:
        """Leads on, if nobody else does by now: a server that was restarted has forgotten the lock.

        Raises SQLAlchemyError where it is still away.
        """
        with self.alone:
            self.hold.release()
            return self.hold.take()

    def leads(self) -> bool:
        """Whether this process leads at this very moment, if need be again, as `take_again`."""
        with self.alone:
            return self.since is not None and (self.hold.holds() or self.take_again())

    def beat(self) -> None:
        """Says that the leader is alive; raises SQLAlchemyError where that cannot be said."""
        self._write({})

    def release(self) -> None:
        """Gives the lock back; who led takes its row out, as nobody leads then."""
        with self.alone:
            if self.since is not None and self.hold.holds():
                with (
                    suppress(SQLAlchemyError),
                    begin_write(self.engine) as conn,
                ):  # little is missed
                    conn.execute(sa.delete(leader).where(leader.c.name == NAME))
            self.since = None
            self.hold.release()

    def _write(self, values: dict[str, object]) -> None:
        own = {"host": socket.gethostname(), "process": os.getpid(), "seen_at": self.clock()}
        row = {**own, **values}
        with begin_write(self.engine) as conn:
            done = conn.execute(sa.update(leader).where(leader.c.name == NAME).values(row))
            if not done.rowcount:
                row.setdefault("since", row["seen_at"])
                conn.execute(sa.insert(leader).values(name=NAME, **row))


def known(engine: sa.Engine) -> Leader | None:
    """Who led last; whether it still does its lock alone knows."""
    with begin_read(engine) as conn:
        row = conn.execute(sa.select(leader).where(leader.c.name == NAME)).first()
    return Leader(row.host, row.process, row.since, row.seen_at) if row else None
