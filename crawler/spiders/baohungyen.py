"""Báo Hưng Yên, newspaper of Hưng Yên province."""

from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import front, likely_feed, likely_sitemap, topics

ROOT = "https://baohungyen.vn"


class BaohungyenSpider(ContentdetailSpider):
    name = "baohungyen"
    title = "Báo Hưng Yên"
    unit = "VN-66"
    kind = "provincial"
    hosts = ("baohungyen.vn",)
    asset_hosts = ("media.baohungyen.vn",)
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
