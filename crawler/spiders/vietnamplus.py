"""VietnamPlus, the news site of TTXVN, the state's news agency."""

from crawler.families.epi import EpiSpider, search
from crawler.fetching.listings import Listing

ROOT = "https://www.vietnamplus.vn"


class VietnamplusSpider(EpiSpider):
    name = "vietnamplus"
    title = "VietnamPlus"
    kind = "central"
    hosts = ("vietnamplus.vn",)
    asset_hosts = ("cdn.vietnamplus.vn",)
    listings = (
        search(ROOT, "chuyển đổi số"),
        search(ROOT, "cải cách hành chính"),
        Listing(
            f"{ROOT}/chuyen-doi-so/",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/congnghe/", f"{ROOT}/khoahoc-congnghe/"),
        ),
    )
    feeds = (
        Listing(f"{ROOT}/rss/home.rss", kind="feed"),
        Listing(f"{ROOT}/rss/kinhte-311.rss", kind="feed"),
    )
    sitemaps = (
        Listing(f"{ROOT}/sitemaps/google-news.xml", kind="sitemap"),
        Listing(  # of each month since 2010
            f"{ROOT}/sitemap.xml",
            evidence="guess",
            kind="sitemap",
            instead=(f"{ROOT}/sitemaps.xml",),
        ),
    )
