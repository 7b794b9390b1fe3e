"""The only spider with logic: it asks a site's listings, then the articles that are new or due.

A look is kept by the capture middleware before it comes here; here it is given its meaning: a
reading for the archive, a refusal, an unchanged or a missing article, a failure.
"""

import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import ArchiveError, Refused
from archive.record import ArticleKey, Captured, HostFacts, Reading, SiteFacts
from crawler import sites
from crawler.fetching import choice
from crawler.fetching.capture import content_type
from crawler.fetching.listings import Listing, MoreRule, declared
from crawler.fetching.pipeline import ArticleItem, count
from crawler.fetching.runs import Runs, SiteRun, runs_of
from crawler.fetching.survey import Survey
from crawler.fetching.task import Task, parse
from crawler.reading.address import Address, host_of
from crawler.reading.layout import Evidence, Layout

logger = logging.getLogger(__name__)

BATCH = 50  # article requests handed to the engine at a time, so that memory stays bounded
FRONT_PAGES = ("", "/", "/index.html", "/index.htm", "/default.aspx", "/home", "/trang-chu")
ANSWERED = ("ok", "not-modified", "missing")


class NewsSpider(scrapy.Spider):
    """One publication. A site sets these attributes, a family their defaults; neither adds logic.

    `hosts` are the site's own hosts, former ones as `HostFacts(host, until=…)`; `asset_hosts` serve
    its pictures and files. `layouts` stand newest first. `addresses` tell which URLs are articles.
    `listings` name e-government sections first (`Listing(url, topic=True)`); a plain string is a
    section page, feed or sitemap by the attribute that it stands in. `more` says how its sections
    go on. `feed_date_order` is the order of day and month in its feeds.
    """

    title: ClassVar[str] = ""
    unit: ClassVar[str | None] = None
    kind: ClassVar[Literal["central", "ministry", "provincial", "other"]] = "other"
    hosts: ClassVar[tuple[str | HostFacts, ...]] = ()
    asset_hosts: ClassVar[tuple[str, ...]] = ()
    successor: ClassVar[str | None] = None
    layouts: ClassVar[tuple[Layout, ...]] = ()
    addresses: ClassVar[tuple[Address, ...]] = ()
    listings: ClassVar[tuple[str | Listing, ...]] = ()
    feeds: ClassVar[tuple[str | Listing, ...]] = ()
    sitemaps: ClassVar[tuple[str | Listing, ...]] = ()
    more: ClassVar[MoreRule | None] = None
    feed_date_order: ClassVar[Literal["DMY", "MDY"]] = "DMY"
    enabled: ClassVar[bool] = True

    task: Task
    runs: Runs
    survey: Survey

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.task = parse(arguments)
        self.waiting: deque[Request] = deque()
        self.chosen = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":
        """The spider of a crawl, which goes on to the articles when the listings are through."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.runs = runs_of(crawler)
        spider.runs.asked_only = bool(spider.task.urls)
        spider.survey = Survey(spider)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        return spider

    @classmethod
    def check_task(cls, task: Task) -> None:
        """Raises BadTask where this site cannot do what is asked."""

    # --- what belongs to the site ----------------------------------------------------------------

    @classmethod
    def own_hosts(cls) -> frozenset[str]:
        """The hosts on which the site's articles stand, without `www.`."""
        return frozenset(
            (host if isinstance(host, str) else host.host).removeprefix("www.")
            for host in cls.hosts
        )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts that may be asked: the site's, its files', those of its declared listings."""
        listed = (host_of(each.url) for each in self.all_listings())
        return self.own_hosts().union(self.asset_hosts, listed)

    @classmethod
    def all_listings(cls) -> list[Listing]:
        """All declared listings, e-government ones first."""
        every = [
            *(declared(each, "section") for each in cls.listings),
            *(declared(each, "feed") for each in cls.feeds),
            *(declared(each, "sitemap") for each in cls.sitemaps),
        ]
        return sorted(every, key=lambda listing: not listing.topic)

    @property
    def limit(self) -> int:
        """How many articles this run may ask for."""
        return self.task.limit or self.crawler.settings.getint("ARTICLES_PER_RUN")

    def site_name(self, url: str) -> str:
        """The site that an address belongs to."""
        return self.name

    def site_facts(self) -> list[SiteFacts]:
        """What the archive is to know of the sites that this crawl concerns."""
        return [sites.facts(each) for each in {type(self), *sites.sites()} if each.hosts]

    def reading_of(self, body: bytes, url: str, at: datetime, content_type: str | None) -> Reading:
        """The reading of a page by this site's layouts."""
        return sites.read_as(type(self), body, url, at, content_type)

    def key_of(self, url: str, at: datetime) -> ArticleKey | None:
        """The identity that an address names on this site."""
        return sites.key_as(type(self), url, at)

    # --- the course of a run ---------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """What was captured and not yet read, then the listings or the named articles."""
        try:
            self.begin()
        except Exception as error:
            self.runs.break_off(error)
            return
        for item in self.left_over():
            yield item
        if self.task.urls:
            self.waiting.extend(self.article_request(url) for url in self.task.urls)
            self.chosen = True
            for request in self.next_batch():
                yield request
        else:
            for request in self.survey.requests():
                yield request

    def begin(self) -> None:
        """Mends what an earlier crash left, and opens the run rows."""
        store = self.runs.store
        store.recover()
        store.declare(self.site_facts())
        for url in self.task.urls or (self.all_listings()[0].url if self.all_listings() else "",):
            self.runs.of(url)

    def left_over(self) -> Iterator[ArticleItem]:
        """Readings of articles that were captured when a run was cut short."""
        for site, run in list(self.runs.runs.items()):
            for fetch_id, url, seen_at, body, kind in self.runs.store.unread(site):
                yield from self.read(run, Captured(fetch_id), url, seen_at, body, kind)

    def go_on(self) -> None:
        """Called when nothing is left to do: hands over the next articles, or lets the run end."""
        if not self.chosen:
            self.chosen = True
            self.choose()
        batch = self.next_batch()
        if not batch:
            return
        assert self.crawler.engine is not None
        for request in batch:
            self.crawler.engine.crawl(request)
        raise DontCloseSpider

    def next_batch(self) -> list[Request]:
        """The next requests of those that wait."""
        return [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]

    def choose(self) -> None:
        """New articles by the fetch rule, then known ones that are due, within the run's limit."""
        if not self.runs.runs:
            return
        run, store = self.runs.open(self.name), self.runs.store
        new = self.survey.wanted(self.limit)
        self.waiting.extend(self.article_request(found.url) for found in new)
        if self.task.bounded or self.task.backfill:
            return
        known = choice.due(store.known_all(self.name), self.runs.clock(), self.limit - len(new))
        run.revisits = len(known)
        for each in known:
            self.waiting.append(self.article_request(each.url, choice.validators(each)))

    def article_request(self, url: str, headers: dict[str, str] | None = None) -> Request:
        """A look at an article."""
        meta = {"kind": "article", "asked_url": url}
        return Request(
            url, self.looked, headers=headers, meta=meta, dont_filter=True, errback=self.failed
        )

    # --- what a look at an article means ---------------------------------------------------------

    def looked(self, response: Response) -> Iterator[ArticleItem]:
        """Gives an answer its meaning."""
        meta, run = response.meta, self.runs.of(response.url)
        captured, outcome, seen_at = meta["captured"], meta["look"], meta["seen_at"]
        if captured.repeat and captured.settled:
            run.counts.repeats += 1
            return
        if outcome not in ANSWERED:
            run.counts.failed += 1
            self.runs.tell(f"failed    {response.url}: {outcome}")
            return
        run.counts.fetched += 1
        store, asked = self.runs.store, meta["asked_url"]
        if outcome == "not-modified":
            count(run, store.unchanged(captured.fetch_id, asked, seen_at))
        elif outcome == "missing":
            count(run, store.missing(captured.fetch_id, asked, seen_at))
        elif is_front_page(response):
            run.refusals["front-page"] += 1
            count(run, store.missing(meta["asked"].fetch_id, asked, seen_at, hard=False))
        else:
            kind = content_type(response)
            yield from self.read(run, captured, response.url, seen_at, response.body, kind)

    def read(
        self,
        run: SiteRun,
        captured: Captured,
        url: str,
        seen_at: datetime,
        body: bytes,
        declared_type: str | None,
    ) -> Iterator[ArticleItem]:
        """The reading of a page for the archive, or its refusal, kept by name."""
        key = self.key_of(url, seen_at)
        try:
            reading = self.reading_of(body, url, seen_at, declared_type)
        except Refused as refusal:
            self.refuse(run, captured, url, seen_at, refusal, key)
            return
        except Exception as error:
            # one page that the reader cannot stand must not end the run, nor pass unseen
            run.trouble(f"the reader failed at {url}: {error!r}")
            logger.exception("the reader failed at %s", url)
            store = self.runs.store
            store.refuse(captured.fetch_id, "reader-error", repr(error)[:500], seen_at, key)
            return
        if key is None:
            nameless = Refused("no-article", "the address is not that of an article")
            self.refuse(run, captured, url, seen_at, nameless, key)
            return
        self.note_guess(run, reading)
        yield ArticleItem(run.site, captured, key, reading, seen_at)

    def refuse(
        self,
        run: SiteRun,
        captured: Captured,
        url: str,
        seen_at: datetime,
        refusal: Refused,
        key: ArticleKey | None,
    ) -> None:
        """Keeps a refusal; "not found" served as a page is a look at a missing article."""
        run.refusals[refusal.reason] += 1
        store = self.runs.store
        if refusal.reason == "soft-404":
            count(run, store.missing(captured.fetch_id, url, seen_at, hard=False))
            return
        run.counts.refused += 1
        self.runs.tell(f"refused   {url}: {refusal}")
        store.refuse(captured.fetch_id, refusal.reason, refusal.detail, seen_at, key)

    def note_guess(self, run: SiteRun, reading: Reading) -> None:
        """Tells the run of a layout that rests on a guess."""
        guessed = {each.name for each in self.layouts if each.evidence == Evidence.GUESS}
        if reading.layout in guessed:
            run.guessed.add(reading.layout)

    def failed(self, failure: Failure) -> None:
        """A look that brought no answer; what has no look at all is an error of our own."""
        request: Request = failure.request  # type: ignore[attr-defined]
        run = self.runs.of(request.url)
        if "look" in request.meta:
            run.counts.failed += 1
            return
        run.trouble(f"{request.url} could not be kept: {failure.value}")
        if isinstance(failure.value, ArchiveError | OSError):
            raise CloseSpider("archive")

    # --- listings --------------------------------------------------------------------------------

    def listed(self, response: Response) -> Iterator[Request]:
        """The addresses of a listing page, and its next page."""
        return self.survey.listed(response)

    def unlisted(self, failure: Failure) -> None:
        """A listing that brought no answer."""
        self.survey.unlisted(failure)


def is_front_page(response: Response) -> bool:
    """Whether an article's address led to the site's front page."""
    asked = urlsplit(response.meta["asked_url"]).path
    path = urlsplit(response.url).path.lower()
    return path in FRONT_PAGES and asked.lower() not in FRONT_PAGES
