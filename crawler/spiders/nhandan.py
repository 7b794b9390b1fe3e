"""Báo Nhân Dân, the Party's central daily."""

from crawler.families.epi import EpiSpider, search
from crawler.fetching.listings import Listing

ROOT = "https://nhandan.vn"
TOPICS = ("khoahoc-congnghe-1292", "phong-chong-toi-pham-cong-nghe-cao-2025-704717")
NEWS = ("home", "chinhtri-1171", "kinhte-1185", "xahoi-1211", "phapluat-1287", "bandoc-1315")


class NhandanSpider(EpiSpider):
    name = "nhandan"
    title = "Báo Nhân Dân"
    kind = "central"
    hosts = ("nhandan.vn",)
    asset_hosts = ("cdn.nhandan.vn",)
    listings = (
        Listing(
            f"{ROOT}/khoahoc-congnghe/",
            topic=True,
            evidence="guess",
            instead=(f"{ROOT}/khoa-hoc-cong-nghe/", f"{ROOT}/chuyen-doi-so/"),
        ),
        search(ROOT, "chuyển đổi số"),
        search(ROOT, "cải cách hành chính"),
    )
    feeds = (
        *(Listing(f"{ROOT}/rss/{each}.rss", topic=True, kind="feed") for each in TOPICS),
        *(Listing(f"{ROOT}/rss/{each}.rss", kind="feed") for each in NEWS),
    )
    sitemaps = (
        Listing(f"{ROOT}/sitemaps/google-news.xml", kind="sitemap"),
        Listing(f"{ROOT}/sitemaps.xml", kind="sitemap"),
    )
