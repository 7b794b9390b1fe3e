"""Sài Gòn Giải Phóng, daily of Hồ Chí Minh City."""

from datetime import date

from crawler.families.epi import EpiSpider
from crawler.fetching.listings import Listing
from crawler.reading.address import Address
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://www.sggp.org.vn"
Y2021 = Layout(
    name="sggp-2021",
    evidence=Evidence.GUESS,  # a designer's page without an article in it
    until=date(2023, 1, 1),
    match=("h1.article-title.cms-title",),
    title=("h1.article-title.cms-title",),
    lead=(".summary.cms-desc",),
    body=(".article-content",),
    published=(DateSpot("time.cms-date@datetime"), DateSpot("time.cms-date")),
    section=(".breadcrumbs a",),
    cover=(".article-avatar.cms-body",),
    drop=(".other-story",),
)


class SggpSpider(EpiSpider):
    name = "sggp"
    title = "Sài Gòn Giải Phóng"
    unit = "VN-SG"
    kind = "provincial"
    hosts = ("sggp.org.vn",)
    asset_hosts = ("cdn.sggp.org.vn",)
    layouts = (*EpiSpider.layouts, Y2021)
    addresses = (*EpiSpider.addresses, Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,7})\.html", "sggp"))
    listings = (
        Listing(f"{ROOT}/caicachhanhchinh/", topic=True),
        Listing(f"{ROOT}/khoahoc-congnghe/", topic=True, evidence="guess"),
    )
    feeds = (Listing(f"{ROOT}/rss/home.rss", evidence="guess", kind="feed"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", kind="sitemap"),)
