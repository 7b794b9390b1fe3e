"""Báo Hưng Yên, newspaper of Hưng Yên province."""

from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import Listing

ROOT = "https://baohungyen.vn"
OTHERS = (f"{ROOT}/cai-cach-hanh-chinh", f"{ROOT}/khoa-hoc-cong-nghe")


class BaohungyenSpider(ContentdetailSpider):
    name = "baohungyen"
    title = "Báo Hưng Yên"
    unit = "VN-66"
    kind = "provincial"
    hosts = ("baohungyen.vn",)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess", instead=OTHERS),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
