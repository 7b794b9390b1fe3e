"""Hànộimới, daily of Hà Nội."""

from archive.record import HostFacts
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import TOPICS, Listing, topics
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://hanoimoi.vn"
FEEDS = ("xa-hoi", "phap-luat", "kinh-te")


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
        Listing(f"{ROOT}/do-thi", evidence="guess"),
    )
    # with an ending, as kinh-te.rss, they were seen to answer 200 without an entry
    feeds = tuple(Listing(f"{ROOT}/rss/{each}", kind="feed") for each in FEEDS)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", kind="sitemap"),)
