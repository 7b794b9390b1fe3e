"""What is done after the crawls of a job, step by step: what fails is told, and stops no other.

Each step is a function of a `Round`; it returns what a person has to look at, and may raise.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console

from archive.keeping import seals
from archive.keeping.backup import backup
from archive.keeping.verify import verify
from archive.storage.settling import settle
from crawler.config import Config
from crawler.fetching.night import RESTING, Ended
from crawler.fetching.room import told

logger = logging.getLogger("scheduler")


@dataclass
class Round:
    """What the crawls of a job came to, and what the steps after them need."""

    engine: sa.Engine
    config: Config
    data_dir: Path
    console: Console
    clock: Callable[[], datetime]
    job: str
    ended: Sequence[Ended] = ()
    unwell: list[str] = field(default_factory=list)  # what a person is to look at, so far
    stopping: Callable[[], bool] = lambda: False

    def say(self, line: str) -> None:
        """A line for a person."""
        self.console.print(line, markup=False, highlight=False)


Step = Callable[[Round], Sequence[str]]


def do(steps: Sequence[str], round_: Round) -> None:
    """Does the steps in their order; what goes wrong is added to `unwell`."""
    for name in steps:
        if round_.stopping():
            round_.unwell.append(f"{name} and what follows: not done, the service was stopped")
            return
        try:
            round_.unwell += STEPS[name](round_)
        except Exception as error:  # each step is for itself: the others are to be done
            logger.exception("%s after %s failed", name, round_.job)
            round_.say(f"{name} failed: {told(error)}")
            round_.unwell.append(f"{name}: {told(error)}")


def drain(round_: Round) -> Sequence[str]:
    """Stores what could not be stored while the database was away."""
    if found := part("archive.storage.spool", "drain"):
        stored = found(round_.engine, round_.data_dir, now=round_.clock, tell=round_.say)
        if stored:
            round_.say(f"{stored} facts that had waited in the spool are stored")
    return ()


def settle_stories(round_: Round) -> Sequence[str]:
    """Lists anew what stands everywhere, and derives the stories anew from the links."""
    differed = settle(round_.engine, round_.clock())
    return [f"{differed} stories were not as their links say, and are now"] if differed else ()


def furniture(round_: Round) -> Sequence[str]:
    """Learns what stands in many articles of each site that was crawled."""
    from crawler.furnishing import learn_all

    begun = [each.site for each in round_.ended if each.row.get("id")]
    return learn_all(round_.engine, round_.data_dir, begun, round_.say)


def seal(round_: Round) -> Sequence[str]:
    """Seals what was recorded."""
    round_.say(seals.take(round_.engine, round_.data_dir, round_.clock()).words)
    return ()


def compaction(round_: Round) -> Sequence[str]:
    """Gives back the room of pages that showed nothing new."""
    if found := part("archive.keeping.compaction", "compact"):
        round_.say(found(round_.engine, round_.data_dir, round_.clock(), tell=round_.say).words)
    return ()


def back_up(round_: Round) -> Sequence[str]:
    """Makes a backup, if there is a folder for them, and removes the oldest."""
    plan = round_.config.backup
    if plan.folder is None:
        return ()
    made = backup(round_.engine, round_.data_dir, plan.folder, round_.clock(), rotate=plan.keep)
    fresh, gone = made.copied / 1e6, len(made.removed)
    round_.say(
        f"backup {made.folder}: {made.articles} articles, {fresh:.1f} MB new, {gone} removed"
    )
    return ()


def prove(round_: Round) -> Sequence[str]:
    """Proves the whole archive."""
    found = verify(round_.engine, round_.data_dir)
    for one in found.findings:
        round_.say(f"{'warning' if one.warning else 'finding'}: {one}")
    bad = [one for one in found.findings if not one.warning]
    round_.say(f"verified {found.looks} looks and {found.readings} readings: {len(bad)} findings")
    return [f"verify: {len(bad)} findings, run `egov verify`"] if bad else ()


def alerts(round_: Round) -> Sequence[str]:
    """Tells people of each site whose state has changed."""
    found = part("crawler.service.alerts", "raise_alerts")
    return found(round_.engine, round_.config, round_.clock()) if found else ()


def report(round_: Round) -> Sequence[str]:
    """Writes the report of the round."""
    if found := part("crawler.service.reports", "write"):
        found(round_.engine, round_.config, round_.ended, round_.clock())
    return ()


def metrics(round_: Round) -> Sequence[str]:
    """Writes the file for Prometheus, if one is asked for."""
    if found := part("crawler.service.metrics", "write"):
        found(round_.engine, round_.config, round_.clock())
    return ()


def ping(round_: Round) -> Sequence[str]:
    """Tells the dead man's switch that the night was done, and whether as it should."""
    if found := part("crawler.service.pings", "ping"):
        sites = {f"{each.site}: {each.outcome}" for each in round_.ended}
        own = [words for words in round_.unwell if words not in sites]
        found(round_.clock(), not own, "; ".join(round_.unwell))
    return ()


def part(module: str, name: str) -> Any:
    """A function of another part of the service, None where that part is not there."""
    try:
        return getattr(import_module(module), name, None)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None


def unwell(ended: Sequence[Ended], good: Sequence[str]) -> list[str]:
    """The sites that are not well, in words; those that rest have been told of before."""
    return [
        f"{each.site}: {each.outcome}" for each in ended if each.outcome not in (*good, RESTING)
    ]


STEPS: Mapping[str, Step] = {
    "drain": drain,
    "settle": settle_stories,
    "furniture": furniture,
    "seal": seal,
    "compaction": compaction,
    "backup": back_up,
    "verify": prove,
    "alerts": alerts,
    "report": report,
    "metrics": metrics,
    "ping": ping,
}
