"""Báo Bắc Giang, newspaper of Bắc Giang province, which was merged into Bắc Ninh.

Its host and the form of its addresses are known: pages are read generically, listings are guesses.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baobacgiang.vn"
OTHERS = (f"{ROOT}/cai-cach-hanh-chinh", f"{ROOT}/khoa-hoc-cong-nghe")


class BaobacgiangSpider(NewsSpider):
    name = "baobacgiang"
    title = "Báo Bắc Giang"
    unit = "VN-54"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baobacninhtv"
    hosts = (HostFacts("baobacgiang.vn", until=until),)
    addresses = (
        Address(r"(?:/[^/]+)*/[^/]*-postid(?P<id>\d+)\.bbg", "postid", Evidence.CODE),
        Address(r"(?:/[^/]+)+/(?P<id>\d{4,})/[^/]+\.html", "former", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess", instead=OTHERS),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
