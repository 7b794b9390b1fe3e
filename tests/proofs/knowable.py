"""When a planted trouble can be known: what somebody would say who knew the publisher.

Nothing here is taken from the rules that are to find it. Such a person knows the publisher's week,
how its days scatter and which share of its articles has an author, but its size only from the
articles that it brought before. A trouble can be known once what is seen of it would happen by
chance, at a publisher without trouble, less than once in a hundred thousand times; one that shows
in pages otherwise, once five of them show it; one that shows in an answer, at once.
"""

from collections.abc import Sequence
from math import comb, exp, sqrt

from tests.proofs.nights import Seen, Site, Trouble

CHANCE = 1e-5  # of fifty sites watched for a year: one false alarm in five years
PAGES = 5
BULK = 3  # times what was planned: more is known for old articles that were put in order
BY_NEWS = ("silent", "slow-silent", "frozen-304", "few", "frozen-listing")
BY_FIELD = ("field", "slow-field")
BY_PAGES = {  # and the share of pages that show it
    "mark": 1.0, "words": 1.0, "unreadable": 1.0, "forbidden-articles": 0.7, "articles-lost": 0.4,
}  # fmt: skip


def knowable(site: Site, trouble: Trouble, nights: Sequence[Seen]) -> int | None:
    """The first night on which a trouble can be known; None where it never can."""
    here = [seen for seen in nights if trouble.covers(seen.night)]
    if trouble.kind in BY_NEWS:
        return _by_news(site, trouble, here, [one for one in nights if one.night < trouble.first])
    if trouble.kind in BY_FIELD:
        return _by_field(site.fields["author"], here)
    pages = 0
    for seen in here:
        pages += round((seen.new + seen.revisits) * BY_PAGES.get(trouble.kind, 0))
        if trouble.kind not in BY_PAGES or pages >= PAGES:
            return seen.night
    return None


def _by_news(site: Site, trouble: Trouble, here: list[Seen], before: list[Seen]) -> int | None:
    told = [one for one in before[1:] if one.expected]
    planned = sum(one.expected for one in told)
    seen_before = sum(min(one.new, BULK * (one.expected + 1)) for one in told)
    size = (seen_before + 1) / (planned + 1)
    part = 1 / site.listings ** (1 / 1.5) if trouble.kind == "frozen-listing" else 1.0
    expected: list[float] = []
    brought = 0
    for seen in here:
        expected.append(max(seen.expected * part * size, 1e-9))
        brought += seen.brought if trouble.kind == "few" else 0
        if chance_of_at_most(brought, expected, site.scatter, round(seen_before * part)) < CHANCE:
            return seen.night
    return None


def _by_field(share: float, here: list[Seen]) -> int | None:
    read = authors = 0
    for seen in here:
        read, authors = read + seen.read, authors + seen.authors
        chance = sum(
            comb(read, k) * share**k * (1 - share) ** (read - k) for k in range(authors + 1)
        )
        if read >= PAGES and chance < CHANCE:
            return seen.night
    return None


def chance_of_at_most(number: int, expected: list[float], scatter: float, seen: int) -> float:
    """How likely a site brings so few or fewer in some nights: what somebody would say who knew the
    publisher's week and moods, and its size from the articles `seen` before.
    """
    steps = [-2.5 + 0.5 * step for step in range(11)]
    weights = [exp(-(step**2) / 2) for step in steps]
    found = 0.0
    for step, weight in zip(steps, weights, strict=True):
        size = exp(step / sqrt(max(seen, 1)))
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
