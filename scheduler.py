"""The service: each site is crawled each night, in a process of its own, and the archive kept.

`python scheduler.py` stays and does the jobs when they are due, `--once` does the night now,
`--status` shows what ran and is due next, `--dry-run` what would be run. The exit status of
`--once` is 0 only where every site is healthy or quiet.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from types import FrameType

from archive.stopping import Stopping, let_go

if __name__ == "__main__":
    Stopping("scheduler.py", 130).at_start()  # what follows takes seconds

from rich.console import Console
from sqlalchemy.exc import DBAPIError

from archive.cli.paper import bear_all_letters, clean
from archive.errors import ArchiveError
from archive.storage.engine import connect
from archive.storage.leader import Leadership
from archive.storage.mounted import check_folder
from archive.storage.upgrade import check_head, check_there
from crawler import logs
from crawler.config import Config, load
from crawler.fetching.night import Crawls, Replay
from crawler.fetching.opening import data_dir, make_folder
from crawler.fetching.room import told
from crawler.service import alerts, names, once, pings, status
from crawler.service.jobs import Job, jobs
from crawler.service.leading import Leading
from crawler.service.service import Service
from crawler.service.work import Context

logger = logging.getLogger("scheduler")


def wall_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(prog="scheduler.py", description=__doc__)
    found.add_argument("--once", action="store_true", help="the whole night now, then end")
    found.add_argument("--site", action="append", default=[], help="this site only; repeatable")
    found.add_argument("--replay", default="", help="WARC file or folder in place of the network")
    found.add_argument("--replay-at", default="", help="ISO time: the latest records not after it")
    found.add_argument("--status", action="store_true", help="what ran last, and is due next")
    found.add_argument("--alive", action="store_true", help="whether a scheduler is at work: 0, 1")
    found.add_argument("--dry-run", action="store_true", help="what would be run, when and how")
    return found


def act(options: argparse.Namespace, console: Console) -> int:
    """Does what was asked; the exit status."""
    if options.replay_at and not options.replay:
        raise ArchiveError("--replay-at needs --replay: which recordings?")
    if options.replay and not (options.once or options.dry_run):
        raise ArchiveError("--replay goes with --once: the nightly service asks the sites")
    config = load()
    names.check(config)
    part = options.once and (options.site or options.replay)
    if not (options.status or options.alive or part):
        alerts.check_ways()
        pings.address()
    chosen = names.choose(options.site, config)
    replay = Replay(options.replay, options.replay_at)
    if options.replay:
        check_replay(replay)
    plan = jobs(config, chosen)
    if options.dry_run:
        if not options.once:
            status.show_plan(console, plan, wall_clock())
        show_crawls(config, console, chosen, replay)
        return 0
    context = context_of(config, console, replay)
    if options.alive:
        return 0 if status.is_alive(context) else 1
    if options.status:
        status.show_status(context, plan, chosen)
        return 0
    if options.once:
        check_folder(context.engine, context.data_dir)  # before the folder is made anew
    make_folder(context.data_dir)
    level = os.environ.get("EGOV_LOG_LEVEL") or "WARNING"
    logs.start(config.log, context.data_dir, "scheduler", stderr=level)
    for words in status.shut(config, context.data_dir):
        logger.warning("%s", words)
    if options.once:
        context.wakes = bool(options.site)
        return once.run_once(context, chosen)
    serve(context, plan)
    return 0


def show_crawls(config: Config, console: Console, chosen: Sequence[str], replay: Replay) -> None:
    """What a night would run, and which sites rest, as far as the archive can be asked."""
    status.show_commands(console, chosen, replay)
    try:
        status.show_resting(context_of(config, console, replay), chosen)
    except ArchiveError as error:
        print(f"scheduler.py: which sites rest is not known: {error}", file=sys.stderr)


def context_of(config: Config, console: Console, replay: Replay) -> Context:
    """What the jobs need, the database opened and its schema checked."""
    check_there(None)
    engine = connect()
    check_head(engine)
    crawls = Crawls(config.schedule)
    return Context(engine, config, data_dir(), console, wall_clock, crawls, replay)


def serve(context: Context, plan: Sequence[Job]) -> None:
    """Does the jobs whenever they are due, as long as this scheduler leads."""

    def make() -> Service:
        context.crawls = Crawls(context.config.schedule)
        return Service(context, plan)

    leadership = Leadership(context.engine, context.data_dir, context.clock)
    Leading(
        leadership,
        make,
        lambda line: context.console.print(line, highlight=False),
        check=lambda: check_head(context.engine),
    ).serve()


def check_replay(replay: Replay) -> None:
    """Raises ArchiveError where the recordings cannot be replayed."""
    from crawler.fetching.replay import recordings

    recordings(replay.path, replay.at)


def ended_by_signal(number: int, _: FrameType | None) -> None:
    """SIGTERM ends the scheduler as Ctrl-C does: its crawls close their runs first."""
    signal.signal(number, signal.SIG_IGN)  # asked once is enough: the crawls take their time
    raise KeyboardInterrupt(signal.Signals(number).name)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; the exit status."""
    bear_all_letters()
    options = parser().parse_args(arguments)
    let_go()
    signal.signal(signal.SIGTERM, ended_by_signal)
    console = Console()
    if not console.is_terminal:
        console = Console(width=130)
    try:
        return act(options, console)
    except ArchiveError as error:
        print(f"scheduler.py: {clean(str(error))}", file=sys.stderr)
        return error.exit_status
    except (DBAPIError, OSError) as error:  # a full disk, a database that is away
        print(f"scheduler.py: {clean(told(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("scheduler.py: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
