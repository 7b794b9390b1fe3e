"""Báo Yên Bái, newspaper of Yên Bái province, which was merged into Lào Cai.

Its host and the form of its addresses are known: pages are read generically, listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baoyenbai.com.vn"


class BaoyenbaiSpider(NewsSpider):
    name = "baoyenbai"
    title = "Báo Yên Bái"
    unit = "VN-06"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baolaocai"
    hosts = (HostFacts("baoyenbai.com.vn", until=until),)
    addresses = (
        Address(r"(?i)/\d+/(?P<id>\d+)/[^/]+\.aspx", "baoyenbai", Evidence.CODE),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html?", "id", Evidence.GUESS),
    )
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
