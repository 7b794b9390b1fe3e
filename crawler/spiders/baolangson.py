"""Báo Lạng Sơn, newspaper of Lạng Sơn province."""

from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import Listing, front, likely_feed, likely_sitemap

ROOT = "https://baolangson.vn"


class BaolangsonSpider(ContentdetailSpider):
    name = "baolangson"
    title = "Báo Lạng Sơn"
    unit = "VN-09"
    kind = "provincial"
    hosts = ("baolangson.vn",)
    listings = (
        Listing(f"{ROOT}/cong-nghe", topic=True, evidence="code"),
        Listing(f"{ROOT}/khoa-hoc-tin-hoc", topic=True, evidence="code"),
        Listing(f"{ROOT}/chuyen-doi-so", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh",)),
        front(ROOT),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
