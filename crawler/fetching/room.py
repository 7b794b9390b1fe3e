"""What a crawl needs of the machine: room on the disk, and the site for itself."""

import asyncio
import errno
import shutil
from pathlib import Path

import filelock
from sqlalchemy.exc import DBAPIError

from archive.errors import ArchiveError, Locked
from archive.storage.lock import taken

WAIT = 0.2  # seconds between two looks at a lock
PLENTY = 20 * 1024**3  # bytes: so much is room enough, whatever share of a large disk it is


class DiskFull(ArchiveError):
    """There is too little room to go on."""


def check_disk(folder: Path, least: float) -> None:
    """Raises DiskFull where less than the share `least` of a folder's disk is free."""
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    if disk.free < disk.total * least and disk.free < PLENTY:
        share = 100 * disk.free / disk.total
        raise DiskFull(
            f"{share:.0f} % of the disk of {folder} is free, and a crawl stops below "
            f"{100 * least:.0f} %: make room, or set DISK_LEAST_FREE"
        )


async def own_site(folder: Path, site: str, *, patient: bool) -> filelock.BaseFileLock | None:
    """The lock of a site, which is crawled by one process at a time; None where the folder cannot
    be written to, which fails the run where pages are kept.

    Where another process holds it a `patient` one waits for its end; else Locked is raised.
    """
    while True:
        try:
            lock = taken(folder / "locks" / f"crawl-{site}.lock")
        except OSError:
            return None
        if lock is not None:
            return lock
        if not patient:
            raise Locked(f"another crawl of {site} is running: wait until it has ended")
        await asyncio.sleep(WAIT)


def told(error: BaseException | None) -> str:
    """What went wrong, for a person: of errors outside the program their own words alone."""
    if isinstance(error, DBAPIError):
        return f"the database says: {' '.join(str(error.orig).split())}"
    if isinstance(error, OSError) and error.errno in errno.errorcode:
        return f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)
    return str(error) if isinstance(error, ArchiveError) else repr(error)


def is_outside(error: BaseException | None) -> bool:
    """Whether an error lies in disk, database or archive, so that going on would not help."""
    return isinstance(error, ArchiveError | OSError | DBAPIError)
