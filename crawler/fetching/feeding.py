"""Feeds and sitemaps of one run: what they name, how old it is, and which sitemaps follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from archive.record import Found
from archive.storage.address import normal_url
from archive.storage.found import Page
from archive.text import topics
from crawler.fetching.capture import content_type
from crawler.fetching.dates import parse_date
from crawler.fetching.feeds import Entry, entries, looks_like_sitemap
from crawler.fetching.links import absolute, of_site, page_links
from crawler.fetching.listings import Spot
from crawler.fetching.noting import placed
from crawler.fetching.periods import period_of_article
from crawler.fetching.sitemaps import bounds, children, stamped
from crawler.fetching.walking import MOST_CHILDREN, day
from crawler.fetching.xmltext import NotAListing, gunzipped
from crawler.reading.page import parse as parse_page

if TYPE_CHECKING:
    from crawler.fetching.survey import Survey

DEAD = timedelta(days=180)  # a feed without a newer item is no news
MOST_ITEMS = 5000  # of a feed
ENOUGH = 15  # items of a feed that tell whether it is of the topic
SAME = 0.8  # of the items of two feeds: they are one
LARGE = 1000  # addresses of a sitemap that are no news of these days
SITE_MAP = re.compile(r"site\s?map|sơ đồ", re.I)


class Feed:
    """Reads the feeds and sitemaps of one run."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.spider = survey.spider
        self.walk = survey.walk
        self.items: dict[str, set[str]] = {}  # of each feed

    def read(self, response: Response, spot: Spot) -> Iterator[Request]:
        """Notes what a feed or sitemap names; the sitemaps in an index are asked."""
        if spot.listing.kind == "sitemap":
            yield from self.sitemap(response, spot)
        else:
            yield from self.feed(response, spot)

    # --- feeds -----------------------------------------------------------------------------------

    def feed(self, response: Response, spot: Spot) -> Iterator[Request]:
        """A feed: what it names, unless all of it is years old."""
        now, order = self.spider.runs.clock(), self.spider.feed_date_order
        found: list[Found] = []
        for entry in entries(response.body, "feed"):
            if len(found) >= MOST_ITEMS:
                left = f"has more than {MOST_ITEMS} items: the rest is left"
                self.survey.run.note(f"{spot.url} {left}")
                break
            if url := absolute(response.url, entry.url):
                at = parse_date(entry.date, order, latest=now)
                found.append(placed(Found(url, response.url, entry.title, at), now, current=True))
        newest = max((each.published_at for each in found if each.published_at), default=None)
        dead = newest is not None and newest < now - DEAD
        if dead and newest:
            reason = f"is dead: its newest item is of {day(newest)}"
            self.survey.run.note(f"the feed {spot.url} {reason}")
        else:
            self.doubt(spot, found)
        hosts, forms = self.spider.own_hosts(), self.spider.addresses
        named = list(of_site(found, hosts, forms, now))
        self.survey.notebook.note(spot.listing, named, backlog=dead)
        if dead and spot.left:
            yield from self.survey.lost(spot, reason)
        elif not dead:
            yield from self.survey.named(spot, len(named))

    def doubt(self, spot: Spot, found: Sequence[Found]) -> None:
        """Tells of a feed that is not what it is declared to be: a wrong zone id brings a mixed
        one, which looks like any other.
        """
        urls = {normal_url(each.url) for each in found}
        for other, items in self.items.items():
            if len(urls & items) > SAME * max(len(urls), len(items), ENOUGH):
                self.survey.run.note(
                    f"the feeds {other} and {spot.url} name the same: one is mixed"
                )
        self.items[spot.url] = urls
        if not spot.listing.topic or len(urls) < ENOUGH:
            return
        if not any(topics.suggests(each.title, each.url) for each in found):
            self.survey.run.note(
                f"the feed {spot.url} is declared as one on e-government, and none of its "
                f"{len(urls)} items is: is its id right?"
            )

    # --- sitemaps --------------------------------------------------------------------------------

    def sitemap(self, response: Response, spot: Spot) -> Iterator[Request]:
        """A sitemap or an index of some: notes the addresses, asks the sitemaps, newest first."""
        found: list[Entry] = []
        body, whole = gunzipped(response.body)
        large = body.count(b"<loc") > LARGE or len(body) > LARGE * 100
        fresh = self.walk.was_walked(spot.url) or not large
        backlog = self.spider.task.backfill or not (fresh or spot.period)
        named = self.survey.notebook.note(
            spot.listing, self.found(response, body, spot, found, fresh=fresh), backlog=backlog
        )
        if not whole:
            raise NotAListing("truncated", "its gzip ends in the middle")
        rows = [
            (url, child) for child in children(found) if (url := absolute(response.url, child.url))
        ]
        if any(normal_url(url) == normal_url(response.url) for url, _ in rows):
            refusal = NotAListing("contains-itself", "the sitemap lists itself")
            self.survey.refuse(response, refusal)
            self.survey.run.note(f"listing {response.url} lists itself")
        walked = Page(spot.url, spot.listing.url, response.meta["seen_at"], index=bool(rows))
        self.survey.notebook.note_page(spot.listing, (), walked, backlog=backlog)
        yield from self.survey.named(spot, named, more=bool(rows))
        for child in self.walk.children(spot, rows):
            yield self.survey.request(child)

    def found(
        self, response: Response, body: bytes, spot: Spot, into: list[Entry], *, fresh: bool
    ) -> Iterator[Found]:
        """The entries of a sitemap as found addresses; sitemaps in it go to `into`."""
        now, order = self.spider.runs.clock(), self.spider.feed_date_order
        moves = stamped(body)
        newest = now if fresh and not self.spider.task.backfill else None
        for entry in self.entries(response, body, now):
            if entry.child:
                if len(into) < MOST_CHILDREN:
                    into.append(entry)
                else:
                    left = f"names more than {MOST_CHILDREN} sitemaps: the rest is left"
                    self.survey.run.note(f"{spot.url} {left}")
                continue
            url = absolute(response.url, entry.url)
            if url is None:
                continue
            at = parse_date(entry.date, order, latest=now) if entry.date else None
            changed = None if entry.changed[:10] in moves else parse_date(entry.changed, latest=now)
            earliest, latest = bounds(at, period_of_article(url), spot.period, changed)
            latest = min(latest, now) if latest else newest
            yield Found(url, response.url, entry.title, at, earliest, latest)

    def entries(self, response: Response, body: bytes, now: datetime) -> Iterator[Entry]:
        """The entries of a sitemap; of a page that is one for people, its links."""
        try:
            yield from entries(body, "sitemap")
        except NotAListing as refusal:
            if refusal.reason != "not-a-sitemap":
                raise
            links = self.site_map(response, body, now)
            if not links:
                raise
            yield from links

    def site_map(self, response: Response, body: bytes, now: datetime) -> list[Entry]:
        """The links of a page that says to be a map of the site, or is little else than links to
        articles; empty where it is neither.
        """
        if not body.strip():
            return []
        tree = parse_page(body, content_type(response)).tree
        links = {each.url: each for each in page_links(tree, response.url)}
        hosts, forms = self.spider.own_hosts(), self.spider.addresses
        named = list(of_site(links.values(), hosts, forms, now))
        maps = [Entry(url, child=True) for url in links if looks_like_sitemap(url)]
        called = SITE_MAP.search(" ".join(tree.xpath("//title//text() | //h1//text()")))
        if not called and (len(named) + len(maps)) < SAME * max(len(links), 1):
            return []
        return [*maps, *(Entry(each.url, each.title) for each in named)]
