"""ePi: baolaocai, baohatinh, baogialai, sggp, nhandan, vietnamplus, tienphong, plo, baophapluat
until 2025.

Recognise it by `h1.article__title.cms-title`, `div.article__sapo.cms-desc`, `div.article__body.cms-
body`, `meta.cms-date[itemprop=datePublished]` (its offset is written `+0700`), advertisement slots
`#sdaWeb_*` of class `rennab`, comments in `#comment<id>.wrap-comment` and a script variable
`cmsConfig`.

An article's address ends in `-post<id>.html`; `-tag<id>.html` is a keyword's page,
`-event<id>.html` and `-topic<id>.html` are collections. A site sets `name`, `title`, `unit`,
`hosts`, `listings` (sections `/<slug>/`), `sitemaps` (`/sitemap.xml` or `/sitemaps.xml`, an index
of `/sitemaps/news-<Y>-<M>.xml` by month, not padded) and `feeds` (`/rss/<slug>-<zone>.rss`; a wrong
zone answers with a mixed feed, so take it from the site's `/rss.html`). Sections go on by a JSON
interface on `api.<host>` that needs the zone and a Referer: it is not used here, the monthly
sitemaps hold the same addresses.
"""

from typing import ClassVar

from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="epi-2020",
    evidence=Evidence.REAL,
    match=(".article__body.cms-body",),
    title=("h1.article__title",),
    lead=(".article__sapo", ".article__summary", "h2.cms-desc", "div.cms-desc"),
    body=(".article__body.cms-body",),
    author=("a.cms-author", ".article__author"),
    published=(
        DateSpot("meta.cms-date[itemprop=datePublished]@content", "meta"),
        DateSpot("meta[property='article:published_time']@content", "meta"),
        DateSpot(".article__meta time@datetime"),
    ),
    section=(".breadcrumbs a",),
    tags=(".article__tags a",),
    captions=("td.caption",),
    cover=(".article__avatar", ".article > table.picture"),
    drop=(
        ".rennab",
        ".sda_middle",
        ".ads_middle",
        ".related-news",
        ".article__social",
        ".article__author",
        ".article__related-inline",
        "table.article__related",
        "a.cms-relate",
    ),
)


class EpiSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r".*-tag\d+\.html", "tag", Evidence.REAL),
        refuse(r".*-(?:event|topic)\d+\.html", "event"),
        refuse(r"/search(?:/.*)?", "search"),
        refuse(r"/video/.*", "video", Evidence.REAL),
        Address(r"(?:/[^/]+)*/[^/]*-post(?P<id>\d+)(?:\.html)?", "post", Evidence.REAL),
    )
