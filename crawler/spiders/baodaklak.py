"""Báo Đắk Lắk, daily of Đắk Lắk province. It has no feed."""

from crawler.families.monthpath import MEDIA, POST, MonthpathSpider, sitemap
from crawler.fetching.listings import TOPICS, Listing, topics

ROOT = "https://baodaklak.vn"


class BaodaklakSpider(MonthpathSpider):
    name = "baodaklak"
    title = "Báo Đắk Lắk"
    unit = "VN-33"
    kind = "provincial"
    hosts = ("baodaklak.vn",)
    layouts = (MEDIA, POST)
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe/", topic=True),
        topics(ROOT, TOPICS[:2], ending="/"),
        Listing(f"{ROOT}/thoi-su/"),
        Listing(f"{ROOT}/chinh-tri/"),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    sitemaps = (sitemap(ROOT),)
