"""Báo Cao Bằng, newspaper of Cao Bằng province."""

from dataclasses import replace

from crawler.families.contentdetail import ContentdetailSpider, more
from crawler.fetching.listings import Listing, likely_feed, likely_sitemap

ROOT = "https://baocaobang.vn"
OTHERS = (f"{ROOT}/cai-cach-hanh-chinh",)
LAYOUT = ContentdetailSpider.layouts[0]
# Where its lead is no heading, it is the first paragraph, in bold as a whole
TODAY = replace(
    LAYOUT,
    name="baocaobang-2025",
    lead=(
        *LAYOUT.lead,
        "#content-detail > :first-child > strong",
        "#content-detail > :first-child > span:only-child > strong",
    ),
)


class BaocaobangSpider(ContentdetailSpider):
    name = "baocaobang"
    title = "Báo Cao Bằng"
    unit = "VN-04"
    kind = "provincial"
    hosts = ("baocaobang.vn",)
    layouts = (TODAY,)
    listings = (
        Listing(f"{ROOT}/Khoa-hoc-Cong-nghe", topic=True, evidence="code", more=more(65)),
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess", instead=OTHERS),
        Listing(f"{ROOT}/Xa-hoi", evidence="code", more=more(61)),
        Listing(f"{ROOT}/Chinh-tri", evidence="code", more=more(58)),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
