"""Báo Cần Thơ, daily of Cần Thơ city."""

from crawler.families.huea import HueaSpider
from crawler.fetching.listings import Listing

ROOT = "https://baocantho.com.vn"


class BaocanthoSpider(HueaSpider):
    name = "baocantho"
    title = "Báo Cần Thơ"
    unit = "VN-CT"
    kind = "provincial"
    hosts = ("baocantho.com.vn",)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", topic=True, evidence="real"),
        Listing(f"{ROOT}/cong-nghe/", topic=True, evidence="real"),
        Listing(f"{ROOT}/thoi-su/", evidence="real"),
        Listing(f"{ROOT}/thoi-su/can-tho/", evidence="real"),
        Listing(f"{ROOT}/xa-hoi-phap-luat/", evidence="real"),
        Listing(f"{ROOT}/kinh-te/", evidence="real"),
    )
    feeds = (
        Listing(f"{ROOT}/rss/cate/chuyen-doi-so/", True, "guess", "feed"),
        Listing(f"{ROOT}/rss/cate/thoi-su/", evidence="real", kind="feed"),
        Listing(f"{ROOT}/rss/subcate/can-tho/", evidence="real", kind="feed"),
    )
    # Every article since 2007 in one list of 14 MB
    sitemaps = (Listing(f"{ROOT}/sitemapnews.xml", evidence="code", kind="sitemap"),)
