"""Báo Sóc Trăng, daily of Sóc Trăng province, which went into Cần Thơ."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address

ROOT = "https://baosoctrang.org.vn"


class BaosoctrangSpider(NewsSpider):
    name = "baosoctrang"
    title = "Báo Sóc Trăng"
    unit = "VN-52"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baosoctrang.org.vn", until=until),)
    successor = "baocantho"
    enabled = False
    # No page was seen: the form of the addresses is a guess, the reading generic
    addresses = (Address(r"(?:/[^/]+)*/[^/]+-(?P<id>\d+)\.html", "id"),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
