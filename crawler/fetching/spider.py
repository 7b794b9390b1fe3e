"""The only spider with logic: it asks a site's listings, then the articles that are new or due."""

from typing import ClassVar, Literal

import scrapy

from archive.record import HostFacts
from crawler.fetching.listings import Listing, MoreRule
from crawler.reading.address import Address
from crawler.reading.layout import Layout


class NewsSpider(scrapy.Spider):
    """One publication. A site sets these attributes, a family their defaults; neither adds logic.

    `hosts` are the site's own hosts, former ones as `HostFacts(host, until=…)`; `asset_hosts` serve its pictures and
    files. `layouts` stand newest first. `addresses` tell which URLs are articles. `listings` name e-government
    sections first (`Listing(url, topic=True)`); a plain string is a section page, feed or sitemap by the attribute that
    it stands in. `more` says how its sections go on. `feed_date_order` is the order of day and month in its feeds.
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
