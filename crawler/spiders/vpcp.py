"""Cổng thông tin điện tử Văn phòng Chính phủ, the Office of the Government's site."""

from crawler.families.vccorp import STREAM, TAGGED, VccorpSpider, sitemap
from crawler.fetching.listings import Listing

ROOT = "https://vpcp.chinhphu.vn"


class VpcpSpider(VccorpSpider):
    name = "vpcp"
    title = "Văn phòng Chính phủ"
    kind = "central"
    hosts = ("vpcp.chinhphu.vn",)
    asset_hosts = ("bcp.cdnchinhphu.vn", "bcp2.cdnchinhphu.vn")
    id_prefix = "vccorp:115"  # others are those of articles that stand at a sister site too
    listings = (
        Listing(
            f"{ROOT}/cai-cach-hanh-chinh.htm",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/cai-cach-thu-tuc-hanh-chinh.htm", f"{ROOT}/chuyen-doi-so.htm"),
        ),
        Listing(f"{ROOT}/chuyen-doi-so.html", topic=True, evidence="guess", more=TAGGED),
        Listing(f"{ROOT}/", evidence="real", more=STREAM),
    )
    feeds = (
        Listing(f"{ROOT}/rss", evidence="guess", kind="feed", instead=(f"{ROOT}/rss/home.rss",)),
    )
    sitemaps = (sitemap(ROOT),)
    feed_date_order = "MDY"  # as its sister sites write
