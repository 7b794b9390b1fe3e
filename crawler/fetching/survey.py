"""The first half of a run: asking the listings, and noting which addresses they name."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import Refused
from archive.record import Found
from archive.storage.address import normal_url
from crawler.fetching import choice
from crawler.fetching.capture import content_type
from crawler.fetching.dates import parse_date
from crawler.fetching.feeds import MAX_SITEMAP, Entry, NotAListing, entries
from crawler.fetching.links import absolute, articles, json_links, page_links
from crawler.fetching.listings import Listing
from crawler.fetching.looks import leads_home
from crawler.reading.address import host_of
from crawler.reading.page import parse as parse_page

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun
    from crawler.fetching.spider import NewsSpider

logger = logging.getLogger(__name__)

REASONS = ("listing", "lexicon", "control")  # why an address is fetched, the most wanted first
DEPTH = 3  # sitemaps within sitemaps
BACKFILL_PAGES = 2000
BATCH = 500  # addresses that the archive is asked for at a time


class Survey:
    """What the listings of one run name."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider
        self.seen: set[int] = set()
        self.sitemaps: set[str] = set()
        self.by_reason: dict[str, list[Found]] = {reason: [] for reason in REASONS}

    @property
    def run(self) -> SiteRun:
        """The run of the site."""
        return self.spider.runs.open(self.spider.name)

    # --- asking ----------------------------------------------------------------------------------

    def requests(self) -> Iterator[Request]:
        """A look at each declared listing, e-government ones first."""
        for position, listing in enumerate(self.spider.all_listings()):
            yield self.request(listing, listing.url, priority=1000 - position)

    def request(
        self, listing: Listing, url: str, *, page: int = 0, zone: str = "", priority: int = 0
    ) -> Request:
        """A look at a page of a listing: conditional, if an answer to it is known."""
        meta = {"kind": "listing", "listing": listing, "page": page, "zone": zone}
        headers = {"Referer": listing.url} if page else {}
        if listing.kind == "sitemap":
            meta["download_maxsize"] = MAX_SITEMAP
            self.sitemaps.add(normal_url(url))
        if not self.spider.task.backfill and listing.kind != "section":
            known = self.spider.runs.store.listing_validators(self.spider.name, url)
            headers |= choice.conditions(*known)
        return Request(
            url,
            self.listed,
            headers=headers,
            meta=meta,
            dont_filter=True,
            errback=self.unlisted,
            priority=priority,
        )

    # --- answers ---------------------------------------------------------------------------------

    def listed(self, response: Response) -> Iterator[Request]:
        """Notes the addresses of a listing page; asks its next page, or the sitemaps in it."""
        meta = response.meta
        listing: Listing = meta["listing"]
        if meta["look"] == "not-modified":
            return
        if meta["look"] != "ok":
            self.lost(listing, meta["page"], f"answered {meta['look']} ({response.status})")
            return
        if leads_home(listing.url, response.url):
            self.lost(listing, meta["page"], "leads to the front page")
            return
        try:
            if listing.kind == "section":
                yield from self.section(response, listing)
            else:
                yield from self.feed(response, listing)
        except Refused as refusal:
            self.refuse(response, refusal)
            self.lost(listing, meta["page"], str(refusal))

    def unlisted(self, failure: Failure) -> None:
        """A listing that brought no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if "look" not in request.meta:
            self.spider.runs.lost(self.run, request.url, failure.value)
            return
        if self.run.robots_closed and request.meta["look"] == "robots":
            return  # of which the run speaks as a whole
        reason = f"{request.meta['look']}: {failure.value}"
        self.lost(request.meta["listing"], request.meta["page"], reason)

    def lost(self, listing: Listing, page: int, reason: str) -> None:
        """A listing page that is not there: a declared first page is missed, a guess is not."""
        sentence = f"{listing.url} {reason}"
        self.spider.runs.tell(f"listing  {sentence}")
        if page:
            logger.info("page %s of listing %s", page, sentence)
        elif listing.evidence == "guess":
            self.run.note(f"a guessed listing did not answer as one: {sentence}")
        else:
            self.run.listings_failed.append(sentence)

    def refuse(self, response: Response, refusal: Refused) -> None:
        """Keeps in the ledger why a listing is none."""
        self.run.refusals[refusal.reason] += 1
        captured = response.meta["captured"]
        if not (captured.repeat and captured.settled):
            seen_at = response.meta["seen_at"]
            store = self.spider.runs.store
            store.refuse(captured.fetch_id, refusal.reason, refusal.detail, seen_at, None)

    def section(self, response: Response, listing: Listing) -> Iterator[Request]:
        """A section page or a load-more fragment; goes on while pages bring what is new."""
        page, zone = response.meta["page"], response.meta["zone"]
        rule = listing.more or self.spider.more
        if response.body.lstrip()[:1] in (b"{", b"["):
            links: Iterable[Found] = json_links(response.body, response.url)
        else:
            tree = parse_page(response.body, content_type(response)).tree
            links = page_links(tree, response.url)
            if rule is not None and not page:
                zone = rule.zone_of(tree)
        fresh = self.note(listing, links)
        last = self.pages(listing)
        if rule is not None and zone is not None and fresh and page + 1 < last:
            url = rule.address(listing.url, page + 1, zone)
            priority = response.request.priority if response.request else 0
            yield self.request(listing, url, page=page + 1, zone=zone, priority=priority)

    def feed(self, response: Response, listing: Listing) -> Iterator[Request]:
        """A feed or sitemap; the sitemaps in an index are asked, the newest first."""
        children: list[Entry] = []
        depth = response.meta["page"]
        self.note(listing, self.found(response, listing, children))
        if any(normal_url(each.url) == normal_url(response.url) for each in children):
            refusal = NotAListing("contains-itself", "the sitemap lists itself")
            self.refuse(response, refusal)
            self.run.note(f"listing {response.url} lists itself")
        if depth >= DEPTH:
            return
        children.sort(key=lambda each: each.changed, reverse=not self.spider.task.backfill)
        for child in [each for each in children if self.reaches(each)][: self.pages(listing)]:
            url = absolute(response.url, child.url)
            if url and normal_url(url) not in self.sitemaps:
                yield self.request(listing, url, page=depth + 1, priority=100)

    def reaches(self, child: Entry) -> bool:
        """Whether a sitemap was changed late enough to name what is asked for."""
        since = self.spider.task.since
        changed = parse_date(child.changed) if since and child.changed else None
        return since is None or changed is None or changed >= since

    def pages(self, listing: Listing) -> int:
        """How many pages of a listing this run walks."""
        if self.spider.runs.probing:
            return 1
        return BACKFILL_PAGES if self.spider.task.backfill else listing.pages

    def found(self, response: Response, listing: Listing, children: list[Entry]) -> Iterator[Found]:
        """The entries of a feed or sitemap as found addresses; sitemaps in it go to `children`."""
        now = self.spider.runs.clock()
        kind = "sitemap" if listing.kind == "sitemap" else "feed"
        for entry in entries(response.body, kind):
            if entry.child:
                if len(children) < BACKFILL_PAGES * 2:
                    children.append(entry)
                continue
            url = absolute(response.url, entry.url)
            if url:
                at = parse_date(entry.date, self.spider.feed_date_order, latest=now)
                yield Found(url, response.url, entry.title, at)

    # --- what they name --------------------------------------------------------------------------

    def note(self, listing: Listing, links: Iterable[Found]) -> int:
        """Notes the article addresses of a listing; how many the archive did not know."""
        run = self.run
        before, new = run.counts.discovered, 0
        run.listings_answered += 1
        unseen = self.unseen(listing, links)
        while batch := list(islice(unseen, BATCH)):
            new += self.note_batch(listing, batch)
        found = run.counts.discovered - before
        self.spider.runs.tell(f"listing  {listing.url}: {found} new addresses")
        if new and listing.evidence == "guess":
            run.guessed.add(f"listing {listing.url}")
        return new

    def note_batch(self, listing: Listing, batch: list[Found]) -> int:
        """Notes some addresses, and chooses those to fetch; how many the archive did not know."""
        spider = self.spider
        groups: dict[str, list[Found]] = {}
        new = self.new_among(batch)
        vain = spider.runs.in_vain([found.url for found in new])
        for found in batch:
            groups.setdefault(choice.why(found, topic=listing.topic), []).append(found)
        for reason, group in groups.items():
            spider.runs.store.note_found(spider.name, group, reason, spider.runs.clock())
        for found in new:
            chosen = self.by_reason.get(choice.why(found, topic=listing.topic))
            if chosen is None or len(chosen) >= spider.limit or found.url in vain:
                continue
            if spider.task.covers(found.published_at):
                chosen.append(found)
        return len(new)

    def unseen(self, listing: Listing, links: Iterable[Found]) -> Iterator[Found]:
        """The article addresses among links that this run has not met yet, counted."""
        spider = self.spider
        for found in articles(links, spider.own_hosts(), spider.addresses, spider.runs.clock()):
            name = hash(normal_url(found.url))  # a backfill meets a million addresses
            if name not in self.seen:
                self.seen.add(name)
                self.run.counts.discovered += 1
                yield found

    def new_among(self, batch: list[Found]) -> list[Found]:
        """Those of some addresses at which the archive holds no article."""
        urls = [found.url for found in batch]
        shown = self.spider.runs.store.shown(self.spider.name, urls)
        return [found for found in batch if found.url not in shown]

    def wanted(self, limit: int) -> list[Found]:
        """The new addresses to fetch, at most `limit`: this run's, then what earlier runs left."""
        chosen = [found for reason in REASONS for found in self.by_reason[reason]][:limit]
        with closing(self.left()) as left:
            while len(chosen) < limit and (batch := list(islice(left, BATCH))):
                chosen += self.new_among(batch)
        return chosen[:limit]

    def left(self) -> Generator[Found]:
        """What earlier runs found and did not get to, as far as this one may ask for it."""
        hosts, covers = self.spider.own_hosts(), self.spider.task.covers
        with closing(self.spider.runs.waiting(self.spider.name)) as waiting:
            for found in waiting:
                if hash(normal_url(found.url)) in self.seen or host_of(found.url) not in hosts:
                    continue
                if covers(found.published_at):
                    yield found
