"""Báo Nam Định, newspaper of Nam Định province, which was merged into Ninh Bình.

Addresses and pictures are those of the family; which of its skins it showed is not known.
"""

from dataclasses import replace
from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import MonthpathSpider, feed, sitemap, topics
from crawler.reading.layout import Evidence

ROOT = "https://baonamdinh.vn"
SKINS = tuple(replace(each, evidence=Evidence.GUESS) for each in MonthpathSpider.layouts)


class BaonamdinhSpider(MonthpathSpider):
    name = "baonamdinh"
    title = "Báo Nam Định"
    unit = "VN-67"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baoninhbinh"
    hosts = (HostFacts("baonamdinh.vn", until=until),)
    layouts = SKINS
    listings = (topics(ROOT),)
    feeds = (feed(ROOT, "kinh-te"),)
    sitemaps = (sitemap(ROOT),)
