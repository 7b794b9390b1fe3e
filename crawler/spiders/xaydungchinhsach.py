"""Xây dựng chính sách, pháp luật: the government's site on policies in the making."""

from crawler.families.vccorp import TAGGED, VccorpSpider, sitemap
from crawler.fetching.listings import Listing

ROOT = "https://xaydungchinhsach.chinhphu.vn"


class XaydungchinhsachSpider(VccorpSpider):
    name = "xaydungchinhsach"
    title = "Xây dựng chính sách, pháp luật"
    kind = "central"
    hosts = ("xaydungchinhsach.chinhphu.vn",)
    asset_hosts = ("bcp.cdnchinhphu.vn", "bcp2.cdnchinhphu.vn")
    id_prefix = "vccorp:119"
    listings = (
        Listing(
            f"{ROOT}/chuyen-doi-so.htm",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/chuyen-doi-so.html", f"{ROOT}/khoa-hoc-cong-nghe.htm"),
        ),
        Listing(f"{ROOT}/cai-cach-hanh-chinh.html", topic=True, evidence="guess", more=TAGGED),
        Listing(f"{ROOT}/chinh-sach-moi.htm", topic=True, evidence="guess"),
    )
    feeds = (Listing(f"{ROOT}/rss", kind="feed", instead=(f"{ROOT}/rss/home.rss",)),)
    sitemaps = (sitemap(ROOT),)
    feed_date_order = "MDY"  # "9/26/2026 9:20:00 AM" is 26 September
