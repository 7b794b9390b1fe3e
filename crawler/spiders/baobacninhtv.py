"""Báo Bắc Ninh, newspaper of Bắc Ninh province."""

from archive.record import HostFacts
from crawler.families.bbg import BbgSpider
from crawler.fetching.listings import Listing, likely_feed, topics
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://baobacninhtv.vn"


class BaobacninhtvSpider(BbgSpider):
    name = "baobacninhtv"
    title = "Báo Bắc Ninh"
    unit = "VN-56"
    kind = "provincial"
    hosts = ("baobacninhtv.vn", HostFacts("baobacninh.vn"))
    asset_hosts = ("img.baobacninhtv.vn",)
    addresses = (
        *BbgSpider.addresses,
        # of the paper before the merger, on its host of then
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html", "former", Evidence.GUESS),
    )
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/moi-nhat", evidence="code"),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="code", kind="sitemap"),)
