"""Báo Đồi: a sitemap names its articles; it takes texts from Báo Suối."""

from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from tests.kills.world import LAYOUT

ROOT = "https://baodoi.example"


class BaodoiSpider(NewsSpider):
    name = "baodoi"
    title = "Báo Đồi"
    kind = "provincial"
    hosts = ("baodoi.example",)
    layouts = (LAYOUT,)
    addresses = (Address(r"/[^/]*-(?P<id>\d{4,})\.html", "baodoi"),)
    listings = (Listing(f"{ROOT}/chuyen-doi-so", topic=True, pages=1),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", topic=True, kind="sitemap"),)
