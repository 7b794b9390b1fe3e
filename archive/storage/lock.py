"""Work that only one process may do at a time, held by an operating-system lock on a file.

Such a lock dies with its process, so that nothing needs cleaning up after a crash.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from archive.errors import Locked


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


def taken(file: Path) -> filelock.BaseFileLock | None:
    """The lock on `file` held until it is released, or None where another process holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(file)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return None
    return lock
