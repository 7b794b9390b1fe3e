"""Báo Bình Phước, daily of Bình Phước province, which was merged into Đồng Nai."""

from datetime import date

from archive.record import HostFacts
from crawler.fetching.listings import MoreRule, front, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baobinhphuoc.com.vn"
LAYOUT = Layout(
    name="baobinhphuoc-2017",
    evidence=Evidence.CODE,
    match=(".toppn .time",),
    title=("h1",),
    body=(".news_body",),
    published=(DateSpot(".toppn .time"),),
)


class BaobinhphuocSpider(NewsSpider):
    name = "baobinhphuoc"
    title = "Báo Bình Phước"
    unit = "VN-58"
    kind = "provincial"
    enabled = False
    until = date(2025, 7, 1)
    successor = "baodongnai"
    hosts = (HostFacts("baobinhphuoc.com.vn", until=until),)
    asset_hosts = ("media.baobinhphuoc.com.vn",)
    layouts = (LAYOUT,)
    addresses = (
        refuse(r"(?i)/(?:list|search)(?:/.*)?", "section"),
        Address(r"(?i)/news/\d+/(?P<id>\d+)(?:/[^/]*)?", "binhphuoc", Evidence.CODE),
    )
    listings = (topics(f"{ROOT}/List"), front(ROOT))
    sitemaps = (likely_sitemap(ROOT),)
    more = MoreRule("{url}?page={page}")
