"""What a site brings on each weekday, as its own nights tell, and as weekdays are alike. Pure.

Each weekday has a level of its own, whose logarithm lies around that of its kind of day; how far is
learned, too: where weekdays differ no more than nights do, they tell of each other; a weekly's do
not.
"""

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from operator import mul
from statistics import fmean, median, median_low
from typing import NamedTuple

LEAST_SURE = 5  # of them, before one of old articles among them is told from the others
LEAST_OWN = 3  # of one weekday, which stand apart from the others together: no bulk comes thrice
LEAST_MEAN = 0.3  # articles in all the nights of a weekday: none at all have no logarithm
APART = 0.1  # how far weekdays are taken to differ, where only one was seen: as a variance


class Rate(NamedTuple):
    """Articles a day, and how well that is known: variances of the logarithm, of what is the
    weekday's own and of what all of its kind share.
    """

    mean: float
    own: float
    shared: float = 0.0

    @property
    def doubt(self) -> float:
        """How well it is known, all in all."""
        return self.own + self.shared


Days = Mapping[int, Sequence[float]]  # articles a day of the nights of each weekday, of one kind


def rates_of(days: Days, weekdays: Sequence[int], scatter: float) -> dict[int, Rate]:
    """What the weekdays of one kind of day bring, those not seen as well; nothing where no nights
    tell. `days` are without what is odd, `scatter` is the variance of the logarithm of a night.
    """
    number = sum(len(own) for own in days.values())
    if not number:
        return {}
    if number < LEAST_SURE:
        few = fmean(rate for own in days.values() for rate in own)
        return {day: Rate(few, 0.0, _doubt(few, number, scatter)) for day in days}
    if len(weekdays) == 1:
        (own,) = days.values()
        return {weekdays[0]: Rate(fmean(own), _doubt(fmean(own), len(own), scatter))}
    return _shrunk(days, weekdays, scatter)


def cut(days: Days) -> dict[int, list[float]]:
    """The nights of one kind of day without what is odd: bulks of old articles, first nights. They
    count as much as the others of their weekday, or of their kind, may have.
    """
    nights = [rate for own in days.values() for rate in own]
    if len(nights) < LEAST_SURE:
        low = median_low(nights)  # the median of numbers as small as one or two would be none
        most = low + 3 * sqrt(low + 1)
        return {
            day: kept for day, own in days.items() if (kept := [one for one in own if one <= most])
        }
    most = _most(nights)
    return {
        day: [
            min(rate, max(most, _most(own))) if len(own) >= LEAST_OWN else min(rate, most)
            for rate in own
        ]
        for day, own in days.items()
    }


def _most(rates: Sequence[float]) -> float:
    """What is above is odd."""
    middle = median(rates)
    return middle + 4 * median(abs(rate - middle) for rate in rates) + 3


def _doubt(rate: float, nights: int, scatter: float) -> float:
    return scatter / nights + 1 / max(rate * nights, 1.0)


def _shrunk(days: Days, weekdays: Sequence[int], scatter: float) -> dict[int, Rate]:
    """Each weekday's level between what its own nights tell and what all do, as sure as either."""
    told = [(day, sum(own), len(own)) for day, own in days.items()]
    logs = [log(max(total, LEAST_MEAN) / number) for _, total, number in told]
    doubts = [_doubt(total / number, number, scatter) for _, total, number in told]
    apart = _apart(logs, doubts)
    weights = [1 / (apart + doubt) for doubt in doubts]
    middle = sum(map(mul, weights, logs)) / sum(weights)
    unsure = 1 / sum(weights)
    found = dict.fromkeys(weekdays, Rate(exp(middle), apart, unsure))
    for (day, _, _), level, doubt in zip(told, logs, doubts, strict=True):
        own = apart / (apart + doubt)
        mean = exp(own * level + (1 - own) * middle)
        found[day] = Rate(mean, own * doubt, (1 - own) ** 2 * unsure)
    shown = sum(number * found[day].mean for day, _, number in told)
    share = sum(total for _, total, _ in told) / shown  # all in all they bring what they brought
    return {day: Rate(one.mean * share, one.own, one.shared) for day, one in found.items()}


def _apart(logs: Sequence[float], doubts: Sequence[float]) -> float:
    """How far weekdays differ beyond what their nights scatter, half a standard error more: taken
    for alike, they would be believed too much.
    """
    if len(logs) < 2:
        return APART
    within, middle = fmean(doubts), fmean(logs)
    all_in_all = sum((one - middle) ** 2 for one in logs) / (len(logs) - 1)
    return max(all_in_all - within, 0.0) + 0.5 * within * sqrt(2 / (len(logs) - 1))
