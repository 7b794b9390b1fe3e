"""Báo Bắc Ninh, newspaper of Bắc Ninh province, on a system of its own."""

from archive.record import HostFacts
from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout

ROOT = "https://baobacninhtv.vn"
TODAY = Layout(
    name="baobacninhtv-2025",
    evidence=Evidence.CODE,
    title=("h1",),
    lead=("div.news_detail_sapo",),
    body=(".news-details__content.link_content",),
    section=("a.post-meta",),
    drop=(".news-related__list",),
)


class BaobacninhtvSpider(NewsSpider):
    name = "baobacninhtv"
    title = "Báo Bắc Ninh"
    unit = "VN-56"
    kind = "provincial"
    hosts = ("baobacninhtv.vn", HostFacts("baobacninh.vn"))
    layouts = (TODAY,)
    addresses = (
        refuse(r"/(?:photo|videos|podcast|(?:bg/)?infographics)(?:/.*)?", "gallery"),
        refuse(r"/(?:chu-de|sukien|tag|tim-kiem)(?:/.*)?", "topic"),
        Address(r"(?:/[^/]+)*/[^/]*-postid(?P<id>\d+)\.bbg", "baobacninhtv", Evidence.CODE),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.html", "former", Evidence.GUESS),
    )
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so", True, "guess", instead=(f"{ROOT}/cai-cach-hanh-chinh",)),
        Listing(f"{ROOT}/moi-nhat", evidence="code"),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", False, "guess", "feed", instead=(f"{ROOT}/rss",)),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="code", kind="sitemap"),)
    more = MoreRule("{url}?page={page}")
