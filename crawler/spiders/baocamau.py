"""Báo Cà Mau, daily of Cà Mau province."""

from crawler.fetching.listings import Listing, MoreRule, front
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address
from crawler.reading.layout import Evidence, Layout

ROOT = "https://baocamau.vn"
# Crawlers of the site name where the text stands, and no more; what is missed here is looked for as
# on a page without a layout.
TODAY = Layout(
    name="baocamau-2020",
    evidence=Evidence.CODE,
    title=("h1.post-title", "meta[property='og:title']@content"),
    lead=(".post-sapo", ".post-summary", ".sapo"),
    body=("div.post-content",),
    section=(".breadcrumb a",),
    tags=(".post-tags a",),
)


class BaocamauSpider(NewsSpider):
    name = "baocamau"
    title = "Báo Cà Mau"
    unit = "VN-59"
    kind = "provincial"
    hosts = ("baocamau.vn",)
    layouts = (TODAY,)
    addresses = (Address(r"(?:/[^/]+)*/[^/]*-a(?P<id>\d+)\.html", "a", Evidence.CODE),)
    more = MoreRule("{url}?p={page}")
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        Listing(f"{ROOT}/cai-cach-hanh-chinh/", topic=True, evidence="guess"),
        front(ROOT),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="code", kind="sitemap"),)  # since -a1
