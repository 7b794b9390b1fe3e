"""Báo Lâm Đồng, newspaper of Lâm Đồng province; merged papers' articles got new ids there."""

from crawler.families.monthpath import MonthpathSpider
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout, guessed

ROOT = "https://baolamdong.vn"
FEEDS = ("thoi-su/thoi-su-lam-dong", "chinh-sach", "trang-dia-phuong", "phap-luat")
MORE = ("phap-luat/nhip-cau-ban-doc", "kinh-te/nong-nghiep-nong-thon")
TODAY = Layout(
    name="baolamdong-2025",
    evidence=Evidence.GUESS,
    match=("h1.detail-title",),
    title=("h1.detail-title",),
    lead=(".detail-sapo",),
    body=(".detail-content",),
)


class BaolamdongSpider(NewsSpider):
    name = "baolamdong"
    title = "Báo Lâm Đồng"
    unit = "VN-35"
    kind = "provincial"
    hosts = ("baolamdong.vn",)
    layouts = (TODAY, *guessed(MonthpathSpider.layouts))
    addresses = (
        refuse(r"/(?:chu-de|su-kien)/.*", "topic", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html", "baolamdong", Evidence.CODE),
        *MonthpathSpider.addresses,
    )
    listings = (Listing(f"{ROOT}/cong-nghe-chuyen-doi-so", topic=True, evidence="code"),)
    feeds = (
        Listing(f"{ROOT}/rss/cong-nghe-chuyen-doi-so", topic=True, evidence="guess", kind="feed"),
        *(Listing(f"{ROOT}/rss/{path}", kind="feed") for path in (*FEEDS, *MORE)),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="code", kind="sitemap"),)
