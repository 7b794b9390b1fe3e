"""Báo Bà Rịa - Vũng Tàu, daily of that province, which went into Hồ Chí Minh City."""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider
from crawler.fetching.listings import Listing, front, likely_sitemap

ROOT = "https://baobariavungtau.com.vn"


class BaobariavungtauSpider(MonthpathSpider):
    name = "baobariavungtau"
    title = "Báo Bà Rịa - Vũng Tàu"
    unit = "VN-43"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baobariavungtau.com.vn", until=until),)
    successor = "sggp"
    enabled = False
    layouts = ()  # addresses and pictures are those of the family; which skin is not known
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        front(ROOT),
    )
    sitemaps = (likely_sitemap(ROOT),)
