"""Section pages and the load-more fragments that continue them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import Response

from archive.record import Found
from archive.storage.address import normal_url
from crawler.fetching.capture import content_type
from crawler.fetching.links import articles, json_links, page_links
from crawler.fetching.listings import MoreRule, Spot
from crawler.fetching.noting import placed
from crawler.reading.page import parse as parse_page

if TYPE_CHECKING:
    from crawler.fetching.survey import Survey


MOMENT = timedelta(microseconds=1)


class Section:
    """Walks over the sections of one run."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.spider = survey.spider
        self.walk = survey.walk

    def read(self, response: Response, spot: Spot) -> Iterator[Request]:
        """A section page or a load-more fragment; goes on while pages bring what is new."""
        now, backfill = self.spider.runs.clock(), self.spider.task.backfill
        tree, links = self.links(response)
        named = articles(links, self.spider.own_hosts(), self.spider.addresses, now)
        current = spot.first or not backfill
        found = [  # a page names the newest first: of two without a date the first is newer
            placed(each, now - place * MOMENT, current=current) for place, each in enumerate(named)
        ]
        names = frozenset(hash(normal_url(each.url)) for each in found)
        if not spot.first and names <= spot.before:
            return  # empty, or the page before once more
        backlog = backfill and not spot.first
        page_walked = self.walk.page_of(spot, response.meta["seen_at"])
        note = self.survey.notebook.note_page
        new = note(spot.listing, found, page_walked, backlog=backlog)
        new = new or self.survey.noted_before([each.url for each in found])
        yield from self.survey.named(spot, len(found))
        if not found or self.is_past(found):
            return
        rule = spot.listing.more or self.spider.more
        spot = self.zoned(spot, rule, tree)
        page = self.following(spot, new, dated=self.is_dated(found))
        if rule is None or page is None or not self.walk.may_go_on():
            return
        url = rule.address(spot.base, page, spot.zone)
        before = names if page == spot.page + 1 else frozenset()
        yield self.survey.request(
            replace(spot, url=url, page=page, before=before, left=(), failed=())
        )

    def links(self, response: Response) -> tuple[HtmlElement | None, Iterator[Found]]:
        """The links of a page, or of a fragment in JSON, which has no tree."""
        if response.body.lstrip()[:1] in (b"{", b"["):
            return None, json_links(response.body, response.url)
        tree = parse_page(response.body, content_type(response)).tree
        return tree, page_links(tree, response.url)

    def zoned(self, spot: Spot, rule: MoreRule | None, tree: HtmlElement | None) -> Spot:
        """The walk with what the section page itself tells of its further pages."""
        if rule is None or not spot.first:
            return spot
        zone = "" if not rule.zone else (rule.zone_of(tree) or "" if tree is not None else "")
        if rule.zone and not zone:
            self.spider.runs.tell(f"listing  {spot.url} does not hold the id of its further pages")
            return replace(spot, zone="", deepest=-1)
        deepest = self.walk.deepest(spot, rule, zone) if self.spider.task.backfill else 0
        return replace(spot, zone=zone, deepest=deepest)

    def following(self, spot: Spot, new: int, *, dated: bool) -> int | None:
        """The number of the page that is asked next: the one after a page that brought something
        new; where nothing is new, the deepest that an earlier run of a backfill came to, from which
        it goes on in any case. A look back goes on as long as pages tell their age.
        """
        if spot.deepest < 0:
            return None
        task = self.spider.task
        on = (task.backfill and spot.page == spot.deepest) or (task.look_back and dated)
        if new or on:
            page = spot.page + 1
        elif spot.page < spot.deepest:
            page = spot.deepest
        else:
            return None
        return page if page < self.walk.pages(spot) else None

    def is_past(self, found: Sequence[Found]) -> bool:
        """Whether a page brings nothing newer than what is asked for: most of its articles tell
        their age, and all of those are older.
        """
        since = self.spider.task.since
        if since is None or not self.is_dated(found):
            return False
        return max(each.latest_at for each in found if each.latest_at is not None) < since

    def is_dated(self, found: Sequence[Found]) -> bool:
        """Whether most articles of a page tell their age."""
        return sum(each.latest_at is not None for each in found) * 2 > len(found)
