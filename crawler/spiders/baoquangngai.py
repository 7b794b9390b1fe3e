"""Báo Quảng Ngãi, newspaper of Quảng Ngãi province, on a system of its own."""

from crawler.families.monthpath import MonthpathSpider
from crawler.fetching.listings import TOPICS, Listing, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout, guessed

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


class BaoquangngaiSpider(NewsSpider):
    name = "baoquangngai"
    title = "Báo Quảng Ngãi"
    unit = "VN-29"
    kind = "provincial"
    hosts = ("baoquangngai.vn",)
    asset_hosts = ("image.baoquangngai.vn",)
    layouts = (*guessed(MonthpathSpider.layouts), TODAY)  # the marks of the older are narrower
    addresses = (
        refuse(r"/(?:event|expert|multimedia|bao-in)(?:/.*)?", "event"),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.htm", "baoquangngai", Evidence.CODE),
        *MonthpathSpider.addresses,
    )
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True, evidence="code"),
        topics(ROOT, TOPICS[:2]),
        Listing(f"{ROOT}/tin-moi-nhat", evidence="code"),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
