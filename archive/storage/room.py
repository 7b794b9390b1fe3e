"""Room on a disk: how much of it stays free, and whether work may begin that needs some."""

import shutil
from pathlib import Path

from archive.errors import ArchiveError
from archive.storage.configured import LEAST, least_share

PLENTY = 20 * 1024**3  # bytes: so much is room enough, whatever share of a large disk it is


class NoRoom(ArchiveError):
    """There is too little room on a disk for what was asked."""


def least_free(total: int, share: float = LEAST) -> int:
    """The bytes of a disk below which a crawl stops: a share of it, 20 GB at most."""
    return min(int(total * share), PLENTY)


def existing(folder: Path) -> Path:
    """The folder, or what is there of the way to it."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())


def check_room(folder: Path, needed: int, what: str, beside: Path | None = None) -> None:
    """Raises NoRoom where `needed` bytes more would take of the share of a folder's disk that stays
    free (`disk.least_free`, 20 GB at most), so that crawls would stop.

    On another disk than that of the folder `beside`, where nobody crawls, they have to fit only.
    """
    there = existing(folder)
    disk = shutil.disk_usage(there)
    kept = least_free(disk.total, least_share())
    if beside is not None and there.stat().st_dev != existing(beside).stat().st_dev:
        kept = 0
    if disk.free - needed >= kept:
        return
    room = max(0, disk.free - kept)
    left = f" ({disk.free:,} are free, of which {kept:,} stay so)" if kept else ""
    asked = f"{needed:,} bytes" if needed else "room"
    raise NoRoom(
        f"{what} needs {asked} in {there}, and there is room for {room:,}{left}: "
        "make room, or choose another disk"
    )
