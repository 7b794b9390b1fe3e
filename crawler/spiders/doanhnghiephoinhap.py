"""Doanh nghiệp Hội nhập, a business magazine that republishes much of the government's news."""

from crawler.families.mastercms import MastercmsSpider
from crawler.fetching.listings import Listing, likely_sitemap
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://doanhnghiephoinhap.vn"
POLICY = ("thoi-cuoc", "goc-nhin-chuyen-gia", "nghien-cuu-du-lieu", "phap-luat", "hoat-dong-hoi")
BUSINESS = ("kinh-doanh", "doanh-nghiep-doanh-nhan", "thuong-hieu", "doanh-nhan-toan-cau")
MONEY = ("tai-chinh", "thi-truong", "bat-dong-san", "khat-vong-viet-nam", "loi-song")


class DoanhnghiephoinhapSpider(MastercmsSpider):
    name = "doanhnghiephoinhap"
    title = "Doanh nghiệp Hội nhập"
    hosts = ("doanhnghiephoinhap.vn",)
    asset_hosts = ("media.doanhnghiephoinhap.vn",)  # of the system before
    addresses = (
        *MastercmsSpider.addresses,
        Address(r"/[^/]+\.html", evidence=Evidence.CODE),  # articles of the system before: no id
    )
    listings = (
        Listing(f"{ROOT}/kinh-te-so", topic=True),
        *(f"{ROOT}/{each}" for each in (*POLICY, *BUSINESS, *MONEY)),
    )
    feeds = (Listing(f"{ROOT}/rss", False, "guess", "feed", instead=(f"{ROOT}/rss_feed/",)),)
    sitemaps = (likely_sitemap(ROOT),)
