"""Báo Quảng Nam, daily of Quảng Nam province, which was merged into Đà Nẵng."""

from datetime import date

from archive.record import HostFacts
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import Listing, likely_sitemap, topics
from crawler.reading.address import Address
from crawler.reading.layout import Evidence, guessed

ROOT = "https://baoquangnam.vn"


class BaoquangnamSpider(OnecmsSpider):
    name = "baoquangnam"
    title = "Báo Quảng Nam"
    unit = "VN-27"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baodanang"
    hosts = (HostFacts("baoquangnam.vn", until=until),)
    asset_hosts = ("bqn.1cdn.vn", "images.baoquangnam.vn")
    # Its pictures stand on the family's host in its last years; no page was seen but a print view
    layouts = guessed(OnecmsSpider.layouts)
    addresses = (
        *OnecmsSpider.addresses,
        # the print view; its number is that of the article's own address
        Address(r"/(?:print/)?(?P<id>\d{5,})\.html", "onecms", Evidence.REAL),
    )
    listings = (
        Listing(f"{ROOT}/tags/chuyen-doi-so.html", True, "guess"),
        topics(ROOT),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed"),)
    sitemaps = (likely_sitemap(ROOT),)
