"""Báo Bà Rịa - Vũng Tàu, daily of that province, which went into Hồ Chí Minh City."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address

ROOT = "https://baobariavungtau.com.vn"


class BaobariavungtauSpider(NewsSpider):
    name = "baobariavungtau"
    title = "Báo Bà Rịa - Vũng Tàu"
    unit = "VN-43"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baobariavungtau.com.vn", until=until),)
    successor = "sggp"
    enabled = False
    # From memory, no page was seen: /<section>/<year and month>/<slug>-<id>/
    addresses = (Address(r"(?:/[^/]+)+/\d{6}/[^/]+-(?P<id>[0-9a-f]+)", "id"),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
