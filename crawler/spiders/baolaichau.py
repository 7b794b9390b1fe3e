"""Báo Lai Châu, newspaper of Lai Châu province, on a system of its own."""

from crawler.fetching.listings import MoreRule, front, likely_feed, likely_sitemap, topics
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baolaichau.vn"
TODAY = Layout(
    name="baolaichau-2025",
    evidence=Evidence.CODE,
    match=("#post-content .post-info",),
    title=("#post-content .post-info .title",),
    lead=("#post-content .post-info .sapo",),
    body=("#post-content .post-info .body",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
)


class BaolaichauSpider(NewsSpider):
    name = "baolaichau"
    title = "Báo Lai Châu"
    unit = "VN-01"
    kind = "provincial"
    hosts = ("baolaichau.vn",)
    layouts = (TODAY,)
    addresses = (
        refuse(r"/(?:video|multimedia)(?:/.*)?", "video"),
        refuse(r"/(?:tags|chu-de|su-kien|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        # five figures at least: older slugs have no number and may end in a year
        Address(r"(?:/[^/]+)*/[^/.]*-(?P<id>\d{5,7})(?:\.html)?", "baolaichau", Evidence.CODE),
    )
    listings = (topics(ROOT), front(ROOT))
    feeds = (likely_feed(ROOT),)
    sitemaps = (likely_sitemap(ROOT),)
    more = MoreRule("{url}?page={page}")
