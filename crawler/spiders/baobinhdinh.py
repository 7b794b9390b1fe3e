"""Báo Bình Định, daily of Bình Định province, which went into Gia Lai."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing, front, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baobinhdinh.vn"


class BaobinhdinhSpider(NewsSpider):
    name = "baobinhdinh"
    title = "Báo Bình Định"
    unit = "VN-31"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baobinhdinh.vn", until=until),)
    successor = "baogialai"
    enabled = False
    # No page was seen, addresses were: the number stands in the query
    addresses = (
        Address(r"/viewer\.aspx\?(?:.*&)?mabb=(?P<id>\d+)(?:&.*)?", "mabb", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", topic=True, evidence="guess"),
        front(ROOT),
    )
    sitemaps = (likely_sitemap(ROOT),)
