"""Bộ Khoa học và Công nghệ, heir of mic.gov.vn and most.gov.vn: SharePoint, then VCCorp."""

from archive.record import HostFacts
from crawler.families.sharepoint import SharepointSpider, ids
from crawler.families.vccorp import VccorpSpider, sitemap
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://mst.gov.vn"
DIGITAL = "tin-tuc-su-kien/chuyen-doi-so"
FEEDS = ("rss/tin-tuc-su-kien", "rss/cam-nang-khoa-hoc-va-cong-nghe", "rss/home", "index")
INSTEAD = (f"{ROOT}/chuyen-doi-so.htm", f"{ROOT}/chuyen-doi-so.html")


class MstSpider(VccorpSpider):
    name = "mst"
    title = "Bộ Khoa học và Công nghệ"
    kind = "ministry"
    # articles of mic.gov.vn since about 2023 have the ids of today's site
    hosts = ("mst.gov.vn", HostFacts("mic.gov.vn"), HostFacts("most.gov.vn"))
    id_prefix = "vccorp:197"
    layouts = (*VccorpSpider.layouts, *SharepointSpider.layouts)
    addresses = (
        *VccorpSpider.addresses,
        # -197144805 was brought over: the site's prefix and a number instead of a time
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>197\d{4,6})\.htm", "vccorp", Evidence.CODE),
        *ids("mic", "most"),
    )
    listings = (
        Listing(f"{ROOT}/so-lieu-thong-ke/chuyen-doi-so.htm", topic=True),
        Listing(f"{ROOT}/{DIGITAL}.htm", topic=True, evidence="guess", instead=INSTEAD),
        Listing(f"{ROOT}/van-ban-phap-luat.htm"),
    )
    feeds = (
        Listing(f"{ROOT}/rss/{DIGITAL}.rss", topic=True, kind="feed"),
        *(Listing(f"{ROOT}/{each}.rss", kind="feed") for each in FEEDS),
    )
    sitemaps = (sitemap(ROOT),)
    feed_date_order = "MDY"  # as its sister sites write
