"""Báo Bắc Giang, newspaper of Bắc Giang province, which was merged into Bắc Ninh.

Its numbers and addresses live on at its successor's: that its pages looked alike is inferred.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.bbg import BbgSpider
from crawler.fetching.listings import Listing, likely_feed, likely_sitemap, topics
from crawler.reading.layout import guessed

ROOT = "https://baobacgiang.vn"


class BaobacgiangSpider(BbgSpider):
    name = "baobacgiang"
    title = "Báo Bắc Giang"
    unit = "VN-54"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baobacninhtv"
    hosts = (HostFacts("baobacgiang.vn", until=until),)
    asset_hosts = ("img.baobacgiang.vn",)
    layouts = guessed(BbgSpider.layouts)
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/moi-nhat", evidence="guess"),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
