"""Báo Đắk Nông, newspaper of Đắk Nông province, which was merged into Lâm Đồng.

That it ran on ONECMS is inferred from where its pictures lie and how its feeds are called.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import Listing, likely_sitemap, topics
from crawler.reading.layout import guessed

ROOT = "https://baodaknong.vn"


class BaodaknongSpider(OnecmsSpider):
    name = "baodaknong"
    title = "Báo Đắk Nông"
    unit = "VN-72"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baolamdong"
    hosts = (
        HostFacts("baodaknong.vn", until=until),
        HostFacts("baodaknong.org.vn", until=until),
    )
    layouts = guessed(OnecmsSpider.layouts)
    asset_hosts = ("daknong.1cdn.vn",)
    listings = (topics(ROOT),)
    feeds = (Listing(f"{ROOT}/rss/chuyen-doi-so", True, "guess", "feed"),)
    sitemaps = (likely_sitemap(ROOT),)
