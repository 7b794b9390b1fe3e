"""Báo Quảng Ninh, newspaper of Quảng Ninh province."""

from archive.record import HostFacts
from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import Listing, front, likely_sitemap

ROOT = "https://baoquangninh.vn"


class BaoquangninhSpider(ContentdetailSpider):
    name = "baoquangninh"
    title = "Báo Quảng Ninh"
    unit = "VN-13"
    kind = "provincial"
    hosts = ("baoquangninh.vn", HostFacts("baoquangninh.com.vn"))
    asset_hosts = ("media.baoquangninh.vn",)
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True, evidence="code"),
        Listing(f"{ROOT}/chuyen-doi-so", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh",)),
        front(ROOT),
    )
    feeds = (
        Listing(
            f"{ROOT}/rss/kinh-te.rss", False, "guess", "feed", instead=(f"{ROOT}/rss/home.rss",)
        ),
    )
    sitemaps = (likely_sitemap(ROOT),)
