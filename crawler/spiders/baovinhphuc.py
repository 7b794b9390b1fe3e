"""Báo Vĩnh Phúc, newspaper of Vĩnh Phúc province, which was merged into Phú Thọ.

What is known of it is its host: pages are read generically, addresses and listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baovinhphuc.com.vn"


class BaovinhphucSpider(NewsSpider):
    name = "baovinhphuc"
    title = "Báo Vĩnh Phúc"
    unit = "VN-70"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baophutho"
    hosts = (HostFacts("baovinhphuc.com.vn", until=until),)
    addresses = (
        Address(r"(?i)(?:/[^/]+)*/id/(?P<id>\d+)(?:/[^/]*)?", "baovinhphuc", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html?", "id", Evidence.GUESS),
    )
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
