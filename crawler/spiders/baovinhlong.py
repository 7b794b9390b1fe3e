"""Báo Vĩnh Long, daily of Vĩnh Long province.

The pages on dongkhoi. and travinh.baovinhlong.vn are counted by the papers that were merged into
it, each by its own: they stand with those papers (`baodongkhoi`, `baotravinh`).
"""

from crawler.families.monthpath import POST, MonthpathSpider, feed, sitemap
from crawler.fetching.listings import TOPICS, Listing, topics

ROOT = "https://baovinhlong.com.vn"


class BaovinhlongSpider(MonthpathSpider):
    name = "baovinhlong"
    title = "Báo Vĩnh Long"
    unit = "VN-49"
    kind = "provincial"
    hosts = ("baovinhlong.com.vn", "baovinhlong.vn")
    layouts = (POST,)
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe/", topic=True),
        topics(ROOT, TOPICS[:2], ending="/"),
        Listing(f"{ROOT}/thoi-su/", False, "guess", instead=(f"{ROOT}/",)),
        Listing(f"{ROOT}/chinh-tri/"),
    )
    feeds = (feed(ROOT, "xa-hoi"),)
    sitemaps = (sitemap(ROOT),)
