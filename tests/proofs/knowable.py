"""When a planted trouble can be known: what somebody would say who knew the publisher.

Nothing here is taken from the rules that are to find it. Such a person knows the publisher's plan
of a week and of its holidays, and how its days scatter; how many articles its workdays, Saturdays
and Sundays have, and which share of them an author, only from what it brought before. A trouble can
be known once what is seen of it would happen by chance, at a publisher without trouble, less than
once in a hundred thousand times; one that shows in pages otherwise, once five of them show it; one
that shows in an answer, at once.
"""

from collections.abc import Sequence
from math import comb, exp, lgamma, sqrt

from tests.proofs.planted import DAY, Publisher, Seen, Trouble

CHANCE = 1e-5  # of fifty sites watched for a year: one false alarm in five years
PAGES = 5
WEEK = 7
BULK = 3  # times what was planned: more is known for old articles that were put in order
BY_NEWS = ("silent", "slow-silent", "frozen-304", "few", "frozen-listing")
BY_FIELD = ("field", "slow-field")
BY_PAGES = {  # and the share of pages that show it
    "mark": 1.0, "words": 1.0, "unreadable": 1.0, "forbidden-articles": 0.7, "articles-lost": 0.4,
}  # fmt: skip


def knowable(site: Publisher, trouble: Trouble, nights: Sequence[Seen]) -> int | None:
    """The first night on which a trouble can be known; None where it never can."""
    here = [seen for seen in nights if trouble.covers(seen.night)]
    before = [one for one in nights if one.night < trouble.first]
    if trouble.kind in (*BY_NEWS, *BY_FIELD) and len(before) <= WEEK:
        return None  # nobody knows a paper's week before it was seen
    if trouble.kind in BY_NEWS:
        return _by_news(site, trouble, here, before)
    if trouble.kind in BY_FIELD:
        return _by_field(here, before)
    pages = 0
    for seen in here:
        pages += round((seen.new + seen.revisits) * BY_PAGES.get(trouble.kind, 0))
        if trouble.kind not in BY_PAGES or pages >= PAGES:
            return seen.night
    return None


def silence(mean: float, scatter: float = 0.2, weeks: int = 4) -> int:
    """How many nights without news a site must have had, all days alike, before anybody can know
    that it is silent, after some weeks without trouble.
    """
    seen = 7 * weeks
    doubt = sqrt(scatter**2 / seen + 1 / (seen * mean + 1))
    nights = 1
    while chance_of_at_most(0, [mean] * nights, scatter, doubt) >= CHANCE:
        nights += 1
    return nights


def _by_news(site: Publisher, trouble: Trouble, here: list[Seen], before: list[Seen]) -> int | None:
    sizes = {name: _size(site, before, name) for name in ("workday", "Saturday", "Sunday")}
    part = 1 / site.listings ** (1 / 1.5) if trouble.kind == "frozen-listing" else 1.0
    expected: list[float] = []
    doubts: list[float] = []
    brought = 0
    for seen in here:
        size, doubt = sizes[_kind(seen)]
        expected.append(max(seen.expected * part * size, 1e-9))
        doubts.append(expected[-1] * doubt)
        brought += seen.brought if trouble.kind == "few" else 0
        doubt = sum(doubts) / sum(expected)
        if chance_of_at_most(brought, expected, site.scatter, doubt) < CHANCE:
            return seen.night
    return None


def _kind(seen: Seen) -> str:
    """The kind of day of which a look shows most."""
    return {5: "Saturday", 6: "Sunday"}.get((seen.at - DAY / 2).weekday(), "workday")


def _size(site: Publisher, before: list[Seen], name: str) -> tuple[float, float]:
    """By how much a kind of day brings more than was planned, and how well that is known: the
    standard deviation of its logarithm.
    """
    told = [one for one in before[1:] if one.expected and _kind(one) == name]
    if not told:
        return 0.0, 0.0
    brought = sum(min(one.new, BULK * (one.expected + 1)) for one in told)
    planned = sum(one.expected for one in told)
    return (brought + 1) / (planned + 1), sqrt(site.scatter**2 / len(told) + 1 / (brought + 1))


def _by_field(here: list[Seen], before: list[Seen]) -> int | None:
    have = sum(one.authors for one in before) + 1
    lack = sum(one.read - one.authors for one in before) + 1
    read = authors = 0
    for seen in here:
        read, authors = read + seen.read, authors + seen.authors
        chance = sum(
            comb(read, k) * exp(_log_beta(have + k, lack + read - k) - _log_beta(have, lack))
            for k in range(authors + 1)
        )
        if read >= PAGES and chance < CHANCE:
            return seen.night
    return None


def _log_beta(one: int, other: int) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def chance_of_at_most(number: int, expected: list[float], scatter: float, doubt: float) -> float:
    """How likely a site brings so few or fewer in some nights: what somebody would say who knew the
    publisher's week and moods, and its size as far as `doubt` says.
    """
    steps = [-2.5 + 0.5 * step for step in range(11)]
    weights = [exp(-(step**2) / 2) for step in steps]
    found = 0.0
    for step, weight in zip(steps, weights, strict=True):
        size = exp(step * doubt)
        total = [1.0]
        for mean in expected:
            total = _sum(total, _of_a_night(mean * size, scatter, number), number)
        found += weight / sum(weights) * sum(total[: number + 1])
    return found


def _of_a_night(mean: float, scatter: float, most: int) -> list[float]:
    found = [0.0] * (most + 1)
    steps = [-2.75 + 0.5 * step for step in range(12)]
    weights = [exp(-(step**2) / 2) for step in steps]
    for step, weight in zip(steps, weights, strict=True):
        rate = max(mean * exp(scatter * step - scatter**2 / 2), 1e-9)
        chance = exp(-rate)
        for number in range(most + 1):
            found[number] += weight / sum(weights) * chance
            chance *= rate / (number + 1)
    return found


def _sum(one: list[float], other: list[float], most: int) -> list[float]:
    found = [0.0] * (most + 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other[: most + 1 - i]):
            found[i + j] += a * b
    return found
