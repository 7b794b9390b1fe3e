"""Báo Pháp luật Việt Nam, the Ministry of Justice's newspaper: own systems, ePi from 2021 to 2025,
an own one since.
"""

from dataclasses import replace
from datetime import date

from crawler.families.epi import EpiSpider
from crawler.families.phapluat import TODAY, Y2015, Y2019, PhapluatSpider
from crawler.fetching.listings import Listing
from crawler.reading.layout import Evidence

ROOT = "https://baophapluat.vn"
EPI = tuple(
    replace(
        layout,
        name=f"baophapluat-{layout.name}",
        evidence=Evidence.CODE,
        since=date(2020, 6, 1),
        until=date(2025, 12, 1),
    )
    for layout in EpiSpider.layouts
)


class BaophapluatSpider(PhapluatSpider):
    name = "baophapluat"
    title = "Báo Pháp luật Việt Nam"
    kind = "ministry"
    hosts = ("baophapluat.vn",)
    asset_hosts = ("cdn.baophapluat.vn",)
    layouts = (TODAY, *EPI, Y2019, Y2015)
    addresses = (*EpiSpider.addresses, *PhapluatSpider.addresses)
    listings = (
        Listing(f"{ROOT}/chuyen-muc/chuyen-doi-so.html", topic=True, evidence="guess"),
        Listing(f"{ROOT}/chuyen-muc/kinh-te.html", evidence="code"),
        Listing(f"{ROOT}/chuyen-muc/bat-dong-san.html", evidence="code"),
    )
    # Four disagreeing forms of feed addresses are known, none that answers: the sitemaps are the
    # way.
    sitemaps = (
        Listing(f"{ROOT}/sitemaps/latest-articles.xml", evidence="code", kind="sitemap"),
        Listing(f"{ROOT}/sitemaps/google-news.xml", evidence="code", kind="sitemap"),
        Listing(f"{ROOT}/sitemaps.xml", evidence="code", kind="sitemap"),
    )
