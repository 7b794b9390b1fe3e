"""When a planted trouble can be known: what somebody would say who knew the publisher.

Nothing here is taken from the rules that are to find it. Such a person knows the publisher's plan
of a week and of its holidays; how many articles its workdays, Saturdays and Sundays have, how far
they scatter, and which share of them an author, only from what it brought before. What was seen
but once is not known, since it may have been a bulk of old articles: a weekday then counts as the
slackest of its kind, a Saturday or Sunday not at all, nor do some hours of a day of which no looks
told apart what comes in them: a publisher's hours stand in no plan of a week. A trouble can
be known once what is seen of it would happen by chance, at a publisher without trouble, less than
once in a hundred thousand times; one that shows in pages otherwise, once five of them show it; one
that shows in an answer, at once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import exp, lgamma, log, sqrt

from tests.proofs.planted import DAY, Publisher, Seen, Trouble

CHANCE = 1e-5  # of fifty sites watched for a year: one false alarm in five years
PAGES = 5
WEEK = 7
BULK = 3  # times what was planned: more is known for old articles that were put in order
TWICE = 2
A_DAY = (timedelta(hours=18), timedelta(hours=30))
HOURS = timedelta(hours=2)
SCATTERS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)  # of papers, all as likely
BY_NEWS = ("silent", "slow-silent", "frozen-304", "few", "frozen-listing")
BY_FIELD = ("field", "slow-field")
BY_PAGES = {  # and the share of pages that show it
    "mark": 1.0, "words": 1.0, "unreadable": 1.0, "forbidden-articles": 0.7, "articles-lost": 0.4,
}  # fmt: skip


_STEPS = [step / 2 for step in range(-9, 10)]  # so rare things lie far out
_ALL = sum(exp(-(step**2) / 2) for step in _STEPS)
NORMAL = [(step, exp(-(step**2) / 2) / _ALL) for step in _STEPS]


def knowable(site: Publisher, trouble: Trouble, nights: Sequence[Seen]) -> int | None:
    """The first night on which a trouble can be known; None where it never can."""
    here = [seen for seen in nights if trouble.covers(seen.night)]
    before = [one for one in nights if one.night < trouble.first]
    if trouble.kind in (*BY_NEWS, *BY_FIELD) and len(before) <= WEEK:
        return None  # nobody knows a paper's week before it was seen
    if trouble.kind in BY_NEWS:
        return _by_news(trouble, here, before)
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


@dataclass(frozen=True)
class _Window:
    """What lies between two looks, with what looks between them brought."""

    since: Seen
    until: Seen
    new: float
    expected: float

    @property
    def kind(self) -> str:
        """The kind of day of which it shows most."""
        return {5: "Saturday", 6: "Sunday"}.get(self.weekday, "workday")

    @property
    def weekday(self) -> int:
        return (self.until.at - DAY / 2).weekday()

    @property
    def is_whole(self) -> bool:
        """Whether it shows a day or more, not some hours."""
        return self.until.at - self.since.at >= A_DAY[0]

    def is_like(self, other: "_Window") -> bool:
        """Whether what the other brought tells what this one should bring."""
        if self.kind != other.kind or self.is_whole != other.is_whole:
            return False
        return self.is_whole or (
            _beside(self.since, other.since) and _beside(self.until, other.until)
        )


def _beside(one: Seen, other: Seen) -> bool:
    """Whether two looks were at about the same hour of a day."""
    apart = abs(one.at - other.at) % DAY
    return min(apart, DAY - apart) <= HOURS


def _windows(looks: Sequence[Seen], of_listing: bool = False) -> Iterator[_Window]:
    """Days between looks at all of a site, one after the other, and hours between looks; of all
    its listings, or of the one that freezes.
    """
    begun: Seen | None = None
    new = expected = 0.0
    for since, seen in pairwise(looks):
        begun = begun or since
        here = seen.by_listing[0] if of_listing else seen.new
        new, expected = new + here, expected + seen.expected
        if seen.expected and seen.at - since.at < A_DAY[0]:
            yield _Window(since, seen, min(here, BULK * (seen.expected + 1)), seen.expected)
        if not seen.is_whole or seen.at - begun.at < A_DAY[0]:
            continue
        if expected and begun.is_whole and seen.at - begun.at <= A_DAY[1]:
            yield _Window(begun, seen, min(new, BULK * (expected + 1)), expected)
        begun, new, expected = seen, 0.0, 0.0


def _by_news(trouble: Trouble, here: list[Seen], before: list[Seen]) -> int | None:
    told = list(_windows(before[1:], of_listing=trouble.kind == "frozen-listing"))
    scatters = _scatters([one for one in told if one.is_whole])
    expected: list[float] = []
    sizes: list[tuple[float, float]] = []
    brought = 0
    for since, seen in zip([before[-1], *here], here, strict=False):
        size, nights, articles = _size(_Window(since, seen, 0, seen.expected), told)
        expected.append(max(size, 1e-9))
        sizes.append((nights, articles))
        brought += seen.brought if trouble.kind == "few" else 0
        chance = sum(
            weight * chance_of_at_most(brought, expected, scatter, _doubt(expected, sizes, scatter))
            for scatter, weight in scatters
            if weight > 1e-4
        )
        if chance < CHANCE:
            return seen.night
    return None


def _size(window: _Window, told: Sequence[_Window]) -> tuple[float, float, float]:
    """What a time should bring, by what times like it brought; on how many of them that rests, and
    on how many articles.
    """
    alike = [one for one in told if window.is_like(one)]
    if len(alike) < TWICE:
        return 0.0, 1.0, 1.0
    expected = window.expected
    if window.is_whole and Counter(one.weekday for one in alike)[window.weekday] < TWICE:
        expected = min([expected, *(one.expected for one in alike)])
    brought = sum(one.new for one in alike) + 1
    return expected * brought / (sum(one.expected for one in alike) + 1), len(alike), brought


def _doubt(
    expected: Sequence[float], sizes: Sequence[tuple[float, float]], scatter: float
) -> float:
    """How well it is known what a row of nights should bring: the standard deviation of its
    logarithm.
    """
    doubts = (sqrt(scatter**2 / nights + 1 / articles) for nights, articles in sizes)
    return sum(a * b for a, b in zip(expected, doubts, strict=True)) / sum(expected)


def _scatters(told: Sequence[_Window]) -> list[tuple[float, float]]:
    """How far days scatter, each possibility with how likely it is after what was seen."""
    pairs = []
    for one in told:
        size, _, _ = _size(one, told)
        if size and one.new < BULK * size:
            pairs.append((round(one.new), size))
    logs = [sum(_log_likely(new, size, scatter) for new, size in pairs) for scatter in SCATTERS]
    weights = [exp(each - max(logs)) for each in logs]
    return [(one, weight / sum(weights)) for one, weight in zip(SCATTERS, weights, strict=True)]


def _log_likely(new: int, mean: float, scatter: float) -> float:
    found = 0.0
    for step, weight in NORMAL:
        rate = max(mean * exp(scatter * step - scatter**2 / 2), 1e-9)
        found += weight * exp(new * log(rate) - rate - lgamma(new + 1))
    return log(max(found, 1e-300))


def _by_field(here: list[Seen], before: list[Seen]) -> int | None:
    have = sum(one.authors for one in before) + 1
    lack = sum(one.read - one.authors for one in before) + 1
    read = authors = 0
    for seen in here:
        read, authors = read + seen.read, authors + seen.authors
        chance = sum(
            exp(_log_ways(k, read) + _log_beta(have + k, lack + read - k) - _log_beta(have, lack))
            for k in range(authors + 1)
        )
        if read >= PAGES and chance < CHANCE:
            return seen.night
    return None


def _log_ways(number: int, of: int) -> float:
    """The logarithm of the number of ways to choose so many of some."""
    return -log(of + 1) - _log_beta(number + 1, of - number + 1)


def _log_beta(one: int, other: int) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def chance_of_at_most(number: int, expected: list[float], scatter: float, doubt: float) -> float:
    """How likely a site brings so few or fewer in some nights: what somebody would say who knew the
    publisher's week and moods, and its size as far as `doubt` says.
    """
    found = 0.0
    for step, weight in NORMAL[1::2]:
        size = exp(step * doubt)
        total = [1.0]
        for mean in expected:
            total = _sum(total, _of_a_night(mean * size, scatter, number), number)
        found += 2 * weight * sum(total[: number + 1])
    return found


def _of_a_night(mean: float, scatter: float, most: int) -> list[float]:
    found = [0.0] * (most + 1)
    for step, weight in NORMAL:
        rate = max(mean * exp(scatter * step - scatter**2 / 2), 1e-9)
        chance = exp(-rate)
        for number in range(most + 1):
            found[number] += weight * chance
            chance *= rate / (number + 1)
    return found


def _sum(one: list[float], other: list[float], most: int) -> list[float]:
    found = [0.0] * (most + 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other[: most + 1 - i]):
            found[i + j] += a * b
    return found
