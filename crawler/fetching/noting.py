"""What the listings of one run name: each address noted in the archive, with why it is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from archive.errors import Refused
from archive.record import Found
from archive.storage.address import normal_url
from archive.storage.found import PASSED_BY, Page, Wish
from crawler.fetching import choice
from crawler.fetching.links import of_site
from crawler.fetching.periods import period_of_article
from crawler.fetching.sitemaps import bounds
from crawler.fetching.yields import Listed
from crawler.reading.address import host_of

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun
    from crawler.fetching.listings import Listing
    from crawler.fetching.spider import NewsSpider

BATCH = 2000  # addresses that the archive is asked for at a time
MOST_SEEN = 200_000  # a backfill meets a million; one that is met again is noted again, that is all
MOST_NEW = 100_000  # addresses of a night that the archive did not know: no paper has so many
MOST_NEW_BACKFILL = 1_000_000  # of a run of a backfill: the next one goes on
NEWS = timedelta(days=30)  # what is younger is not left to a backfill
AHEAD = timedelta(days=1)  # clocks differ: nothing is published later than now


class Notebook:
    """The addresses of one run. They are remembered in the archive; here only so many as tell
    what was met twice.
    """

    def __init__(self, spider: NewsSpider, run: SiteRun) -> None:
        self.spider = spider
        self.run = run
        self.task = spider.task
        self.most = MOST_NEW_BACKFILL if self.task.backfill else MOST_NEW
        self.new = 0  # addresses that the archive did not know
        self.seen: set[int] = set()
        self.topical: set[int] = set()  # those of them that a listing of the topic named
        self.again: list[Found] = []  # that were answered before, and are no article: not lately
        self.probed: list[Found] = []

    def note(self, listing: Listing, links: Iterable[Found], *, backlog: bool) -> int:
        """Notes the article addresses among links; how many there were that this run had not
        met.
        """
        found = 0
        for batch in batches(self.unseen(listing, links)):
            found += len(batch)
            self.note_batch(listing, batch, backlog=backlog)
        return found

    def note_page(
        self, listing: Listing, links: Iterable[Found], page: Page | None, *, backlog: bool
    ) -> int:
        """Notes those of one page, and that it was walked, in one go; how many the archive did not
        know, or not as worth fetching.
        """
        return self.note_batch(
            listing, list(self.unseen(listing, links)), backlog=backlog, page=page
        )

    def unseen(self, listing: Listing, links: Iterable[Found]) -> Iterator[Found]:
        """The article addresses among links that this run has not met yet, or met on listings of
        all subjects only, while this one is of the topic: it is a better reason to fetch them.
        """
        spider = self.spider
        for found in of_site(links, spider.own_hosts(), spider.addresses, spider.runs.clock()):
            if self.is_full():
                return
            name = hash(normal_url(found.url))
            if name not in self.seen:
                if len(self.seen) >= MOST_SEEN:
                    self.seen.clear()
                    self.topical.clear()
                self.seen.add(name)
                self.run.counts.discovered += 1
            elif not listing.topic or name in self.topical:
                continue
            if listing.topic:
                self.topical.add(name)
            yield found

    def note_batch(
        self, listing: Listing, batch: list[Found], *, backlog: bool, page: Page | None = None
    ) -> int:
        """Notes some addresses; how many the archive did not know, or not as worth fetching."""
        now = self.spider.runs.clock()
        if self.is_full():
            batch, page = [], None  # what is left of it is not noted: it was not walked
        reasons = [choice.why(found, topic=listing.topic) for found in batch]
        rows = [
            Wish(found, why, backlog=backlog and not is_news(found, now))
            for found, why in zip(batch, reasons, strict=True)
        ]
        lift = not backlog and listing.kind != "sitemap"
        store = self.spider.runs.store
        new = store.note_found(self.spider.name, rows, now, lift=lift, walked=page)
        self.new += new
        self.run.listed.setdefault(listing.url, Listed()).add(new, batch)
        wanted = [row.found for row in rows if row.why != PASSED_BY]
        if self.spider.runs.probing:
            self.probed += wanted[: self.spider.limit]
        elif not self.task.backfill:
            self.look_again(wanted)
        return new

    def is_full(self) -> bool:
        """Whether this run has noted as many new addresses as it may, which is told."""
        if self.new < self.most:
            return False
        self.run.note(f"the listings name more than {self.most} new addresses: the rest is left")
        return True

    def look_again(self, wanted: list[Found]) -> None:
        """Those that showed no article when they were asked, which is some days ago."""
        runs = self.spider.runs
        answered = runs.answered([found.url for found in wanted])
        before = self.unheld([found for found in wanted if found.url in answered])
        vain = runs.in_vain([found.url for found in before])
        room = self.spider.limit - len(self.again)
        self.again += [each for each in before if each.url not in vain][: max(0, room)]

    def unheld(self, batch: Sequence[Found]) -> list[Found]:
        """Those of some addresses at which the archive holds no article."""
        if not batch:
            return []
        shown = self.spider.runs.store.shown(self.spider.name, [found.url for found in batch])
        return [found for found in batch if found.url not in shown]

    # --- what is fetched -------------------------------------------------------------------------

    def wanted(self, limit: int) -> list[Found]:
        """The addresses to fetch, at most `limit`, the newest first: of a backfill all that were
        ever found and wait, else what this run found and what earlier ones left.
        """
        if self.spider.runs.probing:
            return [each for each in self.probed if self.task.covers(each)][:limit]
        chosen: dict[str, Found] = {}
        with closing(self.spider.runs.waiting(self.spider.name, self.task.backfill)) as waiting:
            left = (found for found in waiting if self.fits(found))
            while len(chosen) < limit and (batch := list(islice(left, BATCH))):
                for found in self.unheld(batch):
                    chosen.setdefault(normal_url(found.url), found)
        for found in filter(self.fits, self.again):
            chosen.setdefault(normal_url(found.url), found)
        return sorted(chosen.values(), key=age, reverse=True)[:limit]

    def fits(self, found: Found) -> bool:
        """Whether this run may ask for an address."""
        return self.task.covers(found) and host_of(found.url) in self.spider.own_hosts()


def batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Addresses, `BATCH` at a time; what came before a refusal is given, too."""
    batch: list[Found] = []
    try:
        for each in found:
            batch.append(each)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except Refused:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def is_news(found: Found, now: datetime) -> bool:
    """Whether an address is new enough for an ordinary night."""
    return found.latest_at is not None and found.latest_at >= now - NEWS


def age(found: Found) -> datetime:
    """By which addresses are ordered; those of unknown age come last, in their order."""
    return found.latest_at or choice.LONG_AGO


def placed(found: Found, now: datetime, *, current: bool) -> Found:
    """A link of a section page or feed with the times between which it was published; what stands
    on a `current` page and tells nothing is taken as of now.
    """
    published = found.published_at
    if published is not None and published > now + AHEAD:
        published = None
    earliest, latest = bounds(published, period_of_article(found.url), None, None)
    latest = min(latest, now) if latest else now if current else None
    return replace(found, published_at=published, earliest_at=earliest, latest_at=latest)
