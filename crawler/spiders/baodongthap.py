"""Báo Đồng Tháp, daily of Đồng Tháp province."""

from crawler.families.contentnews import ContentnewsSpider
from crawler.fetching.listings import Listing

ROOT = "https://baodongthap.vn"


class BaodongthapSpider(ContentnewsSpider):
    name = "baodongthap"
    title = "Báo Đồng Tháp"
    unit = "VN-45"
    kind = "provincial"
    hosts = ("baodongthap.vn",)
    listings = (
        Listing(
            f"{ROOT}/chuyen-doi-so",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/khoa-hoc-cong-nghe", f"{ROOT}/cong-nghe"),
        ),
        Listing(f"{ROOT}/cai-cach-hanh-chinh", topic=True, evidence="guess"),
        Listing(f"{ROOT}/thoi-su", evidence="guess", instead=(f"{ROOT}/",)),
    )
    feeds = (Listing(f"{ROOT}/rss/news/chuyen-doi-so.rss", True, "guess", "feed"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
