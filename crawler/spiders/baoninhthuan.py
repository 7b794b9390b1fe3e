"""Báo Ninh Thuận, daily of Ninh Thuận province, which was merged into Khánh Hòa.

No page of it was seen: its pages are read generically.
"""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing, MoreRule, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence

ROOT = "https://baoninhthuan.com.vn"


class BaoninhthuanSpider(NewsSpider):
    name = "baoninhthuan"
    title = "Báo Ninh Thuận"
    unit = "VN-36"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baokhanhhoa"
    hosts = (HostFacts("baoninhthuan.com.vn", until=until),)
    addresses = (
        refuse(r".*/tag/.*", "tag"),
        # /<zone>/49334p25c151/<slug>.htm: article, page and section
        Address(r"/[^/]+/(?P<id>\d+)p\d+c\d+/[^/]+\.html?", "ninhthuan", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/cai-cach-hanh-chinh", True, "guess", instead=(f"{ROOT}/chuyen-doi-so",)),
        Listing(f"{ROOT}/", False, "guess"),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed"),)
    sitemaps = (likely_sitemap(ROOT),)
    more = MoreRule("{url}?page={page}")
