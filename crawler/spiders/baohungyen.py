"""Báo Hưng Yên, newspaper of Hưng Yên province."""

from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import Listing, topics

ROOT = "https://baohungyen.vn"


class BaohungyenSpider(ContentdetailSpider):
    name = "baohungyen"
    title = "Báo Hưng Yên"
    unit = "VN-66"
    kind = "provincial"
    hosts = ("baohungyen.vn",)
    asset_hosts = ("media.baohungyen.vn",)
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
