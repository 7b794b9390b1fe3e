"""Báo Vĩnh Lam: an invented provincial daily on the system of Huế and Cần Thơ."""

from crawler.families.huea import HueaSpider
from crawler.fetching.listings import Listing


class BaovinhlamSpider(HueaSpider):
    name = "baovinhlam"
    title = "Báo Vĩnh Lam"
    kind = "provincial"
    hosts = ("baovinhlam.example",)
    listings = (
        Listing("https://baovinhlam.example/chuyen-doi-so/", topic=True, evidence="real"),
        Listing("https://baovinhlam.example/van-hoa/", evidence="real"),
    )
    feeds = (
        Listing(
            "https://baovinhlam.example/rss/cate/chuyen-doi-so/",
            topic=True,
            evidence="real",
            kind="feed",
        ),
    )
