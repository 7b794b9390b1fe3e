"""Báo Quảng Ngãi, newspaper of Quảng Ngãi province, on a system of its own."""

from dataclasses import replace

from crawler.families.monthpath import MonthpathSpider
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout

ROOT = "https://baoquangngai.vn"
TODAY = Layout(
    name="baoquangngai-2025",
    evidence=Evidence.CODE,
    match=("h1.title",),
    title=("h1.title",),
    lead=("p.sapo", "#body .sapo"),
    body=("#content",),
    drop=(".same",),
)
EARLIER = tuple(replace(each, evidence=Evidence.GUESS) for each in MonthpathSpider.layouts)


class BaoquangngaiSpider(NewsSpider):
    name = "baoquangngai"
    title = "Báo Quảng Ngãi"
    unit = "VN-29"
    kind = "provincial"
    hosts = ("baoquangngai.vn",)
    layouts = (*EARLIER, TODAY)  # the marks of the system before are narrower
    addresses = (
        refuse(r"/(?:event|expert|multimedia|bao-in)(?:/.*)?", "event"),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.htm", "baoquangngai", Evidence.CODE),
        *MonthpathSpider.addresses,
    )
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True, evidence="code"),
        Listing(f"{ROOT}/chuyen-doi-so", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh",)),
        Listing(f"{ROOT}/tin-moi-nhat", evidence="code"),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
