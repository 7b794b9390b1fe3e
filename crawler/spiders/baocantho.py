"""Báo Cần Thơ, daily of Cần Thơ city."""

from crawler.families.huea import HueaSpider
from crawler.fetching.listings import Listing


class BaocanthoSpider(HueaSpider):
    name = "baocantho"
    title = "Báo Cần Thơ"
    unit = "VN-CT"
    kind = "provincial"
    hosts = ("baocantho.com.vn",)
    listings = (
        Listing("https://baocantho.com.vn/chuyen-doi-so/", topic=True, evidence="real"),
        Listing("https://baocantho.com.vn/cong-nghe/", topic=True, evidence="real"),
        Listing("https://baocantho.com.vn/thoi-su/", evidence="real"),
    )
    feeds = (Listing("https://baocantho.com.vn/rss/cate/thoi-su/", evidence="real", kind="feed"),)
    sitemaps = (Listing("https://baocantho.com.vn/sitemapnews.xml", kind="sitemap"),)
