"""One run of a job: its sites are crawled, its steps done, and what came of it is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console

from archive.storage import agenda
from archive.storage.resting import standing
from crawler.config import Config
from crawler.fetching.health import GOOD
from crawler.fetching.night import RESTING, Crawls, Ended, Night, Replay
from crawler.fetching.quiet import quiet_until
from crawler.fetching.report import ending
from crawler.service import after
from crawler.service.changes import last_night
from crawler.service.jobs import Job, JobEnd

A_NIGHT_AGO = timedelta(hours=36)
AS_EXPECTED = (*GOOD, RESTING)  # one that rests was told of before


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
    wakes: bool = False  # sites that rest are asked all the same: somebody named them


def run(job: Job, context: Context, trigger: str) -> JobEnd:
    """Crawls the sites of a job and does what follows; `trigger` is what its crawls bear."""
    ended = crawl(job, context, trigger) if job.sites else []
    round_ = after.Round(
        context.engine,
        context.config,
        context.data_dir,
        context.console,
        context.clock,
        job.name,
        ended,
        stopping=lambda: context.crawls.stopping,
    )
    after.do(job.steps, round_)
    unwell = [f"{each.site}: {each.outcome}" for each in ended if each.outcome not in AS_EXPECTED]
    unwell += round_.trouble
    outcome = "interrupted" if context.crawls.stopping else "unwell" if unwell else "healthy"
    return JobEnd(outcome, "; ".join(unwell))


def crawl(job: Job, context: Context, trigger: str) -> Sequence[Ended]:
    """Crawls the sites of a job, those first that have waited longest, and tells of each."""
    console = context.console
    night = Night(
        context.engine,
        trigger,
        context.replay,
        context.crawls,
        job.arguments,
        rests(context),
        lambda name: quiet_for(context, name),
    )
    return night.crawl_all(
        in_turn(context, job.sites),
        lambda each: console.print(ending(each, context.clock()), highlight=False),
    )


def in_turn(context: Context, sites: Sequence[str]) -> list[str]:
    """The sites in the order in which they were crawled last, those first that never were: what a
    night cannot do is done first in the next. Those that have quiet hours to come are asked before
    these do, those that are in them when they are over.
    """
    newest = agenda.newest_runs(context.engine)

    def turn(name: str) -> tuple[int, float, str]:
        row = newest.get(name)
        quiet = 2 if quiet_for(context, name) else 0 if context.config.site(name).quiet else 1
        return (quiet, row["started_at"].timestamp() if row else 0.0, name)

    return sorted(sites, key=turn)


def quiet_for(context: Context, name: str) -> float:
    """The seconds for which a site's quiet hours last on; 0 outside them, and where somebody named
    the site or its answers are recorded.
    """
    if context.wakes or context.replay.path:
        return 0.0
    now = context.clock()
    until = quiet_until(context.config.site(name).quiet, now)
    return (until - now).total_seconds() if until else 0.0


def rests(context: Context) -> Callable[[str], str]:
    """Why a site is left alone for now, after failed runs; empty where it may be asked. Where none
    of several sites answered last night, that is more likely of our network than of them all.
    """
    asked = last_night(context.engine, context.clock(), within=A_NIGHT_AGO)
    cut_off = len(asked) > 1 and set(asked) == {"down"}

    def why(name: str) -> str:
        if context.wakes or context.replay.path:
            return ""
        found = standing(context.engine, name, context.clock())
        if found is None or (cut_off and found.outcome == "down"):
            return ""
        return found.words

    return why
