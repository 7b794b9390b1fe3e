"""How far the nights of a site scatter around what is usual, and what chance makes of little. Pure.

Articles appear by chance (Poisson) around a level that differs from night to night as the logarithm
of a normal variable does. How far it differs is known as well as the site's own nights tell it, so
it is a distribution, not a number: of few or slow nights a wide one.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import exp, lgamma, log, pi, sqrt

Scatter = Mapping[float, float]  # standard deviations of a logarithm, each with how likely it is
SCATTERS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)
ASSUMED: Scatter = dict.fromkeys(SCATTERS, 1 / len(SCATTERS))  # before a night has told
BULKS = 0.03  # of the nights bring old articles, put in order, as well
AS_MUCH = 4  # times what is usual at most are such, one number as likely as another
MANY = 30  # articles, whose chance is that of a logarithm
ALIKE = 1.5  # 1 were a variance that falls with the root of the nights, 2 with nights that have
# nothing to do with one another
NEGLIGIBLE = 1e-5  # how likely a scatter is that need not be asked
FINE, FINER = 20, 40  # to which part of one logarithms of means are rounded, and scatters

STEPS = tuple(step / 4 for step in range(-20, 21))
_ALL = sum(exp(-(step**2) / 2) for step in STEPS)
NORMAL = tuple((step, exp(-(step**2) / 2) / _ALL) for step in STEPS)


def scatter_of(nights: Iterable[tuple[int, float, float]]) -> Scatter:
    """What nights tell of their scatter, each with its number of articles, what was usual, and how
    well that was known: the variance of its logarithm.
    """
    logs = [0.0] * len(SCATTERS)
    for new, usual, doubt in nights:
        if usual > 0:
            near = round(FINE * log(usual))
            logs = [
                one + _likely(new, near, round(FINER * sqrt(scatter**2 + doubt)))
                for one, scatter in zip(logs, SCATTERS, strict=True)
            ]
    most = max(logs)
    weights = [exp(one - most) for one in logs]
    return {
        scatter: weight / sum(weights)
        for scatter, weight in zip(SCATTERS, weights, strict=True)
        if weight > NEGLIGIBLE * sum(weights)
    }


def variance_of(scatter: Scatter) -> float:
    """The mean of what a scatter may be, squared."""
    return sum(one**2 * likely for one, likely in scatter.items())


@lru_cache(maxsize=65536)
def _likely(new: int, usual: int, scatter: int) -> float:
    """How likely a night brings such a number, as a logarithm."""
    mean, spread = exp(usual / FINE), scatter / FINER
    bulk = BULKS / (1 + AS_MUCH * mean) if new > mean else 0.0
    middle, ways = usual / FINE - spread**2 / 2, lgamma(new + 1)
    if new >= MANY:  # so many lie too near their level for steps: they are normal around it, too
        unsure = spread**2 + 1 / new
        density = exp(-((log(new) - middle) ** 2) / 2 / unsure) / sqrt(2 * pi * unsure)
        return log((1 - BULKS) * density / new + bulk + 1e-30)
    likely = 2 * sum(
        weight * exp(new * (middle + spread * step) - exp(middle + spread * step) - ways)
        for step, weight in NORMAL[::2]
    )
    return log((1 - BULKS) * likely + bulk + 1e-30)


def chance(new: int, expected: Sequence[float], scatter: Scatter, doubt: float) -> float:
    """How likely some nights together bring so few or fewer. Nights scatter, those that follow one
    another alike; and `doubt` is the standard deviation of what is expected, of its logarithm.
    """
    total = sum(expected)
    alike = sqrt(sum(mean**2 for mean in expected)) / total  # 1 for one night, 1/2 for four
    kept = alike**ALIKE  # of a night's variance
    found = 0.0
    for one, likely in scatter.items():
        spread = sqrt(one**2 * kept + doubt**2)
        found += likely * sum(
            weight * at_most(new, total * exp(spread * step - spread**2 / 2))
            for step, weight in NORMAL
        )
    return found


def at_most(number: int, mean: float) -> float:
    """How likely chance brings so many or fewer, where so many are the mean (Poisson)."""
    if number > mean + 10 * sqrt(mean + 1):
        return 1.0
    term = found = exp(number * log(mean) - mean - lgamma(number + 1))
    for k in range(number, 0, -1):
        term *= k / mean
        found += term
        if term <= found * 1e-9:  # or all are so unlikely that they are none
            break
    return min(found, 1.0)
