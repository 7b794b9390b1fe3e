"""Báo Bình Dương, daily of Bình Dương province, now in Hồ Chí Minh City; it still publishes."""

from datetime import date

from crawler.families.contentnews import ContentnewsSpider
from crawler.fetching.listings import Listing

ROOT = "https://baobinhduong.vn"


class BaobinhduongSpider(ContentnewsSpider):
    name = "baobinhduong"
    title = "Báo Bình Dương"
    unit = "VN-57"
    kind = "provincial"
    hosts = ("baobinhduong.vn",)
    asset_hosts = ("image.baobinhduong.vn",)
    successor = "sggp"
    until = date(2025, 7, 1)
    listings = (
        Listing(f"{ROOT}/nhip-song-so", topic=True, evidence="code"),
        Listing(f"{ROOT}/chinh-tri", evidence="guess", instead=(f"{ROOT}/",)),
    )
    feeds = (Listing(f"{ROOT}/rss/news/nhip-song-so.rss", True, "guess", "feed"),)
    sitemaps = (Listing("https://apife.baobinhduong.vn/sitemap.xml", kind="sitemap"),)
