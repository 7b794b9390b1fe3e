"""Huế ngày nay, daily of Huế city; as Báo Thừa Thiên Huế it stood on another host."""

from dataclasses import replace

from archive.record import HostFacts
from crawler.families.huea import HueaSpider
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import DateSpot, Evidence

ROOT = "https://huengaynay.vn"
# No page of the site was seen: that its pages look like Báo Cần Thơ's is inferred from ids, classes
# and addresses that both use. What crawlers of the site state stands in `EARLIER`.
TODAY = replace(HueaSpider.layouts[0], name="huengaynay-2024", evidence=Evidence.GUESS)
EARLIER = replace(
    HueaSpider.layouts[0],
    name="huengaynay-2018",
    evidence=Evidence.CODE,
    match=("#newscontents",),
    title=("#colcate1 > h1",),
    lead=("#colcate1 > p",),
    body=("#newscontents",),
    published=(DateSpot("#clear > span"),),
)


class HuengaynaySpider(HueaSpider):
    name = "huengaynay"
    title = "Huế ngày nay"
    unit = "VN-26"
    kind = "provincial"
    hosts = ("huengaynay.vn", HostFacts("baothuathienhue.vn"))
    asset_hosts = ("file.huengaynay.vn", "file.baothuathienhue.vn")
    layouts = (TODAY, EARLIER)
    addresses = (
        *HueaSpider.addresses,
        # -a100343, -144988 and -158000 followed one another with rising numbers: one id space
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html", "huea", Evidence.CODE),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess"),
        Listing(f"{ROOT}/", evidence="code", pages=1),
    )
    sitemaps = (Listing(f"{ROOT}/sitemapnews.xml", evidence="guess", kind="sitemap"),)
