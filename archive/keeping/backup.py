"""Backups: the database of one moment, the pages that it refers to, and a manifest of both.

They stand beside each other in one folder, each under its time; pages lie below `pages`, once for
all backups that hold them alike. A backup is there as a whole or not at all.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from archive.errors import ArchiveError, BadQuery
from archive.keeping import dumping, seals
from archive.keeping.manifest import NAME, Manifest, Stored, copied, read, written
from archive.storage.durable import sync_file, sync_folder
from archive.storage.lock import held
from archive.storage.room import check_room
from archive.storage.stock import database_size
from archive.storage.warc import warc_date

POOL = "pages"
MAKING = ".making"
LOCK = "keeping.lock"  # in the data folder: no page is withheld while it is copied
Told = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made: `copied` of its `pages` bytes were not there before."""

    folder: Path
    files: int
    pages: int
    copied: int
    articles: int
    versions: int
    seal: str | None
    removed: tuple[str, ...] = ()


def backup(
    engine: sa.Engine,
    data_dir: Path,
    folder: Path,
    now: datetime,
    *,
    rotate: int | None = None,
    told: Told = lambda done, total: None,
) -> BackedUp:
    """Makes a backup below `folder`, and with `rotate` keeps so many of the newest only.

    Whoever records meanwhile is not held up. Raises ArchiveError where a page that a row names is
    not in its file: verify the archive first; and where the folder cannot be written.
    """
    if rotate is not None and rotate < 1:
        raise BadQuery("--rotate is how many backups are kept: one at least")
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}Z"
    making = folder / f"{MAKING}-{name}"
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with written(folder), held(folder / ".lock"), held(data_dir / LOCK, seconds=600):
        for left in folder.glob(f"{MAKING}-*"):  # of one that was broken off
            shutil.rmtree(left)
        for part in (folder / POOL).rglob("*.part"):
            part.unlink()
        making.mkdir()
        try:
            check_room(folder, database_size(engine), "the copy of the database", data_dir)
            manifest, fresh = _make(engine, data_dir, folder, making, now, told)
            manifest.write(making)
            making.rename(folder / name)
            sync_folder(folder)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        removed = _rotate(folder, rotate) if rotate else ()
    return _told(folder / name, manifest, fresh, removed)


def _told(folder: Path, manifest: Manifest, fresh: int, removed: tuple[str, ...]) -> BackedUp:
    pages = [one for one in manifest.files if one.held.startswith(POOL)]
    return BackedUp(
        folder,
        len(manifest.files),
        sum(one.size for one in pages),
        fresh,
        manifest.counts["article"],
        manifest.counts["version"],
        manifest.seal,
        removed,
    )


def _make(
    engine: sa.Engine, data_dir: Path, folder: Path, making: Path, now: datetime, told: Told
) -> tuple[Manifest, int]:
    database = making / "database"
    database.mkdir()
    found = dumping.dump(engine, database)
    last = found.seal.number if found.seal else 0
    lines = [line for number, line in seals.read(data_dir).items() if number <= last]
    (making / seals.FILE).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    name = making.name.removeprefix(f"{MAKING}-")
    files = []
    for path in sorted((*database.iterdir(), making / seals.FILE)):
        sync_file(path)
        size, inside = path.stat().st_size, path.relative_to(making)
        files.append(Stored(str(inside), f"{name}/{inside}", size, copied(path, None, size)))
    sync_folder(database)
    pages, fresh = _pages(data_dir, folder, found.ends, told)
    manifest = Manifest(
        warc_date(now),
        f"egov-archive {version('egov-archive')}",
        engine.dialect.name,
        found.revision,
        found.seal.line if found.seal else None,
        found.counts,
        (*files, *pages),
        found.tables,
    )
    return manifest, fresh


def _pages(
    data_dir: Path, folder: Path, ends: dict[str, int], told: Told
) -> tuple[list[Stored], int]:
    """The files of pages, up to the length that rows know, and how many bytes were copied."""
    found, fresh, done, total = list[Stored](), 0, 0, sum(ends.values())
    for name, size in sorted(ends.items()):
        source = data_dir / name
        if not source.is_file():
            raise ArchiveError(f"{source} is not there, which holds pages: run `egov verify`")
        digest = copied(source, None, size)
        place = f"{POOL}/{name}.{digest[:16]}"
        target = folder / place
        if not (target.is_file() and target.stat().st_size == size and _is(target, size, digest)):
            needed = min(size, source.stat().st_blocks * 512)
            check_room(folder, needed, f"the copy of {name}", data_dir)
            part = target.with_name(f"{target.name}.part")
            if copied(source, part, size) != digest:
                raise ArchiveError(f"{source} was changed while it was copied: run `egov verify`")
            part.rename(target)
            fresh += size
        found.append(Stored(name, place, size, digest))
        done += size
        told(done, total)
    return found, fresh


def _is(path: Path, size: int, digest: str) -> bool:
    return copied(path, None, size) == digest


def all_of(folder: Path) -> list[Path]:
    """The backups in a folder, the newest last."""
    return sorted(one.parent for one in folder.glob(f"[0-9]*/{NAME}"))


def _rotate(folder: Path, keep: int) -> tuple[str, ...]:
    """Removes all but the newest backups, and the pages that none of those left holds."""
    gone = all_of(folder)[:-keep]
    for one in gone:  # no more a backup before its first file goes: what a kill leaves is swept
        shutil.rmtree(one.rename(folder / f"{MAKING}-{one.name}"))
    used = {file.held for one in all_of(folder) for file in read(one).files}
    for path in (folder / POOL).rglob("*"):
        if path.is_file() and str(path.relative_to(folder)) not in used:
            path.unlink()
    return tuple(one.name for one in gone)
