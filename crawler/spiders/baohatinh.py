"""Báo Hà Tĩnh, daily of Hà Tĩnh province."""

from crawler.families.epi import EpiSpider, sitemap
from crawler.fetching.listings import Listing

ROOT = "https://baohatinh.vn"


class BaohatinhSpider(EpiSpider):
    name = "baohatinh"
    title = "Báo Hà Tĩnh"
    unit = "VN-23"
    kind = "provincial"
    hosts = ("baohatinh.vn",)
    asset_hosts = ("cdn.baohatinh.vn",)
    listings = (
        Listing(f"{ROOT}/cong-nghe/", topic=True),
        Listing(
            f"{ROOT}/chuyen-doi-so/",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/cai-cach-hanh-chinh/",),
        ),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", evidence="guess", kind="feed"),)
    sitemaps = (sitemap(ROOT),)
