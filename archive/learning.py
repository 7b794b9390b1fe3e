"""What a site's nights usually bring, learned from its own past by weekday. Pure.

Nights are doubted as far as they are few, and as they scatter; bulks of old articles, holidays and
nights that show two kinds of days teach nothing, or little.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from archive.normals import (
    LOW,
    MOST_OF_A_DAY,
    WINDOW,
    Night,
    Normal,
    covered,
    day_of,
    kind,
    whole_nights,
)
from archive.quiet_days import is_quiet, pace
from archive.scatter import ASSUMED, Scatter, scatter_of, variance_of
from archive.week import Rate, cut, rates_of

Kinds = Mapping[str, Mapping[int, list[float]]]
LEAST_LIKE = 2  # nights of a kind of day, before anything is usual for it
LATELY, DRIFT = 14, 0.01  # nights that tell how a site is now, and how far it may have moved from
# the others: the variance of a logarithm
TURNS = 2  # of measuring weekdays by how far nights scatter, and that by them
LEAST_TELLING = 10  # nights, before they tell how many addresses are named
WEEKDAYS: Mapping[str, Sequence[int]] = {"workday": range(5), "Saturday": (5,), "Sunday": (6,)}
FEW = 4  # nights of a kind of day, up to which those of all days tell how many addresses are named


def normal_of(nights: Sequence[Night]) -> Normal:
    """What the nights (oldest first) usually bring; the newest ones that teach anything count."""
    teaching = list(_teaching(nights))[-WINDOW:]
    samples = [one for one in teaching if one.share > LOW and one.is_of_one_kind]
    rates, scatter = _week(samples)
    good = [one.night for one in teaching]
    reads = [one.read for one in good if one.read]
    lengths = [one.words for one in good if one.words]
    return Normal(
        nights=len(samples),
        rates=rates,
        scatter=scatter,
        addresses=_addresses(teaching),
        read=median(reads) if reads else None,
        shares=_shares(good),
        words=median(lengths) if lengths else None,
    )


@dataclass(frozen=True, slots=True)
class _Sample:
    """A night that teaches, with the day that it shows and how many days it covers."""

    night: Night
    days: Mapping[date, float]
    day: date  # that it shows most of
    share: float

    @property
    def is_of_one_kind(self) -> bool:
        """Whether it tells what one kind of day brings, and no holiday."""
        alike = (share for day, share in self.days.items() if kind(day) == kind(self.day))
        return pace(self.day) == 1 and sum(alike) >= MOST_OF_A_DAY * self.share

    @property
    def rate(self) -> float:
        return self.night.new / self.share


def _teaching(nights: Sequence[Night]) -> Iterator[_Sample]:
    before: datetime | None = None
    for night in whole_nights([one for one in nights if one.looked]):
        if before is not None and night.teaches:
            days = dict(covered(before, night.at))
            yield _Sample(night, days, day_of(before, night.at), sum(days.values()))
        before = night.at


def _week(samples: Sequence[_Sample]) -> tuple[dict[int, Rate], Scatter]:
    """What each weekday brings, and how far nights scatter around it; either is measured by the
    other.
    """
    kinds = _kinds(samples)
    scatter = ASSUMED
    for _ in range(TURNS):
        scatter = scatter_of(_by_the_others(samples, kinds, variance_of(scatter)))
    rates: dict[int, Rate] = {}
    for name, days in kinds.items():
        rates |= rates_of(days, WEEKDAYS[name], variance_of(scatter))
    return _lately(rates, samples[-LATELY:], variance_of(scatter)), scatter


def _lately(
    rates: Mapping[int, Rate], samples: Sequence[_Sample], scatter: float
) -> dict[int, Rate]:
    """The rates as far up or down as the newest nights are: papers grow and shrink."""
    pairs = [
        (one.night.new, rates[one.day.weekday()].mean * one.share)
        for one in samples
        if one.day.weekday() in rates
    ]
    usual = sum(expected for _, expected in pairs)
    if not usual:
        return dict(rates)
    brought = sum(min(new, 2 * expected + 3) for new, expected in pairs)
    unsure = scatter / len(pairs) + 1 / max(brought, 1.0)
    told = DRIFT / (DRIFT + unsure)
    level = (max(brought, 1.0) / usual) ** told
    return {
        day: Rate(one.mean * level, one.own, one.shared + told * unsure)
        for day, one in rates.items()
    }


def _kinds(samples: Sequence[_Sample]) -> Kinds:
    """Nights as articles a day, by kind of day and weekday, without what is odd."""
    kinds: dict[str, dict[int, list[float]]] = {}
    for one in samples:
        days = kinds.setdefault(kind(one.day), {})
        days.setdefault(one.day.weekday(), []).append(one.rate)
    known = {name for name, days in kinds.items() if sum(map(len, days.values())) >= LEAST_LIKE}
    return {name: cut(kinds[name]) for name in known}


def _by_the_others(
    samples: Sequence[_Sample], kinds: Kinds, scatter: float
) -> Iterator[tuple[int, float, float]]:
    """What each night brought, what the other nights make one expect of it, and how well."""
    for one in samples:
        name, weekday = kind(one.day), one.day.weekday()
        days = dict(kinds.get(name, {}))
        own = sorted(days.pop(weekday, []), key=lambda rate: abs(rate - one.rate))[1:]
        if own:
            days[weekday] = own
        rate = rates_of(days, WEEKDAYS[name], scatter).get(weekday)
        if rate:
            yield one.night.new, rate.mean * one.share, rate.doubt


def _addresses(teaching: Sequence[_Sample]) -> dict[str, tuple[float, float]]:
    found: dict[str, list[_Sample]] = defaultdict(list)
    for one in teaching:
        if one.share < MOST_OF_A_DAY or is_quiet(one.day):
            continue
        if one.night.named and not one.night.unchanged:
            found[kind(one.day)].append(one)
    every = [one for some in found.values() for one in some]
    if len(every) < LEAST_TELLING:
        return {}
    return {name: _usual(found[name] if len(found[name]) > FEW else every) for name in KINDS}


KINDS = ("workday", "Saturday", "Sunday")


def _usual(some: Sequence[_Sample]) -> tuple[float, float]:
    good = [one.night.named for one in some if one.night.outcome != "thin"]
    return median(one.night.named for one in some), float(min(good, default=0))


def _shares(good: Sequence[Night]) -> dict[str, float]:
    """The share of the pages read that had a field."""
    told = [one for one in good if one.read and one.fields]
    read = sum(one.read for one in told)
    names = {name for one in told for name in one.fields}
    return {
        name: sum(one.fields.get(name, 0.0) * one.read for one in told) / read for name in names
    }
