"""Báo Đồng Tháp, daily of Đồng Tháp province."""

from crawler.families.contentnews import ContentnewsSpider
from crawler.fetching.listings import Listing


class BaodongthapSpider(ContentnewsSpider):
    name = "baodongthap"
    title = "Báo Đồng Tháp"
    unit = "VN-45"
    kind = "provincial"
    hosts = ("baodongthap.vn",)
    asset_hosts = ("cdn.baodongthap.vn", "cdn2.baodongthap.vn")
    listings = (
        Listing(
            "https://baodongthap.vn/chuyen-doi-so",
            topic=True,
            evidence="guess",
            instead=(
                "https://baodongthap.vn/khoa-hoc-cong-nghe",
                "https://baodongthap.vn/cong-nghe",
            ),
        ),
        Listing("https://baodongthap.vn/cai-cach-hanh-chinh", topic=True, evidence="guess"),
        Listing(
            "https://baodongthap.vn/thoi-su", evidence="guess", instead=("https://baodongthap.vn/",)
        ),
    )
    feeds = (Listing("https://baodongthap.vn/rss/news/chuyen-doi-so.rss", True, "guess", "feed"),)
    sitemaps = (Listing("https://baodongthap.vn/sitemap.xml", evidence="guess", kind="sitemap"),)
