"""Báo Hà Giang, daily of Hà Giang province, which was merged into Tuyên Quang."""

from dataclasses import replace
from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider, feed, sitemap, topics
from crawler.fetching.listings import Listing
from crawler.reading.layout import Evidence

ROOT = "https://baohagiang.vn"


class BaohagiangSpider(MonthpathSpider):
    name = "baohagiang"
    title = "Báo Hà Giang"
    unit = "VN-03"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baotuyenquang"
    hosts = (HostFacts("baohagiang.vn", until=until),)
    # Addresses and pictures are those of the family; which skin it showed is not known
    layouts = tuple(replace(each, evidence=Evidence.GUESS) for each in MonthpathSpider.layouts)
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
