"""Báo Quảng Trị, daily of Quảng Trị province."""

from dataclasses import replace

from crawler.families.monthpath import TEXT, MonthpathSpider, feed, sitemap
from crawler.fetching.listings import TOPICS, Listing, topics
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baoquangtri.vn"
# The text's place is all that is known: it is enough of a mark on this host
LAYOUT = replace(TEXT, match=())


class BaoquangtriSpider(MonthpathSpider):
    name = "baoquangtri"
    title = "Báo Quảng Trị"
    unit = "VN-25"
    kind = "provincial"
    hosts = ("baoquangtri.vn",)
    layouts = (LAYOUT,)
    addresses = (
        *MonthpathSpider.addresses,
        # of the system before
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.htm", "quangtri", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe/", topic=True),
        topics(ROOT, TOPICS[:2], ending="/"),
        Listing(f"{ROOT}/thoi-su/"),
        Listing(f"{ROOT}/chinh-tri/"),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
