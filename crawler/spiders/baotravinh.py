"""Báo Trà Vinh, daily of Trà Vinh province, which was merged into Vĩnh Long.

Its pages go on at travinh.baovinhlong.vn: it is crawled, and found under Trà Vinh and Vĩnh Long.
"""

from dataclasses import replace
from datetime import date

from archive.record import HostFacts
from crawler.families.huea import HueaSpider
from crawler.fetching.listings import Listing
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence

HOST = "travinh.baovinhlong.vn"
ROOT = f"https://{HOST}"
OTHERS = (f"{ROOT}/cai-cach-hanh-chinh/", f"{ROOT}/khoa-hoc-cong-nghe/")
ALL = (f"{ROOT}/sitemapnews.xml",)


class BaotravinhSpider(HueaSpider):
    name = "baotravinh"
    title = "Báo Trà Vinh"
    unit = "VN-51"
    kind = "provincial"
    until = date(2025, 7, 1)
    successor = "baovinhlong"
    hosts = (HostFacts("baotravinh.vn", until=until), HostFacts(HOST, since=until))
    asset_hosts = ("cdn.baotravinh.vn",)
    layouts = tuple(replace(each, evidence=Evidence.GUESS) for each in HueaSpider.layouts)
    addresses = (
        refuse(r"/[^/]+/tag\.html", "tag"),
        *HueaSpider.addresses,
        # on the host of its own: /du-lich/<slug>-29810.html
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html", "travinh", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=OTHERS),
        Listing(f"{ROOT}/thoi-su/", False, "guess", instead=(f"{ROOT}/",)),
    )
    feeds = (Listing(f"{ROOT}/rss/cate/thoi-su/", False, "guess", "feed"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", False, "guess", "sitemap", instead=ALL),)
