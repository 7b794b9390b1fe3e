"""The second half of a run: what a look at an article means for the archive.

A look was kept by the capture middleware before it comes here. Here it becomes a reading for the
archive, a refusal, an unchanged or a missing article, or a failure.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import ArchiveError, PageLost, Refused
from archive.record import ArticleKey, Captured, Reading
from crawler.fetching.capture import content_type
from crawler.fetching.figures import FORBIDDEN
from crawler.fetching.files import Files
from crawler.fetching.opinion import second_opinion
from crawler.fetching.pace import NotAsked
from crawler.fetching.pipeline import ArticleItem, count
from crawler.fetching.resuming import Resuming
from crawler.fetching.robots import RobotsForbids
from crawler.fetching.room import is_known, is_outside, told
from crawler.fetching.signs import expected
from crawler.reading.layout import Evidence

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun
    from crawler.fetching.spider import NewsSpider

logger = logging.getLogger(__name__)

FRONT_PAGES = ("", "/", "/index.html", "/index.htm", "/default.aspx", "/home", "/trang-chu")
CONDITIONS = ("If-None-Match", "If-Modified-Since")
ANSWERED = ("ok", "not-modified", "missing")


class Looks:
    """What the looks of one run mean."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider
        self.runs = spider.runs
        self.files = Files(spider)
        self.resuming = Resuming(self)

    def request(self, url: str, headers: dict[str, str] | None = None) -> Request:
        """A look at an article."""
        return Request(
            url,
            self.looked,
            headers=headers,
            meta={"kind": "article", "asked_url": url},
            dont_filter=True,
            errback=self.failed,
        )

    def left_over(self) -> Iterator[ArticleItem]:
        """Readings of articles that were captured when a run was cut short; what else it left."""
        if self.runs.probing:
            return  # a probe has no archive
        for site, run in list(self.runs.runs.items()):
            lost: dict[Path | None, list[str]] = {}
            try:
                self.resuming.meanings(run)
                yield from self.left_of(run, lost)
                self.resuming.redirects(run)
                self.resuming.files(run)
            except Exception as error:  # Scrapy would log it, ask nothing and end well
                run.trouble(f"a page that waited to be read: {told(error)}")
                if not is_known(error):
                    logger.exception("%s: a page that waited to be read", site)
                elif is_outside(error) and not isinstance(error, ArchiveError):
                    self.runs.halt("archive", told(error))
            for said in lost.values():
                logger.error("%s: %s", site, said[0])
                run.note(f"{said[0]} (captured pages of it that wait to be read: {len(said)})")
                run.stats["page/lost"] += len(said)

    def left_of(self, run: SiteRun, lost: dict[Path | None, list[str]]) -> Iterator[ArticleItem]:
        """As `left_over`, of one site; pages that are lost wait on, and are told to `lost`."""

        def note(error: PageLost) -> None:
            lost.setdefault(error.file, []).append(str(error))

        for fetch_id, url, seen_at, body, kind in self.runs.store.unread(run.site, note):
            if urlsplit(url).path.lower() not in FRONT_PAGES:
                yield from self.read(run, Captured(fetch_id), url, seen_at, body, kind)
            elif asked := self.resuming.home(run, fetch_id, url):
                run.refusals["front-page"] += 1
                count(run, self.runs.store.missing(fetch_id, asked, seen_at, hard=False))
            else:
                self.runs.store.refuse(fetch_id, "front-page", "", seen_at)

    def looked(self, response: Response) -> Iterator[ArticleItem]:
        """Gives an answer its meaning."""
        meta = response.meta
        run = self.runs.of(meta["asked_url"])
        captured, outcome, seen_at = meta["captured"], meta["look"], meta["seen_at"]
        if captured.repeat and captured.settled:
            run.counts.repeats += 1
            return
        if outcome not in ANSWERED or (outcome == "not-modified" and not asked_whether(response)):
            run.counts.failed += 1
            self.runs.tell(f"failed    {response.url}: {outcome}")
            return
        run.counts.fetched += 1
        store, asked = self.runs.store, meta["asked_url"]
        if outcome == "not-modified":
            recorded = store.unchanged(captured.fetch_id, asked, seen_at)
            count(run, recorded)
            self.files.ask(asked, recorded)
        elif outcome == "missing":
            count(run, store.missing(captured.fetch_id, asked, seen_at))
        elif leads_home(asked, response.url):
            run.refusals["front-page"] += 1
            count(run, store.missing(captured.fetch_id, asked, seen_at, hard=False))
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
        key = self.spider.key_of(url, seen_at)
        try:
            reading = self.spider.reading_of(body, url, seen_at, declared_type)
        except Refused as refusal:
            self.note_unread(run, refusal, url, seen_at, body, declared_type)
            self.refuse(run, captured, url, seen_at, refusal, key)
            return
        except Exception as error:
            # one page that the reader cannot stand must not end the run, nor pass unseen
            run.trouble(f"the reader failed at {url}: {error!r}")
            logger.exception("the reader failed at %s", url)
            store = self.runs.store
            store.refuse(captured.fetch_id, "reader-error", repr(error)[:500], seen_at, key)
            return
        key = self.spider.key_of(url, seen_at, reading.layout)
        if key is None:
            nameless = Refused("no-article", "the address is not that of an article")
            self.refuse(run, captured, url, seen_at, nameless, key)
            return
        run.yields.add(reading, run.fresh_since)
        self.note_layout(run, reading, seen_at, body, declared_type)
        reading = second_opinion(run, reading, body, declared_type)
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

    def note_layout(
        self, run: SiteRun, reading: Reading, seen_at: datetime, body: bytes, kind: str | None
    ) -> None:
        """Tells the run of a layout that rests on a guess, and of a page that none fits."""
        layouts = self.spider.layouts
        if reading.layout in {each.name for each in layouts}:
            run.signs.fits(reading)
        elif layouts:
            layout = expected(layouts, run.normals, seen_at)
            run.signs.fits_not(layout, body, kind, reading.url)
        guessed = {each.name for each in layouts if each.evidence == Evidence.GUESS}
        if reading.layout in guessed:
            run.guessed.add(reading.layout)

    def note_unread(
        self,
        run: SiteRun,
        refusal: Refused,
        url: str,
        seen_at: datetime,
        body: bytes,
        kind: str | None,
    ) -> None:
        """Tells the run of a page that it cannot read, where a layout should have found a text."""
        run.unread = run.unread or url
        if self.spider.layouts and refusal.reason == "no-body":
            layout = expected(self.spider.layouts, run.normals, seen_at)
            run.signs.fits_not(layout, body, kind, url)

    def failed(self, failure: Failure) -> None:
        """A look that brought no answer; what has no look at all is an error of our own."""
        request: Request = failure.request  # type: ignore[attr-defined]
        run = self.runs.of(request.meta["asked_url"])
        if isinstance(failure.value, RobotsForbids) and "look" in request.meta:
            run.stats[FORBIDDEN] += 1
            self.runs.tell(f"forbidden {request.url}: by robots.txt")
            return
        if "look" in request.meta:
            run.counts.failed += 1
            return
        if isinstance(failure.value, NotAsked):
            return
        self.runs.lost(run, request.url, failure.value)


def asked_whether(response: Response) -> bool:
    """Whether a 304 answers a conditional request; some servers send one unasked."""
    request = response.request
    return request is not None and any(name in request.headers for name in CONDITIONS)


def leads_home(asked: str, came: str) -> bool:
    """Whether an address led to the site's front page."""
    path = urlsplit(came).path.lower()
    return path in FRONT_PAGES and urlsplit(asked).path.lower() not in FRONT_PAGES
