"""Báo Nghệ An, daily of Nghệ An province: on ePi until about 2023, on ONECMS since."""

from dataclasses import replace
from datetime import date

from crawler.families.epi import EpiSpider
from crawler.families.onecms import OnecmsSpider, topics
from crawler.fetching.listings import Listing
from crawler.reading.address import refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

ROOT = "https://baonghean.vn"
LEFT = date(2024, 7, 1)  # at the latest
EPI = tuple(replace(each, evidence=Evidence.GUESS, until=LEFT) for each in EpiSpider.layouts)
# A mock-up of 2019, no page: related articles stood within the text
Y2019 = Layout(
    name="baonghean-2019",
    evidence=Evidence.CODE,
    until=date(2021, 1, 1),
    match=(".article__cover h1.article__title",),
    title=(".article__cover h1.article__title",),
    lead=(".article__summary", "h2.article__sub-title"),
    body=(".article__content .content",),
    author=("p.article__author",),
    published=(DateSpot(".article__meta time"),),
    drop=("article.article__related-inline", "table.article__related", "p.article__author"),
)


class BaongheanSpider(OnecmsSpider):
    name = "baonghean"
    title = "Báo Nghệ An"
    unit = "VN-22"
    kind = "provincial"
    hosts = ("baonghean.vn",)
    asset_hosts = ("bna.1cdn.vn", "image.baonghean.vn", "image2.baonghean.vn")
    layouts = (*OnecmsSpider.layouts, *EPI, Y2019)
    addresses = (
        refuse(r"/(?:en|fr|ru|cn)/.*", "translation"),  # under the number of the article
        *OnecmsSpider.addresses,
        *EpiSpider.addresses,
    )
    listings = (
        topics(ROOT),
        *(Listing(f"{ROOT}/{section}") for section in ("thoi-su", "xa-hoi", "kinh-te")),
    )
    feeds = (Listing(f"{ROOT}/rss/thoi-su", False, "code", "feed"),)
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", False, "guess", "sitemap"),)
