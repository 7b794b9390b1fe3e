"""Invented publishers with something wrong from some night on: what all of them have in common.

Nothing here is taken from the rules that are to find it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from math import exp, sqrt
from random import Random

VIETNAM = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
NIGHTS = 60


@dataclass(frozen=True)
class Trouble:
    """What goes wrong at a site, how it is to be called, from which night on, for how many."""

    kind: str
    named: str
    first: int
    nights: int

    def covers(self, night: int) -> bool:
        """Whether a night lies in it."""
        return self.first <= night < self.first + self.nights


@dataclass
class Publisher:
    """A paper: articles on a working day, how days scatter, what listings and pages show."""

    name: str
    mean: float
    scatter: float  # of the logarithm
    listings: int
    page: int  # addresses on a listing's page
    fields: dict[str, float]
    words: float
    revisits: float
    trouble: Trouble | None
    begin: date

    def nights(self, random: Random) -> Iterator["Seen"]:
        """What each look of the crawls sees."""
        raise NotImplementedError


@dataclass
class Seen:
    """What one night's crawl could see, by listing; `brought` is what the listings showed of it."""

    night: int
    at: datetime
    new: int = 0
    by_listing: list[int] = field(default_factory=list)
    revisits: int = 0
    expected: float = 0.0  # of the publisher's own plan, since the look before
    trouble: Trouble | None = None
    brought: int = 0
    read: int = 0  # pages
    authors: int = 0  # pages with one
    old: int = 0  # of the new ones those that are no news
    trigger: str = "nightly"
    scope: str = "site"
    ended: str = "finished"  # why the run did, in Scrapy's words
    face: int = 0  # a listing that moves has another address

    @property
    def is_whole(self) -> bool:
        """Whether it looked at the whole site, to its end."""
        return self.scope == "site" and self.ended == "finished"


TROUBLES = {  # what happens, and its name
    "silent": "silent",
    "slow-silent": "silent",
    "frozen-304": "silent",
    "no-links": "silent",
    "mark": "stale-layout",
    "field": "stale-layout",
    "slow-field": "stale-layout",
    "words": "stale-layout",
    "unreadable": "stale-layout",
    "robots": "blocked",
    "challenge": "blocked",
    "forbidden-articles": "blocked",
    "dns": "down",
    "timeout": "down",
    "5xx": "down",
    "certificate": "down",
    "few": "thin",
    "listing-gone": "thin",
    "bare-listing": "thin",
    "frozen-listing": "thin",
    "articles-lost": "thin",
}
LARGE = ("silent", "few", "field", "words", "unreadable", "mark", "frozen-304", "bare-listing",
         "frozen-listing", "articles-lost", "forbidden-articles")  # fmt: skip


def poisson(mean: float, random: Random) -> int:
    if mean > 50:
        return max(0, round(random.gauss(mean, sqrt(mean))))
    left, number = exp(-mean), 0
    product = random.random()
    while product > left:
        product *= random.random()
        number += 1
    return number
