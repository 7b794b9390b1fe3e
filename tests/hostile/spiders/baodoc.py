"""Báo Độc, on a server that means harm."""

import os

from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, host_of

ROOT = os.environ.get("BAODOC_ROOT", "https://baodoc.example")
LISTINGS = os.environ.get("BAODOC_LISTINGS", "").split()


class BaodocSpider(NewsSpider):
    name = "baodoc"
    title = "Báo Độc"
    hosts = (host_of(ROOT),)
    asset_hosts = ("tep.baodoc.example",)
    addresses = (Address(r"/(?:[^?]*)-(?P<id>\d{4,})\.html", "baodoc"),)
    listings = (Listing(f"{ROOT}/chuyen-doi-so", topic=True),)
    feeds = tuple(Listing(f"{ROOT}/{name}", kind="feed") for name in LISTINGS if "tin" in name)
    sitemaps = tuple(
        Listing(f"{ROOT}/{name}", kind="sitemap") for name in LISTINGS if "tin" not in name
    )
