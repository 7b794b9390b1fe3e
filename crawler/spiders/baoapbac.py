"""Báo Ấp Bắc, daily of Tiền Giang province, which went into Đồng Tháp."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address

ROOT = "https://baoapbac.vn"


class BaoapbacSpider(NewsSpider):
    name = "baoapbac"
    title = "Báo Ấp Bắc"
    unit = "VN-46"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baoapbac.vn", until=until),)
    successor = "baodongthap"
    enabled = False
    # From memory, no page was seen: /<section>/<year and month>/<slug>-<id>/
    addresses = (Address(r"(?:/[^/]+)+/\d{6}/[^/]+-(?P<id>[0-9a-f]+)", "id"),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/xa-hoi/index.rss", evidence="code", kind="feed"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
