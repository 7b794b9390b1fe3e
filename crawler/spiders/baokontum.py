"""Báo Kon Tum, newspaper of Kon Tum province, which was merged into Quảng Ngãi.

What is known of it is its host: pages are read generically, addresses and listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing, topics
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
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
