"""From a URL to its site, from the site to its layouts, from a page to its reading.

The sites are the spiders of the Scrapy settings in force (SPIDER_MODULES), found when they are
first asked for: there is no register to keep, and importing this module loads neither Scrapy nor a
spider.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from archive.record import (
    ArticleKey,
    Furniture,
    HeldPage,
    HostFacts,
    Piece,
    Reading,
    SiteFacts,
    Standing,
)
from crawler.errors import GalleryPage, ListingPage, PageRefused, VideoPage
from crawler.reading import address
from crawler.reading.name import READER

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.fetching.spider import NewsSpider
    from crawler.reading.layout import Layout

# Where no scrapy.cfg is in sight, as for an installed `egov`
DEFAULT_MODULES = ("crawler.spiders",)
MOBILE = ("m.", "mobile.", "amp.")
REFUSALS: dict[str, type[PageRefused]] = {"video": VideoPage, "gallery": GalleryPage}


def read(
    html: bytes, url: str, fetched_at: datetime | None = None, content_type: str | None = None
) -> Reading:
    """The reading of a page, by the layouts of the site that had its host on that day; of a host
    that no site had, as `read_undeclared`.

    Raises a `crawler.errors.PageRefused` (an `archive.errors.Refused`) that names why a page is no
    article.
    """
    spider = site_of(url, fetched_at)
    if spider is None:
        return read_undeclared(html, url, fetched_at, content_type)
    return read_as(spider, html, url, fetched_at, content_type)


def read_undeclared(
    html: bytes, url: str, fetched_at: datetime | None = None, content_type: str | None = None
) -> Reading:
    """The reading of a page of a host that no site has: by the layouts of the family that its
    markup shows, else by the generic one; raises as `read` does.
    """
    from crawler.families import recognise
    from crawler.reading import article

    def layouts(tree: HtmlElement) -> Sequence[Layout]:
        family = recognise(tree)
        return family.layouts if family else ()

    return article.read(
        html,
        url,
        layouts=layouts,
        names=(address.host_of(url),),
        fetched_at=fetched_at,
        content_type=content_type,
        complete=True,
    )


def read_as(
    spider: type[NewsSpider],
    html: bytes,
    url: str,
    fetched_at: datetime | None = None,
    content_type: str | None = None,
    furniture: Furniture | None = None,
) -> Reading:
    """The reading of a page by the layouts of this very site, whatever host it came from, without
    the site's `furniture` if that is given; raises as `read` does.
    """
    from crawler.reading import article, inferred

    check_address(spider, url, fetched_at)
    reading = article.read(
        html,
        url,
        layouts=spider.layouts,
        names=names(spider),
        fetched_at=fetched_at,
        content_type=content_type,
        furniture=furniture,
    )
    return inferred.dated(reading, address.month_of(spider.addresses, url, fetched_at), fetched_at)


def check_address(spider: type[NewsSpider], url: str, at: datetime | None) -> None:
    """Raises a `PageRefused` where the address alone says that a page is no article."""
    reason = address.refusal(spider.addresses, url, at)
    if reason is not None:
        which = "an" if reason[0] in "aeiou" else "a"
        raise REFUSALS.get(reason, ListingPage)(f"the address is that of {which} {reason} page")


def layouts_of(url: str) -> tuple[Layout, ...]:
    """The layouts by which a page may have been read: its site's, else those of all families."""
    from crawler.families import families

    spider = site_of(url)
    if spider is not None:
        return spider.layouts
    return tuple(layout for family in families() for layout in family.layouts)


def site_of(url: str, at: datetime | None = None) -> type[NewsSpider] | None:
    """The site whose host the URL had on that day; where nobody had it then, or without a day, the
    site that has it now, else the last that had: old archives are served on for years.
    """
    hosts, host = _hosts(_settings()), address.host_of(url)
    owners = hosts.get(host)
    if owners is None:
        bare = next((host[len(mark) :] for mark in MOBILE if host.startswith(mark)), host)
        owners = hosts.get(bare, ())
    day = address.day_of(at)
    for facts, spider in owners:
        if day is None or address.in_period(day, facts.since, facts.until):
            return spider
    return owners[0][1] if owners else None


def key(url: str, at: datetime | None = None) -> ArticleKey | None:
    """The identity that a URL names on its site; None where no site has the host or the site
    refuses the address.
    """
    spider = site_of(url, at)
    return None if spider is None else key_as(spider, url, at)


def key_as(spider: type[NewsSpider], url: str, at: datetime | None = None) -> ArticleKey | None:
    """The identity by this very site's address forms, by its path where none fits; None where it is
    refused.
    """
    found = address.identify(spider.addresses, url, at)
    if found is None:
        return None
    return ArticleKey(spider.name, found.id_space, found.native_id, found.path)


def sites() -> tuple[type[NewsSpider], ...]:
    """All declared sites, by name."""
    return _sites(_settings())


def no_such(name: str, known: Iterable[str]) -> str:
    """That no site has this name, with those that were perhaps meant; for a person."""
    near = get_close_matches(name, sorted(known), n=3, cutoff=0.75)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return f"unknown site {name}: {meant}`scrapy list` shows all"


def forget() -> None:
    """Finds the sites anew when they are next asked for: one has been added."""
    _sites.cache_clear()
    _hosts.cache_clear()


def facts(spider: type[NewsSpider]) -> SiteFacts:
    """What a site declares of itself, as the archive keeps it."""
    return SiteFacts(
        name=spider.name,
        title=spider.title,
        hosts=tuple(HostFacts(host) if isinstance(host, str) else host for host in spider.hosts),
        unit=spider.unit,
        kind=spider.kind,
        successor=spider.successor,
        since=spider.since,
        until=spider.until,
        id_prefix=spider.id_prefix,
        enabled=spider.enabled,
    )


def names(spider: type[NewsSpider]) -> tuple[str, ...]:
    """The names of a site, which are never an author's: title, name and hosts."""
    return (spider.title, spider.name, *(host.host for host in facts(spider).hosts))


def _settings() -> str:
    return os.environ.get("SCRAPY_SETTINGS_MODULE", "")


@cache
def _sites(settings: str) -> tuple[type[NewsSpider], ...]:
    """The sites of a settings module (the one that scrapy.cfg names where it is empty)."""
    from scrapy.spiderloader import SpiderLoader
    from scrapy.utils.project import get_project_settings

    from crawler.fetching.spider import NewsSpider

    chosen = get_project_settings()
    if not chosen.getlist("SPIDER_MODULES"):
        chosen.set("SPIDER_MODULES", list(DEFAULT_MODULES))
    loader = SpiderLoader.from_settings(chosen)
    found = (loader.load(name) for name in sorted(loader.list()))
    return tuple(each for each in found if issubclass(each, NewsSpider) and each.hosts)


@cache
def _hosts(settings: str) -> dict[str, tuple[tuple[HostFacts, type[NewsSpider]], ...]]:
    """Host -> who had it when, the latest first."""
    owners: dict[str, list[tuple[HostFacts, type[NewsSpider]]]] = {}
    for spider in _sites(settings):
        for host in facts(spider).hosts:
            owners.setdefault(host.host.removeprefix("www."), []).append((host, spider))
    return {host: tuple(sorted(rows, key=_latest_first)) for host, rows in owners.items()}


def _latest_first(row: tuple[HostFacts, type[NewsSpider]]) -> int:
    return -(row[0].until or date.max).toordinal()


class SiteReader:
    """The reader that the archive uses (`archive.record.Reader`)."""

    name = READER

    def __init__(self, sets: Mapping[str, Furniture] | None = None) -> None:
        self.sets = dict(sets or {})

    def name_of(self, site: str) -> str:
        """The name under which pages of a site are read: with the number of its furniture."""
        from crawler.reading.name import furnished

        return furnished(self.sets.get(site))

    def furnished(self, sets: Mapping[str, Furniture]) -> SiteReader:
        """A reader that knows this furniture, by site."""
        return SiteReader(sets)

    def standing(
        self,
        site: str,
        pages: Iterable[HeldPage],
        headlines: Iterable[tuple[str, str]],
        known: Sequence[Piece] = (),
        refused: Sequence[Piece] = (),
    ) -> Sequence[Standing]:
        """As `archive.record.Reader.standing`."""
        from crawler.furnishing import standing

        return standing(site, pages, headlines, known, refused)

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        """As `crawler.sites.read`, without what is known of the site's furniture."""
        spider = site_of(url, fetched_at)
        if spider is None or spider.name not in self.sets:
            return read(html, url, fetched_at, content_type)
        furniture = self.sets[spider.name]
        return read_as(spider, html, url, fetched_at, content_type, furniture)

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        """As `crawler.sites.key`."""
        return key(url, at)

    def sites(self) -> Sequence[SiteFacts]:
        """All declared sites."""
        return [facts(spider) for spider in sites()]


reader = SiteReader()
