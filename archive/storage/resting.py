"""Back-off: a site whose runs fail is asked less often, and never given up.

What a run's outcome says of the site is of three kinds. *Hard*: it keeps us out (`blocked`: by
robots.txt, 403, a challenge). *Soft*: it answers, and we see nothing in what it answers (`silent`,
`stale-layout`), so that asking 400 pages a night is of little use to either. *Temporary*: it does
not answer (`down`). After the first failed run the site rests 1, ½ or ¼ of a day, twice as long
after each further one in a row, a week at most. What a run that was `failed` or `interrupted` says
is of us: it neither rests a site nor wakes it. Every other outcome, `thin` included, is an answer
that was of use, and ends the rest.

Only runs that nobody began by hand count as failed ones: who tries a blocked site three times must
not put it to sleep for days. A good run ends the rest, whoever began it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

import sqlalchemy as sa

from archive.normals import VIETNAM
from archive.storage.ended import EndedRun, ended_runs

DAY, WEEK = timedelta(days=1), timedelta(days=7)
KINDS = {"blocked": "hard", "silent": "soft", "stale-layout": "soft", "down": "temporary"}
RESTS = {"hard": DAY, "soft": DAY / 2, "temporary": DAY / 4}
OURS = ("failed", "interrupted")  # these say nothing of the site
BY_HAND = ("manual", "backfill")
SLACK = timedelta(hours=6)  # nights do not ask a site at the same minute; a rest of a day is one
ENOUGH = 100  # runs that are looked at: after five failures the rest grows no more


@dataclass(frozen=True, slots=True)
class Resting:
    """A site that is left alone: since which failed run, until when, and after how many."""

    since: datetime
    until: datetime
    failures: int
    kind: str  # hard, soft or temporary
    outcome: str  # of the newest failed run
    why: str  # the rule that failed, as it was told a person; empty where nothing was told

    @property
    def words(self) -> str:
        """A sentence for a person."""
        times = "once" if self.failures == 1 else f"{self.failures} times in a row"
        since, until = (each.astimezone(VIETNAM) for each in (self.since, self.until))
        told = f": {self.why}" if self.why else ""
        return (
            f"rests until {until:%Y-%m-%d %H:%M}, {self.outcome} {times} "
            f"since {since:%Y-%m-%d}{told}"
        )


def standing(engine: sa.Engine, name: str, now: datetime) -> Resting | None:
    """How a site rests; None where it may be asked."""
    return resting(ended_runs(engine, name, ENOUGH), now)


def resting(runs: Iterable[EndedRun], now: datetime) -> Resting | None:
    """How a site rests after its runs, the newest first; None where it may be asked."""
    telling = (run for run in runs if run.outcome not in OURS)
    row = list(takewhile(lambda run: run.outcome in KINDS, telling))
    failed = [run for run in row if run.trigger not in BY_HAND]
    if not failed:
        return None
    newest = failed[0]
    kind = KINDS[newest.outcome]
    began = min(newest.started_at, now)  # a clock that was set back must not make years of it
    until = began + rest(kind, len(failed))
    if now >= until:
        return None
    why = newest.why or next(iter(newest.notes), "")
    return Resting(failed[-1].started_at, until, len(failed), kind, newest.outcome, why)


def rest(kind: str, failures: int) -> timedelta:
    """How long a site rests after so many failed runs in a row, from the beginning of the last.

    A rest of whole days ends six hours early, so that it is over when the site's turn comes on
    that day; a shorter one a quarter early.
    """
    whole = min(RESTS[kind] * (1 << min(failures - 1, 10)), WEEK)
    return whole - min(SLACK, whole / 4)
