"""Báo Hà Nam, newspaper of Hà Nam province, which was merged into Ninh Bình.

Its host and the form of its addresses are known: pages are read generically, listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baohanam.com.vn"


class BaohanamSpider(NewsSpider):
    name = "baohanam"
    title = "Báo Hà Nam"
    unit = "VN-63"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baoninhbinh"
    hosts = (HostFacts("baohanam.com.vn", until=until),)
    addresses = (Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html?", "baohanam", Evidence.CODE),)
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
