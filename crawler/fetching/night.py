"""One round over the sites: each crawled in a process of its own, so many at a time."""

import logging
import os
import subprocess
import sys
import tempfile
import threading
import time as clock
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from archive.storage import agenda
from archive.storage.engine import begin_read
from archive.storage.patience import AGAIN, is_away
from crawler.config import ScheduleConfig
from crawler.fetching.health import GOOD
from crawler.fetching.room import told
from crawler.fetching.slots import Slots

ROOT = Path(__file__).resolve().parents[2]
LOOK = 0.5  # seconds between two looks at whether a crawl is to be ended
ITSELF = 60.0  # seconds beyond its time limit in which a crawl ends itself, and says why
RESTING = "resting"  # a state of the night, and no outcome of a run: there was none

logger = logging.getLogger("scheduler")


@dataclass(frozen=True, slots=True)
class Replay:
    """The recorded responses that a night is run on, instead of the network."""

    path: str = ""
    at: str = ""

    def settings(self) -> list[str]:
        """As arguments of `scrapy crawl`."""
        named = {"REPLAY": self.path, "REPLAY_AT": self.at}
        return [
            part for name, value in named.items() if value for part in ("-s", f"{name}={value}")
        ]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the crawl of one site ended: its run row, if it got as far, and its process."""

    site: str
    seconds: float
    status: int
    row: dict[str, Any]
    tail: str

    @property
    def outcome(self) -> str:
        """The outcome of the run; `failed` where the process did not say the same."""
        outcome = self.row.get("outcome") or "failed"
        return "failed" if self.status and outcome in GOOD else str(outcome)


class Crawls:
    """The crawl processes of a service: so many at a time, ended within a grace time."""

    def __init__(self, plan: ScheduleConfig) -> None:
        self.slots = Slots(plan.at_once)
        self.minutes = plan.time_limit
        self.limit = plan.time_limit * 60.0 + ITSELF  # seconds until a crawl is asked to end
        self.grace = float(plan.grace)
        self.stopped = threading.Event()

    @property
    def stopping(self) -> bool:
        """Whether they were told to end."""
        return self.stopped.is_set()

    def stop(self) -> None:
        """The running crawls are asked to close their runs, and ended after the grace time; no
        further one begins. Each is asked once, by the thread that waits for it: a second SIGTERM
        would break it off.
        """
        self.stopped.set()

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        """Runs the process of a crawl; its exit status, and what it said at its end."""
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                [*command, "-s", "LEASH=1"],
                env=environment(),
                stdin=subprocess.PIPE,  # it ends when this process dies: see `leash`
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the scheduler, which passes it on once
            )
            try:
                why = self.wait(process)
            finally:
                assert process.stdin is not None
                process.stdin.close()
            return process.returncode, "\n".join(filter(None, [last_lines(output), why]))

    def wait(self, process: subprocess.Popen[bytes]) -> str:
        """Waits for the end of a process; why it was ended, if it was."""
        began, asked, why = clock.monotonic(), None, ""
        while True:
            try:
                process.wait(LOOK)
                return why
            except subprocess.TimeoutExpired:
                now = clock.monotonic()
            if asked is not None:
                if now - asked > self.grace:
                    process.kill()
            elif self.stopping or now - began > self.limit:
                if not self.stopping:
                    why = f"ended after {self.minutes} minutes, which is the time limit"
                process.terminate()
                asked = now


@dataclass
class Night:
    """One round over some sites; its processes end with it."""

    engine: sa.Engine
    trigger: str
    replay: Replay = field(default_factory=Replay)
    crawls: Crawls = field(default_factory=lambda: Crawls(ScheduleConfig()))
    arguments: Sequence[str] = ()  # of the crawl: `feeds=1`
    rests: Callable[[str], str] = lambda _: ""  # why a site is not asked now, if it is not
    quiet: Callable[[str], float] = lambda _: 0.0  # seconds for which a site's quiet hours last on

    @property
    def stopping(self) -> bool:
        """Whether the round was told to end."""
        return self.crawls.stopping

    def crawl_all(
        self, names: Sequence[str], tell: Callable[[Ended], None] = lambda _: None
    ) -> list[Ended]:
        """Crawls the sites, in their order; each is told as it ends: a night takes hours. One whose
        quiet hours have come when it is its turn is crawled after the others, and waited for.
        """

        def crawl(name: str, *, patient: bool) -> Ended | None:
            if self.quiet(name) and not patient:
                return None
            if why := self.outlast(name):
                ended = resting(name, why)
            else:
                with self.crawls.slots.of(name):
                    ended = self.crawl(name)
            tell(ended)
            return ended

        with ThreadPoolExecutor(self.crawls.slots.number) as pool:
            try:
                ended = list(pool.map(partial(crawl, patient=False), names))
                late = [name for name, each in zip(names, ended, strict=True) if each is None]
                late.sort(key=self.quiet)
                ended += pool.map(partial(crawl, patient=True), late)
            except BaseException:
                self.stop()
                raise
        return [each for each in ended if each is not None]

    def outlast(self, name: str) -> str:
        """Waits for the end of a site's quiet hours; why it is left alone if they last longer than
        a crawl may take.
        """
        while (seconds := self.quiet(name)) and not self.stopping:
            if seconds > self.crawls.minutes * 60:
                return f"is asked another night: its quiet hours last {seconds / 3600:.1f} h more"
            self.crawls.stopped.wait(seconds)
        return ""

    def outlast_outage(self) -> None:
        """Waits for a database server that is away: else each site would fail within a second."""
        missed = False
        while not self.stopping:
            try:
                with begin_read(self.engine) as conn:
                    conn.execute(sa.select(1))
            except SQLAlchemyError as error:
                if not is_away(error):
                    return  # whoever asks next is told
                if not missed:
                    logger.error("the database is away, and the next crawls wait: %s", told(error))
                missed = True
                self.crawls.stopped.wait(AGAIN)
            else:
                if missed:
                    logger.error("the database is there again, and the crawls go on")
                return

    def stop(self) -> None:
        """Asks the running crawls to close their runs; begins no further one."""
        self.crawls.stop()

    def crawl(self, name: str) -> Ended:
        """Crawls one site in a process of its own, or says why not."""
        self.outlast_outage()
        if self.stopping:
            return Ended(name, 0.0, 1, {"outcome": "interrupted"}, "")
        started = clock.monotonic()
        try:
            if why := self.rests(name):
                return resting(name, why)
            before = agenda.newest_run_id(self.engine, name)
            words = command(name, self.trigger, self.replay, self.arguments)
            status, tail = self.crawls.run(words)
            self.outlast_outage()
            row = agenda.run_after(self.engine, name, before)
        except SQLAlchemyError as error:  # the other sites are not to suffer
            return Ended(name, clock.monotonic() - started, 1, {}, told(error))
        if self.stopping and not row:  # it was ended before its run began
            row = {"outcome": "interrupted"}
        return Ended(name, clock.monotonic() - started, status, row, tail)


def resting(name: str, why: str) -> Ended:
    """A site that is left alone."""
    return Ended(name, 0.0, 0, {"outcome": RESTING, "notes": [why]}, "")


def command(name: str, trigger: str, replay: Replay, arguments: Sequence[str] = ()) -> list[str]:
    """The command that crawls a site."""
    scrapy = [sys.executable, "-m", "scrapy", "crawl", name, "-s", f"TRIGGER={trigger}"]
    asked = [part for each in arguments for part in ("-a", each)]
    return [*scrapy, *asked, *replay.settings()]


def environment() -> dict[str, str]:
    """The environment of a crawl: this project's modules and settings, wherever it is called."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    settings = os.environ.get("SCRAPY_SETTINGS_MODULE") or "crawler.settings"
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "SCRAPY_SETTINGS_MODULE": settings,
    }


def last_lines(output: Any) -> str:
    """What a process said at its end."""
    size = output.seek(0, os.SEEK_END)
    output.seek(max(0, size - 4000))
    lines = output.read().decode("utf-8", "replace").strip().splitlines()
    return "\n".join(lines[-5:])
