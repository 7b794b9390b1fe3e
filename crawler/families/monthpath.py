"""The publishing system of provincial papers with the month in their addresses (Tuyên Quang, Thái
Nguyên, Quảng Trị, Khánh Hòa, Đắk Lắk, Đồng Nai, Vĩnh Long, Hà Giang, Quảng Bình, Phú Yên; Đà Nẵng
and Lâm Đồng before); its own name is not known.

Recognise it by addresses `/<category>[/<sub>]/YYYYMM/<slug>-<mark>/`, links of class `title1` to
`title5`, pictures under `/file/<32 letters>/MMYYYY/` or `/dataimages/YYYYMM/`, and one of its
skins: `h1.media-heading` over `div.article_content #content`; `.td-post-content` within
`#content.content-detail`, under `.detail-main-title h1.title`; `h1.head_title` or `div.desc` over
`.content-detail`; `div#content` beside links `a.card-img` and `a.h3`. Related boxes
(`.related-post`), share lines (`ul.social`, `.td-post-sharing`) and tags stand beside the text or
in it.

The mark is seven hexadecimal figures (six were seen too); articles of the system before it kept
their number there. It alone is the identity, since categories and slugs change; two articles with
one mark are told apart by their texts. Addresses without a mark are known by month and slug. Print
forms are the address under `/print/` or with `?print`. A site sets `name`, `title`, `unit`,
`hosts`, `layouts` (the skin that it shows), `listings` (sections `/<category>/`, which go on at
`?paged=N`), `feeds` and `sitemaps` (`/sitemap.xml`, of which `index.cate.xml` and
`index.lastest.xml` are no archive). The month of the address dates an article whose page shows no
date, and is kept as inferred.
"""

from typing import ClassVar

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

MONTH = r"(?P<month>(?P<year>(?:19(?=9)|20)(?P<short>\d\d))(?:0[1-9]|1[0-2]))"
NO_DAY = r"(?!\d{2,4}(?:(?P=year)|(?P=short))$)"  # "-1552025" at a slug's end is no mark but a day
FILES = ("e7837c02", "4028eaa4", "fb9e3a03")  # installations, as picture addresses begin
META = DateSpot("meta[property='article:published_time']@content", "meta")
NOISE = (
    "ul.social",
    ".bd02",
    ".related-post",
    ".box-tag",
    ".td-post-sharing",
    ".td-post-next-prev",
)

MEDIA = Layout(
    name="monthpath-media",
    evidence=Evidence.CODE,
    match=("h1.media-heading",),
    title=("h1.media-heading",),
    lead=(
        "div.article_content #content > :first-child > strong:only-child",
        "div.article_content #content > :first-child > span:only-child > strong:only-child",
    ),
    body=("div.article_content #content", "div.article_content .content", "div.article_content"),
    published=(META, DateSpot("div.article_content div.date"), DateSpot("h1 ~ time.time")),
    section=(".breadcrumb a",),
    tags=(".box-tag a",),
    drop=("h1.media-heading", "div.date", *NOISE),
)

POST = Layout(
    name="monthpath-post",
    evidence=Evidence.CODE,
    match=("#content .td-post-content", ".content-detail .td-post-content"),
    title=("div.detail-main-title h1.title", "h1.title", "h1"),
    lead=(
        ".sub_first_content strong",
        ".sub_first_content",
        ".td-post-content > :first-child > strong:only-child",
        ".td-post-content > :first-child > span:only-child > strong:only-child",
    ),
    body=("#content .td-post-content", ".content-detail .td-post-content"),
    published=(
        META,
        DateSpot(".detail-main-title time"),
        DateSpot(".detail-main-title .date"),
        DateSpot("h1 ~ time.time"),
    ),
    section=(".breadcrumb a",),
    tags=(".box-tag a",),
    drop=NOISE,
)

HEAD = Layout(
    name="monthpath-head",
    evidence=Evidence.CODE,
    match=("h1.head_title",),
    title=("h1.head_title",),
    lead=("div.desc",),
    body=("div.content-detail",),
    published=(META, DateSpot("h1 ~ time.time"), DateSpot("h1 ~ .date")),
    section=(".breadcrumb a",),
    tags=(".box-tag a",),
    drop=NOISE,
)

# Two papers whose title has no mark of its own: links and pictures of the family tell the page
DESC = Layout(
    name="monthpath-desc",
    evidence=Evidence.CODE,
    match=(
        "body:has(a.title2) div.desc",
        *(f"body:has(img[src*='/file/{name}']) div.desc" for name in FILES),
    ),
    title=("h1.title", "h1"),
    lead=("div.desc",),
    body=("div.content-detail",),
    published=HEAD.published,
    section=HEAD.section,
    tags=HEAD.tags,
    drop=NOISE,
)

TEXT = Layout(
    name="monthpath-text",
    evidence=Evidence.CODE,
    match=("body:has(a.card-img):has(a.h3) div#content",),
    title=("h1",),
    lead=("div.desc", "div.sapo"),
    body=("div#content",),
    published=HEAD.published,
    section=HEAD.section,
    tags=HEAD.tags,
    drop=NOISE,
)


def feed(root: str, section: str) -> Listing:
    """A section's feed, guessed: Báo Ấp Bắc, whose addresses are the same, had `index.rss`."""
    others = (f"{root}/rss/{section}.rss", f"{root}/rss/home.rss")
    return Listing(f"{root}/{section}/index.rss", False, "guess", "feed", instead=others)


def sitemap(root: str) -> Listing:
    """The sitemap that Báo Đồng Nai has, guessed for another site."""
    return Listing(f"{root}/sitemap.xml", evidence="guess", kind="sitemap")


class MonthpathSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (MEDIA, POST, HEAD, DESC, TEXT)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/(?:video|video-clip|truyen-hinh)(?:/.*)?", "video"),
        refuse(r"/(?:anh-dep|phong-su-anh|media/infographic)(?:/.*)?", "gallery"),
        refuse(r"/(?:podcast|audio(?:-[^/]+)?)(?:/.*)?", "podcast"),
        refuse(r"/doc-bao-in(?:/.*)?", "printed paper's"),
        refuse(r"/(?:tags?|tim-kiem)(?:/.*)?", "tag"),
        Address(
            rf"(?:/[^/]+)*/{MONTH}/[^/]*-{NO_DAY}(?P<id>[0-9a-f]{{6,7}})",
            "monthpath",
            Evidence.CODE,
        ),
        Address(rf"(?:/[^/]+)*/(?P<id>{MONTH}/[^/]+)", "monthslug", Evidence.CODE),
    )
    more = MoreRule("{url}/?paged={page}")
