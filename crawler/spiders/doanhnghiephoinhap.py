"""Doanh nghiệp Hội nhập, a business magazine that republishes much of the government's news."""

from crawler.families.mastercms import MastercmsSpider
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import Evidence

ROOT = "https://doanhnghiephoinhap.vn"


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
        f"{ROOT}/thoi-cuoc",
        f"{ROOT}/goc-nhin-chuyen-gia",
        f"{ROOT}/nghien-cuu-du-lieu",
        f"{ROOT}/phap-luat",
        f"{ROOT}/kinh-doanh",
    )
    feeds = (Listing(f"{ROOT}/rss", evidence="guess", kind="feed"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
