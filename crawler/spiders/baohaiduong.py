"""Báo Hải Dương, daily of Hải Dương province, which was merged into Hải Phòng."""

from datetime import date

from archive.record import HostFacts
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import Listing, likely_sitemap, topics
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, guessed

ROOT = "https://baohaiduong.vn"


class BaohaiduongSpider(OnecmsSpider):
    name = "baohaiduong"
    title = "Báo Hải Dương"
    unit = "VN-61"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baohaiphong"
    hosts = (HostFacts("baohaiduong.vn", until=until),)
    asset_hosts = ("bhd.1cdn.vn", "media.baohaiduong.vn")
    # Its pictures stand on the family's host since about 2022; no page was seen
    layouts = guessed(OnecmsSpider.layouts)
    addresses = (
        refuse(r"/en/.*", "translation"),  # under the number of the article
        refuse(r"/chuyen-muc/.*", "section"),
        *OnecmsSpider.addresses,
        # before: -151256, -387551 and -394829 followed one another, one id space
        Address(r"/[^/]+/[^/]*-(?P<id>\d{5,})", "onecms", Evidence.CODE),
    )
    listings = (
        topics(ROOT),
        Listing(f"{ROOT}/chuyen-muc/kinh-te", False, "guess", instead=(f"{ROOT}/kinh-te",)),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed"),)
    sitemaps = (likely_sitemap(ROOT),)
