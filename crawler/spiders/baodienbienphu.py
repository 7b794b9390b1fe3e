"""Báo Điện Biên Phủ, newspaper of Điện Biên province, on a system of its own.

Scripts fill its section pages in the browser, so that its sitemap is the way to its articles.
"""

from archive.record import HostFacts
from crawler.fetching.listings import Listing, likely_feed
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baodienbienphu.vn"
TODAY = Layout(
    name="baodienbienphu-2025",
    evidence=Evidence.CODE,
    title=("h1",),
    body=("div.editor-content",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
    section=("#detail-news a[href*='/tin-tuc/']",),
)


class BaodienbienphuSpider(NewsSpider):
    name = "baodienbienphu"
    title = "Báo Điện Biên Phủ"
    unit = "VN-71"
    kind = "provincial"
    hosts = ("baodienbienphu.vn", HostFacts("baodienbienphu.com.vn"))
    asset_hosts = ("media-dienbien.baodienbienphu.vn",)
    layouts = (TODAY,)
    addresses = (
        refuse(r"/(?:chu-de|su-kien|tag|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        refuse(r"/tin-tuc/[^/]+", "section"),
        Address(r"/tin-bai/[^/]+/[^/]+", evidence=Evidence.CODE),
        Address(r"/tin-tuc/[^/]+/(?P<id>\d{4,})/[^/]+", "former", Evidence.CODE),
    )
    listings = (Listing(f"{ROOT}/", evidence="code", pages=1),)
    feeds = (likely_feed(ROOT),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="code", kind="sitemap"),)
