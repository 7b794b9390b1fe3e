"""One run of a job: its sites are crawled, its steps done, and what came of it is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console

from archive.storage import agenda
from crawler.config import Config
from crawler.fetching.health import GOOD
from crawler.fetching.night import Crawls, Ended, Night, Replay
from crawler.fetching.report import ending, show
from crawler.service import after
from crawler.service.jobs import Job, JobEnd


@dataclass
class Context:
    """What the jobs of a service have in common."""

    engine: sa.Engine
    config: Config
    data_dir: Path
    console: Console
    clock: Callable[[], datetime]
    crawls: Crawls
    replay: Replay = Replay()  # noqa: RUF009 - it does not change


def run(job: Job, context: Context, trigger: str) -> JobEnd:
    """Crawls the sites of a job and does what follows."""
    ended = crawl(job, context, trigger) if job.sites else []
    round_ = after.Round(
        context.engine,
        context.config,
        context.data_dir,
        context.console,
        context.clock,
        job.name,
        ended,
        after.unwell(ended, GOOD),
        stopping=lambda: context.crawls.stopping,
    )
    after.do(job.steps, round_)
    outcome = "interrupted" if context.crawls.stopping else "unwell" if round_.unwell else "healthy"
    return JobEnd(outcome, "; ".join(round_.unwell))


def crawl(job: Job, context: Context, trigger: str) -> Sequence[Ended]:
    """Crawls the sites of a job, those first that have waited longest, and tells of each."""
    console = context.console
    night = Night(
        context.engine, trigger, context.replay, context.crawls, job.arguments, rests(context)
    )
    ended = night.crawl_all(
        in_turn(context.engine, job.sites),
        lambda each: console.print(ending(each, context.clock()), highlight=False),
    )
    ended = sorted(ended, key=lambda each: each.site)
    show(console, ended)
    return ended


def in_turn(engine: sa.Engine, sites: Sequence[str]) -> list[str]:
    """The sites in the order in which they were crawled last, those first that never were: what a
    night cannot do is done first in the next.
    """
    newest = agenda.newest_runs(engine)

    def turn(name: str) -> tuple[float, str]:
        row = newest.get(name)
        return (row["started_at"].timestamp() if row else 0.0, name)

    return sorted(sites, key=turn)


def rests(context: Context) -> Callable[[str], str]:
    """Why a site is left in peace for now, as the kind of its last failures says; empty if it is
    not.
    """
    standing = after.part("crawler.fetching.resting", "standing")

    def why(name: str) -> str:
        found = standing(context.engine, name, context.clock()) if standing else None
        return found.words if found else ""

    return why
