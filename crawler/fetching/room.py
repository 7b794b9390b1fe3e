"""What a crawl needs of the machine: room on the disk, and the site for itself."""

import asyncio
import errno
import logging
import shutil
from collections.abc import Iterable
from pathlib import Path

import filelock
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from archive.errors import ArchiveError, Locked
from archive.storage.lock import Session, session, site_lock, taken
from archive.storage.recovery import RecoveryReport
from archive.storage.room import least_free
from archive.storage.unfit import is_unfit
from crawler.fetching.opening import data_dir

WAIT, PATIENCE = 0.2, 3600.0  # seconds between two looks at a lock, and of all of them
logger = logging.getLogger(__name__)


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

    def __init__(self, site: str, *locks: filelock.BaseFileLock | Session) -> None:
        self.site = site
        self.locks = locks

    def still(self) -> bool:
        """Whether no other crawl has the site by now: a lock that the server forgot, as by a
        restart, is taken again. Raises DBAPIError where the server is away.
        """
        sessions = [lock for lock in self.locks if isinstance(lock, Session)]
        lost = sum(each.lost for each in sessions)
        still = all(each.take() for each in sessions)
        if still and sum(each.lost for each in sessions) > lost:
            logger.error("the lock of %s was lost with its connection, and taken again", self.site)
        return still

    def release(self) -> None:
        """Gives the site free."""
        for lock in self.locks:
            lock.release()


class Alone:
    """The sites that a crawl has for itself."""

    def __init__(self) -> None:
        self.owned: list[Own] = []

    async def take(self, sites: Iterable[str], *, patient: bool, engine: sa.Engine) -> None:
        """Takes sites, as `own_site` does each."""
        for site in sites:
            if own := await own_site(data_dir(), site, patient=patient, engine=engine):
                self.owned.append(own)

    def still(self) -> bool:
        """Whether it has them all still."""
        return all(own.still() for own in self.owned)

    def release(self) -> None:
        """Gives them free."""
        while self.owned:
            self.owned.pop().release()


async def own_site(
    folder: Path, site: str, *, patient: bool, engine: sa.Engine | None = None
) -> Own | None:
    """The locks of a site, which is crawled by one process at a time, also by machines that share
    a PostgreSQL database; None where the folder cannot be written to, which fails the run where
    pages are kept.

    Where another process holds one a `patient` one waits for its end, an hour at most, while the
    rest of the process goes on; else Locked is raised.
    """
    waited = 0.0
    while True:
        try:
            lock = taken(site_lock(folder, site))
        except OSError:
            return None
        if lock is not None:
            if engine is None or engine.dialect.name != "postgresql":
                return Own(site, lock)
            if other := session(engine, site):
                return Own(site, lock, other)
            lock.release()
        if not patient or waited >= PATIENCE:
            where = "" if lock is None else " on another machine"
            raise Locked(f"another crawl of {site} is running{where}: wait until it has ended")
        if not waited:
            logger.warning("another crawl of %s is running, whose end is waited for", site)
        await asyncio.sleep(WAIT)
        waited += WAIT


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
