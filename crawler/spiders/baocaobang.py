"""Báo Cao Bằng, newspaper of Cao Bằng province."""

from dataclasses import replace

from crawler.families.contentdetail import ContentdetailSpider
from crawler.fetching.listings import Listing

ROOT = "https://baocaobang.vn"
OTHERS = (f"{ROOT}/cai-cach-hanh-chinh", f"{ROOT}/khoa-hoc-cong-nghe")
# Its lead is the first paragraph, in bold as a whole
TODAY = replace(
    ContentdetailSpider.layouts[0],
    name="baocaobang-2025",
    lead=("#content-detail > p:first-child > strong",),
)


class BaocaobangSpider(ContentdetailSpider):
    name = "baocaobang"
    title = "Báo Cao Bằng"
    unit = "VN-04"
    kind = "provincial"
    hosts = ("baocaobang.vn",)
    layouts = (TODAY,)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess", instead=OTHERS),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
