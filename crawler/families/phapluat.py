"""The publishing systems of Báo Pháp luật Việt Nam that are its own: that of today and those before
ePi.

Today's, since autumn 2025 (doanhnhan.baophapluat.vn seems to run on it too): recognise it by
section pages `/chuyen-muc/<slug>.html` with links of class `loading-link` and a breadcrumb in
`section.breadcrumbs .grow`. An article's address is `/<slug>.html`, without an id. `/sitemaps.xml`
is an index of `/sitemaps/articles/<Y>/<M>` for each month since 2003/10 (the month is not padded,
two months and a day of the year 1 are junk), `/sitemaps/latest-articles.xml` and `/sitemaps/google-
news.xml`. Its body and its date have not been seen: they are guessed here.

The earlier ones: 2017 to 2020, of which a designer's page, feeds (`/rss/<slug>-<zone>.rss`) and
monthly sitemaps (`/sitemaps/news-<Y>-<M>.xml`) are known, and 2015 to 2016, of which crawlers are;
its sections went on at `/<section>/?page=<n>`. Neither answers any more: their pages come from
archives of others, and their articles stand in today's sitemaps under new addresses.
"""

from datetime import date
from typing import ClassVar

from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="phapluat-2025",
    evidence=Evidence.GUESS,
    since=date(2025, 9, 1),  # the change fell between September and November 2025
    match=("section.breadcrumbs .grow",),
    title=("h1",),
    lead=("h2.sapo", "[itemprop=description]:not(meta)"),
    body=("[itemprop=articleBody]", ".article-content", "article .content", "article"),
    published=(
        DateSpot("meta[property='article:published_time']@content", "meta"),
        DateSpot("article time@datetime"),
    ),
    section=("section.breadcrumbs .grow a",),
)

Y2019 = Layout(
    name="phapluat-2019",
    evidence=Evidence.GUESS,  # a designer's page without an article in it
    until=date(2021, 7, 1),
    match=("article.article-main .article__content",),
    title=("h1.article__title",),
    lead=(".article__summary", ".article__desc"),
    body=(".article__content .content", ".article__content"),
    author=(".article-main .author",),
    published=(DateSpot(".article__meta time@datetime"), DateSpot(".article__meta time")),
    section=(".breadcrumbs a",),
    tags=(".article__tag a",),
    drop=(".box-comment", "article.story"),
)

Y2015 = Layout(
    name="phapluat-2015",
    evidence=Evidence.CODE,
    until=date(2018, 1, 1),
    match=("#article-content div.inner-post", "#ctl00_mainContent_abody"),
    title=("header.head-post h1", "h1"),
    lead=("#article-content div.quote", ".cms-desc"),
    body=("#article-content div.inner-post", "#ctl00_mainContent_abody"),
    author=("div.name-author",),
    published=(DateSpot("header.head-post > span"),),
    captions=(".article-avatar-desc", ".contentimg p"),
)


class PhapluatSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY, Y2019, Y2015)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/chuyen-muc/.*", "section"),
        refuse(r"/(?:media|podcasts|static)/.*", "media"),
        Address(r"/[^/]+/[^/]*-(?P<id>\d{6})\.html", "phapluat", Evidence.GUESS),
        Address(r"/[^/]+\.html", evidence=Evidence.CODE),
    )
