"""Báo Bắc Kạn, daily of Bắc Kạn province, which was merged into Thái Nguyên; the successor serves
its archive, to the last article of 1 July 2025, on a host of its own.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.epi import EpiSpider
from crawler.fetching.listings import Listing
from crawler.reading.address import refuse
from crawler.reading.layout import guessed

ROOT = "https://bbk.baothainguyen.vn"


class BaobackanSpider(EpiSpider):
    name = "baobackan"
    title = "Báo Bắc Kạn"
    unit = "VN-53"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baothainguyen"
    hosts = (
        HostFacts("baobackan.com.vn", until=until),
        HostFacts("bbk.baothainguyen.vn", since=until),
    )
    asset_hosts = ("image.baobackan.com.vn",)
    layouts = guessed(EpiSpider.layouts)
    addresses = (refuse(r"/chu-de/.*", "topic"), *EpiSpider.addresses)
    listings = (
        Listing(f"{ROOT}/chu-de/chuyen-doi-so-tinh-bac-kan-3.html", topic=True),
        Listing(f"{ROOT}/chu-de/chung-tay-cai-cach-hanh-chinh-2.html", topic=True),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", kind="sitemap", pages=200),)
