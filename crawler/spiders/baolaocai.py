"""Báo Lào Cai, daily of Lào Cai province."""

from crawler.families.epi import EpiSpider
from crawler.fetching.listings import Listing


class BaolaocaiSpider(EpiSpider):
    name = "baolaocai"
    title = "Báo Lào Cai"
    unit = "VN-02"
    kind = "provincial"
    hosts = ("baolaocai.vn",)
    asset_hosts = ("cdn.baolaocai.vn",)
    listings = (
        Listing("https://baolaocai.vn/chuyen-doi-so/", topic=True, evidence="real"),
        Listing("https://baolaocai.vn/xa-hoi/cai-cach-hanh-chinh/", topic=True, evidence="real"),
    )
    feeds = (Listing("https://baolaocai.vn/rss/home.rss", evidence="guess", kind="feed"),)
    sitemaps = (
        Listing(
            "https://baolaocai.vn/sitemap.xml",
            kind="sitemap",
            evidence="guess",
            instead=("https://baolaocai.vn/sitemaps.xml",),
        ),
    )
