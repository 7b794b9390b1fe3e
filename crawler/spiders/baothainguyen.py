"""Báo Thái Nguyên, daily of Thái Nguyên province."""

from dataclasses import replace

from crawler.families.monthpath import DESC, MonthpathSpider, feed, sitemap
from crawler.fetching.listings import Listing, topics
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baothainguyen.vn"
# Its pages are known by the lead alone, should they have none of the family's links and pictures
LAYOUT = replace(DESC, match=("div.desc",))


class BaothainguyenSpider(MonthpathSpider):
    name = "baothainguyen"
    title = "Báo Thái Nguyên"
    unit = "VN-69"
    kind = "provincial"
    hosts = ("baothainguyen.vn",)
    layouts = (LAYOUT,)
    addresses = (
        *MonthpathSpider.addresses,
        # of the system before
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})-\d+\.html", "thainguyen", Evidence.CODE),
    )
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/thoi-su-thai-nguyen/"),
        Listing(f"{ROOT}/chinh-tri/"),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
