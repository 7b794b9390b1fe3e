"""Báo Khánh Hòa, daily of Khánh Hòa province."""

from crawler.families.monthpath import HEAD, MonthpathSpider, feed, sitemap
from crawler.fetching.listings import Listing, topics

ROOT = "https://baokhanhhoa.vn"


class BaokhanhhoaSpider(MonthpathSpider):
    name = "baokhanhhoa"
    title = "Báo Khánh Hòa"
    unit = "VN-34"
    kind = "provincial"
    hosts = ("baokhanhhoa.vn",)
    layouts = (HEAD,)
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/xa-hoi/"),
        Listing(f"{ROOT}/chinh-tri/"),
    )
    feeds = (feed(ROOT, "kinh-te"),)
    sitemaps = (sitemap(ROOT),)
