"""Huế ngày nay, daily of Huế city; as Báo Thừa Thiên Huế it stood on another host."""

from dataclasses import replace

from crawler.families.huea import SKIN_2018, SKIN_2020, HueaSpider, feed, sitemap
from crawler.fetching.listings import Listing, front
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://huengaynay.vn"


class HuengaynaySpider(HueaSpider):
    name = "huengaynay"
    title = "Huế ngày nay"
    unit = "VN-26"
    kind = "provincial"
    hosts = ("huengaynay.vn", "baothuathienhue.vn")
    asset_hosts = ("file.huengaynay.vn", "file.baothuathienhue.vn")
    # No page of the site was seen: that its pages look like Báo Cần Thơ's is inferred from ids,
    # classes and addresses of both. What crawlers of the site state is in the second layout.
    layouts = (
        replace(SKIN_2020, name="huengaynay-2024", evidence=Evidence.GUESS),
        replace(SKIN_2018, name="huengaynay-2018", match=("#newscontents",)),
    )
    addresses = (
        *HueaSpider.addresses,
        # -a100343, -144988 and -158000 followed one another with rising numbers: one id space
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html", "huea", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/khoa-hoc-cong-nghe/",)),
        front(ROOT),
    )
    feeds = (feed(ROOT, "chuyen-doi-so", topic=True),)
    sitemaps = (sitemap(ROOT),)
