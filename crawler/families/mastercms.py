"""MasterCMS: doanhnghiephoinhap.vn, thoibaonganhang.vn, suckhoeviet.org.vn, thoidai.com.vn,
petrotimes.vn.

Recognise it by `div.__MASTERCMS_CONTENT`, inner ids `__MB_MASTERCMS_EL_<n>`, pictures in
`table.MASTERCMS_TPL_TABLE` with `img.__img_mastercms` (the caption in the next row), related boxes
in `table.__mb_article_in_image`, and `span.format_time` beside `span.format_date`. Skins differ
around that: `h1.detail-title` with `div.detail-desc` or `p.detail-sapo`, or `h1.article-detail-
title` with `div.article-detail-desc` and `span.article-date`. The header shows the time of
rendering ("Chủ nhật 21/12/2025 08:24"), which is no date of the article; articles brought over from
the system before are dated to the day of that move (12/10/2020 00:00), which leaves a doubt.

An article's address is `/<slug>-<id>.html`; `/apicenter@/print_article&i=<id>` is its print form,
`/tag/<slug>-<n>.tag` a keyword's page. A site sets `name`, `title`, `hosts` and `listings`
(sections `/<slug>`, which go on at `/<slug>&s_cond=&BRSR=<offset>`, twenty a page). No feed or
sitemap of the family is known; the usual names can be declared as guesses.
"""

from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="mastercms-2020",
    evidence=Evidence.CODE,
    match=("div.__MASTERCMS_CONTENT",),
    title=("h1.detail-title", "h1.article-detail-title"),
    lead=("div.detail-desc", "div.article-detail-desc", "p.detail-sapo"),
    body=("div.__MASTERCMS_CONTENT",),
    author=(
        "div.text-right.font-weight-bold.no-hidden",
        ".article-detail-author a",
        ".__MB_MASTERCMS_EL ~ p[align=right] strong",
        ".item-content ~ p[align=right] strong",
    ),
    published=(
        DateSpot("span.datetime"),
        DateSpot("span.article-date"),
        DateSpot("*:has(> span.format_time + span.format_date)"),
        DateSpot("span.format_date"),
    ),
    section=(".breadcrumb a", ".article-breadcrumb a"),
    tags=("a[href$='.tag']",),
    source=(".article-detail-source", "span.link-source-text-name", "#theo .artSource"),
    captions=("table.MASTERCMS_TPL_TABLE tr + tr",),
    drop=(
        "table.__mb_article_in_image",
        ".__ads_click",
        ".article-detail-source",
        ".article-detail-author",
        "#theo",
    ),
)


class MastercmsSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/tag/.*", "tag", Evidence.REAL),
        Address(r"/apicenter@/print_article&i=(?P<id>\d+).*", "mastercms", Evidence.REAL),
        refuse(r"/apicenter@/.*", "comment", Evidence.REAL),
        refuse(r"/[^/]*&s_cond=.*", "section"),
        # a list's further pages have `&…` behind them, other forms of an article may too
        Address(r"/[^/]*-(?P<id>\d{5,})\.html(?:&[^/]*)?", "mastercms", Evidence.CODE),
    )
    more = MoreRule("{url}&s_cond=&BRSR={offset}", step=20)
