"""Báo Quảng Ngãi, newspaper of Quảng Ngãi province, on a system of its own."""

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baoquangngai.vn"
TODAY = Layout(
    name="baoquangngai-2025",
    evidence=Evidence.CODE,
    match=("h1.title",),
    title=("h1.title",),
    lead=("p.sapo",),
    body=("#content",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
    drop=(".same",),
)


class BaoquangngaiSpider(NewsSpider):
    name = "baoquangngai"
    title = "Báo Quảng Ngãi"
    unit = "VN-29"
    kind = "provincial"
    hosts = ("baoquangngai.vn",)
    layouts = (TODAY,)
    addresses = (
        refuse(r"/(?:chu-de|su-kien|tag|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.htm", "baoquangngai", Evidence.CODE),
        Address(r"/channel/\d+/\d{6}/[^/]*-(?P<id>\d{5,})", "former", Evidence.GUESS),
    )
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True, evidence="code"),
        Listing(f"{ROOT}/chuyen-doi-so", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh",)),
        Listing(f"{ROOT}/", evidence="guess", pages=1),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
    more = MoreRule("{url}?page={page}")
