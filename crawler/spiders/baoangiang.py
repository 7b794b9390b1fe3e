"""Báo An Giang, daily of An Giang province."""

from crawler.families.huea import PAGE_AND_DAY, HueaSpider, feed, sitemap
from crawler.fetching.listings import Listing

ROOT = "https://baoangiang.com.vn"


class BaoangiangSpider(HueaSpider):
    name = "baoangiang"
    title = "Báo An Giang"
    unit = "VN-44"
    kind = "provincial"
    hosts = ("baoangiang.com.vn",)
    asset_hosts = ("image.baoangiang.com.vn", "images.baoangiang.com.vn")
    more = PAGE_AND_DAY
    listings = (
        Listing(
            f"{ROOT}/chuyen-doi-so/",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/khoa-hoc-cong-nghe/", f"{ROOT}/cong-nghe/"),
        ),
        Listing(f"{ROOT}/cai-cach-hanh-chinh/", topic=True, evidence="guess"),
        Listing(f"{ROOT}/thoi-su/", evidence="guess", instead=(f"{ROOT}/",)),
    )
    feeds = (feed(ROOT, "chuyen-doi-so", topic=True),)
    sitemaps = (sitemap(ROOT),)
