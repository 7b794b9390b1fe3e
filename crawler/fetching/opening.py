"""How the archive is opened for crawls: where it lies, and that what it should hold is there."""

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from archive.errors import ArchiveError
from archive.storage.engine import DAMAGED, connect, is_damage
from archive.storage.mounted import check_folder
from archive.storage.store import Store
from archive.storage.upgrade import check_head, check_there
from crawler import sites


def wall_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def data_dir() -> Path:
    """Where pages are kept: `ARCHIVE_DATA_DIR`, else `data`; raises ArchiveError where that is no
    folder.
    """
    folder = Path(os.environ.get("ARCHIVE_DATA_DIR") or "data")
    if os.path.lexists(folder) and not os.path.isdir(folder):  # noqa: PTH112 - never raises
        raise ArchiveError(f"ARCHIVE_DATA_DIR: {folder} is no folder: name one, or leave it out")
    return folder


def make_folder(folder: Path) -> None:
    """Makes the data folder where it is not there yet; raises ArchiveError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"ARCHIVE_DATA_DIR: {folder} cannot be made: {error.strerror}"
        ) from error


def open_store() -> Store:
    """The archive's store, its schema checked, and that its pages are where they were.

    Raises ArchiveError saying what to do where the database cannot be opened or is behind, or the
    folder of the pages is empty although there should be some.
    """
    check_there(None)
    engine = connect()
    try:
        check_head(engine)
        check_folder(engine, data_dir())
        store = Store(engine, data_dir(), sites.reader)
        store.furnish()
    except DBAPIError as error:
        engine.dispose()
        raise ArchiveError(unreadable(error)) from error
    return store


def unreadable(error: DBAPIError) -> str:
    """What is wrong with a database that can be opened and not read, and what to do."""
    said = " ".join(str(error.orig).split())
    return f"the database says: {said}" + (f". {DAMAGED}" if is_damage(error) else "")
