"""Báo Kon Tum, newspaper of Kon Tum province, which was merged into Quảng Ngãi.

What is known of it is its host: pages are read generically, addresses and listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baokontum.com.vn"


class BaokontumSpider(NewsSpider):
    name = "baokontum"
    title = "Báo Kon Tum"
    unit = "VN-28"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baoquangngai"
    hosts = (HostFacts("baokontum.com.vn", until=until),)
    addresses = (Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html?", "baokontum", Evidence.GUESS),)
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
