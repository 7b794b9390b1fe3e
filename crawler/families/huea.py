"""The publishing system of Báo Cần Thơ, Báo An Giang and Huế ngày nay; its own name is not known.

Recognise it by `#colcate1` with two `h1` (the first is the category's), `#clear span.pubdate`,
`#newscontents` with `.content-fck` inside, and pictures under `/image/fckeditor/upload/` or
`/data2/image/`.

An article's address ends in `-a<id>.html`, on newer skins in `-<id>.html`; `/print/<the same>` is
its print form, `/su-kien/<slug>.<n>.html` an event and no article. A site sets `name`, `title`,
`unit`, `hosts`, `listings` (sections `/<category>/`, which go on at `?p=N`), `feeds`
(`/rss/cate/<category>/`, `/rss/subcate/<sub>/`) and `sitemaps` (`/sitemapnews.xml`, one list of
every article). The lead is the first paragraph and is not marked as one.
"""

from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="huea-2020",
    evidence=Evidence.REAL,
    match=("#newscontents .content-fck",),
    title=("#colcate1 h1.margintopbot10", "#colcate1 > h1", ".detail-title h1"),
    lead=("#colcate1 > p", ".detail-desc p"),
    body=("#newscontents .content-fck",),
    published=(DateSpot("#clear span.pubdate"), DateSpot("#clear > span"), DateSpot("div.pubdate")),
    drop=("[class^=AMN_]", ".detail-related", "#linkshare"),
    section=(".titlecate h1 a", ".titlecate span.fw400 a"),
    tags=(".block_tag a.tag_item",),
)


class HueaSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/su-kien/.*", "event", Evidence.REAL),
        refuse(r"/tim-kiem(?:/.*)?", "search", Evidence.REAL),
        refuse(r"/rss/.*", "feed", Evidence.REAL),
        Address(r"(?:/[^/]+)*/[^/]*-a(?P<id>\d+)\.html", "huea", Evidence.REAL),
    )
    more = MoreRule("{url}?p={page}")
