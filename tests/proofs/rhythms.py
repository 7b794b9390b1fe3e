"""Invented sites of another manner than those of `nights`, and crawls that are not one a night.

Days clump (gamma and Poisson) and follow one another; each site has a week of its own, down to
papers of workdays and weeklies; they grow or shrink; holidays are nine days over Tết, moved ones
have a working Saturday. Sites move their listings; machines are off for days, look twice a day, are
cut short, take feeds by day, are asked by hand, fill the past between nights; archives may be new.
Nothing here is taken from the rules that are to find a trouble, nor from `nights`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from math import exp, log, sqrt
from random import Random

from tests.proofs.planted import (
    DAY,
    LARGE,
    NIGHTS,
    TROUBLES,
    VIETNAM,
    Publisher,
    Seen,
    Trouble,
    poisson,
)

BEGINS = (date(2025, 12, 22), date(2026, 3, 10), date(2026, 7, 13), date(2026, 12, 28))
OFF = (  # rows of days off, the first and the last
    *((date(2026, 1, 1), date(2026, 1, 4)), (date(2026, 2, 14), date(2026, 2, 22))),
    *((date(2026, 4, 25), date(2026, 4, 27)), (date(2026, 4, 30), date(2026, 5, 3))),
    *((date(2026, 8, 29), date(2026, 9, 2)), (date(2027, 1, 1), date(2027, 1, 3))),
    *((date(2027, 2, 4), date(2027, 2, 12)),),
)
WORKED = (date(2026, 1, 10), date(2026, 8, 22))  # Saturdays for workdays off
TET = (date(2026, 2, 17), date(2027, 2, 6))
CUSTOMS = ("plain", "twice", "feeds", "hand", "aside", "cut", "moves", "gaps", "young")
WEEKS = {
    "even": (1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.9),
    "office": (1.1, 1.0, 1.0, 1.0, 0.9, 0.0, 0.0),
    "monday": (1.7, 1.0, 0.8, 0.8, 0.7, 0.3, 0.2),
    "weekly": (0.15, 0.15, 0.3, 4.0, 0.4, 0.1, 0.1),
    "sunday": (0.8, 0.9, 0.9, 1.0, 1.0, 1.2, 1.8),
}
OLDEST = 5  # nights of a new archive, before its trouble


@dataclass
class Rhythm(Publisher):
    """A paper with a week and manners of its own, and how it is crawled."""

    week: Sequence[float]
    clump: float  # shape of the gamma that days are drawn by: few is wild
    growth: float  # of the logarithm, a day
    away: float  # share that goes on over days off
    peak: float  # the hour at which most appears
    custom: str
    moods: dict[date, float] = field(default_factory=dict)

    def share(self, day: date) -> float:
        """How much of a middling day's articles a day has, by plan."""
        weekday = 2 if day in WORKED else day.weekday()
        share = self.week[weekday] * exp(self.growth * (day - self.begin).days)
        if off(day):
            core = any(abs((day - tet).days) <= 1 for tet in TET)
            return min(share, 1.0) * self.away * (0.4 if core else 1.0)
        return share * (0.7 if any(0 < (tet - day).days <= 5 for tet in TET) else 1.0)

    def nights(self, random: Random) -> Iterator[Seen]:
        """What each look of the crawls sees."""
        news = sorted(self._news(random))
        looks = sorted(self._looks(random), key=lambda one: one.at)
        moves = random.randrange(15, 26) if self.custom == "moves" else NIGHTS
        before = looks[0].at - DAY
        known: set[tuple[datetime, int]] = set()
        for look in looks:
            here = [one for one in news if one[0] <= look.at and one not in known]
            if look.scope == "asked":
                here = here[:2]
            elif look.scope == "feeds" or look.ended != "finished":
                here = here[: len(here) * 2 // 3]
            known.update(here)
            if look.trigger in ("backfill", "look-back"):
                old = random.randrange(90 if look.trigger == "backfill" else 5)
                here += [(look.at, place % self.listings) for place in range(old)]
                look = replace(look, old=old)
            whole = look.scope != "asked"  # a backfill takes the newest first, too
            yield self._seen(look, here, before if whole else look.at, moves, random)
            before = look.at if whole else before

    def _seen(
        self,
        look: Seen,
        here: Sequence[tuple[datetime, int]],
        before: datetime,
        moves: int,
        random: Random,
    ) -> Seen:
        counts = [sum(place == which for _, place in here) for which in range(self.listings)]
        return replace(
            look,
            new=len(here),
            by_listing=counts,
            expected=self._planned(before, look.at),
            revisits=poisson(self.revisits * max(self.mean, 3), random) if look.is_whole else 0,
            trouble=self.trouble if self.trouble and self.trouble.covers(look.night) else None,
            face=int(look.night >= moves),
        )

    def _news(self, random: Random) -> Iterator[tuple[datetime, int]]:
        """When each article stands in a listing, and in which."""
        mood = 0.0
        for number in range(-3, NIGHTS + 1):
            day = self.begin + number * DAY
            mood = 0.6 * mood + random.gauss(0, 0.07)
            level = random.gammavariate(self.clump, 1 / self.clump) * exp(mood)
            for _ in range(poisson(self.mean * self.share(day) * level, random)):
                hour = min(max(random.gauss(self.peak, 4), 4.5), 23.8)
                at = datetime.combine(day, time(), VIETNAM) + timedelta(hours=hour)
                yield at, int(random.random() ** 1.5 * self.listings)

    def _looks(self, random: Random) -> Iterator[Seen]:
        """The runs: those by the clock, and what else is run between them."""
        for night in range(NIGHTS):
            day = self.begin + night * DAY
            at = datetime.combine(day, time(1, 30), VIETNAM)
            at += timedelta(seconds=random.uniform(0, 1800))
            planted = self.trouble is not None and self.trouble.covers(night)
            if self._is_off(night) and not planted:
                continue
            cut = self.custom == "cut" and not planted and night and random.random() < 0.15
            yield Seen(night, at, ended="closespider_timeout" if cut else "finished")
            if not planted:
                yield from self._between(night, at, random)

    def _between(self, night: int, at: datetime, random: Random) -> Iterator[Seen]:
        hour = timedelta(hours=1)
        if self.custom == "twice":
            yield Seen(night, at + 12 * hour)
        elif self.custom == "feeds":
            for hours in (8, 11, 14, 17):
                yield Seen(night, at + hours * hour, trigger="feeds", scope="feeds")
        elif self.custom == "hand" and random.random() < 0.4:
            scope = random.choice(("site", "asked", "asked", "days"))
            yield Seen(night, at + random.uniform(1, 22) * hour, trigger="manual", scope=scope)
        elif self.custom == "aside" and random.random() < 0.5:
            trigger = "look-back" if night % 7 == 0 else "backfill"
            yield Seen(night, at + random.uniform(1, 20) * hour, trigger=trigger, scope=trigger)

    def _is_off(self, night: int) -> bool:
        """Whether the machine is off."""
        if self.custom == "young" and self.trouble is not None:
            return night < self.trouble.first - OLDEST
        return self.custom == "gaps" and (5 <= night < 8 or 14 <= night < 22 or night == 26)

    def _planned(self, since: datetime, until: datetime) -> float:
        """How many articles were to appear on ordinary days between two looks, by plan."""
        total, day = 0.0, since.date()
        while day <= until.date():
            hours = [
                min(max((at - datetime.combine(day, time(), VIETNAM)) / timedelta(hours=1), 0), 24)
                for at in (since, until)
            ]
            part = bell(hours[1] - self.peak) - bell(hours[0] - self.peak)
            total += self.mean * self.share(day) * part * is_ordinary(day)
            day += DAY
        return total


def bell(hours: float) -> float:
    """The share of a day's articles that are out so many hours after the peak."""
    return 1 / (1 + exp(-1.702 * hours / 4))


def off(day: date) -> bool:
    """Whether it lies in a row of days off for a holiday."""
    return any(first <= day <= last for first, last in OFF)


def is_ordinary(day: date) -> bool:
    """Whether nobody would put a lack of news down to a holiday."""
    return not off(day) and min(abs((day - tet).days) for tet in TET) > 7


def plan(random: Random, sites: int) -> list[Rhythm]:
    """Sites of all sizes, weeks and customs, four in seven with a trouble."""
    found = []
    kinds = list(TROUBLES)
    random.shuffle(kinds)
    for number in range(sites):
        kind = kinds[number % len(kinds)] if number % 7 < 4 else None
        custom = CUSTOMS[number % len(CUSTOMS)]
        found.append(_site(random, number, custom, kind))
    return found


def _site(random: Random, number: int, custom: str, kind: str | None) -> Rhythm:
    low, high = (25, 110) if kind in LARGE else (0.8, 6) if kind == "slow-silent" else (0.4, 110)
    size = exp(random.uniform(log(low), log(high)))
    clump = random.uniform(6, 60)
    trouble = None
    if kind:
        nights = 16 if kind.startswith("slow") else random.randrange(3, 12)
        trouble = Trouble(kind, TROUBLES[kind], random.randrange(27, 44), nights)
    return Rhythm(
        name=f"to{number:02}",
        mean=size,
        scatter=sqrt(log(1 + 1 / clump) + 0.07**2 / (1 - 0.6**2)),
        listings=random.choice((2, 3) if kind and "listing" in kind else (1, 2, 3)),
        page=random.choice((12, 20, 40)),
        fields={"lead": 0.95, "author": random.choice((0.8, 0.9, 1.0)), "date": 1.0},
        words=random.uniform(60, 120),
        revisits=random.uniform(0.1, 0.6),
        trouble=trouble,
        begin=random.choice(BEGINS),
        week=WEEKS[random.choice(tuple(WEEKS))],
        clump=clump,
        growth=random.uniform(-0.006, 0.008),
        away=random.choice((0.0, 0.1, 0.3, 0.6)),
        peak=random.choice((8.5, 12.0, 19.0)),
        custom=custom,
    )
