"""Báo Đồng Khởi, daily of Bến Tre province, which was merged into Vĩnh Long.

Its host is still served, and its pages go on under its numbers on dongkhoi.baovinhlong.vn: it is
crawled, and what it publishes is found under Bến Tre and under Vĩnh Long.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.huea import HueaSpider, feed
from crawler.fetching.listings import Listing

ROOT = "https://dongkhoi.baovinhlong.vn"


class BaodongkhoiSpider(HueaSpider):
    name = "baodongkhoi"
    title = "Báo Đồng Khởi"
    unit = "VN-50"
    kind = "provincial"
    until = date(2025, 7, 1)
    successor = "baovinhlong"
    hosts = (
        "baodongkhoi.vn",
        HostFacts("dongkhoi.baovinhlong.vn", since=until),
        HostFacts("baobentre.vn", until=until),
    )
    asset_hosts = ("image.baodongkhoi.vn",)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-giao/",)),
        Listing(f"{ROOT}/thoi-su/"),
        Listing(f"{ROOT}/chinh-tri/"),
        Listing(f"{ROOT}/xa-hoi/"),
    )
    feeds = (feed(ROOT, "thoi-su"),)
    sitemaps = (Listing("https://baodongkhoi.vn/sitemap.xml", kind="sitemap"),)
