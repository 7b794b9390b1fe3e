"""Báo Mẫu, on an .example host or, where BAOMAU_ROOT says so, on a server of this machine."""

import os

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, host_of, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = os.environ.get("BAOMAU_ROOT", "https://baomau.example")
FEEDS = os.environ.get("BAOMAU_FEEDS", ROOT)
LISTINGS = os.environ.get("BAOMAU_LISTINGS", "section").split()
# its pages are read by the generic layout, unless BAOMAU_LAYOUT says that they have one
TODAY = Layout(
    name="mau-2026",
    evidence=Evidence.REAL,
    match=("div.article__body.cms-body",),
    title=("h1.article__title",),
    lead=("p.article__sapo",),
    body=("div.article__body.cms-body",),
    author=("p.article__author",),
    published=(DateSpot("span.article__date"),),
)


class BaomauSpider(NewsSpider):
    name = "baomau"
    title = "Báo Mẫu"
    kind = "provincial"
    hosts = (host_of(ROOT),)
    layouts = (TODAY,) * ("BAOMAU_LAYOUT" in os.environ)
    addresses = (
        refuse(r"/chu-de/.*", "topic"),
        Address(r"/[^/]*-(?P<id>\d{4,})\.html", "baomau"),
    )
    listings = (
        *(Listing(f"{ROOT}/chuyen-doi-so", topic=True, pages=5),) * ("section" in LISTINGS),
        *(f"{ROOT}/the-thao",) * ("sport" in LISTINGS),
        *(
            Listing(
                f"{ROOT}/so-hoa",
                topic=True,
                evidence="guess",
                pages=1,
                instead=(f"{ROOT}/cong-nghe", f"{ROOT}/khoa-hoc"),
            ),
        )
        * ("guess" in LISTINGS),
    )
    feeds = (Listing(f"{FEEDS}/tin.rss", topic=True, kind="feed"),) * ("feed" in LISTINGS)
    sitemaps = (
        *(Listing(f"{ROOT}/sitemap.xml", topic=True, kind="sitemap"),) * ("sitemap" in LISTINGS),
        *(Listing(f"{ROOT}/sitemaps.xml", kind="sitemap"),) * ("years" in LISTINGS),
    )
    more = MoreRule("{url}?p={page}")
