"""The publishing system of Báo Cần Thơ, Báo An Giang and Huế ngày nay; its own name is not known.

Recognise it by `#newscontents`, with `.content-fck` or `.content-fck-font-size` inside, below
`#colcate1` with two `h1` (the first is the category's) and `#clear span.pubdate`, or below
`.detail-title`, `div.pubdate` and `div.detail-desc`; by `input[name=txtnewsid]` and pictures under
`/image/fckeditor/upload/` or `/data2/image/`.

An article's address ends in `-a<id>.html`, on newer skins in `-<id>.html`; `/print/<the same>` is
its print form, `/su-kien/<slug>.<n>.html` an event, `/tim-kiem/<keyword>.html` a keyword,
`/video/xem-video/<slug>-<id>.html` a video, `/rao-vat…` a small advertisement: no articles. A site
sets `name`, `title`, `unit`, `hosts`, `listings` (sections `/<category>/`, which go on at `?p=N`,
with Báo An Giang at `/?p=N&d=`, see `SKIN_2023`), `feeds` (`/rss/cate/<category>/`,
`/rss/subcate/<sub>/`) and `sitemaps` (`/sitemapnews.xml`, one list of every article). In the skin
of Báo Cần Thơ the lead is the first paragraph and is not marked as one; below it stand "Từ khóa",
comments and "Đọc thêm", in older pages inside `#newscontents` too.
"""

from typing import ClassVar

from crawler.fetching.listings import Listing, MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

DROP = (
    "[class^=AMN_]",
    ".detail-related",
    "#linkshare",
    ".block_tag",
    "#comment",
    "#fcbcomment",
)

SKIN_2020 = Layout(
    name="huea-2020",
    evidence=Evidence.REAL,
    match=("#newscontents .content-fck",),
    title=("#colcate1 h1.margintopbot10", "#colcate1 > h1", ".detail-title h1"),
    lead=("#colcate1 > p", ".detail-desc p"),
    body=("#newscontents .content-fck",),
    published=(DateSpot("#clear span.pubdate"), DateSpot("#clear > span"), DateSpot("div.pubdate")),
    drop=DROP,
    section=(".titlecate h1 a", ".titlecate span.fw400 a"),
    tags=(".block_tag a.tag_item",),
)
SKIN_2023 = Layout(
    name="huea-2023",
    evidence=Evidence.CODE,
    match=("#newscontents .content-fck-font-size",),
    title=("div.detail-title h1",),
    lead=("div.detail-desc p", "div.detail-desc"),
    body=("#newscontents .content-fck-font-size",),
    published=(DateSpot("div.pubdate"),),
    drop=DROP,
    section=(".titlecate h1 a", ".titlecate a"),
    tags=(".block_tag a.tag_item",),
)
# Before the text had a box of its own; what crawlers of Báo Thừa Thiên Huế name
SKIN_2018 = Layout(
    name="huea-2018",
    evidence=Evidence.CODE,
    match=("#colcate1 #newscontents",),
    title=("#colcate1 > h1",),
    lead=("#colcate1 > p",),
    body=("#newscontents",),
    published=(DateSpot("#clear > span"),),
    drop=DROP,
    section=(".titlecate h1 a", ".titlecate span.fw400 a"),
    tags=(".block_tag a.tag_item",),
)

PAGE_AND_DAY = MoreRule("{url}/?p={page}&d=")  # how the sections of `SKIN_2023` go on


def sitemap(root: str) -> Listing:
    """The list of every article, guessed for a site other than Báo Cần Thơ."""
    first, other = f"{root}/sitemapnews.xml", f"{root}/sitemap.xml"
    return Listing(first, evidence="guess", kind="sitemap", instead=(other,))


def feed(root: str, section: str, topic: bool = False) -> Listing:
    """A section's feed, guessed: as Báo Cần Thơ's sections and parts of them have, or Báo Tây
    Ninh's, whose addresses are the same.
    """
    others = (f"{root}/rss/subcate/{section}/", f"{root}/rss/news/{section}.rss")
    return Listing(f"{root}/rss/cate/{section}/", topic, "guess", "feed", instead=others)


class HueaSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (SKIN_2023, SKIN_2020, SKIN_2018)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/su-kien/[^/]*\.\d+\.html", "event", Evidence.REAL),
        refuse(r"/tim-kiem(?:/.*)?", "search", Evidence.REAL),
        refuse(r"/rss/.*", "feed", Evidence.REAL),
        refuse(r"/video(?:/.*)?", "video", Evidence.REAL),
        refuse(r"/rao-vat.*", "small advertisement", Evidence.REAL),
        refuse(r"/xem-bao/.*", "printed paper's", Evidence.REAL),
        Address(r"(?:/[^/]+)*/[^/]*-a(?P<id>\d+)\.html", "huea", Evidence.REAL),
    )
    more = MoreRule("{url}?p={page}")
