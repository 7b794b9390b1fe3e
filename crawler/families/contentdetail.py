"""The publishing system of Báo Lạng Sơn, Báo Cao Bằng, Báo Quảng Ninh and Báo Hưng Yên; its own
name is not known.

Recognise it by `h1.name` and `#content-detail`; by the author in `.pseudonym`, the date in
`div.date` ("Thứ Ba, 12/05/2026, 14:35 [GMT+7]"), boxes of other articles `div.relates`, `.topics`
and `div.block-news-list`, and by templates that the server left unfilled between them
(`{{ item.title }}`, `{title} {publish}`).

An article's address ends in `-<id>.html`. A site sets `name`, `title`, `unit`, `hosts` and
`listings` (sections `/<slug>`, some with capitals). A section goes on in JSON, at
`/list-post-by-category` with the number that the section has inside the system: `more(NUMBER)`;
where that is not known `?page=N` is tried. Báo Lạng Sơn's lead is a heading at the head of the
text; Báo Cao Bằng sets it in bold, and declares so in a layout of its own. Feeds and sitemaps are
not known.
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
        "#content-detail > div:only-child > h2:first-child",
    ),
    body=("#content-detail", "div.detail.auto-gallery"),
    author=(".pseudonym",),
    published=(
        DateSpot("meta[property='article:published_time']@content", "meta"),
        DateSpot("h1.name + .date"),
        DateSpot("h1.name + * .date"),
    ),
    section=(".breadcrumb a",),
    drop=("div.relates", ".topics", ".pseudonym", "div.block-news-list"),
)


def more(section: int) -> MoreRule:
    """How a section goes on whose number inside the system is known."""
    asked = f"page={{page}}&limit=12&category_id={section}&show_thumb=true&show_desc=true"
    return MoreRule(f"{{root}}/list-post-by-category?{asked}")


class ContentdetailSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/(?:multimedia|video|Truyenhinh-Internet)(?:/.*)?", "video"),
        refuse(r"/(?:Phongsuanh|phong-su-anh)(?:/.*)?", "gallery"),
        refuse(r"/(?:chu-de|topic)/.*", "topic", Evidence.GUESS),
        refuse(r"/(?:su-kien|event)/.*", "event", Evidence.GUESS),
        refuse(r"/(?:tag|tags|tu-khoa)/.*", "tag"),
        refuse(r"/(?:tim-kiem|search)(?:[/.].*)?", "search"),
        Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{5,})\.html", "contentdetail", Evidence.CODE),
    )
    more = MoreRule("{url}?page={page}")
