"""Báo Hòa Bình, newspaper of Hòa Bình province, which was merged into Phú Thọ.

What is known of it is its host: pages are read generically, addresses and listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baohoabinh.com.vn"


class BaohoabinhSpider(NewsSpider):
    name = "baohoabinh"
    title = "Báo Hòa Bình"
    unit = "VN-14"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baophutho"
    hosts = (HostFacts("baohoabinh.com.vn", until=until),)
    addresses = (
        Address(r"/\d+/(?P<id>\d+)/[^/]+\.html?", "baohoabinh", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html?", "id", Evidence.GUESS),
    )
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
