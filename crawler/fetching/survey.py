"""The first half of a run: asking the listings, and noting which addresses they name."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import Refused
from archive.storage import leftover
from archive.storage.address import normal_url
from crawler.fetching import choice
from crawler.fetching.candidates import Candidates
from crawler.fetching.feeding import Feed
from crawler.fetching.listings import Spot
from crawler.fetching.looks import leads_home
from crawler.fetching.noting import Notebook
from crawler.fetching.pace import NotAsked
from crawler.fetching.sections import Section
from crawler.fetching.walking import Walk
from crawler.fetching.xmltext import MAX_SITEMAP
from crawler.fetching.yields import Listed

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun
    from crawler.fetching.spider import NewsSpider

logger = logging.getLogger(__name__)

NO_ARTICLE = "names no article"


class Survey:
    """What the listings of one run name."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider
        self.runs = spider.runs
        self.asked = 0  # listing pages and sitemaps

    def begin(self) -> None:
        """Prepares what needs the run."""
        self.resumes = self.begun_before()
        self.candidates = Candidates(self.spider, self.run)
        self.notebook = Notebook(self.spider, self.run)
        self.walk = Walk(self.spider)
        self.sections = Section(self)
        self.feeds = Feed(self)

    @property
    def run(self) -> SiteRun:
        """The run of the site."""
        return self.runs.open(self.spider.name)

    def begun_before(self) -> datetime | None:
        """Since when runs were broken off that this one goes on with."""
        if self.runs.probing:
            return None
        return leftover.since(self.runs.store.engine, self.run.site, self.runs.clock())

    def noted_before(self, urls: Sequence[str]) -> int:
        """How many of some addresses a run that was broken off was the first to note: it may not
        have come to what follows them.
        """
        if self.resumes is None:
            return 0
        return leftover.noted(self.runs.store.engine, urls, self.resumes)

    # --- asking ----------------------------------------------------------------------------------

    def requests(self) -> Iterator[Request]:
        """A look at each declared listing, e-government ones first; by day at those and feeds."""
        self.begin()
        every = self.spider.all_listings()
        if self.spider.task.feeds:
            every = [each for each in every if each.topic or each.kind == "feed"]
        for position, listing in enumerate(every):
            yield self.request(self.candidates.first(listing, 1000 - position))

    def request(self, spot: Spot) -> Request:
        """A look at a page of a listing: conditional, if what an answer to it named is known."""
        self.asked += 1
        meta: dict[str, object] = {"kind": "listing", "spot": spot}
        headers = {} if spot.first else {"Referer": spot.base}
        if spot.listing.kind == "sitemap":
            meta["download_maxsize"] = MAX_SITEMAP
            self.walk.asked.add(normal_url(spot.url))
        if self.is_conditional(spot):
            known = self.runs.store.listing_validators(self.spider.name, spot.url)
            headers |= choice.conditions(*known)
        return Request(
            spot.url,
            self.listed,
            headers=headers,
            meta=meta,
            dont_filter=True,
            errback=self.unlisted,
            priority=spot.priority,
        )

    def is_conditional(self, spot: Spot) -> bool:
        """Whether an unchanged answer would tell enough: not that of an index, whose sitemaps
        change without it, nor of an address that was never proven to be a listing, nor after a run
        that was broken off.
        """
        if self.spider.task.backfill or spot.listing.kind == "section":
            return False
        if self.resumes is not None:  # what a broken-off run was answered it may not have noted
            return False
        if spot.listing.kind == "sitemap" and self.walk.is_index(spot.url):
            return False
        return not spot.left or spot.base in self.candidates.seen

    # --- answers ---------------------------------------------------------------------------------

    def listed(self, response: Response) -> Iterator[Request]:
        """Notes the addresses of a listing page; asks its next page, or the sitemaps in it."""
        spot: Spot = response.meta["spot"]
        look = response.meta["look"]
        if look == "not-modified":
            self.candidates.answers(spot)
            if spot.first:
                self.run.standing.add(spot.listing.url)
            return
        if look != "ok":
            yield from self.lost(spot, f"answered {look} ({response.status})")
            return
        if leads_home(spot.url, response.url):
            yield from self.lost(spot, "leads to the front page")
            return
        try:
            reader = self.sections if spot.listing.kind == "section" else self.feeds
            yield from reader.read(response, spot)
        except Refused as refusal:
            self.refuse(response, refusal)
            yield from self.lost(spot, str(refusal))

    def unlisted(self, failure: Failure) -> Iterator[Request]:
        """A listing that brought no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, NotAsked):
            return  # the run tells of the host that was left
        if "look" not in request.meta:
            self.runs.lost(self.run, request.url, failure.value)
            return
        if self.run.robots_closed and request.meta["look"] == "robots":
            return  # of which the run speaks as a whole
        look = request.meta["look"]
        words = str(failure.value).replace(request.url, "").strip(" :")
        told = look if words.replace(" ", "-") == look else f"{look}: {words}"
        yield from self.lost(request.meta["spot"], told)

    def lost(self, spot: Spot, reason: str) -> Iterator[Request]:
        """A listing page that is not there: of a first page the next candidate is tried."""
        if not spot.first:
            self.runs.tell(f"listing  {spot.url} {reason}")
            if spot.listing.kind == "sitemap":
                self.run.note(f"listing {spot.url} {reason}")
            logger.info("%s, of listing %s, %s", spot.url, spot.base, reason)
            return
        if other := self.candidates.next(spot, reason):
            yield self.request(other)

    def refuse(self, response: Response, refusal: Refused) -> None:
        """Keeps in the ledger why a listing is none."""
        self.run.refusals[refusal.reason] += 1
        captured = response.meta["captured"]
        if not (captured.repeat and captured.settled):
            seen_at = response.meta["seen_at"]
            self.runs.store.refuse(captured.fetch_id, refusal.reason, refusal.detail, seen_at, None)

    def named(self, spot: Spot, found: int, *, more: bool = False) -> Iterator[Request]:
        """What a listing's own page names is told; where there are several candidates, one that
        names nothing is no answer.
        """
        if not found and not more and spot.first and (spot.left or spot.failed):
            yield from self.lost(spot, NO_ARTICLE)
            return
        self.run.listings_answered += 1
        self.run.listed.setdefault(spot.listing.url, Listed()).found += found if spot.first else 0
        self.runs.tell(f"listing  {spot.url}: {found} new addresses")
        if spot.first and (found or more):
            self.candidates.answers(spot)

    # --- the end ---------------------------------------------------------------------------------

    def tell_progress(self) -> None:
        """Says how far a backfill has come."""
        if self.spider.task.backfill and not self.runs.probing and self.run.run_id is not None:
            sentence = self.walk.progress()
            self.run.note(sentence)
            self.runs.tell(sentence)
