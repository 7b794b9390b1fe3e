"""Which sitemaps of an index are asked, and what a sitemap tells of the age of its articles."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.fetching.dates import parse_date
from crawler.fetching.feeds import Entry
from crawler.fetching.periods import Period, period_of_sitemap

SKIPPED = re.compile(  # sitemaps of pages that are no articles, and of what other sitemaps hold too
    r"(?:^|[-_.])(?:categor(?:y|ies)|cate|topics?|events?|tags?|lastest|daily)(?=[-_.]|$)", re.I
)
STAMP = re.compile(rb"<lastmod>\s*(\d{4}-\d\d-\d\d)")
FEW, SHARE, MANY = 20, 0.25, 500  # so many entries of one day are no day's work
MARGIN = timedelta(days=1)
SECOND = timedelta(seconds=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names: its address as it stands, its days, its last change."""

    url: str
    period: Period | None
    changed: datetime | None

    @property
    def age(self) -> datetime:
        """By which children are ordered."""
        return (self.period.end if self.period else None) or self.changed or LONG_AGO


def children(entries: Iterable[Entry]) -> list[Child]:
    """The children of an index that can name articles, the newest first, each once; a change that
    all of them share tells nothing, it was a move of the whole site.
    """
    found: dict[str, Child] = {}
    for entry in entries:
        if SKIPPED.search(entry.url.partition("?")[0].rstrip("/").rpartition("/")[2]):
            continue
        changed = parse_date(entry.changed)
        period = period_of_sitemap(entry.url)
        if period is None and entry.changed and changed is None:
            continue  # junk: /sitemaps/1/1, changed on 0001-01-01
        found.setdefault(entry.url, Child(entry.url, period, changed))
    moves = Counter(child.changed for child in found.values())
    rows = [
        Child(child.url, child.period, None) if moves[child.changed] > 2 else child
        for child in found.values()
    ]
    return sorted(rows, key=lambda child: child.age, reverse=True)


def reaches(child: Child, since: datetime | None, until: datetime | None) -> bool:
    """Whether a sitemap can name what was published from `since` until `until`: by its days, else
    by its last change, which is no earlier than its newest article.
    """
    if child.period is not None:
        return child.period.meets(since, until)
    return since is None or child.changed is None or child.changed + MARGIN >= since


def stamped(body: bytes) -> frozenset[str]:
    """The days on which so many entries were changed that it was no editor: a move of the site.

    Of such an entry the change tells nothing.
    """
    days = Counter(STAMP.findall(body))
    least = max(FEW, sum(days.values()) * SHARE)
    return frozenset(
        day.decode() for day, number in days.items() if number >= least or number > MANY
    )


def bounds(
    published: datetime | None,
    own: Period | None,
    listed: Period | None,
    changed: datetime | None,
) -> tuple[datetime | None, datetime | None]:
    """Between which times an article was published: its date itself, else the days that its own
    address tells, else those of its sitemap; it was changed no earlier.
    """
    if published is not None:
        return published, published
    period = own or listed
    if period is None:
        return None, changed
    if changed is not None and period.first <= changed < period.end:
        return period.first, changed
    return period.first, period.end - SECOND
