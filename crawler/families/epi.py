"""ePi: baolaocai, baohatinh, baogialai, sggp, nhandan, vietnamplus, tienphong, plo, baophapluat
until 2025.

Recognise it by `h1.article__title.cms-title`, `div.article__sapo.cms-desc`, `div.article__body.cms-
body`, `meta.cms-date[itemprop=datePublished]` (its offset is written `+0700`), advertisement slots
`#sdaWeb_*` of class `rennab`, comments in `#comment<id>.wrap-comment` and a script variable
`cmsConfig`.

An article's address ends in `-post<id>.html` (at VietnamPlus in `.vnp`); `-tag<id>.html` is a
keyword's page, `-event<id>.html` and `-topic<id>.html` are collections. A site sets `name`,
`title`, `unit`, `hosts`, `listings` (sections `/<slug>/`, keywords by `search(root, words)`),
`sitemaps` (`sitemap(root)`: `/sitemap.xml` or `/sitemaps.xml`, an index of
`/sitemaps/news-<Y>-<M>.xml` by month, not padded, sometimes gzipped, beside `categories.xml` and
`topics.xml`, which hold no articles) and `feeds`
(`/rss/<slug>-<zone>.rss`; a wrong zone answers with a mixed feed, so take it from the site's
`/rss.html`). Sections go on by a JSON interface on `api.<host>`, forty a page, which needs a
Referer and the zone that stands in the section's button (`more`).
"""

from datetime import date
from typing import ClassVar

from crawler.fetching.listings import Listing, MoreRule
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
        DateSpot(".article__header time@datetime"),
    ),
    modified=(DateSpot("meta[property='article:modified_time']@content", "meta"),),
    section=(".breadcrumbs a",),
    tags=(".article__tags a", ".article__tag a"),
    captions=("td.caption",),
    cover=(".article__avatar", ".article > table.picture", ".article__sapo ~ table.picture"),
    drop=(
        ".rennab",
        ".sda_middle",
        ".ads_middle",
        "[id^=sdaWeb_]",
        ".related-news",
        ".article__social",
        ".article__author",
        ".article__related-inline",
        "table.article__related",
        "a.cms-relate",
        "article.story",
        "[data-source=mostread-news]",
        ".wrap-comment",
    ),
)


# Designers' mock-ups of Báo Nghệ An (related articles stood in the text) and of Sài Gòn Giải Phóng,
# without an article in them
MOCKUP_2019 = Layout(
    name="epi-2019",
    evidence=Evidence.GUESS,
    until=date(2021, 1, 1),
    match=(".article__cover h1.article__title",),
    title=(".article__cover h1.article__title",),
    lead=(".article__summary", "h2.article__sub-title"),
    body=(".article__content .content",),
    author=("p.article__author",),
    published=(DateSpot(".article__meta time"),),
    drop=("article.article__related-inline", "table.article__related", "p.article__author"),
)
MOCKUP_2021 = Layout(
    name="epi-2021",
    evidence=Evidence.GUESS,
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
END = r"\.(?:html|vnp)"


def search(root: str, words: str) -> Listing:
    """The search for a keyword, which lists what has its words, the newest first."""
    return Listing(f"{root}/search/?q={words.replace(' ', '+')}", topic=True, evidence="code")


def sitemap(root: str) -> Listing:
    """The index of a site's sitemaps, which one site has under a name in the plural."""
    return Listing(f"{root}/sitemap.xml", kind="sitemap", instead=(f"{root}/sitemaps.xml",))


class EpiSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(rf".*-tag\d+{END}", "tag", Evidence.REAL),
        refuse(rf".*-event\d+{END}", "event"),
        refuse(rf".*-topic\d+{END}", "topic"),
        refuse(r"/search(?:/.*)?", "search", Evidence.REAL),
        refuse(r"/video/.*", "video", Evidence.REAL),
        Address(rf"(?:/[^/]+)*/[^/]*-post(?P<id>\d+)(?:{END})?", "post", Evidence.REAL),
    )
    # forty a page where the section shows about twenty: its first page goes on behind the section
    more = MoreRule(
        "https://api.{host}/api/morenews-zone-{zone}-{page}.html?phrase=",
        zone="string(//*[@data-type='zone' and @data-zone]/@data-zone)",
        first=1,
        step=40,
    )
