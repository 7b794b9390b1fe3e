"""The nightly job: every enabled site is crawled in a process of its own, two at a time.

`python scheduler.py` stays and does it at 01:30 in Vietnam, `--once` does it now, `--status` shows
the last runs and the next, `--dry-run` what would be run. The exit status of `--once` is 0 only
where every site is healthy or quiet.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from types import FrameType

import sqlalchemy as sa
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from rich.console import Console

from archive.errors import ArchiveError
from archive.keeping.seals import take
from archive.storage import agenda
from archive.storage.engine import connect
from archive.storage.lock import held
from archive.storage.settling import settle
from archive.storage.stock import stock
from archive.storage.upgrade import check_head
from crawler.fetching.health import GOOD
from crawler.fetching.night import Night, Replay, command
from crawler.fetching.report import VIETNAM, ending, last_runs, show, shown
from crawler.fetching.runs import data_dir
from crawler.settings import DISK_LEAST_FREE

MB = 1_000_000
NIGHT = time(1, 30)
JOB, ONCE = "nightly", "once"
MISSED = "missed"
BROKEN_OFF = (None, "interrupted")  # None: the process was killed
ATTEMPTS = 2  # the night itself, and one to catch up

logger = logging.getLogger("scheduler")


# --- the sites, their runs, and what ran when -----------------------------------------------------


def enabled_sites() -> list[str]:
    """The sites of the settings in force that are crawled at night, by name."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from crawler import sites

    return [spider.name for spider in sites.sites() if spider.enabled]


def choose(names: Sequence[str]) -> list[str]:
    """The named sites, or all enabled ones; raises ArchiveError where a name is not known."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from crawler import sites

    known = [spider.name for spider in sites.sites()]
    for name in names:
        if name not in known:
            raise ArchiveError(sites.no_such(name, known))
    return list(dict.fromkeys(names)) or enabled_sites()


def last_due(now: datetime) -> datetime:
    """When the job was due last."""
    local = now.astimezone(VIETNAM)
    today = datetime.combine(local.date(), NIGHT, VIETNAM)
    return today if today <= local else today - timedelta(days=1)


def is_missed(engine: sa.Engine, now: datetime) -> bool:
    """Whether the job ran before, and did not come to an end when it was due last; a night that
    broke off is caught up once.
    """
    if not agenda.last(engine, JOB):
        return False
    outcomes = [each for each in agenda.attempts(engine, JOB, last_due(now)) if each != MISSED]
    return len(outcomes) < ATTEMPTS and all(each in BROKEN_OFF for each in outcomes)


# --- what a person sees ---------------------------------------------------------------------------


def show_status(console: Console, engine: sa.Engine) -> None:
    """Prints each site's last run, the job's last run and when it is due next."""
    newest = agenda.newest_runs(engine)
    rows = [(name, newest.get(name, {})) for name in enabled_sites()]
    console.print(last_runs(rows, console.width))
    for words, job in (("last night", JOB), ("last run by --once", ONCE)):
        row = agenda.last(engine, job)
        last = f"{shown(row['started_at'])}, {row['outcome'] or 'unfinished'}" if row else "never"
        console.print(f"{words}: {last}", highlight=False)
    following = datetime.combine(last_due(datetime.now(UTC)).date() + timedelta(days=1), NIGHT)
    console.print(f"next night: {following:%Y-%m-%d %H:%M} in Vietnam", highlight=False)
    console.print(f"disk: {forecast(engine)}", highlight=False)


def forecast(engine: sa.Engine) -> str:
    """What the archive takes, and for how long the disk will do."""
    found = stock(engine, data_dir(), wall_clock(), DISK_LEAST_FREE)
    words = f"{found.held / MB:,.0f} MB held, {found.nightly / MB:,.1f} MB more a night"
    return words if found.nights is None else f"{words}, room for {found.nights:,} nights"


# --- the nights -----------------------------------------------------------------------------------


def run_night(night: Night, console: Console, job: str, due: datetime, names: Sequence[str]) -> int:
    """Crawls sites, written down as a run of a job, and tells; how many sites are not well."""
    row = agenda.begin(night.engine, job, due, night.trigger)
    try:
        ended = night.crawl_all(
            names, lambda each: console.print(ending(each, wall_clock()), highlight=False)
        )
        show(console, ended)
        differed = settle(night.engine, wall_clock())
        begun = [each.site for each in ended if each.row.get("outcome")]
        untaught = learn_furniture(night.engine, console, begun)
        console.print(take(night.engine, data_dir(), wall_clock()).words, highlight=False)
    except BaseException as error:
        outcome = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        agenda.end(night.engine, row, outcome, repr(error))
        raise
    if differed:
        console.print(f"{differed} stories were not as their links say, and are now", style="red")
    unwell = [f"{each.site}: {each.outcome}" for each in ended if each.outcome not in GOOD]
    unwell += untaught
    outcome = "interrupted" if night.stopping else "unwell" if unwell else "healthy"
    agenda.end(night.engine, row, outcome, "; ".join(unwell))
    return len(unwell)


def learn_furniture(engine: sa.Engine, console: Console, names: Sequence[str]) -> list[str]:
    """Learns what stands in many articles of each site; what could not be done."""
    from crawler.furnishing import learn_all

    return learn_all(engine, data_dir(), names, lambda line: console.print(line, highlight=False))


def wall_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


class Service:
    """The job each night, what was missed caught up once; what goes wrong is written down."""

    def __init__(
        self,
        engine: sa.Engine,
        console: Console,
        names: Sequence[str],
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.engine = engine
        self.console = console
        self.names = names
        self.clock = clock
        self.night: Night | None = None
        self.scheduler = BlockingScheduler(timezone=VIETNAM)  # jobs live in code, in memory
        self.scheduler.add_job(
            self.nightly,
            CronTrigger(hour=NIGHT.hour, minute=NIGHT.minute, timezone=VIETNAM),
            id=JOB,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=20 * 3600,  # a machine that slept does it when it wakes
        )
        self.scheduler.add_listener(
            self.heard, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES
        )

    def nightly(self, trigger: str = "nightly") -> int:
        """One night over all sites, written down."""
        self.night = Night(self.engine, trigger, Replay())
        names = choose(self.names)
        return run_night(self.night, self.console, JOB, last_due(self.clock()), names)

    def heard(self, event: JobExecutionEvent | JobSubmissionEvent) -> None:
        """Writes a missed night down, and logs an error."""
        if isinstance(event, JobSubmissionEvent):
            self.missed(event.scheduled_run_times[-1], "the night before was still running")
        elif event.code == EVENT_JOB_MISSED:
            self.missed(event.scheduled_run_time, "the service was busy or asleep")
        else:
            logger.error("the night of %s: %s", event.scheduled_run_time, event.exception)

    def missed(self, due: datetime, why: str) -> None:
        """Writes down a night that was not run."""
        row = agenda.begin(self.engine, JOB, due, "nightly")
        agenda.end(self.engine, row, MISSED, why)
        logger.error("the night of %s: missed, %s", due, why)

    def serve(self) -> None:
        """Catches up what was missed, then waits for the nights; ends at SIGTERM."""
        if is_missed(self.engine, self.clock()):
            self.nightly("catch-up")
        self.console.print("waiting for the night at 01:30 in Vietnam", highlight=False)
        try:
            self.scheduler.start()
        finally:
            if self.night is not None:
                self.night.stop()


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(prog="scheduler.py", description=__doc__)
    found.add_argument("--once", action="store_true", help="crawl now, then end")
    found.add_argument("--site", action="append", default=[], help="this site only; repeatable")
    found.add_argument("--replay", default="", help="WARC file or folder in place of the network")
    found.add_argument("--replay-at", default="", help="ISO time: the latest records not after it")
    found.add_argument("--status", action="store_true", help="the last runs and the next")
    found.add_argument("--dry-run", action="store_true", help="what would be run, and how")
    return found


def run_once(engine: sa.Engine, console: Console, names: Sequence[str], replay: Replay) -> int:
    """Crawls now; the exit status."""
    night = Night(engine, "replay" if replay.path else "once", replay)
    return 1 if run_night(night, console, ONCE, wall_clock(), names) or not names else 0


def act(options: argparse.Namespace, console: Console) -> int:
    """Does what was asked; the exit status."""
    if options.replay_at and not options.replay:
        raise ArchiveError("--replay-at needs --replay: which recordings?")
    if options.replay and not (options.once or options.dry_run):
        raise ArchiveError("--replay goes with --once: the nightly service asks the sites")
    replay = Replay(options.replay, options.replay_at)
    names = choose(options.site)
    if options.replay:
        check_replay(replay)
    if options.dry_run:
        for name in names:
            words = " ".join(["python", *command(name, "once", replay)[1:]])
            console.print(words, soft_wrap=True, highlight=False, markup=False)
        return 0
    engine = connect()
    check_head(engine)
    if options.status:
        show_status(console, engine)
        return 0
    if options.once:
        return run_once(engine, console, names, replay)
    with held(data_dir() / "scheduler.lock"):
        Service(engine, console, options.site).serve()
    return 0


def check_replay(replay: Replay) -> None:
    """Raises ArchiveError where the recordings cannot be replayed."""
    from crawler.fetching.replay import recordings

    recordings(replay.path, replay.at)


def ended_by_signal(number: int, _: FrameType | None) -> None:
    """SIGTERM ends the scheduler as Ctrl-C does: its crawls close their runs first."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; the exit status."""
    options = parser().parse_args(arguments)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, ended_by_signal)
    console = Console()
    if not console.is_terminal:
        console = Console(width=130)
    try:
        return act(options, console)
    except ArchiveError as error:
        print(f"scheduler.py: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("scheduler.py: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    # Run as a script this module would exist twice, as __main__ and under its own name.
    from scheduler import main as main_of_module

    sys.exit(main_of_module())
