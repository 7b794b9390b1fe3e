"""Báo Ninh Bình, newspaper of Ninh Bình province, on a system of its own."""

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baoninhbinh.org.vn"
OTHERS = (f"{ROOT}/cai-cach-hanh-chinh", f"{ROOT}/khoa-hoc-cong-nghe")
TODAY = Layout(
    name="baoninhbinh-2025",
    evidence=Evidence.CODE,
    match=("h1.header-title",),
    title=("h1.header-title",),
    # bold lines in the text itself are headings
    lead=(".content-detail > .font-bold", ".content-detail > div:not(#content_detail) .font-bold"),
    body=("#content_detail",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
)


class BaoninhbinhSpider(NewsSpider):
    name = "baoninhbinh"
    title = "Báo Ninh Bình"
    unit = "VN-18"
    kind = "provincial"
    hosts = ("baoninhbinh.org.vn",)
    layouts = (TODAY,)
    addresses = (
        refuse(r"/(?:chu-de|su-kien|tag|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{15})\.html", "baoninhbinh", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess", instead=OTHERS),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
    more = MoreRule("{url}?page={page}")
