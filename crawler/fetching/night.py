"""One night over the sites: each crawled in a process of its own, two at a time."""

import os
import subprocess
import sys
import tempfile
import time as clock
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.storage import agenda
from crawler.fetching.health import GOOD

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
TIME_LIMIT = 4 * 3600.0  # seconds: 400 articles at a slow site take less than two hours
GRACE = 60.0  # seconds between asking a process to end and ending it


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


class Night:
    """One round over the sites; its processes end with it."""

    def __init__(self, engine: sa.Engine, trigger: str, replay: Replay) -> None:
        self.engine = engine
        self.trigger = trigger
        self.replay = replay
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def crawl_all(
        self, names: Sequence[str], tell: Callable[[Ended], None] = lambda _: None
    ) -> list[Ended]:
        """Crawls the sites, two at a time; each is told as it ends: a night takes hours."""

        def crawl(name: str) -> Ended:
            ended = self.crawl(name)
            tell(ended)
            return ended

        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                return list(pool.map(crawl, names))
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Asks the running crawls to close their runs; begins no further one."""
        self.stopping = True
        for process in list(self.running.values()):
            process.terminate()

    def crawl(self, name: str) -> Ended:
        """Crawls one site in a process of its own."""
        if self.stopping:
            return Ended(name, 0.0, 1, {"outcome": "interrupted"}, "")
        before = agenda.newest_run_id(self.engine, name)
        started = clock.monotonic()
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                command(name, self.trigger, self.replay),
                env=environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            self.running[name] = process
            try:
                status = wait(process)
            finally:
                del self.running[name]
            tail = last_lines(output)
        row = agenda.run_after(self.engine, name, before)
        return Ended(name, clock.monotonic() - started, status, row, tail)


def command(name: str, trigger: str, replay: Replay) -> list[str]:
    """The command that crawls a site."""
    scrapy = [sys.executable, "-m", "scrapy", "crawl", name, "-s", f"TRIGGER={trigger}"]
    return [*scrapy, *replay.settings()]


def environment() -> dict[str, str]:
    """The environment of a crawl: this project's modules and settings, wherever it is called."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    settings = os.environ.get("SCRAPY_SETTINGS_MODULE") or "crawler.settings"
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "SCRAPY_SETTINGS_MODULE": settings,
    }


def wait(process: subprocess.Popen[bytes]) -> int:
    """The exit status; a crawl beyond the time limit is asked to end, then ended."""
    for limit, end in ((TIME_LIMIT, process.terminate), (GRACE, process.kill)):
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            end()
    return process.wait()


def last_lines(output: Any) -> str:
    """What a process said at its end."""
    size = output.seek(0, os.SEEK_END)
    output.seek(max(0, size - 4000))
    lines = output.read().decode("utf-8", "replace").strip().splitlines()
    return "\n".join(lines[-5:])
