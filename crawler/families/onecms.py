"""ONECMS: hanoimoi, baonghean, baohaiphong, baodanang, congly, daibieunhandan, nguoiquansat.

Recognise it by `div.b-maincontent` (there may be several, the first is the article's) with
`.entry` inside, a header `div.sc-longform-header` with `.sc-longform-header-title`, `-sapo`,
`-meta`, `-author` and `-date`, or with `h1.block-sc-title`, `-sapo` and `-author` alone (until
about 2024 `h1.c-detail-head__title` and `.c-detail-head__time`), boxes `div.c-box`, lists of
`.b-grid__title a`, and pictures on `<paper>.1cdn.vn/YYYY/MM/DD/`. The header may stand within the
article's own element, so that title, section and byline are there twice.

An article's address is `/<slug>-<id>.html`, `-event<id>.html` is an event's collection,
`/video/…`, `/short-video/…`, `/photo/…` and `/podcast/…` are what they say. A site sets `name`,
`title`, `unit`, `hosts`, `asset_hosts`, `listings` (sections `/<slug>`, without an extension),
`sitemaps` (`/sitemap.xml`, an index of `/sitemap-article-YYYY-MM-DD.xml`, one a day; its children
`sitemap-article-daily`, `-category` and `-event` name no further article) and `feeds`
(`/rss/<section>`, with or without `.rss`; some answer 200 and list nothing). How sections go on is
a guess: `?page=N`; a page that brings nothing new ends it, and the daily sitemaps hold the same
addresses. A firewall answers 403 now and then: the look is blocked, and nothing is gone.
"""

from datetime import date
from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

BODY = (
    "div.b-maincontent .entry",
    "div.c-news-detail .entry",
    "article.entry",
    "div.b-maincontent:has(> p)",
    "div.b-maincontent",
)
NOISE = (
    ".sc-related-articles",
    ".sc-empty-layer",
    ".sc-hightlight-box",
    ".sc-longform-header",
    ".c-box",
    ".c-news-related",
    ".c-sticky-share",
    ".c-sticky-mobile",
    ".c-powered",
    ".c-tag",
    ".c-detail-head",
    ".block-sc-cate-name",
    ".block-sc-title",
)

TODAY = Layout(
    name="onecms-2024",
    evidence=Evidence.CODE,
    match=(".sc-longform-header-title", "h1.block-sc-title"),
    title=("h1.sc-longform-header-title", ".sc-longform-header-title", "h1.block-sc-title"),
    lead=("p.sc-longform-header-sapo", ".sc-longform-header-sapo", "p.block-sc-sapo"),
    body=BODY,
    author=(".sc-longform-header-author", "span.block-sc-author"),
    published=(
        DateSpot("meta[property='article:published_time']@content", "meta"),
        DateSpot("span.sc-longform-header-date"),
        DateSpot(".sc-longform-header-date"),
    ),
    section=(".block-sc-cate-name",),
    tags=(".c-tag a",),
    source=(".c-author-page",),
    drop=NOISE,
)

EARLIER = Layout(
    name="onecms-2021",
    evidence=Evidence.CODE,
    until=date(2025, 1, 1),  # a page of January 2024 still had it
    match=(".c-detail-head__title",),
    title=("h1.c-detail-head__title",),
    lead=("h2.desc", "p.Headlines"),
    body=BODY,
    author=("span.c-detail-head__author",),
    published=(
        DateSpot("meta[property='article:published_time']@content", "meta"),
        DateSpot("span.c-detail-head__time"),
    ),
    section=(".c-detail-head__cat",),
    tags=(".c-tag a",),
    source=(".c-author-page",),
    drop=NOISE,
)


class OnecmsSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY, EARLIER)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r".*-event\d+\.html", "event"),
        refuse(r"/(?:video|short-video|truyen-hinh)/.*", "video"),
        refuse(r"/(?:photo|su-kien-qua-anh)/.*", "gallery"),
        refuse(r"/podcast/.*", "podcast"),
        refuse(r"/tags?/.*|/search", "tag", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html", "onecms", Evidence.CODE),
    )
    more = MoreRule("{url}?page={page}")
