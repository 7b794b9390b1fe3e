"""Báo Nhịp số: an invented central paper on VCCorp's system; its feed writes the month first."""

from crawler.families.vccorp import VccorpSpider
from crawler.fetching.listings import Listing


class NhipsoSpider(VccorpSpider):
    name = "nhipso"
    title = "Báo Nhịp số"
    kind = "central"
    hosts = ("nhipso.example",)
    listings = (
        Listing("https://nhipso.example/chinh-quyen-so.htm", topic=True, evidence="real"),
        Listing("https://nhipso.example/xa-hoi.htm", evidence="real"),
    )
    feeds = (
        Listing(
            "https://nhipso.example/chinh-quyen-so.rss", topic=True, evidence="real", kind="feed"
        ),
    )
    feed_date_order = "MDY"
