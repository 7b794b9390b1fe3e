"""Báo Gia Lai, daily of Gia Lai province."""

from crawler.families.epi import EpiSpider, sitemap
from crawler.fetching.listings import Listing

ROOT = "https://baogialai.com.vn"


class BaogialaiSpider(EpiSpider):
    name = "baogialai"
    title = "Báo Gia Lai"
    unit = "VN-30"
    kind = "provincial"
    hosts = ("baogialai.com.vn",)
    asset_hosts = ("cdn.baogialai.com.vn",)
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe/", topic=True),
        Listing(
            f"{ROOT}/chuyen-doi-so/",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/cai-cach-hanh-chinh/",),
        ),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", evidence="guess", kind="feed"),)
    sitemaps = (sitemap(ROOT),)
