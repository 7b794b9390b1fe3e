"""Báo Bình Thuận, newspaper of Bình Thuận province, which was merged into Lâm Đồng.

Its host and the form of its addresses are known: pages are read generically, listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baobinhthuan.com.vn"


class BaobinhthuanSpider(NewsSpider):
    name = "baobinhthuan"
    title = "Báo Bình Thuận"
    unit = "VN-40"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baolamdong"
    hosts = (HostFacts("baobinhthuan.com.vn", until=until),)
    addresses = (
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html?", "baobinhthuan", Evidence.CODE),
    )
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
