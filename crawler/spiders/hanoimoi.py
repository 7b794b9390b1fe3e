"""Hànộimới, daily of Hà Nội."""

from archive.record import HostFacts
from crawler.families.onecms import TOPICS, OnecmsSpider, topics
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://hanoimoi.vn"


class HanoimoiSpider(OnecmsSpider):
    name = "hanoimoi"
    title = "Hànộimới"
    unit = "VN-HN"
    kind = "provincial"
    hosts = ("hanoimoi.vn", HostFacts("hanoimoi.com.vn"))
    asset_hosts = ("hnm.1cdn.vn",)
    addresses = (
        *OnecmsSpider.addresses,
        # of the system before, on the former host; its numbers are others than today's
        Address(r"(?i)/tin-tuc/[^/]+/(?P<id>\d+)/[^/]+", "hanoimoi", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/khoa-hoc-cong-nghe", topic=True),
        topics(ROOT, TOPICS[:2]),
        Listing(f"{ROOT}/chinh-tri"),
        Listing(f"{ROOT}/xa-hoi"),
        Listing(f"{ROOT}/kinh-te"),
    )
    # kinh-te.rss was seen to answer 200 without an entry
    feeds = (
        Listing(f"{ROOT}/rss/phap-luat.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", kind="sitemap"),)
