"""Báo Suối: its section goes over many pages, and nothing but these names all of its articles."""

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from tests.kills.world import LAYOUT, PAGES

ROOT = "https://baosuoi.example"


class BaosuoiSpider(NewsSpider):
    name = "baosuoi"
    title = "Báo Suối"
    kind = "provincial"
    hosts = ("baosuoi.example",)
    layouts = (LAYOUT,)
    addresses = (Address(r"/[^/]*-(?P<id>\d{4,})\.html", "baosuoi"),)
    listings = (Listing(f"{ROOT}/chuyen-doi-so", topic=True, pages=PAGES),)
    feeds = (Listing(f"{ROOT}/tin.rss", topic=True, kind="feed"),)
    more = MoreRule("{url}?p={page}")
