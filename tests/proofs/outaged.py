"""The scheduler of `tests.proofs.outage`: the real one, by a clock that a file sets, replaying."""

import os
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from rich.console import Console

import scheduler
from archive.storage import patience
from crawler.config import Config, ScheduleConfig
from crawler.fetching.night import Replay
from crawler.service import leading
from crawler.service.jobs import jobs
from tests.kills.world import NIGHTS, SITES

FILE = Path(os.environ["EGOV_CLOCK"])


class Clock(datetime):
    """The clock: the time in the file, and what has passed since that was written."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        at = datetime.fromisoformat(FILE.read_text())
        return (at + timedelta(seconds=time.time() - FILE.stat().st_mtime)).astimezone(tz)


class Played(Replay):
    """Recordings as they were by the clock."""

    def settings(self) -> list[str]:
        night = max(each for each in NIGHTS if each <= Clock.now() + timedelta(hours=1))
        at = (night + timedelta(hours=8)).isoformat()  # whenever it is caught up: found at one time
        return ["-s", f"REPLAY={os.environ['EGOV_WARC']}", "-s", f"REPLAY_AT={at}"]


def main() -> None:
    """Serves until it is told to end."""
    schedulers.datetime = executors.datetime = Clock
    leading.TICK, leading.STANDBY, leading.GLANCE = 2.0, 1.0, 0.2
    leading.OUTAGE = patience.OUTAGE = float(os.environ["EGOV_OUTAGE"])
    leading.AGAIN = 0.5
    config = Config(schedule=ScheduleConfig(feeds=(), grace=20))
    signal.signal(signal.SIGTERM, scheduler.ended_by_signal)
    context = scheduler.context_of(config, Console(width=150), Played())
    context.clock = Clock.now
    try:
        scheduler.serve(context, [each for each in jobs(config, SITES) if each.name == "nightly"])
    except KeyboardInterrupt:
        print("stopped")


if __name__ == "__main__":
    main()
