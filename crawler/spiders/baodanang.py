"""Báo Đà Nẵng, daily of Đà Nẵng city: on the system with months in its addresses until 2025.

Since the merger of July 2025 it goes on with the numbers and the pictures of Báo Quảng Nam.
"""

from datetime import date

from crawler.families.monthpath import MonthpathSpider
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import TOPICS, Listing, topics
from crawler.reading.layout import guessed

ROOT = "https://baodanang.vn"
EARLIER = guessed(MonthpathSpider.layouts, until=date(2026, 1, 1))


class BaodanangSpider(OnecmsSpider):
    name = "baodanang"
    title = "Báo Đà Nẵng"
    unit = "VN-DN"
    kind = "provincial"
    hosts = ("baodanang.vn",)
    asset_hosts = ("bqn.1cdn.vn",)
    layouts = (OnecmsSpider.layouts[0], *EARLIER, *OnecmsSpider.layouts[1:])
    addresses = (*OnecmsSpider.addresses, *MonthpathSpider.addresses)
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True),
        topics(ROOT, TOPICS[:2]),
        Listing(f"{ROOT}/chinh-tri"),
        Listing(f"{ROOT}/xa-hoi"),
        Listing(f"{ROOT}/kinh-te"),
    )
    sitemaps = (
        Listing(f"{ROOT}/sitemap-news.xml", kind="sitemap"),
        Listing(f"{ROOT}/sitemap.xml", kind="sitemap"),
    )
