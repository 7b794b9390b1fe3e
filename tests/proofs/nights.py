"""Sixty nights of invented sites: what their publishers do, what a crawl sees of it, and what is
wrong from some night on.

Nothing here is taken from the rules that are to find it. Days scatter around a site's week,
articles appear by chance within them; some come late, some are a bulk of old ones; papers slow down
before Tết and start again on different days; nights are missed, or asked late.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import exp, log

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

TET = (date(2026, 2, 17), date(2027, 2, 6))
HOLIDAYS = {  # by the calendar of the government, with days in lieu
    *(date(2026, 1, 1), date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)),
    *(date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24)),
    *(date(2027, 1, 1), date(2027, 4, 16), date(2027, 4, 30), date(2027, 5, 3)),
}
BEGINS = (  # the first of sixty nights: two over Tết, one over 30/4, one without any holiday
    *(date(2026, 1, 5), date(2026, 12, 20), date(2026, 3, 20), date(2026, 6, 1)),
)


@dataclass
class Site(Publisher):
    """A paper: what it does at weekends, on holidays, and when its articles come late."""

    weekend: tuple[float, float]  # Saturday and Sunday, as a share
    late: float  # share of a day's articles that appear a day later
    holiday: float  # share that goes on over a holiday
    back: int  # days after the first of Tết until it is itself again
    hour: time

    def nights(self, random: random.Random) -> Iterator[Seen]:
        """What each night's crawl sees."""
        return nights(self, random)

    def share(self, day: date) -> float:
        """How much of a working day's articles a day has."""
        share = (1.0, 1.0, 1.0, 1.0, 1.0, *self.weekend)[day.weekday()]
        away = min(((day - tet).days for tet in TET), key=abs)
        if -2 <= away <= self.back:
            return self.holiday * (0.3 if 0 <= away <= 2 else 0.7)
        if away in (-4, -3):
            return share * 0.8
        if day in HOLIDAYS:
            return self.holiday
        if day.weekday() < 5 and off(day - DAY) and off(day + DAY):
            return self.holiday + 0.3 * (1 - self.holiday)  # a bridge
        return share


def off(day: date) -> bool:
    """Whether few people work."""
    return day.weekday() >= 5 or day in HOLIDAYS


def is_ordinary(day: date) -> bool:
    """Whether nobody would put a lack of news down to a holiday: it lies in no row of days off
    with one in it, and not around Tết.
    """
    if min(abs((day - tet).days) for tet in TET) <= 7:
        return False
    row = [day]
    for step in (DAY, -DAY):
        other = day + step
        while off(other) or (off(other + DAY) and off(other - DAY)):
            row.append(other)
            other += step
    free = off(day) or (off(day + DAY) and off(day - DAY))
    return day not in HOLIDAYS and not (free and HOLIDAYS.intersection(row))


def plan(random_: random.Random, sites: int) -> list[Site]:
    """Sites of all sizes, two in three with a trouble of some kind."""
    kinds = list(TROUBLES)
    found = []
    for number in range(sites):
        size = exp(random_.uniform(log(0.4), log(110)))
        kind = (
            kinds[number % (len(kinds) * 3 // 2)]
            if number % (len(kinds) * 3 // 2) < len(kinds)
            else None
        )
        if kind in LARGE:
            size = random_.uniform(25, 110)
        elif kind == "slow-silent":
            size = random_.uniform(0.8, 6)
        elif kind == "slow-field":
            size = random_.uniform(1.5, 4)
        found.append(_site(random_, number, size, kind))
    return found


def _site(random_: random.Random, number: int, size: float, kind: str | None) -> Site:
    saturday = random_.choice((0.05, 0.3, 0.5, 0.7, 1.0))
    trouble = None
    if kind:
        first = random_.randrange(27, 44)
        nights = 16 if kind.startswith("slow") else random_.randrange(3, 12)
        trouble = Trouble(kind, TROUBLES[kind], first, nights)
    return Site(
        name=f"bao{number:02}",
        mean=size,
        weekend=(saturday, saturday * random_.choice((0.5, 0.8, 1.0))),
        scatter=random_.uniform(0.08, 0.4),
        late=random_.uniform(0.0, 0.25),
        holiday=random_.choice((0.0, 0.05, 0.2, 0.5)),
        back=random_.choice((3, 4, 5)),
        listings=random_.choice((2, 3, 4) if kind and "listing" in kind else (1, 2, 3, 4)),
        page=random_.choice((15, 20, 30, 60)),
        fields={
            "lead": random_.choice((0.85, 0.97, 1.0)),
            "author": random_.choice((0.85, 0.95, 0.99)),
            "date": 1.0,
        },
        words=random_.uniform(60, 140),
        revisits=random_.uniform(0.1, 0.8),
        trouble=trouble,
        begin=random_.choice(BEGINS),
        hour=time(1, 30) if random_.random() < 0.8 else time(random_.choice((0, 3, 4)), 10),
    )


def nights(site: Site, random_: random.Random) -> Iterator[Seen]:
    """What each night's crawl sees. Nights on which the machine was off are left out; now and then
    a night is caught up at noon.
    """
    waiting: list[tuple[datetime, int]] = []  # articles in the listings, by when and where
    published = site.begin - 2 * DAY
    before = datetime.combine(site.begin - DAY, site.hour, VIETNAM)
    planned = 0.0
    for night in range(NIGHTS):
        day = site.begin + night * DAY
        at = datetime.combine(day, site.hour, VIETNAM) + timedelta(seconds=random_.uniform(0, 900))
        planted = site.trouble is not None and site.trouble.covers(night)
        if random_.random() < 0.04 and not planted:  # asked in the afternoon
            at = datetime.combine(day, time(random_.choice((10, 13, 16)), 20), VIETNAM)
        while published < at.date() + DAY:
            published += DAY
            waiting += _published(site, published, random_)
        if random_.random() < 0.03 and not planted and night > 0:
            continue
        here = [each for each in waiting if each[0] <= at]
        waiting = [each for each in waiting if each[0] > at]
        planned = _planned(site, before, at)
        here += [(at, place % site.listings) for place in range(site.page if not night else 0)]
        counts = [sum(place == which for _, place in here) for which in range(site.listings)]
        trouble = site.trouble if planted else None
        revisits = poisson(site.revisits * max(site.mean, 3), random_)
        yield Seen(night, at, len(here), counts, revisits, planned, trouble)
        before = at


def _published(site: Site, day: date, random_: random.Random) -> list[tuple[datetime, int]]:
    """The articles of one day: when each stands in a listing, and in which."""
    mood = exp(random_.gauss(-(site.scatter**2) / 2, site.scatter))
    number = poisson(site.mean * site.share(day) * mood, random_)
    if random_.random() < 0.01:  # old ones are put in order
        number += int(site.mean * random_.uniform(1, 4))
    found = []
    for _ in range(number):
        hour = min(max(random_.gauss(13.5, 3.5), 5.0), 23.5)
        at = datetime.combine(day, time(), VIETNAM) + timedelta(hours=hour)
        if random_.random() < site.late:
            at += timedelta(hours=random_.uniform(6, 24))
        found.append((at, int(random_.random() ** 1.5 * site.listings)))
    return found


def _planned(site: Site, since: datetime, until: datetime) -> float:
    """How many articles were to appear on ordinary days between two looks, by the publisher's own
    rhythm.
    """
    total, day = 0.0, since.date()
    while day <= until.date():
        begin = datetime.combine(day, time(), VIETNAM)
        part = _clock((until - begin).total_seconds()) - _clock((since - begin).total_seconds())
        total += site.mean * site.share(day) * max(part, 0.0) * is_ordinary(day)
        day += DAY
    return total


def _clock(seconds: float) -> float:
    """The share of a day's articles that are out so many seconds after midnight."""
    hours = min(max(seconds / 3600, 0), 24)
    steps = [5, 8, 10, 12, 14, 16, 18, 21, 23.5]
    shares = [0.0, 0.06, 0.16, 0.33, 0.56, 0.76, 0.9, 0.985, 1.0]
    if hours <= steps[0]:
        return 0.0
    for place in range(1, len(steps)):
        if hours <= steps[place]:
            part = (hours - steps[place - 1]) / (steps[place] - steps[place - 1])
            return shares[place - 1] + part * (shares[place] - shares[place - 1])
    return 1.0
