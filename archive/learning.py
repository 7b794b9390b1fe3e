"""What a site's nights usually bring, learned from its own past by weekday. Pure.

Nights are doubted as far as they are few, and as they scatter; bulks of old articles, holidays and
nights that show two kinds of days teach nothing, or little.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import exp, lgamma, log, sqrt
from statistics import fmean, median, median_low, variance

from archive.normals import (
    LOW,
    MOST_OF_A_DAY,
    SPREAD,
    WINDOW,
    Night,
    Normal,
    covered,
    day_of,
    kind,
    whole_nights,
)
from archive.quiet_days import is_quiet

LEAST_LIKE = 2  # nights of a kind of day, before anything is usual for it
LEAST_SURE = 5  # of them, before one of old articles among them is told from the others
LEAST_OWN = 3  # of one weekday, which stand apart from the others together: no bulk comes thrice
LEAST_TELLING = 10  # nights, before they tell how far nights scatter
SHRINK = (1.0, 6.0)  # nights of the same kind of day that a single weekday's own weigh up: where
# weekdays differ, and where they are alike
WEEKDAYS = {"workday": range(5), "Saturday": (5,), "Sunday": (6,)}
FEW = 4  # nights of a kind of day, up to which those of all days tell how many addresses are named
SLOW = 0.12  # that of sites with too few articles to show it: chance alone scatters them
PRIOR = 4  # nights that the assumed scatter weighs: that of a few nights alone may be far too small
ODD = 1.0  # what a night counts at most in it: what is further off was no mood


def normal_of(nights: Sequence[Night]) -> Normal:
    """What the nights (oldest first) usually bring; the newest ones that teach anything count."""
    teaching = list(_teaching(nights))[-WINDOW:]
    samples = [one for one in teaching if one.share > LOW and one.is_of_one_kind]
    rates, told = _rates(samples)
    good = [one.night for one in teaching]
    reads = [one.read for one in good if one.read]
    lengths = [one.words for one in good if one.words]
    return Normal(
        nights=len(samples),
        rates=rates,
        scatter=_scatter(samples, rates),
        told=told,
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
        return not is_quiet(self.day) and sum(alike) >= MOST_OF_A_DAY * self.share

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


def _rates(samples: Sequence[_Sample]) -> tuple[dict[int, float], dict[int, float]]:
    """Articles a day, by weekday: its own nights and those of its kind of day, outliers cut; and on
    how many nights each rests.
    """
    kinds: dict[str, list[_Sample]] = defaultdict(list)
    for one in samples:
        kinds[kind(one.day)].append(one)
    rates: dict[int, float] = {}
    told: dict[int, float] = {}
    for some in kinds.values():
        if len(some) < LEAST_LIKE:
            continue
        if len(some) < LEAST_SURE:
            usual = _of_few([one.rate for one in some])
            rates |= dict.fromkeys((one.day.weekday() for one in some), usual)
            told |= dict.fromkeys((one.day.weekday() for one in some), len(some))
            continue
        days = _by_weekday(some)
        usual = fmean(rate for own in days.values() for rate in own)
        alike = min(_alike(days), len(some))
        for weekday in WEEKDAYS[kind(some[0].day)]:  # one never seen is as the others, hardly sure
            own = days.get(weekday, [])
            rates[weekday] = (sum(own) + alike * usual) / (len(own) + alike)
            told[weekday] = min(len(own) + alike, len(some))
    return rates, told


def _of_few(rates: Sequence[float]) -> float:
    """The mean of a few nights without those above what chance makes of the lower half, which may
    be bulks: the median of numbers as small as one or two would be none.
    """
    low = median_low(rates)
    return fmean(rate for rate in rates if rate <= low + 3 * sqrt(low + 1))


def _by_weekday(some: Sequence[_Sample]) -> dict[int, list[float]]:
    """The nights of one kind of day by weekday, as articles a day: odd ones count as much as the
    others of their weekday, or of their kind, may have.
    """
    most = _most([one.rate for one in some])
    days: dict[int, list[float]] = defaultdict(list)
    for one in some:
        days[one.day.weekday()].append(one.rate)
    return {
        weekday: [
            min(rate, max(most, _most(own))) if len(own) >= LEAST_OWN else min(rate, most)
            for rate in own
        ]
        for weekday, own in days.items()
    }


def _most(rates: Sequence[float]) -> float:
    """What is above is odd: a first night, a bulk of old articles."""
    middle = median(rates)
    return middle + 4 * median(abs(rate - middle) for rate in rates) + 3


def _alike(days: Mapping[int, Sequence[float]]) -> float:
    """How many nights of other weekdays one of its own is worth: as many as nights of one weekday
    scatter more than weekdays differ.
    """
    least, most = SHRINK
    told = [own for own in days.values() if len(own) > LEAST_LIKE]
    if len(told) < 2:
        return most
    within = fmean(variance(own) for own in told)
    between = variance([fmean(own) for own in told]) - within / fmean(len(own) for own in told)
    return most if between <= 0 else min(max(within / between, least), most)


def _scatter(samples: Sequence[_Sample], rates: Mapping[int, float]) -> float:
    """How far nights fall short of what is expected beyond mere chance: the square of a logarithm.
    Those above are not asked: they are bulks of old articles as well as moods.
    """
    least, assumed, most = SPREAD
    pairs = [(one.rate, rates.get(one.day.weekday(), 0.0)) for one in samples]
    told = [(rate, mean) for rate, mean in pairs if mean >= 3]
    if len(told) < LEAST_TELLING:
        return SLOW if len(pairs) - len(told) >= LEAST_TELLING else assumed
    apart = [
        min(log(max(rate, 0.5) / mean) ** 2, ODD) - by_chance(round(mean))
        for rate, mean in told
        if rate < mean
    ]
    number = max(len(apart), len(told) / 2) + PRIOR  # half of the nights fall short
    doubt = 1 + sqrt(2 / number)  # one standard error of a variance
    return min(max(doubt * (sum(apart) + PRIOR * assumed) / number, least), most)


@lru_cache(maxsize=1024)
def by_chance(mean: int) -> float:
    """How far a night that falls short of the mean does so by mere chance (Poisson), as the square
    of a logarithm: more than one in the mean, where that is small.
    """
    below = range(mean)
    weights = [exp(k * log(mean) - mean - lgamma(k + 1)) for k in below]
    apart = (min(log(max(k, 0.5) / mean) ** 2, ODD) for k in below)
    return sum(weight * each for weight, each in zip(weights, apart, strict=True)) / sum(weights)


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
