"""VietnamPlus, the news site of TTXVN, the state's news agency; its addresses end in `.vnp`."""

from crawler.families.epi import EpiSpider, search, sitemap
from crawler.fetching.listings import Listing
from crawler.reading.address import Address, refuse

ROOT = "https://www.vietnamplus.vn"
TOPICS = ("congnghe-212", "khoahoc-213")
NEWS = ("home", "xahoi-314", "kinhte-311", "kinhte/kinhdoanh-342", "kinhte/doanhnghiep-345")
FINANCE = ("kinhte/taichinh-343", "kinhte/chungkhoan-344", "kinhte/batdongsan-372")
OTHERS = (f"{ROOT}/congnghe/", f"{ROOT}/khoahoc-congnghe/")


class VietnamplusSpider(EpiSpider):
    name = "vietnamplus"
    title = "VietnamPlus"
    kind = "central"
    hosts = ("vietnamplus.vn",)
    asset_hosts = ("cdn.vietnamplus.vn",)
    addresses = (
        refuse(r"/tags?/.*", "tag"),
        *EpiSpider.addresses,
        # until about 2023; that its numbers went on in the form of today is a guess
        Address(r"(?:/[^/]+)+/(?P<id>\d{4,})\.vnp", "post"),
    )
    listings = (
        search(ROOT, "chuyển đổi số"),
        search(ROOT, "cải cách hành chính"),
        Listing(f"{ROOT}/chuyen-doi-so/", topic=True, evidence="guess", instead=OTHERS),
    )
    feeds = (
        *(Listing(f"{ROOT}/rss/{each}.rss", topic=True, kind="feed") for each in TOPICS),
        *(Listing(f"{ROOT}/rss/{each}.rss", kind="feed") for each in (*NEWS, *FINANCE)),
    )
    sitemaps = (
        Listing(f"{ROOT}/sitemaps/google-news.xml", kind="sitemap"),
        sitemap(ROOT),  # of each month since 2010
    )
