"""Báo Phú Yên, daily of Phú Yên province, which was merged into Đắk Lắk; the successor serves its
archive on a host of its own.
"""

from datetime import date

from archive.record import HostFacts
from crawler.families.monthpath import POST, MonthpathSpider, feed, sitemap
from crawler.fetching.listings import Listing, topics
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://phuyen.baodaklak.vn"


class BaophuyenSpider(MonthpathSpider):
    name = "baophuyen"
    title = "Báo Phú Yên"
    unit = "VN-32"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baodaklak"
    hosts = (
        HostFacts("baophuyen.vn", until=until),
        HostFacts("phuyen.baodaklak.vn", since=until),
    )
    layouts = (POST,)
    addresses = (
        *MonthpathSpider.addresses,
        # of the system before: /<zone>/<number>/<slug>.html
        Address(r"/\d+/(?P<id>\d+)/[^/]+\.html", "phuyen", Evidence.CODE),
    )
    listings = (
        topics(ROOT, ending="/"),
        Listing(f"{ROOT}/kinh-te/"),
    )
    feeds = (feed(ROOT, "kinh-te"),)
    sitemaps = (sitemap(ROOT),)
