"""VCCorp (Admicro): baochinhphu.vn, tuoitre, thanhnien, nld, cafef, soha, vpcp.chinhphu.vn,
mst.gov.vn.

Recognise it by `data-role` attributes (`title`, `sapo`, `publishdate`, `content`), `div.afcbc-
body`, widgets of class `VCSortableInPreviewMode`, the hidden inputs `hdNewsId` and `hdZoneId`, and
a comment `<!--u: 12/6/2024 8:09:13 AM-->` after `</html>`, which changes at every look.

An article's address ends in `-<id>.htm`: site prefix (102 baochinhphu, 103 thanglong, 115 vpcp, 119
xaydungchinhsach, 197 mst), then the time of creation as YYMMDDHHMMSS and milliseconds that are not
padded. An article of a sister site keeps its foreign id under the local path, so the number alone
is the identity; another slug answers 301.

A site sets `name`, `title`, `hosts`, `id_prefix` (`vccorp:102`), `listings` (sections
`/<category>[/<sub>].htm`), `feeds` (`/rss`, `/rss/home.rss`, `/<section>.rss`; the newest item of a
dead one may be years old while its build date is now), `sitemaps` (`sitemap(root)`, candidates of
which none is proved) and, where its feeds write the month first (`9/5/2026 1:30:00 PM`),
`feed_date_order`. Sections go on in `/timelinelist/<zone>/<page>.htm`, the zone standing in the
section page (`more`); the other lists of articles are `STREAM`, `TAGGED` and `FOCUS`. Those of
albums and videos hold no articles.
"""

from typing import ClassVar

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="vccorp-2022",
    evidence=Evidence.REAL,
    match=("[data-role=content]", "div.detail-content.afcbc-body"),
    title=("h1[data-role=title]", "h1.detail-title", "h1.title", "input#hdTitle@value"),
    lead=("[data-role=sapo]", "h2.detail-sapo", "h2.sapo"),
    body=("[data-role=content]", "div.detail-content.afcbc-body"),
    author=(
        "[data-role=author]",
        ".detail-author-top .name",
        ":not(.detail-author-bot) > .author-info .name",
        "div.detail-author",
        "p.author",
    ),
    published=(
        DateSpot("meta[property='article:published_time']@content", "meta"),
        DateSpot("[data-role=publishdate]"),
        DateSpot("div.detail-time"),
        DateSpot("span.pdate"),
    ),
    modified=(DateSpot("input#hidLastModifiedDate@value"),),
    section=(".detail-breadcrumb a", "[data-role=cate-name]"),
    tags=(".detail-tag-list a",),
    captions=(".PhotoCMS_Caption",),
    drop=(
        "[type=RelatedNewsBox]",
        "[type=RelatedOneNews]",
        "[type=VideoStream]",
        ".VCObjectBoxRelatedNews",
        ".kbwscwl-relatedbox",
        ".readmore-body-box",
        ".detail__related",
        ".box-related",
        ".box-author-detail",  # who the author is, which is no text
        ".itemWeather",
        ".detail-social",
        ".detail-like-fb",
        ".detail__sub",
        "#commentpage",
        ".box-right",
        ".box-menu-left",
        ".box-category-menu",
    ),
    keep=(".VCSortableInPreviewMode[type=content]",),
)

# How lists that are no section go on: everything of the site, a keyword's page, the chosen pieces
STREAM = MoreRule("{root}/timelinelist/0/{page}.htm")
TAGGED = MoreRule(
    "{root}/timelinetags/{zone}/{page}.htm", zone="string(//input[@id='hdCatUrl']/@value)"
)
FOCUS = MoreRule("{root}/timelinefocus/24/{page}.htm")
SITEMAPS = (  # names that sites of the system use, those of the government's own being unproved
    "sitemap.xml",
    "sitemaps/google-news.xml",
    "google-news-sitemap.xml",
    "latest-news-sitemap.xml",
    "latestnews-sitemap.xml",
    "sitemaps/category.rss",
    "sitemaps/index.rss",
)


def sitemap(root: str) -> Listing:
    """The guessed sitemap of a site, with the other names to be tried."""
    first, *others = (f"{root}/{name}" for name in SITEMAPS)
    return Listing(first, evidence="guess", kind="sitemap", instead=tuple(others))


class VccorpSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/chu-de/.*", "topic", Evidence.REAL),
        refuse(r"/su-kien/.*", "event", Evidence.GUESS),
        refuse(r"/timeline[a-z]*/.*", "load-more", Evidence.REAL),
        refuse(r"/(?:tin-moi|tim-kiem|search)\.htm", "section", Evidence.REAL),
        refuse(r"/video/.*", "video", Evidence.REAL),
        refuse(r"/tags?/.*", "tag"),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{10,})\.(?:htm|html|chn)", "vccorp", Evidence.REAL),
    )
    more = MoreRule(
        "{root}/timelinelist/{zone}/{page}.htm", zone="string(//input[@id='hdZoneId']/@value)"
    )
