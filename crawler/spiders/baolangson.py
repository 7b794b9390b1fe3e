"""Báo Lạng Sơn, newspaper of Lạng Sơn province."""

from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import Listing

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
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
