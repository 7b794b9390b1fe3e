"""Báo Sơn Khê: an invented provincial daily on the ePi system; its pages carry an ETag."""

from crawler.families.epi import EpiSpider
from crawler.fetching.listings import Listing


class BaosonkheSpider(EpiSpider):
    name = "baosonkhe"
    title = "Báo Sơn Khê"
    kind = "provincial"
    hosts = ("baosonkhe.example",)
    listings = (
        Listing("https://baosonkhe.example/chuyen-doi-so/", topic=True, evidence="real", pages=1),
    )
    sitemaps = (
        Listing(
            "https://baosonkhe.example/sitemap.xml", topic=True, evidence="real", kind="sitemap"
        ),
    )
