"""How much disk an archive takes, and how long the rest will do."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from archive.storage.engine import begin_read
from archive.storage.schema import fetch_event

NIGHTS = 30  # how far back growth is looked at


@dataclass(frozen=True, slots=True)
class Stock:
    """Bytes that pages and database take, that a night adds, and that are free above `least`."""

    held: int
    nightly: int
    room: int

    @property
    def nights(self) -> int | None:
        """For how many nights there is room; None while nothing grows."""
        return self.room // self.nightly if self.nightly else None


def stock(engine: sa.Engine, data_dir: Path, now: datetime, least: float) -> Stock:
    """What is held now; a night's growth is that of the last thirty days, the database's growth
    taken to be in proportion to that of the pages. The share `least` of the disk stays free.
    """
    pages = sum(file.stat().st_size for file in (data_dir / "warc").rglob("*") if file.is_file())
    held = pages + database_size(engine)
    since = now - timedelta(days=NIGHTS)
    length, at = fetch_event.c.length, fetch_event.c.recorded_at
    with begin_read(engine) as conn:
        recent, first = conn.execute(
            sa.select(sa.func.sum(length), sa.func.min(at)).where(at >= since)
        ).one()
    nights = max(1, (now - first).days + 1) if first else NIGHTS
    nightly = int(int(recent or 0) * (held / pages if pages else 1) / nights)
    disk = shutil.disk_usage(next(each for each in (data_dir, *data_dir.parents) if each.exists()))
    return Stock(held, nightly, max(0, disk.free - int(disk.total * least)))


def database_size(engine: sa.Engine) -> int:
    """The bytes of the database."""
    if engine.dialect.name == "postgresql":
        with begin_read(engine) as conn:
            return int(conn.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
    name = engine.url.database or ""
    files = [Path(f"{name}{end}") for end in ("", "-wal")]
    return sum(file.stat().st_size for file in files if file.is_file())
