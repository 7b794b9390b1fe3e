"""The only spider with logic: it asks a site's listings, then the articles that are new or due."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Literal

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.settings import BaseSettings

from archive.record import ArticleKey, HostFacts, Known, Reading, SiteFacts
from crawler import config, sites
from crawler.fetching import choice, guard
from crawler.fetching.listings import Listing, MoreRule, declared
from crawler.fetching.looks import Looks
from crawler.fetching.runs import Runs, runs_of
from crawler.fetching.survey import Survey
from crawler.fetching.task import BadTask, Task, parse
from crawler.reading.address import Address, host_of
from crawler.reading.layout import Layout

BATCH = 50  # article requests handed to the engine at a time, so that memory stays bounded


class NewsSpider(scrapy.Spider):
    """One publication. A site sets these attributes, a family their defaults; neither adds logic.

    `hosts` are the site's own hosts, former ones as `HostFacts(host, until=…)`; `asset_hosts` serve
    its pictures and files. `layouts` stand newest first. `addresses` tell which URLs are articles.
    `listings` name e-government sections first (`Listing(url, topic=True)`); a plain string is a
    section page, feed or sitemap by the attribute that it stands in. `more` says how its sections
    go on. `id_prefix` tells which ids of a space that several sites share are the site's own
    (`vccorp:102`): articles of one such id are one text. `feed_date_order` is the order of day and
    month in its feeds. A paper that was merged away has `until`, the first day without it, and a
    `successor`; its hosts are its own as long as nobody else has them.
    """

    title: ClassVar[str] = ""
    unit: ClassVar[str | None] = None
    kind: ClassVar[Literal["central", "ministry", "provincial", "other"]] = "other"
    hosts: ClassVar[tuple[str | HostFacts, ...]] = ()
    asset_hosts: ClassVar[tuple[str, ...]] = ()
    successor: ClassVar[str | None] = None
    since: ClassVar[date | None] = None
    until: ClassVar[date | None] = None
    id_prefix: ClassVar[str | None] = None
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
    looks: Looks

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.task = parse(arguments)
        self.waiting: deque[Request] = deque()
        self.chosen = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What the configuration says of this site, unless the command says otherwise (`-s`)."""
        super().update_settings(settings)
        own = config.load().site(cls.name)
        named: dict[str, object] = {
            "DOWNLOAD_DELAY": own.delay,
            "ARTICLES_PER_RUN": own.articles,
            "QUIET_HOURS": own.quiet or None,
        }
        if own.unverified_tls:
            named["DOWNLOAD_VERIFY_CERTIFICATES"] = False
        for name, value in named.items():
            if value is not None:
                settings.set(name, value, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":
        """The spider of a crawl, which goes on to the articles when the listings are through."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        if spider.task.backfill or crawler.settings.get("REPLAY"):
            crawler.settings.set("CLOSESPIDER_TIMEOUT", 0, priority="spider")
        return spider

    @classmethod
    def check_task(cls, task: Task) -> None:
        """Raises BadTask where this site cannot do what is asked: pages of other hosts."""
        for url in task.urls:
            host = host_of(url)
            if not {host, host.removeprefix("m.")} & cls.own_hosts():
                owner = sites.site_of(url)
                name = owner.name if owner else "any"
                whose = f"of the site {name}" if owner else f"on no host of {cls.name}"
                raise BadTask(f"{url} is {whose}: scrapy crawl {name} -a url=…")

    # --- what belongs to the site ----------------------------------------------------------------

    @classmethod
    def own_hosts(cls) -> frozenset[str]:
        """The hosts on which the site's articles stand, without `www.`."""
        return frozenset(
            (host if isinstance(host, str) else host.host).removeprefix("www.")
            for host in cls.hosts
        )

    @cached_property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts whose pages may be asked: the site's, and those of its declared listings."""
        listed = {host_of(url) for each in self.all_listings() for url in each.candidates}
        rules = ((each, each.more or self.more) for each in self.all_listings())
        further = {host_of(rule.address(each.url, 1, "0")) for each, rule in rules if rule}
        return self.own_hosts().union(listed, further)

    @cached_property
    def allowed_ports(self) -> frozenset[int]:
        """The ports that may be asked, besides those of http and https: those of its listings."""
        return guard.ports_of(url for each in self.all_listings() for url in each.candidates)

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
        """How many articles this run may ask for; a look by day a quarter of a night's."""
        allowed = self.crawler.settings.getint("ARTICLES_PER_RUN")
        return self.task.limit or (max(1, allowed // 4) if self.task.feeds else allowed)

    def site_name(self, url: str) -> str:
        """The site that an address belongs to."""
        return self.name

    def site_facts(self) -> list[SiteFacts]:
        """What the archive is to know of the sites that this crawl concerns."""
        return [sites.facts(each) for each in {type(self), *sites.sites()} if each.hosts]

    def reading_of(self, body: bytes, url: str, at: datetime, content_type: str | None) -> Reading:
        """The reading of a page by this site's layouts, without its furniture of this run."""
        furniture = self.runs.furniture(self.name)
        return sites.read_as(type(self), body, url, at, content_type, furniture)

    def key_of(self, url: str, at: datetime, layout: str = "") -> ArticleKey | None:
        """The identity that an address names on this site; `layout` is that of its reading."""
        return sites.key_as(type(self), url, at)

    # --- the course of a run ---------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """What was captured and not yet read, then the listings or the named articles."""
        self.runs = runs_of(self.crawler)
        self.runs.asked_only = bool(self.task.urls)
        if self.task.trigger and not self.runs.replay:
            self.runs.trigger = self.task.trigger
        if self.task.look_back:
            self.task = replace(self.task, since=self.runs.clock() - choice.MONTH)
        self.survey, self.looks = Survey(self), Looks(self)
        try:
            await self.runs.own(self.site_name(url) for url in self.first_urls())
            self.begin()
        except Exception as error:  # Scrapy would log it and exit 0
            self.runs.break_off(error)
        if self.runs.broken or self.runs.halted:
            return
        for item in self.looks.left_over():
            yield item
        if self.runs.halted:
            return
        self.runs.asking = True
        if self.task.urls:
            self.waiting.extend(self.looks.request(url) for url in self.task.urls)
            self.chosen = True
            for request in self.next_batch():
                yield request
        else:
            for request in self.survey.requests():
                yield request

    def first_urls(self) -> tuple[str, ...]:
        """Addresses of all sites that this crawl concerns."""
        listings = self.all_listings()
        return self.task.urls or (listings[0].url if listings else "",)

    def begin(self) -> None:
        """Opens the run rows, and mends what an earlier crash left."""
        store = self.runs.store
        store.declare(self.site_facts())
        for url in self.first_urls():
            run = self.runs.of(url)
            if not self.runs.replay and not self.crawler.settings["CONTACT"]:
                run.note("EGOV_CONTACT is not set: sites cannot tell whom to write to")
            if not self.runs.replay and (why := config.load().site(self.name).unverified_tls):
                run.note(f"what came by https is unproven, its certificate was not checked: {why}")
        self.runs.check_disk()
        self.runs.tell_mended()

    def go_on(self) -> None:
        """Called when nothing is left to do: hands over the next articles, or lets the run end."""
        if self.runs.broken or self.runs.halted:
            return
        if not self.chosen:
            self.chosen = True
            try:
                self.choose()
            except Exception as error:  # Scrapy would log it and end the run as if all were well
                self.runs.break_off(error)
        batch = self.next_batch()
        if not batch:
            if not self.task.urls:
                self.survey.tell_progress()
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
        waiting = self.waiting_again()
        kept = 0 if self.task.limit else choice.reserved(len(waiting), self.limit)
        new = self.survey.notebook.wanted(self.limit - kept)
        self.waiting.extend(self.looks.request(found.url) for found in new)
        again, left = waiting[: self.limit - len(new)], waiting[self.limit - len(new) :]
        for each in again:
            self.waiting.append(self.looks.request(each.url, choice.validators(each)))
        run = self.runs.open(self.name)
        run.revisits, run.due = len(again), len(waiting)
        if sentence := choice.behind(left, self.runs.clock()):
            run.note(sentence)

    def waiting_again(self) -> list[Known]:
        """The known articles that this run is to look at again, if it may ask for so many."""
        task, now = self.task, self.runs.clock()
        if task.feeds or task.backfill or (task.bounded and not task.look_back):
            return []
        chosen = choice.recent if task.look_back else choice.due
        return chosen(self.runs.store.known_all(self.name), now)
