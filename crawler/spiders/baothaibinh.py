"""Báo Thái Bình, newspaper of Thái Bình province, which was merged into Hưng Yên.

Its host and the form of its addresses are known: pages are read generically, listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing, topics
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
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
