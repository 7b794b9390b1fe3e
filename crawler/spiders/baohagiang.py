"""Báo Hà Giang, daily of Hà Giang province, which was merged into Tuyên Quang."""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider, feed, sitemap
from crawler.fetching.listings import Listing, topics
from crawler.reading.layout import guessed

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
    layouts = guessed(MonthpathSpider.layouts)
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
