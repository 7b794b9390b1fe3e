"""Báo Nhân Dân, the Party's central daily."""

from crawler.families.epi import EpiSpider, search
from crawler.fetching.listings import Listing

ROOT = "https://nhandan.vn"
OTHERS = (f"{ROOT}/khoa-hoc-cong-nghe/", f"{ROOT}/chuyen-doi-so/")
TOPICS = ("khoahoc-congnghe-1292", "phong-chong-toi-pham-cong-nghe-cao-2025-704717")
NEWS = ("home", "chinhtri-1171", "xa-luan-1176", "xay-dung-dang-1179", "binh-luan-phe-phan-1180")
ECONOMY = ("kinhte-1185", "chungkhoan-1191", "xahoi-1211", "phapluat-1287", "moi-truong-1296")
LIFE = ("vanhoa-1251", "giaoduc-1303", "y-te-1309", "bandoc-1315", "thethao-1224", "thegioi-1231")
SPECIAL = ("tri-thuc-chuyen-sau-704477", "factcheck-658978")


class NhandanSpider(EpiSpider):
    name = "nhandan"
    title = "Báo Nhân Dân"
    kind = "central"
    hosts = ("nhandan.vn",)
    asset_hosts = ("cdn.nhandan.vn",)
    listings = (
        Listing(f"{ROOT}/khoahoc-congnghe/", topic=True, instead=OTHERS),
        search(ROOT, "chuyển đổi số"),
        search(ROOT, "cải cách hành chính"),
    )
    feeds = (
        *(Listing(f"{ROOT}/rss/{each}.rss", topic=True, kind="feed") for each in TOPICS),
        *(
            Listing(f"{ROOT}/rss/{each}.rss", kind="feed")
            for each in (*NEWS, *ECONOMY, *LIFE, *SPECIAL)
        ),
    )
    sitemaps = (
        Listing(f"{ROOT}/sitemaps/google-news.xml", kind="sitemap"),
        Listing(f"{ROOT}/sitemaps.xml", kind="sitemap"),
    )
