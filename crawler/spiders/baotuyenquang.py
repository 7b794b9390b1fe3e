"""Báo Tuyên Quang, daily of Tuyên Quang province."""

from crawler.families.monthpath import MEDIA, MonthpathSpider, feed, sitemap
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baotuyenquang.com.vn"


class BaotuyenquangSpider(MonthpathSpider):
    name = "baotuyenquang"
    title = "Báo Tuyên Quang"
    unit = "VN-07"
    kind = "provincial"
    hosts = ("baotuyenquang.com.vn",)
    layouts = (MEDIA,)
    addresses = (
        *MonthpathSpider.addresses,
        # of the system before
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html", "tuyenquang", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-muc-cai-cach-hanh-chinh/", topic=True),
        Listing(f"{ROOT}/khoa-hoc-cong-nghe/", topic=True),
        Listing(f"{ROOT}/thoi-su-chinh-tri/"),
        Listing(f"{ROOT}/xa-hoi/"),
        Listing(f"{ROOT}/kinh-te/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
