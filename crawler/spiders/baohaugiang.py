"""Báo Hậu Giang, daily of Hậu Giang province, which went into Cần Thơ; it still publishes."""

from datetime import date

from crawler.fetching.listings import Listing, front, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence, Layout

ROOT = "https://baohaugiang.com.vn"


class BaohaugiangSpider(NewsSpider):
    name = "baohaugiang"
    title = "Báo Hậu Giang"
    unit = "VN-73"
    kind = "provincial"
    hosts = ("baohaugiang.com.vn",)
    successor = "baocantho"
    until = date(2025, 7, 1)
    # Crawlers of the site name where the text stands, and no more
    layouts = (
        Layout(
            name="baohaugiang-2020",
            evidence=Evidence.CODE,
            title=("h1.title", "meta[property='og:title']@content"),
            lead=(".sapo", ".descView"),
            body=("div.contentView",),
        ),
    )
    addresses = (Address(r"(?:/[^/]+)+/[^/]+-(?P<id>\d{4,})\.html", "id", Evidence.CODE),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        Listing(f"{ROOT}/cai-cach-hanh-chinh/", topic=True, evidence="guess"),
        front(ROOT),
    )
    sitemaps = (likely_sitemap(ROOT),)
