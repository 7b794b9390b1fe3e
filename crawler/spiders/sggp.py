"""Sài Gòn Giải Phóng, daily of Hồ Chí Minh City."""

from crawler.families.epi import MOCKUP_2021, EpiSpider, sitemap
from crawler.fetching.listings import Listing
from crawler.reading.address import Address

ROOT = "https://www.sggp.org.vn"
FEEDS = ("home", "xahoi-199", "phapluat-112", "kinhte-89")


class SggpSpider(EpiSpider):
    name = "sggp"
    title = "Sài Gòn Giải Phóng"
    unit = "VN-SG"
    kind = "provincial"
    hosts = ("sggp.org.vn",)
    asset_hosts = ("cdn.sggp.org.vn",)
    layouts = (*EpiSpider.layouts, MOCKUP_2021)
    addresses = (*EpiSpider.addresses, Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,7})\.html", "sggp"))
    listings = (
        Listing(f"{ROOT}/caicachhanhchinh/", topic=True),
        Listing(f"{ROOT}/khoahoc-congnghe/", topic=True, evidence="guess"),
    )
    feeds = tuple(Listing(f"{ROOT}/rss/{each}.rss", kind="feed") for each in FEEDS)
    sitemaps = (sitemap(ROOT),)
