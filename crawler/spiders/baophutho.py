"""Báo Phú Thọ, newspaper of Phú Thọ province."""

from crawler.families.dcontent import DcontentSpider
from crawler.fetching.listings import Listing, front, likely_sitemap

ROOT = "https://baophutho.vn"


class BaophuthoSpider(DcontentSpider):
    name = "baophutho"
    title = "Báo Phú Thọ"
    unit = "VN-68"
    kind = "provincial"
    hosts = ("baophutho.vn",)
    asset_hosts = ("media.baophutho.vn",)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="code"),
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True, evidence="code"),
        front(ROOT),
    )
    # As the other paper of the system writes them
    feeds = (
        Listing(f"{ROOT}/rss/chuyen-doi-so.xml", topic=True, evidence="guess", kind="feed"),
        Listing(f"{ROOT}/rss/thoi-su.xml", evidence="guess", kind="feed"),
    )
    sitemaps = (likely_sitemap(ROOT),)
