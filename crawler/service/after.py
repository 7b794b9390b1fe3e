"""What is done after the crawls of a job, step by step: what fails is told, and stops no other.

Each step is a function of a `Round`; it returns what a person has to look at, and may raise.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console

from archive.keeping import seals
from archive.keeping.backup import backup
from archive.keeping.verify import verify
from archive.storage import clock, spool, stock
from archive.storage.health import states
from archive.storage.settling import settle
from crawler.config import Config
from crawler.fetching.night import RESTING, Ended
from crawler.fetching.report import line, show
from crawler.fetching.room import is_outside, told
from crawler.service import metrics as prometheus
from crawler.service import pings, reports
from crawler.service.alerts import raise_alerts

STOPPED = "not done: the service was stopped"
OUR_OWN = frozenset(("failed", "interrupted"))  # outcomes that tell nothing of a site

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
    stopping: Callable[[], bool] = lambda: False
    steps: dict[str, str] = field(default_factory=dict)  # what went wrong in each, if anything
    events: dict[str, str] = field(default_factory=dict)  # what people are told each time

    def say(self, words: str) -> None:
        """A line for a person."""
        line(self.console, words)

    def told(self, done: int, total: int | None) -> None:
        """How far a long step has come: it is broken off where the service is to end."""
        if self.stopping():
            raise KeyboardInterrupt(STOPPED)

    @property
    def trouble(self) -> list[str]:
        """What went wrong, in words."""
        return [f"{name}: {why}" for name, why in self.steps.items() if why]


Step = Callable[[Round], str]


def do(names: Sequence[str], round_: Round) -> None:
    """Does the steps in their order; how each went is noted."""
    for name in names:
        try:
            round_.steps[name] = STOPPED if round_.stopping() else STEPS[name](round_)
        except KeyboardInterrupt:
            if not round_.stopping():
                raise
            round_.steps[name] = STOPPED
        except Exception as error:  # each step is for itself: the others are to be done
            where = None if is_outside(error) else error
            logger.error("%s after %s failed: %s", name, round_.job, told(error), exc_info=where)
            round_.steps[name] = told(error)
        if (why := round_.steps[name]) and why != STOPPED:
            round_.say(f"{name}: {why}")
    if left := [name for name in names if round_.steps[name] == STOPPED]:
        round_.say(f"{', '.join(left)}: {STOPPED}")


def table(round_: Round) -> str:
    """Prints how the sites ended, and who needs a person."""
    if round_.ended:
        show(round_.console, round_.ended, states(round_.engine, round_.clock()))
    return ""


def drain(round_: Round) -> str:
    """Stores what could not be stored while the database was away."""
    stored = spool.drain(round_.engine, round_.data_dir, now=round_.clock, tell=round_.say)
    if stored:
        round_.say(f"{stored} facts that had waited in the spool are stored")
    return ""


def settle_stories(round_: Round) -> str:
    """Lists anew what stands everywhere, and derives the stories anew from the links."""
    if differed := settle(round_.engine, round_.clock()):
        words = f"{differed} stories were not as their links say, and are now"
        round_.say(words)
        round_.events["stories"] = words
    return ""


def furniture(round_: Round) -> str:
    """Learns what stands in many articles of each site that was crawled."""
    from crawler.furnishing import learn_all

    begun = [each.site for each in round_.ended if each.row.get("id")]
    failed = learn_all(round_.engine, round_.data_dir, begun, round_.say, round_.told)
    return "; ".join(failed)


def seal(round_: Round) -> str:
    """Seals what was recorded, unless that was nothing for days: then the clock may be ahead, and
    a seal of that time would hold for all that is recorded until then.
    """
    now, newest = round_.clock(), clock.newest(round_.engine)
    if newest is not None and now > newest and (why := clock.doubted(newest, now)):
        return f"{why}: not sealed"
    round_.say(seals.take(round_.engine, round_.data_dir, round_.clock()).words)
    return ""


def compaction(round_: Round) -> str:
    """Gives back the room of pages that showed nothing new."""
    from archive.keeping.compaction import compact

    done = compact(
        round_.engine, round_.data_dir, round_.clock(), tell=round_.say, told=round_.told
    )
    round_.say(done.words)
    return done.why_not


def size(round_: Round) -> str:
    """Notes what is held, from which growth is told."""
    stock.note(round_.engine, round_.data_dir, round_.clock())
    return ""


def back_up(round_: Round) -> str:
    """Makes a backup, if there is a folder for them, and removes the oldest."""
    plan, now = round_.config.backup, round_.clock()
    if plan.folder is None:
        return ""
    made = backup(
        round_.engine, round_.data_dir, plan.folder, now, rotate=plan.keep, told=round_.told
    )
    fresh, gone = made.copied / 1e6, len(made.removed)
    words = f"{made.articles} articles, {fresh:.1f} MB of pages new, {gone} old ones removed"
    round_.say(f"backup {made.folder}: {words}")
    return ""


def prove(round_: Round) -> str:
    """Proves the whole archive."""
    found = verify(round_.engine, round_.data_dir, told=round_.told)
    for one in found.findings:
        mark = "warning" if one.warning else "finding"
        round_.say(f"{mark}: {one.kind} {one.where}: {one.sentence}")
    bad = [one for one in found.findings if not one.warning]
    round_.say(f"verified {found.looks} looks and {found.readings} readings: {len(bad)} findings")
    return f"{len(bad)} findings, the first: {bad[0].where}: {bad[0].sentence}" if bad else ""


def alerts(round_: Round) -> str:
    """Tells people of each site, and each step, whose state has changed."""
    unsent = raise_alerts(
        round_.engine,
        round_.config,
        round_.clock(),
        steps={**round_.steps, **({"crawls": unbegun(round_.ended)} if round_.ended else {})},
        events=round_.events,
    )
    return "; ".join(unsent)


def report(round_: Round) -> str:
    """Writes the report of the round."""
    lines = reports.write(
        round_.engine,
        round_.config,
        round_.ended,
        round_.clock(),
        job=round_.job,
        trouble=round_.trouble,
    )
    for words in lines:
        round_.say(words)
    return ""


def metrics(round_: Round) -> str:
    """Writes the file for Prometheus, if one is asked for."""
    prometheus.write(round_.engine, round_.config, round_.clock())
    return ""


def ping(round_: Round) -> str:
    """Tells the dead man's switch that the night was done, and whether as it should: one in which
    nothing was seen was none.
    """
    wrong = [*filter(None, [unseen(round_.ended)]), *round_.trouble]
    return pings.ping(round_.clock(), not wrong, "; ".join(wrong))


def unbegun(ended: Sequence[Ended]) -> str:
    """Why none of several crawls came as far as a run, whose site would tell of it; else empty."""
    asked = [each for each in ended if each.outcome != RESTING]
    if len(asked) < 2 or any(each.row for each in asked):
        return ""
    last = asked[0].tail.strip().splitlines()[-1:]
    return ": ".join([f"none of {len(asked)} could be begun", *last])


def unseen(ended: Sequence[Ended]) -> str:
    """Why the crawls of a night saw nothing at all, empty where one did, or none was due. A single
    site that is down is that site's trouble.
    """
    outcomes = {each.outcome for each in ended if each.outcome != RESTING}
    if outcomes and outcomes <= OUR_OWN:
        return "no site could be crawled"
    if outcomes and len(ended) > 1 and outcomes <= {"down", *OUR_OWN}:
        return "no site answered"
    return ""


STEPS: Mapping[str, Step] = {
    "table": table,
    "drain": drain,
    "settle": settle_stories,
    "furniture": furniture,
    "seal": seal,
    "compaction": compaction,
    "size": size,
    "backup": back_up,
    "verify": prove,
    "alerts": alerts,
    "report": report,
    "metrics": metrics,
    "ping": ping,
}
