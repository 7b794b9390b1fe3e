"""Báo Đồng Nai, daily of Đồng Nai province."""

from crawler.families.monthpath import POST, MonthpathSpider, feed
from crawler.fetching.listings import Listing, topics

ROOT = "https://baodongnai.com.vn"


class BaodongnaiSpider(MonthpathSpider):
    name = "baodongnai"
    title = "Báo Đồng Nai"
    unit = "VN-39"
    kind = "provincial"
    hosts = ("baodongnai.com.vn",)
    layouts = (POST,)
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/chinh-tri/", False, "guess", instead=(f"{ROOT}/",)),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", kind="sitemap"),)
