"""Báo Quảng Bình, daily of Quảng Bình province, which was merged into Quảng Trị."""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import META, NOISE, MonthpathSpider, sitemap
from crawler.fetching.listings import Listing, topics
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baoquangbinh.vn"
# Title and the line with the date are known, the text's place is a guess
LAYOUT = Layout(
    name="baoquangbinh-2020",
    evidence=Evidence.GUESS,
    match=("h2#title",),
    title=("h2#title",),
    body=("#content", ".content-detail", ".article_content"),
    published=(META, DateSpot("h2#title ~ ul.list-inline li"), DateSpot("ul.list-inline li")),
    section=(".breadcrumb a",),
    drop=NOISE,
)


class BaoquangbinhSpider(MonthpathSpider):
    name = "baoquangbinh"
    title = "Báo Quảng Bình"
    unit = "VN-24"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baoquangtri"
    hosts = (HostFacts("baoquangbinh.vn", until=until),)
    layouts = (LAYOUT,)
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/kinh-te/"),
        Listing(f"{ROOT}/chinh-tri/"),
    )
    sitemaps = (sitemap(ROOT),)
