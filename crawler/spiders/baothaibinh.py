"""Báo Thái Bình, newspaper of Thái Bình province, which was merged into Hưng Yên.

Its host and the form of its addresses are known: pages are read generically, listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baothaibinh.com.vn"


class BaothaibinhSpider(NewsSpider):
    name = "baothaibinh"
    title = "Báo Thái Bình"
    unit = "VN-20"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baohungyen"
    hosts = (HostFacts("baothaibinh.com.vn", until=until),)
    addresses = (
        Address(r"/(?:tin-tuc|news)/\d+/(?P<id>\d+)/[^/]+", "baothaibinh", Evidence.CODE),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html?", "id", Evidence.GUESS),
    )
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
