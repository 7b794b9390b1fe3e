"""Báo Ninh Bình, newspaper of Ninh Bình province, on a system of its own."""

from crawler.fetching.listings import Listing, MoreRule, front, likely_feed, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout

ROOT = "https://baoninhbinh.org.vn"
TODAY = Layout(
    name="baoninhbinh-2025",
    evidence=Evidence.CODE,
    match=("h1.header-title",),
    title=("h1.header-title",),
    lead=(".content-detail > .font-bold", ".content-detail > div:not(#content_detail) .font-bold"),
    body=("#content_detail",),
)


class BaoninhbinhSpider(NewsSpider):
    name = "baoninhbinh"
    title = "Báo Ninh Bình"
    unit = "VN-18"
    kind = "provincial"
    hosts = ("baoninhbinh.org.vn",)
    asset_hosts = ("img.baoninhbinh.org.vn",)
    layouts = (TODAY,)
    addresses = (
        refuse(r"/(?:da-phuong-tien-multimedia|video|podcast|bao-in)(?:/.*)?", "video"),
        refuse(r"/(?:chu-de|su-kien|tag|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{15})\.html", "baoninhbinh", Evidence.CODE),
        # of the systems before: the time of writing, to the millisecond
        Address(r"/.*(?:/d|-)(?P<id>\d{14,17})(?:p\d+c\d+)?\.htm", "former", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh",)),
        front(ROOT),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
    more = MoreRule("{url}?page={page}")
