"""Báo Thanh Hóa, newspaper of Thanh Hóa province."""

from crawler.families.dcontent import DcontentSpider
from crawler.fetching.listings import Listing, front, likely_sitemap

ROOT = "https://baothanhhoa.vn"


class BaothanhhoaSpider(DcontentSpider):
    name = "baothanhhoa"
    title = "Báo Thanh Hóa"
    unit = "VN-21"
    kind = "provincial"
    hosts = ("baothanhhoa.vn",)
    asset_hosts = ("c.baothanhhoa.vn",)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="code"),
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True, evidence="code"),
        front(ROOT),
    )
    feeds = (
        Listing(f"{ROOT}/rss/thoi-su.xml", evidence="code", kind="feed"),
        Listing(f"{ROOT}/rss/phap-luat.xml", evidence="code", kind="feed"),
        Listing(f"{ROOT}/rss/kinh-te.xml", evidence="code", kind="feed"),
        Listing(f"{ROOT}/rss/chuyen-doi-so.xml", topic=True, evidence="guess", kind="feed"),
    )
    sitemaps = (likely_sitemap(ROOT),)
