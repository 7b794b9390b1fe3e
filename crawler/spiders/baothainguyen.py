"""Báo Thái Nguyên, daily of Thái Nguyên province."""

from dataclasses import replace

from crawler.families.monthpath import HEAD, MonthpathSpider, feed, sitemap, topics
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baothainguyen.vn"
# Lead and text are known, the title's place is not
TITLES = ("h1.title", "h1")
DESC = replace(HEAD, name="baothainguyen-2022", match=("div.desc",), title=TITLES)


class BaothainguyenSpider(MonthpathSpider):
    name = "baothainguyen"
    title = "Báo Thái Nguyên"
    unit = "VN-69"
    kind = "provincial"
    hosts = ("baothainguyen.vn",)
    layouts = (DESC,)
    addresses = (
        *MonthpathSpider.addresses,
        # of the system before
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})-\d+\.html", "thainguyen", Evidence.CODE),
    )
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/thoi-su-thai-nguyen/"),
        Listing(f"{ROOT}/chinh-tri/"),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
