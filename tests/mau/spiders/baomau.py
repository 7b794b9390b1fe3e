"""Báo Mẫu, on an .example host or, where BAOMAU_ROOT says so, on a server of this machine."""

import os

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, host_of, refuse

ROOT = os.environ.get("BAOMAU_ROOT", "https://baomau.example")
LISTINGS = os.environ.get("BAOMAU_LISTINGS", "section").split()


class BaomauSpider(NewsSpider):
    name = "baomau"
    title = "Báo Mẫu"
    kind = "provincial"
    hosts = (host_of(ROOT),)
    addresses = (
        refuse(r"/chu-de/.*", "topic"),
        Address(r"/[^/]*-(?P<id>\d{4,})\.html", "baomau"),
    )
    listings = (
        *(Listing(f"{ROOT}/chuyen-doi-so", topic=True, pages=5),) * ("section" in LISTINGS),
        *(f"{ROOT}/the-thao",) * ("sport" in LISTINGS),
    )
    feeds = (Listing(f"{ROOT}/tin.rss", topic=True, kind="feed"),) * ("feed" in LISTINGS)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", topic=True, kind="sitemap"),) * (
        "sitemap" in LISTINGS
    )
    more = MoreRule("{url}?p={page}")
