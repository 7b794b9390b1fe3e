"""Compaction: the bytes of pages that changed nothing make room, their hashes stay.

Which pages these are says `dispensable`. A row of `compacted` for each of their records is written
first, with the hash of what stands there and of what will: a note and zeros, exactly as long
(`emptying`), so that every other record stays where rows say it is. The zeros are then given back
to the disk as holes (`holes`). What was broken off, the next call finishes before anything else.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import filelock
import sqlalchemy as sa

from archive.keeping import holes
from archive.keeping.backup import LOCK
from archive.keeping.dispensable import KEPT, Found, chunks, of_articles, of_listings
from archive.keeping.emptying import finish, intend, overwrite, records_of, wins
from archive.storage import stock
from archive.storage.columns import AnyRow
from archive.storage.durable import sync_folder
from archive.storage.engine import begin_read
from archive.storage.lock import Session, held, session, site_lock, taken
from archive.storage.schema import site

A_NIGHT = 50_000  # records: minutes
BATCH = 200  # pages in one transaction
MARKS = "compaction.json"  # in the data folder: up to when the looks of each site were considered
MB = 1_000_000
Told = Callable[[int, int | None], None]


@dataclass(slots=True)
class Compacted:
    """What was given up; `bytes_freed` is what the disk has again, `finished` are records that
    an earlier call had left, `busy` sites that were being crawled. `left`: there is more.
    """

    pages: int = 0
    records: int = 0
    bytes_freed: int = 0
    finished: int = 0
    busy: list[str] = field(default_factory=list)
    left: bool = False
    why_not: str = ""
    dry_run: bool = False

    @property
    def words(self) -> str:
        """As it is told of a night."""
        if self.why_not:
            return f"nothing was compacted: {self.why_not}"
        done = "could be given up" if self.dry_run else "given up"
        mb = f"{self.bytes_freed / MB:,.1f} MB"
        room = f"about {mb} of room" if self.dry_run else f"{mb} of room won"
        parts = [f"{self.pages:,} page{'' if self.pages == 1 else 's'} {done}, {room}"]
        if self.finished:
            parts.append(f"{self.finished:,} records of an earlier call finished")
        if self.busy:
            parts.append(f"not of {', '.join(self.busy)}, crawled just now")
        if self.left:
            parts.append("the rest another night")
        return "; ".join(parts)


def compact(
    engine: sa.Engine,
    data_dir: Path,
    now: datetime,
    *,
    limit: int = A_NIGHT,
    whole: bool = False,
    dry_run: bool = False,
    tell: Callable[[str], object] = lambda words: None,
    told: Told = lambda done, total: None,
) -> Compacted:
    """Gives up the pages that the archive can do without, at most `limit` of them.

    `whole` looks at all articles and listings ever, else at those that were looked at since the
    call before. `tell` hears of each site, `told` how many sites are through, before each batch of
    pages too: what it raises breaks the work off with whole batches done. Raises Locked where a
    backup runs.
    """
    done = Compacted(dry_run=dry_run)
    if not (data_dir / "warc").exists():
        return done
    if dry_run:
        _all(engine, data_dir, now, limit, whole, done, tell, told)
        return done
    with held(data_dir / LOCK, seconds=600):
        done.why_not = _reason(data_dir)
        if not done.why_not:
            done.finished = finish(engine, data_dir)
            _recover(engine, data_dir)
            _all(engine, data_dir, now, limit, whole, done, tell, told)
        stock.note(engine, data_dir, now)
    return done


def _reason(data_dir: Path) -> str:
    """Why nothing can be given up now; empty where it can."""
    if not holes.are_made(data_dir):
        return (
            f"the file system of {data_dir} gives no room back within a file "
            "(ext4, XFS, Btrfs and tmpfs do)"
        )
    if any((data_dir / "spool").glob("*.jsonl")):
        return "looks wait in the spool, which the next crawl stores"
    return ""


def _recover(engine: sa.Engine, data_dir: Path) -> None:
    """Adopts records without a row, which may refer to pages."""
    from archive.storage.store import Store  # the writing side, which `egov` else does without

    Store(engine, data_dir).recover()


def _all(
    engine: sa.Engine,
    data_dir: Path,
    now: datetime,
    limit: int,
    whole: bool,
    done: Compacted,
    tell: Callable[[str], object],
    told: Told,
) -> None:
    with begin_read(engine) as conn:
        sites = conn.execute(sa.select(site.c.id, site.c.name).order_by(site.c.name)).all()
    for number, row in enumerate(sites):
        if done.left:
            return
        before = done.pages
        through = partial(told, number, len(sites))
        with _alone(engine, data_dir, row.name, done) as is_ours:
            if is_ours:
                _site(engine, data_dir, row, now, limit, whole, done, through)
        if done.pages > before:
            tell(f"{row.name}: {done.pages - before:,} pages")


@contextmanager
def _alone(engine: sa.Engine, data_dir: Path, name: str, done: Compacted) -> Iterator[bool]:
    """Whether no crawl of a site is at work, nor begins until this ends."""
    if done.dry_run:
        yield True
        return
    with ExitStack() as until_then:
        locks: list[filelock.BaseFileLock | Session | None] = [taken(site_lock(data_dir, name))]
        if locks[0] is not None and engine.dialect.name == "postgresql":
            locks.append(session(engine, name))
        for lock in locks:
            if lock is not None:
                until_then.callback(lock.release)
        if None in locks:
            done.busy.append(name)
        yield None not in locks


def _site(
    engine: sa.Engine,
    data_dir: Path,
    own: AnyRow,
    now: datetime,
    limit: int,
    whole: bool,
    done: Compacted,
    through: Callable[[], None],
) -> None:
    until = now - KEPT
    for kind, find in (("articles", of_articles), ("listings", of_listings)):
        key = f"{own.name} {kind}"
        since = None if whole else _marks(data_dir).get(key)
        mark = None
        with begin_read(engine) as conn:
            for found in find(conn, own.id, since, until):
                room = limit - done.pages
                _give_up(engine, data_dir, found, room, now, done, through)
                if len(found.pages) > room:
                    done.left = True
                    break
                mark = found.mark
        if mark is not None and not done.dry_run:
            _note_mark(data_dir, key, mark)
        if done.left:
            return


def _give_up(
    engine: sa.Engine,
    data_dir: Path,
    found: Found,
    room: int,
    now: datetime,
    done: Compacted,
    through: Callable[[], None],
) -> None:
    for some in chunks(found.pages[:room], BATCH):
        through()
        if done.dry_run:
            with begin_read(engine) as conn:
                records = list(records_of(conn, data_dir, some, now))
            done.bytes_freed += sum(wins(one.offset, one.length) for one in records)
        else:
            records = intend(engine, data_dir, some, now)
            done.bytes_freed += overwrite(data_dir, records)
        done.pages += len({one.page_id for one in records})
        done.records += len(records)


# --- how far it has come --------------------------------------------------------------------------


def _marks(data_dir: Path) -> dict[str, datetime]:
    """Up to when the looks of each site were considered; without the file all are again."""
    try:
        told = json.loads((data_dir / MARKS).read_text("utf-8"))
        return {name: datetime.fromisoformat(at) for name, at in told.items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}


def _note_mark(data_dir: Path, key: str, mark: datetime) -> None:
    told = {**_marks(data_dir), key: mark}
    text = json.dumps({name: at.astimezone(UTC).isoformat() for name, at in told.items()}, indent=1)
    part = data_dir / f"{MARKS}.part"
    part.write_text(text, "utf-8")
    part.replace(data_dir / MARKS)
    sync_folder(data_dir)
