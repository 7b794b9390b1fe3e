"""Báo Ấp Bắc, daily of Tiền Giang province, which went into Đồng Tháp."""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider
from crawler.fetching.listings import Listing, front, likely_sitemap

ROOT = "https://baoapbac.vn"


class BaoapbacSpider(MonthpathSpider):
    name = "baoapbac"
    title = "Báo Ấp Bắc"
    unit = "VN-46"
    kind = "provincial"
    until = date(2025, 7, 1)
    hosts = (HostFacts("baoapbac.vn", until=until),)
    successor = "baodongthap"
    enabled = False
    layouts = ()  # addresses and pictures are those of the family; which skin is not known
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        front(ROOT),
    )
    feeds = (Listing(f"{ROOT}/xa-hoi/index.rss", evidence="code", kind="feed"),)
    sitemaps = (likely_sitemap(ROOT),)
