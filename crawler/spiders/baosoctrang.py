"""Báo Sóc Trăng, daily of Sóc Trăng province, which went into Cần Thơ."""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider
from crawler.fetching.listings import Listing, front, likely_sitemap
from crawler.reading.address import Address

ROOT = "https://baosoctrang.org.vn"


class BaosoctrangSpider(MonthpathSpider):
    name = "baosoctrang"
    title = "Báo Sóc Trăng"
    unit = "VN-52"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baosoctrang.org.vn", until=until),)
    asset_hosts = ("cdn.baosoctrang.org.vn",)
    successor = "baocantho"
    enabled = False
    layouts = ()  # addresses of its last years are those of the family; which skin is not known
    addresses = (
        *MonthpathSpider.addresses,
        Address(r"(?:/[^/]+)*/[^/]+-(?P<id>\d{5,})\.html", "id"),  # of the system before
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        front(ROOT),
    )
    sitemaps = (likely_sitemap(ROOT),)
