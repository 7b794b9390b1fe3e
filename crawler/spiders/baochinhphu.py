"""Báo Điện tử Chính phủ, the government's newspaper: `.vgp` until about 2022, VCCorp since."""

from archive.record import HostFacts
from crawler.families.vccorp import TAGGED, VccorpSpider, sitemap
from crawler.families.vgp import VgpSpider
from crawler.fetching.listings import Listing

ROOT = "https://baochinhphu.vn"
POLICY = "chinh-sach-va-cuoc-song"
DECISIONS = "chi-dao-quyet-dinh-cua-chinh-phu-thu-tuong-chinh-phu"
TOPICS = ("khoa-giao/khoa-hoc-cong-nghe", f"{POLICY}/chinh-sach-moi", DECISIONS)
NEWS = (f"{POLICY}/tham-van-chinh-sach", POLICY, "chinh-tri", "kinh-te", "xa-hoi", "tin-moi")


class BaochinhphuSpider(VccorpSpider):
    name = "baochinhphu"
    title = "Báo Chính phủ"
    kind = "central"
    hosts = ("baochinhphu.vn", HostFacts("mnews.chinhphu.vn"))  # the second: the old mobile pages
    asset_hosts = ("bcp.cdnchinhphu.vn", "bcp2.cdnchinhphu.vn")
    id_prefix = "vccorp:102"
    layouts = (*VccorpSpider.layouts, *VgpSpider.layouts)
    addresses = (*VccorpSpider.addresses, *VgpSpider.addresses)
    listings = (
        *(Listing(f"{ROOT}/{each}.htm", topic=True, evidence="real") for each in TOPICS),
        Listing(f"{ROOT}/chuyen-doi-so.html", topic=True, evidence="guess", more=TAGGED),
        *(Listing(f"{ROOT}/{each}.htm", evidence="real") for each in NEWS),
        Listing(f"{ROOT}/tra-loi-cong-dan.htm"),
    )
    # The newest items of other feeds are old: chi-dao-dieu-hanh, thi-truong, doanh-nghiep
    feeds = (
        Listing(f"{ROOT}/{POLICY}/chinh-sach-moi.rss", topic=True, evidence="real", kind="feed"),
        Listing(f"{ROOT}/{TOPICS[0]}.rss", topic=True, evidence="guess", kind="feed"),
        Listing(f"{ROOT}/kinh-te.rss", evidence="real", kind="feed"),
        *(Listing(f"{ROOT}/{each}.rss", kind="feed") for each in ("chinh-tri", POLICY)),
        Listing(f"{ROOT}/rss", kind="feed", instead=(f"{ROOT}/rss/home.rss", f"{ROOT}/home.rss")),
    )
    sitemaps = (sitemap(ROOT),)
    feed_date_order = "MDY"  # "9/5/2026 1:30:00 PM" is 5 September
