"""Báo Lào Cai, daily of Lào Cai province."""

from crawler.families.epi import EpiSpider, sitemap
from crawler.fetching.listings import Listing

ROOT = "https://baolaocai.vn"


class BaolaocaiSpider(EpiSpider):
    name = "baolaocai"
    title = "Báo Lào Cai"
    unit = "VN-02"
    kind = "provincial"
    hosts = ("baolaocai.vn",)
    asset_hosts = ("cdn.baolaocai.vn",)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", topic=True, evidence="real"),
        Listing(f"{ROOT}/xa-hoi/cai-cach-hanh-chinh/", topic=True, evidence="real"),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", evidence="guess", kind="feed"),)
    sitemaps = (sitemap(ROOT),)
