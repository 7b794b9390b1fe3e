"""A service whose clock stands where a test puts it: APScheduler's own decisions, no waiting."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler
from rich.console import Console

from crawler.config import Config
from crawler.fetching.night import Crawls
from crawler.service.jobs import Job, JobEnd
from crawler.service.service import Service
from crawler.service.times import VIETNAM
from crawler.service.work import Context

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # Tuesday 3 March, 3 in the morning in Vietnam
DUE = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


class Clock(datetime):
    """A clock that stands where a test puts it."""

    at = NOW

    @classmethod
    def now(cls, tz=None):
        return cls.at.astimezone(tz)


class Stepped(BaseScheduler):
    """APScheduler without a thread of its own: jobs are done in the call of `step`."""

    def __init__(self) -> None:
        super().__init__(timezone=VIETNAM, executors={"default": DebugExecutor()})

    def wakeup(self) -> None:
        pass

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)

    def step(self) -> float | None:
        """Does what is due by the clock; seconds until the next."""
        return self._process_jobs()


def context(engine, tmp_path, config=None, console=None, clock=None) -> Context:
    """What the jobs of a test need."""
    config = config or Config()
    return Context(
        engine,
        config,
        tmp_path,
        console or Console(quiet=True),
        clock or (lambda: Clock.at),
        Crawls(config.schedule),
    )


def service(context: Context, jobs: Sequence[Job]) -> Service:
    return Service(context, jobs, Stepped())


Work = Callable[[Job, Context, str], JobEnd]
MINUTE = timedelta(minutes=1)
