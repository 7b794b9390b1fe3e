"""How far listings are walked: in a night, and in a backfill that goes on where it was broken off.

A sitemap or section page is *walked* when its look is `ok` and all its addresses are in the
archive; the archive notes that after the last of them. A backfill does not ask again for a sitemap
that was walked after its last day was over, or after its last change, unless it is the newest of
its index; in a section it goes on at the deepest page that was walked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from archive.storage.address import normal_url
from archive.storage.found import Page
from crawler.fetching.listings import MoreRule, Spot
from crawler.fetching.sitemaps import Child, reaches
from crawler.fetching.task import VIETNAM

if TYPE_CHECKING:
    from crawler.fetching.spider import NewsSpider

DEPTH = 3  # sitemaps within sitemaps
MOST_PAGES = 5000  # of one section
MOST_CHILDREN = 20_000  # sitemaps of one index
AT_ONCE = 500  # addresses in one question


class Walk:
    """Which pages and sitemaps of the listings one run asks."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider
        self.store = spider.runs.store
        self.asked: set[str] = set()  # sitemaps, by their normal address
        self.left: int = spider.crawler.settings.getint("LISTING_PAGES_PER_RUN")
        self.told = False

    def pages(self, spot: Spot) -> int:
        """How many pages of a section, or sitemaps of an index, this run may walk."""
        if self.spider.runs.probing:
            return 1
        task = self.spider.task
        return MOST_PAGES if task.backfill or task.look_back else spot.listing.pages

    def may_go_on(self) -> bool:
        """Whether a backfill, or a look back, has a page left to ask in this run."""
        task = self.spider.task
        if not (task.backfill or task.look_back):
            return True
        self.left -= 1
        if self.left >= 0:
            return True
        if not self.told:
            self.told = True
            run = self.spider.runs.open(self.spider.name)
            run.note(
                "the listings were not walked to their end: the next run goes on from here"
                if task.backfill
                else "the listings were not walked back a whole month: there are too many pages"
            )
        return False

    # --- sitemaps --------------------------------------------------------------------------------

    def is_index(self, url: str) -> bool:
        """Whether a sitemap was an index when it was walked last."""
        walked = self.store.walked([url]).get(url)
        return walked is not None and walked.index

    def was_walked(self, url: str) -> bool:
        """Whether a sitemap was walked whole before."""
        return url in self.store.walked([url])

    def children(self, spot: Spot, found: Sequence[tuple[str, Child]]) -> Iterator[Spot]:
        """The sitemaps of an index that are asked, the newest first; `found` are their absolute
        addresses, in that order.
        """
        if spot.page >= DEPTH:
            return
        task = self.spider.task
        each: dict[str, tuple[str, Child]] = {}
        for url, child in found:
            each.setdefault(normal_url(url), (url, child))
        rows = [row for name, row in each.items() if name not in self.asked]
        done = self.done(rows[1:]) if task.backfill else set()
        chosen = [
            (url, child)
            for url, child in rows
            if url not in done and reaches(child, task.since, task.until)
        ]
        self.spider.runs.open(self.spider.name).passed_over += len(rows) - len(chosen)
        for url, child in chosen[: self.pages(spot)]:
            if not self.may_go_on():
                return
            yield Spot(
                spot.listing,
                spot.base,
                url,
                page=spot.page + 1,
                priority=100,
                period=child.period or spot.period,
            )

    def done(self, rows: Sequence[tuple[str, Child]]) -> set[str]:
        """Those of some sitemaps in which nothing can have changed since they were walked."""
        found = set()
        for part in chunks([url for url, _ in rows]):
            walked = self.store.walked(part)
            found |= {
                url for url, child in rows if url in walked and is_over(child, walked[url].at)
            }
        return found

    # --- sections --------------------------------------------------------------------------------

    def deepest(self, spot: Spot, rule: MoreRule, zone: str) -> int:
        """The number of the deepest page of a section that a backfill walked; 0 where none did."""
        deepest = 0
        numbers = range(1, MOST_PAGES)
        for first in range(0, len(numbers), AT_ONCE):
            urls = {
                rule.address(spot.base, number, zone): number
                for number in numbers[first : first + AT_ONCE]
            }
            walked = self.store.walked(list(urls))
            if not walked:
                break
            deepest = max(urls[url] for url in walked)
        return deepest

    def page_of(self, spot: Spot, at: datetime) -> Page | None:
        """A page of a section as the archive notes it in a backfill, where it was walked."""
        if spot.first or not self.spider.task.backfill:
            return None
        return Page(spot.url, spot.listing.url, at)

    # --- how far ---------------------------------------------------------------------------------

    def progress(self) -> str:
        """How far a backfill has come, for a person."""
        run = self.spider.runs.open(self.spider.name)
        come = self.spider.runs.backlog(self.spider.name)
        if not (come.oldest or come.waiting or run.listings_answered):
            return "backfill: no listing answered; run it again when the site does"
        reached = f"back to {day(come.oldest)}" if come.oldest else "to nothing worth fetching"
        if not come.waiting and (self.told or not run.listings_answered):
            return f"backfill: listings walked {reached}; not at its end: run it again"
        if not come.waiting:
            return f"backfill: listings walked {reached}; no address waits"
        since = f", the newest of {day(come.newest)}" if come.newest else ", none of known age"
        return f"backfill: listings walked {reached}; {come.waiting} addresses wait{since}"


def is_over(child: Child, walked_at: datetime) -> bool:
    """Whether a sitemap that was walked then has named all that it ever will."""
    if child.changed is not None and child.changed >= walked_at:
        return False
    if child.period is not None:
        return child.period.end <= walked_at
    return child.changed is not None


def day(at: datetime) -> str:
    """A day as it is named in Vietnam."""
    return f"{at.astimezone(VIETNAM):%Y-%m-%d}"


def chunks(urls: Sequence[str]) -> Iterable[Sequence[str]]:
    """Addresses, so many at a time as one question takes."""
    return (urls[first : first + AT_ONCE] for first in range(0, len(urls), AT_ONCE))
