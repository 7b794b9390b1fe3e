"""Báo Bạc Liêu, daily of Bạc Liêu province, which went into Cà Mau."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing, front, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baobaclieu.vn"


class BaobaclieuSpider(NewsSpider):
    name = "baobaclieu"
    title = "Báo Bạc Liêu"
    unit = "VN-55"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baobaclieu.vn", until=until),)
    successor = "baocamau"
    enabled = False
    # No page was seen, addresses were: the reading is generic
    addresses = (Address(r"(?:/[^/]+)*/[^/]+-(?P<id>\d{4,})\.html", "id", Evidence.CODE),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        front(ROOT),
    )
    sitemaps = (likely_sitemap(ROOT),)
