"""Work that only one process may do at a time, held by an operating-system lock on a file.

Such a lock dies with its process, so that nothing needs cleaning up after a crash. What machines
share is a PostgreSQL server: there a lock of a session stands beside the file's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import filelock
import sqlalchemy as sa

from archive.errors import Locked

SITES = 0x65676F63  # PostgreSQL's advisory locks of crawled sites: "egoc"


class Session:
    """A lock that a session of PostgreSQL holds, for as long as its connection lives: a server that
    was restarted, or that ended the connection, has forgotten it.
    """

    def __init__(self, engine: sa.Engine, number: int) -> None:
        self.engine = engine
        self.number = number
        self.connection: sa.Connection | None = None
        self.lost = 0  # how often its connection was

    def take(self) -> bool:
        """Whether the lock is this session's: as it was, taken now, or taken again by a connection
        in the place of one that was lost; False where another session has it.

        Raises DBAPIError where the server is away.
        """
        if self.connection is not None:
            try:
                return self._tried(self.connection)
            except sa.exc.DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                self.lost += 1
                self.release()
        self.connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._tried(self.connection)

    def _tried(self, connection: sa.Connection) -> bool:
        """A session may take a lock that it has once more: it goes with the session as a whole."""
        return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(SITES, self.number))))

    def release(self) -> None:
        """Ends the session, and with it the lock, also where the server is away."""
        if self.connection is not None:
            self.connection.invalidate()
            self.connection.close()
            self.connection = None


def session(engine: sa.Engine, name: str) -> Session | None:
    """The lock of a site on the database, which all machines share; None where another session
    holds it.
    """
    own = Session(engine, int.from_bytes(sha256(name.encode()).digest()[:4], signed=True))
    try:
        if own.take():
            return own
    except BaseException:
        own.release()
        raise
    own.release()
    return None


@contextmanager
def held(file: Path, *, seconds: float = 0) -> Iterator[None]:
    """Holds the lock `file`, waiting at most `seconds` for it; raises Locked after that."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(file)
    try:
        lock.acquire(timeout=seconds)
    except filelock.Timeout as error:
        raise Locked(f"another process holds {file}: wait until it has finished") from error
    try:
        yield
    finally:
        lock.release()


def site_lock(data_dir: Path, site: str) -> Path:
    """The file whose lock whoever crawls a site holds, and whoever changes its WARC files."""
    return data_dir / "locks" / f"crawl-{site}.lock"


def taken(file: Path) -> filelock.BaseFileLock | None:
    """The lock on `file` held until it is released, or None where another process holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(file)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return None
    return lock
