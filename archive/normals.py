"""A site's nights, and what is usual for it on a day. Pure.

A night brings what was published since the one before, mostly between six and ten at night, so what
is usual is a rate per day of publication, by weekday; holidays teach nothing and are measured by
nothing. A number is called too low where chance would hardly explain it: articles appear by chance
around a level that scatters log-normally, as far as the site's own nights do. Slow sites are
measured over several nights together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from math import sqrt

from archive.quiet_days import is_quiet, pace
from archive.scatter import ASSUMED, Scatter
from archive.week import Rate

VIETNAM = timezone(timedelta(hours=7))
LOOKED = ("healthy", "quiet", "unproven", "thin", "stale-layout", "silent")  # listings answered
TAUGHT = ("healthy", "quiet", "unproven", "thin")  # what such nights bring is usual
WINDOW = 56  # nights
LEAST = 6  # nights after the first, a week in all, before anything is usual
OPEN, SHUT = time(6), time(22)  # papers publish between
MOST_OF_A_DAY = 0.75
MOST_DAYS = timedelta(days=2)  # whose articles are expected of one night
TINY = 1e-9
LOW = 0.5  # of the expected number: a night that belongs to a row of low ones


@dataclass(frozen=True, slots=True)
class Night:
    """The figures of one run of a whole site; `at` is its begin."""

    at: datetime
    outcome: str = ""
    discovered: int = 0
    new: int = 0
    read: int = 0
    fields: Mapping[str, float] = field(default_factory=dict)  # share of the pages read, by field
    words: float | None = None  # median of the pages read
    layout: str = ""  # that read most of them
    listings: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    # of each listing that was read: addresses on its first page, and how many new ones it named
    standing: frozenset[str] = frozenset()  # listings that answered that they had not changed
    unchanged: bool = False  # some did: fewer addresses are named
    rules: tuple[str, ...] = ()  # that failed

    @property
    def named(self) -> int:
        """Article addresses on the first pages of its listings; 0 where that was not kept."""
        return sum(found for found, _ in self.listings.values())

    @property
    def looked(self) -> bool:
        """Whether its listings answered."""
        return self.outcome in LOOKED

    @property
    def teaches(self) -> bool:
        """Whether what it brought is usual: all that was there came."""
        return self.outcome in TAUGHT and not set(self.rules) - {"new", "discovered"}


@dataclass(frozen=True, slots=True)
class Normal:
    """What a site usually brings; `nights` is what it rests on, rates are articles a day."""

    nights: int = 0
    rates: Mapping[int, Rate] = field(default_factory=dict)  # by weekday, Monday is 0
    scatter: Scatter = field(default_factory=lambda: ASSUMED)
    addresses: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # median, least
    read: float | None = None  # median
    shares: Mapping[str, float] = field(default_factory=dict)
    words: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether it rests on enough nights."""
        return self.nights >= LEAST

    def expected(self, since: datetime, until: datetime) -> float:
        """How many new articles a look at `until` should bring after one at `since`; 0 where that
        is not known, or a holiday.
        """
        if not self.is_known:
            return 0.0
        first = max(since, until - MOST_DAYS)  # listings hold no more
        return sum(
            share * self.rates[day.weekday()].mean * pace(day)
            for day, share in covered(first, until)
            if day.weekday() in self.rates
        )

    def doubt(self, expected: Mapping[date, float]) -> float:
        """How well it is known what some days together should bring: the standard deviation of its
        logarithm. What is a weekday's own evens out with that of the others.
        """
        weekdays: dict[int, float] = defaultdict(float)
        for day, number in expected.items():
            weekdays[day.weekday()] += number
        rates = [(number, self.rates[day]) for day, number in weekdays.items() if day in self.rates]
        own = sum(number**2 * rate.own for number, rate in rates)
        shared = sum(number * sqrt(rate.shared) for number, rate in rates) ** 2
        return sqrt(own + shared) / max(sum(expected.values()), TINY)

    def discovered(self, since: datetime | None, until: datetime) -> tuple[float, float] | None:
        """How many addresses the listings name on such a day: median, and least on a good night;
        None where that is not known, or a holiday.
        """
        day = day_of(since, until)
        known = not is_quiet(day) and whole(since, until)
        return self.addresses.get(kind(day)) if known else None


@lru_cache(maxsize=8192)
def covered(since: datetime, until: datetime) -> tuple[tuple[date, float], ...]:
    """The days of publication between two looks, each with the share of it that lies there."""
    first, last = since.astimezone(VIETNAM), until.astimezone(VIETNAM)
    days, day = [], max(first, last - timedelta(days=WINDOW)).date()
    while day <= last.date():
        begin = max(first, datetime.combine(day, OPEN, VIETNAM))
        end = min(last, datetime.combine(day, SHUT, VIETNAM))
        whole = datetime.combine(day, SHUT) - datetime.combine(day, OPEN)
        if end > begin:
            days.append((day, (end - begin) / whole))
        day += timedelta(days=1)
    return tuple(days)


def day_of(since: datetime | None, until: datetime) -> date:
    """The day of publication that a look shows most of, the later one of two; the newest where
    nothing was published in between.
    """
    days = covered(since or until - timedelta(days=1), until)
    if not days:
        days = covered(until - timedelta(days=1), until)
    return max(days, key=lambda one: (one[1], one[0]))[0]


def whole(since: datetime | None, until: datetime) -> bool:
    """Whether most of a day of publication lies between two looks: of less fewer pages of the
    listings are asked.
    """
    return since is None or sum(share for _, share in covered(since, until)) >= MOST_OF_A_DAY


def kind(day: date) -> str:
    """Days on which a paper publishes alike."""
    return {5: "Saturday", 6: "Sunday"}.get(day.weekday(), "workday")


def whole_nights(looked: Sequence[Night]) -> list[Night]:
    """Nights in the place of those that cover little of a day; the newest of these, which no night
    has made whole yet, are left out.
    """
    found: list[Night] = []
    new = 0
    for night in looked:
        new += night.new
        if not found or whole(found[-1].at, night.at):
            found.append(replace(night, new=new) if new != night.new else night)
            new = 0
    return found
