"""What a person sees of the service: who leads, what ran when and is due next, and the disk."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from archive.storage import agenda, leader
from archive.storage.stock import stock
from crawler.config import Config
from crawler.fetching.night import Replay, command
from crawler.fetching.report import last_runs, line, shown
from crawler.service.jobs import ONCE, Job
from crawler.service.service import NEW
from crawler.service.work import Context, rests

SHORT = timedelta(minutes=5)  # within which a scheduler that is at work says so


def show_status(context: Context, jobs: Sequence[Job], names: Sequence[str]) -> None:
    """Prints each site's last run, each job's last and next, who leads, and what the disk holds."""
    engine, console, now = context.engine, context.console, context.clock()
    newest = agenda.newest_runs(engine)
    console.print(last_runs([(name, newest.get(name, {})) for name in names], console.width))
    console.print(job_table(engine, jobs, now))
    once = agenda.last(engine, ONCE)
    console.print(f"last run by --once: {ran(once)}", highlight=False)
    console.print(leads(engine, now), highlight=False)
    show_resting(context, names)
    room = stock(engine, context.data_dir, now, context.config.disk.least_free)
    console.print(f"disk: {room.words(now)}", highlight=False)
    for words in shut(context.config, context.data_dir):
        line(console, words)


def job_table(engine: sa.Engine, jobs: Sequence[Job], now: datetime) -> Table:
    """Each job, its last run and when it is due next."""
    rows = [(job, ran(agenda.last(engine, job.name))) for job in jobs]
    return table_of(
        (job.name, last, shown(job.times.due_after(now)), job.times.words()) for job, last in rows
    )


def table_of(rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """Jobs as a table; where a terminal is narrow the times, which come last, take several lines,
    and nothing is cut.
    """
    found = Table(box=None, pad_edge=False, collapse_padding=True)
    for head in ("job", "last", "next"):
        found.add_column(head, no_wrap=True)
    found.add_column("times", overflow="fold")
    for row in rows:
        found.add_row(*row)
    return found


def ran(row: dict[str, object]) -> str:
    """When a job ran last, and how that ended."""
    if not row:
        return "never"
    at = row["started_at"]
    assert isinstance(at, datetime)
    return f"{shown(at)}, {row['outcome'] or 'unfinished'}" if row["outcome"] != NEW else "never"


def is_alive(context: Context) -> bool:
    """Says who leads; whether that scheduler was alive a short time ago."""
    context.console.print(leads(context.engine, context.clock()), highlight=False)
    found = leader.known(context.engine)
    return found is not None and context.clock() - found.seen_at < SHORT


def leads(engine: sa.Engine, now: datetime) -> str:
    """Who leads."""
    found = leader.known(engine)
    if found is None:
        return "leader: none"
    who = f"{found.host}, process {found.process}, since {shown(found.since)}"
    if now - found.seen_at >= SHORT:
        return f"leader: none is at work: {who}, was not seen since {shown(found.seen_at)}"
    minutes = (now - found.seen_at).total_seconds() / 60
    return f"leader: {who}, seen {minutes:.0f} min ago"


def shut(config: Config, data: Path) -> Iterator[str]:
    """The folders into which nothing can be written, with the key that names each: said by day,
    not only by the night that would need them.
    """
    named = {
        "ARCHIVE_DATA_DIR": data,
        "backup.folder": config.backup.folder,
        "health.prometheus": config.health.prometheus and config.health.prometheus.parent,
        "health.reports": config.health.reports,
        "log.folder": config.log.folder,
    }
    for key, folder in named.items():
        if folder is not None and (why := refused(folder)):
            yield f"{key}: nothing can be written into {folder}: {why}"


def refused(folder: Path) -> str:
    """Why nothing can be written into a folder, which may have to be made; empty where it can."""
    try:
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        if not there.is_dir():
            return f"{there} is no folder"
        return "" if os.access(there, os.W_OK | os.X_OK) else f"{there} may not be written"
    except OSError as error:
        return error.strerror or str(error)


def show_resting(context: Context, names: Sequence[str]) -> None:
    """Prints which sites are left alone for now, and until when."""
    why = rests(context)
    for name in names:
        if words := why(name):
            line(context.console, f"{name} {words}")


def show_plan(console: Console, jobs: Sequence[Job], now: datetime) -> None:
    """Prints which job is due when, over which sites."""
    for job in sorted(jobs, key=lambda job: job.times.due_after(now)):
        many = "site" if len(job.sites) == 1 else "sites"
        what = f"{len(job.sites)} {many}" if job.sites else "the archive"
        line = f"{shown(job.times.due_after(now))} {job.name}: {what} ({job.times.words()})"
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def show_commands(console: Console, names: Sequence[str], replay: Replay) -> None:
    """Prints the commands that would crawl the sites."""
    for name in names:
        words = " ".join(["python", *command(name, ONCE, replay)[1:]])
        console.print(words, soft_wrap=True, highlight=False, markup=False)
