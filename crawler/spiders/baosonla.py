"""Báo Sơn La, newspaper of Sơn La province, on a system of its own."""

from archive.record import HostFacts
from crawler.fetching.listings import Listing, MoreRule, likely_feed, likely_sitemap
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout

ROOT = "https://baosonla.vn"
# The class of the lead says no more than "bold": in the text it may be a heading's
TODAY = Layout(
    name="baosonla-2025",
    evidence=Evidence.CODE,
    title=("h1",),
    lead=("h1 ~ p.font-bold", "#editor-detail > p.font-bold:first-child"),
    body=("#editor-detail",),
)


class BaosonlaSpider(NewsSpider):
    name = "baosonla"
    title = "Báo Sơn La"
    unit = "VN-05"
    kind = "provincial"
    hosts = ("baosonla.vn", HostFacts("baosonla.org.vn"))
    layouts = (TODAY,)
    addresses = (
        refuse(r"/video(?:/.*)?", "video"),
        refuse(r"/(?:chu-de|su-kien|tag|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        Address(r"/[^/]+/(?:[^/]+/)*[^/]+\.html", evidence=Evidence.CODE),
        Address(r"(?:/[^/]+)+-(?P<id>\d{5,})", "former", Evidence.GUESS),
    )
    listings = (
        Listing(f"{ROOT}/cai-cach-hanh-chinh", topic=True, evidence="code"),
        Listing(f"{ROOT}/chuyen-doi-so.html", True, "guess", instead=(f"{ROOT}/chuyen-doi-so",)),
        Listing(f"{ROOT}/xa-hoi.html", evidence="code"),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
    more = MoreRule("{url}?page={page}")
