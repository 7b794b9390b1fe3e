"""Báo Điện tử Chính phủ, the government's newspaper, on two systems: `.vgp` pages until about 2022,
VCCorp since.
"""

from archive.record import HostFacts
from crawler.families.vccorp import VccorpSpider
from crawler.families.vgp import VgpSpider
from crawler.fetching.listings import Listing

ROOT = "https://baochinhphu.vn"
NEW_POLICY = "chinh-sach-va-cuoc-song/chinh-sach-moi"
DECISIONS = "chi-dao-quyet-dinh-cua-chinh-phu-thu-tuong-chinh-phu"


class BaochinhphuSpider(VccorpSpider):
    name = "baochinhphu"
    title = "Báo Chính phủ"
    kind = "central"
    hosts = ("baochinhphu.vn", HostFacts("mnews.chinhphu.vn"))  # the second: the old mobile pages
    asset_hosts = ("bcp.cdnchinhphu.vn", "bcp2.cdnchinhphu.vn")
    layouts = (*VccorpSpider.layouts, *VgpSpider.layouts)
    addresses = (*VccorpSpider.addresses, *VgpSpider.addresses)
    listings = (
        Listing(f"{ROOT}/khoa-giao/khoa-hoc-cong-nghe.htm", topic=True, evidence="real"),
        Listing(f"{ROOT}/{NEW_POLICY}.htm", topic=True, evidence="real"),
        Listing(f"{ROOT}/{DECISIONS}.htm", topic=True, evidence="real"),
        Listing(f"{ROOT}/chinh-sach-va-cuoc-song.htm", evidence="real"),
        Listing(f"{ROOT}/chinh-tri.htm", evidence="real"),
        Listing(f"{ROOT}/kinh-te.htm", evidence="real"),
        Listing(f"{ROOT}/xa-hoi.htm", evidence="real"),
    )
    # Other sections have feeds too, whose newest item is years old: chi-dao-dieu-hanh, thi-truong.
    feeds = (
        Listing(f"{ROOT}/{NEW_POLICY}.rss", topic=True, evidence="real", kind="feed"),
        Listing(f"{ROOT}/kinh-te.rss", evidence="real", kind="feed"),
        Listing(f"{ROOT}/rss", evidence="code", kind="feed"),
    )
    feed_date_order = "MDY"  # "9/5/2026 1:30:00 PM" is 5 September
