"""The publishing system of Báo Lạng Sơn, Báo Cao Bằng, Báo Quảng Ninh and Báo Hưng Yên; its own
name is not known.

Recognise it by `h1.name` and `#content-detail`; by boxes of other articles `div.relates` and
`.topics`, by the author in `.pseudonym`, and by templates that the server left unfilled between
them (`{{ item.title }}`, `{title} {publish}`).

An article's address ends in `-<id>.html`. A site sets `name`, `title`, `unit`, `hosts` and
`listings` (sections `/<slug>`). Báo Lạng Sơn's lead is a heading at the head of the text; Báo Cao
Bằng sets it in bold, and declares so in a layout of its own. Dates, feeds, sitemaps and how a
section goes on (`?page=N` is tried) are not known: the date is looked for as on a page of no
system.
"""

from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="contentdetail-2025",
    evidence=Evidence.CODE,
    match=("h1.name",),
    title=("h1.name",),
    lead=(  # a heading at the head of the text, behind a player or banner at most
        "#content-detail > h2:first-child",
        "#content-detail > div:first-child + h2",
    ),
    body=("#content-detail",),
    author=(".pseudonym",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
    section=(".breadcrumb a",),
    drop=("div.relates", ".topics", ".pseudonym"),
)


class ContentdetailSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/(?:chu-de|topic)/.*", "topic", Evidence.GUESS),
        refuse(r"/(?:su-kien|event)/.*", "event", Evidence.GUESS),
        refuse(r"/(?:tag|tags|tu-khoa)/.*", "tag", Evidence.GUESS),
        refuse(r"/(?:tim-kiem|search)(?:[/.?].*)?", "search", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html", "contentdetail", Evidence.CODE),
    )
    more = MoreRule("{url}?page={page}")
