"""The publishing system of Báo Thanh Hóa and Báo Phú Thọ; its own name is not known.

Recognise it by `h1.pTitle`, the lead in `p.pHead` and the text in `#dcontent`.

About half of Báo Phú Thọ's texts, and some of Báo Thanh Hóa's, are sent encrypted and decoded by a
script: `#dcontent` then holds one line of base64. Such a page is refused as `encrypted-body`, what
stands beside it is never taken for the article; where only a line of a text is a cipher, the line
is dropped and the reading doubted (`cipher-line`).

An article's address ends in `-<id>.htm`, earlier in `/<id>.htm` or `/<id>.html`. A site sets
`name`, `title`, `unit`, `hosts`, `listings` (sections `/<slug>`) and `feeds` (`/rss/<slug>.xml`).
Dates, sitemaps and how a section goes on (`?page=N` is tried) are not known: the date is looked for
as on a page of no system. Templates for a script stand in the page, too (`{title} {publish}`,
`{name} - {time} {body}`).
"""

from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="dcontent-2025",
    evidence=Evidence.CODE,
    match=("h1.pTitle",),
    title=("h1.pTitle",),
    lead=("p.pHead",),
    body=("#dcontent",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
    section=(".breadcrumb a",),
)


class DcontentSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/(?:short-video|video|truyen-hinh|podcast|phat-thanh)(?:/.*)?", "video"),
        refuse(r"/(?:infographic|image)(?:/.*)?", "gallery"),
        refuse(r"/(?:chu-de|topic)/.*", "topic"),
        refuse(r"/(?:su-kien|event)/.*", "event", Evidence.GUESS),
        refuse(r"/(?:tag|tags|tu-khoa)/.*", "tag", Evidence.GUESS),
        refuse(r"/(?:tim-kiem|search)(?:[/.].*)?", "search", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{4,})\.htm", "dcontent", Evidence.CODE),
        # until about 2023; its numbers went on in the form of today
        Address(r"(?:/[^/]+)+/(?P<id>\d{4,})\.html?", "dcontent", Evidence.CODE),
    )
    more = MoreRule("{url}?page={page}")
