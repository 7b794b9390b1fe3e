"""Báo Nam Định, newspaper of Nam Định province, which was merged into Ninh Bình.

Addresses and pictures are those of the family; which of its skins it showed is not known.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider, feed, sitemap
from crawler.fetching.listings import topics
from crawler.reading.layout import guessed

ROOT = "https://baonamdinh.vn"


class BaonamdinhSpider(MonthpathSpider):
    name = "baonamdinh"
    title = "Báo Nam Định"
    unit = "VN-67"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baoninhbinh"
    hosts = (HostFacts("baonamdinh.vn", until=until),)
    layouts = guessed(MonthpathSpider.layouts)
    listings = (topics(ROOT, ending="/"),)
    feeds = (feed(ROOT, "kinh-te"),)
    sitemaps = (sitemap(ROOT),)
