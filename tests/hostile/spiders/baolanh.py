"""Báo Lành, on a server that does what servers do."""

import os

from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, host_of

ROOT = os.environ.get("BAOLANH_ROOT", "https://baolanh.example")


class BaolanhSpider(NewsSpider):
    name = "baolanh"
    title = "Báo Lành"
    hosts = (host_of(ROOT),)
    addresses = (Address(r"/[^/]*-(?P<id>\d{4,})\.html", "baolanh"),)
    listings = (Listing(f"{ROOT}/chuyen-doi-so", topic=True),)
