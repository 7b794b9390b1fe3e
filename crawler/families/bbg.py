"""The publishing system of Báo Bắc Giang, which went on as Báo Bắc Ninh's (baobacninhtv.vn) when
the two provinces became one; its own name is not known.

Recognise it by addresses that end in `.bbg`, `div.news_detail_sapo` and the text in
`.news-details__content.link_content`; boxes of other articles are `.news-related__list`, the
section is `a.post-meta`, links in lists are `a.font-tin-doc`.

An article's address ends in `-postid<id>.bbg`; until about 2022 it was
`/bg/<section>/<id>/<slug>.html`. Numbers of the older paper are served on the newer one's host,
too: the same article there, which its text tells. A site sets `name`, `title`, `unit`, `hosts`,
`listings` (sections `/<slug>`, `/moi-nhat` for all) and `sitemaps` (`/sitemap.xml`). Dates and how
a section goes on (`?page=N` is tried) are not known: the date is looked for as on a page of no
system.
"""

from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import Evidence, Layout

TODAY = Layout(
    name="bbg-2025",
    evidence=Evidence.CODE,
    match=(".news-details__content.link_content",),
    title=("h1",),
    lead=("div.news_detail_sapo",),
    body=(".news-details__content.link_content",),
    section=("a.post-meta",),
    drop=(".news-related__list",),
)


class BbgSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/videos(?:/.*)?", "video"),
        refuse(r"/(?:photo|podcast|(?:bg/)?infographics)(?:/.*)?", "gallery"),
        refuse(r"/sukien(?:/.*)?", "event"),
        refuse(r"/(?:chu-de|tag|tim-kiem)(?:/.*)?", "topic", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-postid(?P<id>\d+)\.bbg", "bbg", Evidence.CODE),
        Address(r"/bg2?(?:/[^/]+)+/(?P<id>\d{4,})/[^/]+\.html", "bg", Evidence.CODE),
    )
    more = MoreRule("{url}?page={page}")
