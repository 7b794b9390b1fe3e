"""What a crawl needs of the machine: room on the disk, and the site for itself."""

import asyncio
import errno
import shutil
from pathlib import Path

import filelock
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from archive.errors import ArchiveError, Locked
from archive.storage.lock import Session, session, site_lock, taken
from archive.storage.recovery import RecoveryReport
from archive.storage.room import least_free
from archive.storage.unfit import is_unfit

WAIT = 0.2  # seconds between two looks at a lock


class DiskFull(ArchiveError):
    """There is too little room to go on."""


def check_disk(folder: Path, least: float) -> None:
    """Raises DiskFull where less than the share `least` of a folder's disk is free."""
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    if disk.free < least_free(disk.total, least):
        share = 100 * disk.free / disk.total
        raise DiskFull(
            f"{share:.0f} % of the disk of {folder} is free, and a crawl stops below "
            f"{100 * least:.0f} %: make room, or lower disk.least_free in egov.toml"
        )


class Own:
    """The locks of a site, until they are released."""

    def __init__(self, *locks: filelock.BaseFileLock | Session) -> None:
        self.locks = locks

    def release(self) -> None:
        """Gives the site free."""
        for lock in self.locks:
            lock.release()


async def own_site(
    folder: Path, site: str, *, patient: bool, engine: sa.Engine | None = None
) -> Own | None:
    """The locks of a site, which is crawled by one process at a time, also by machines that share
    a PostgreSQL database; None where the folder cannot be written to, which fails the run where
    pages are kept.

    Where another process holds one a `patient` one waits for its end; else Locked is raised.
    """
    while True:
        try:
            lock = taken(site_lock(folder, site))
        except OSError:
            return None
        if lock is not None:
            if engine is None or engine.dialect.name != "postgresql":
                return Own(lock)
            if other := session(engine, site):
                return Own(lock, other)
            lock.release()
        if not patient:
            where = "" if lock is None else " on another machine"
            raise Locked(f"another crawl of {site} is running{where}: wait until it has ended")
        await asyncio.sleep(WAIT)


def mended(report: RecoveryReport) -> list[str]:
    """What a person is to know of the files of pages, as they were found at the beginning."""
    said = [
        f"{size} bytes of a torn record were cut from {name}" for name, size in report.cut.items()
    ]
    if report.adopted:
        said.append(f"pages adopted that a broken-off crawl had kept: {report.adopted}")
    said += [f"{name} ends before its last page: restore it from a backup" for name in report.short]
    said += [
        f"the record of {url} cannot be adopted: it stays in its file" for url in report.refused
    ]
    return said


def told(error: BaseException | None) -> str:
    """What went wrong, for a person: of errors outside the program their own words alone."""
    if isinstance(error, DBAPIError):
        return f"the database says: {' '.join(str(error.orig).split())}"
    if isinstance(error, OSError) and error.errno in errno.errorcode:
        return f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)
    return str(error) if isinstance(error, ArchiveError) else repr(error)


def is_known(error: BaseException | None) -> bool:
    """Whether an error is one of disk, database or archive, and none of the program."""
    return isinstance(error, ArchiveError | OSError | DBAPIError)


def is_outside(error: BaseException | None) -> bool:
    """Whether an error lies in disk, database or archive, so that going on would not help; what
    the database refuses for its own sake concerns that alone.
    """
    return is_known(error) and not is_unfit(error)
