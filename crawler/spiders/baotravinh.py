"""Báo Trà Vinh, daily of Trà Vinh province, which was merged into Vĩnh Long.

Its pages go on at travinh.baovinhlong.vn: it is crawled, and found under Trà Vinh and Vĩnh Long.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.huea import HueaSpider, feed, sitemap
from crawler.fetching.listings import Listing, topics
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, guessed

HOST = "travinh.baovinhlong.vn"
ROOT = f"https://{HOST}"


class BaotravinhSpider(HueaSpider):
    name = "baotravinh"
    title = "Báo Trà Vinh"
    unit = "VN-51"
    kind = "provincial"
    until = date(2025, 7, 1)
    successor = "baovinhlong"
    hosts = (HostFacts("baotravinh.vn", until=until), HostFacts(HOST, since=until))
    asset_hosts = ("cdn.baotravinh.vn",)
    layouts = guessed(HueaSpider.layouts)
    addresses = (
        refuse(r"/[^/]+/tag\.html", "tag"),
        *HueaSpider.addresses,
        # on the host of its own: /du-lich/<slug>-29810.html
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html", "travinh", Evidence.CODE),
    )
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/thoi-su/", False, "guess", instead=(f"{ROOT}/",)),
    )
    feeds = (feed(ROOT, "thoi-su"),)
    sitemaps = (sitemap(ROOT),)
