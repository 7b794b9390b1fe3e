"""Báo Hải Phòng, daily of Hải Phòng city.

Since the merger of July 2025 it goes on with the numbers and the pictures of Báo Hải Dương.
"""

from archive.record import HostFacts
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import Listing, likely_feed, topics

ROOT = "https://baohaiphong.vn"


class BaohaiphongSpider(OnecmsSpider):
    name = "baohaiphong"
    title = "Báo Hải Phòng"
    unit = "VN-HP"
    kind = "provincial"
    hosts = ("baohaiphong.vn", HostFacts("baohaiphong.com.vn"))
    asset_hosts = ("bhd.1cdn.vn",)
    listings = (
        Listing(f"{ROOT}/khoa-hoc-giao-duc", topic=True),
        topics(ROOT),
        Listing(f"{ROOT}/chinh-tri"),
        Listing(f"{ROOT}/xa-hoi"),
        Listing(f"{ROOT}/kinh-te"),
    )
    feeds = (likely_feed(ROOT),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", kind="sitemap"),)
