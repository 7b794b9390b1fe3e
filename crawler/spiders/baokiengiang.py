"""Báo Kiên Giang, daily of Kiên Giang province, which went into An Giang."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing, front, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baokiengiang.vn"


class BaokiengiangSpider(NewsSpider):
    name = "baokiengiang"
    title = "Báo Kiên Giang"
    unit = "VN-47"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baokiengiang.vn", until=until),)
    successor = "baoangiang"
    enabled = False
    # No page was seen, addresses were: the reading is generic
    addresses = (Address(r"(?:/[^/]+)*/[^/]+-(?P<id>\d{4,})\.html", "id", Evidence.CODE),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh/",)),
        front(ROOT),
    )
    sitemaps = (likely_sitemap(ROOT),)
