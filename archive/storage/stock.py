"""How much disk an archive takes, and how long the rest will do."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from archive.storage.engine import begin_read
from archive.storage.room import existing, least_free
from archive.storage.schema import fetch_event

NIGHTS = 30  # how far back growth is looked at
FEWEST = 4  # nights whose size was noted, before growth is told from them
SHORT = 14  # nights: where the room does for fewer, a person is to see to it
NOTES = "stock.jsonl"  # in the data folder: what was held at the end of each night
KEPT = 800  # lines of it
VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Stock:
    """Bytes that pages and database take on the disk, that a night adds when all is compacted, and
    that are free above what stays free; `hollow` is what compaction has won of the pages.
    """

    held: int
    nightly: int
    room: int
    pages: int = 0
    database: int = 0
    hollow: int = 0

    @property
    def nights(self) -> int | None:
        """For how many nights there is room; None while nothing grows."""
        return self.room // self.nightly if self.nightly else None

    @property
    def is_short(self) -> bool:
        """Whether a person is to make room soon."""
        return self.room == 0 or (self.nights is not None and self.nights < SHORT)

    def ends(self, now: datetime) -> date | None:
        """The Vietnamese day on which crawls stop at this growth; None if a century will do."""
        if self.nights is None or self.nights > 36_500:
            return None
        return (now.astimezone(VIETNAM) + timedelta(days=self.nights)).date()

    def words(self, now: datetime) -> str:
        """As it is told to a person."""
        held, nightly = _mb(self.held), _mb(self.nightly)
        parts = [f"{held} held (pages {_mb(self.pages)}, database {_mb(self.database)})"]
        parts += [f"{_mb(self.hollow)} won by compaction"] if self.hollow else []
        parts.append(f"{nightly} more a night")
        end = self.ends(now)
        if self.room == 0:
            parts.append("NO ROOM: crawls stop")
        elif end is not None:
            parts.append(f"room for {self.nights:,} nights, until {end}")
        sentence = ", ".join(parts)
        return f"{sentence}: make room" if self.is_short else sentence


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size < 1e8 else f"{size / 1e9:,.2f} GB"


def stock(engine: sa.Engine, data_dir: Path, now: datetime, least: float) -> Stock:
    """What is held now. A night adds the median of what the last thirty nights added, as it was
    noted at their ends; in a new archive, what the records of these days take, the database's
    growth taken to be in proportion. The share `least` of the disk stays free, or 20 GB.
    """
    pages, hollow = _pages(data_dir)
    database = database_size(engine)
    nightly = _noted(data_dir, now)
    if nightly is None:
        nightly = _recorded(engine, now, (pages + database) / pages if pages else 1)
    disk = shutil.disk_usage(existing(data_dir))
    room = max(0, disk.free - least_free(disk.total, least))
    return Stock(pages + database, nightly, room, pages, database, hollow)


def note(engine: sa.Engine, data_dir: Path, now: datetime) -> None:
    """Notes what is held at the end of a night, from which growth is told."""
    pages, _ = _pages(data_dir)
    line = {"at": now.astimezone(UTC).isoformat(), "held": pages + database_size(engine)}
    path = data_dir / NOTES
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    part = data_dir / f"{NOTES}.part"
    part.write_text("\n".join([*lines[1 - KEPT :], json.dumps(line)]) + "\n", "utf-8")
    part.replace(path)


def _noted(data_dir: Path, now: datetime) -> int | None:
    """The median of what the noted nights added, never below 0; None where there are too few.

    One night in which much was given up, or brought in from elsewhere, does not move it.
    """
    held: dict[date, tuple[datetime, int]] = {}
    for at, size in _notes(data_dir):
        if now - timedelta(days=NIGHTS) <= at <= now:
            held[at.astimezone(VIETNAM).date()] = at, size
    if len(held) < FEWEST:
        return None
    steps = pairwise(sorted(held.values()))
    added = [(size - before) / max((at - then).days, 1) for (then, before), (at, size) in steps]
    return max(0, int(median(added)))


def _notes(data_dir: Path) -> Iterator[tuple[datetime, int]]:
    """What was noted; a line that was cut short is passed over: it is made anew each night."""
    path = data_dir / NOTES
    for line in path.read_text("utf-8", "replace").splitlines() if path.exists() else ():
        try:
            told = json.loads(line)
            yield datetime.fromisoformat(told["at"]), int(told["held"])
        except (ValueError, KeyError, TypeError):
            continue


def _recorded(engine: sa.Engine, now: datetime, share: float) -> int:
    """What a night adds by the records of the last thirty days, `share` times their length."""
    length, at = fetch_event.c.length, fetch_event.c.recorded_at
    since = now - timedelta(days=NIGHTS)
    with begin_read(engine) as conn:
        first_id = _first(conn, since)
        if first_id is None:
            return 0
        recent, first = conn.execute(
            sa.select(sa.func.sum(length), sa.func.min(at)).where(fetch_event.c.id >= first_id)
        ).one()
    return int(int(recent or 0) * share / max(1, (now - first).days + 1))


def _first(conn: sa.Connection, since: datetime) -> int | None:
    """The id of the first look recorded since a time: rows are numbered in that order."""
    newest = conn.scalar(sa.select(sa.func.max(fetch_event.c.id)))
    low, high = 0, int(newest or 0) + 1
    asked = sa.select(fetch_event.c.id, fetch_event.c.recorded_at).order_by(fetch_event.c.id)
    while high - low > 1:
        middle = (low + high) // 2
        row = conn.execute(asked.where(fetch_event.c.id >= middle).limit(1)).first()
        if row is None or row.recorded_at >= since:
            high = middle
        else:
            low = middle
    return high if newest is not None and high <= newest else None


def _pages(data_dir: Path) -> tuple[int, int]:
    """What the files of pages take on the disk, and by how much they are longer than that."""
    taken = longer = 0
    for stat in _walked(str(data_dir / "warc")):
        taken += stat.st_blocks * 512
        longer += max(0, stat.st_size - stat.st_blocks * 512)
    return taken, longer


def _walked(folder: str) -> Iterator[os.stat_result]:
    """All files below a folder; one that vanishes meanwhile is passed over."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        yield entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue


def database_size(engine: sa.Engine) -> int:
    """The bytes of the database."""
    if engine.dialect.name == "postgresql":
        with begin_read(engine) as conn:
            return int(conn.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
    name = engine.url.database or ""
    files = [Path(f"{name}{end}") for end in ("", "-wal")]
    return sum(file.stat().st_size for file in files if file.is_file())
