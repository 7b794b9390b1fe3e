"""The publishing system of Báo Bình Dương, Báo Đồng Tháp and Báo Tây Ninh; its own name is not
known.

Recognise it by `#contentNews` with `.singular-content` inside, the title in `h1.title`, the lead in
`h4.sapo` or `p.sapo`, and headlines of lists in `a.title`. Pages of Báo Tây Ninh close `</html>`
before `<head>` opens, and are read whole all the same.

An article's address ends in `-a<id>.html`, as in the family of Báo Cần Thơ, whose markup is
another. A site sets `name`, `title`, `unit`, `hosts`, `listings` (sections `/<category>`), `feeds`
(`/rss/news/<category>.rss`) and `sitemaps` (Báo Bình Dương's stands on `apife.<host>`). No page of
the family was seen, and nobody tells where the date stands: it is looked for between title and
text, as on a page without a layout. How sections go on is a guess.
"""

from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

TODAY = Layout(
    name="contentnews-2020",
    evidence=Evidence.CODE,
    match=("#contentNews .singular-content",),
    title=("h1.title",),
    lead=("h4.sapo", "p.sapo", ".sapo"),
    body=("#contentNews .singular-content",),
    published=(DateSpot("meta[property='article:published_time']@content", "meta"),),
    section=(".breadcrumb a", ".breadcrumbs a"),
    tags=(".tags a",),
)


class ContentnewsSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (TODAY,)
    addresses: ClassVar[tuple[Address, ...]] = (
        refuse(r"/rss(?:/.*)?", "feed"),
        # what has an article's number may be one whatever its section is called
        refuse(r"/(?:su-kien|chu-de)(?!.*-a\d+\.html)(?:/.*)?", "event", Evidence.GUESS),
        refuse(r"/(?:tags?|tu-khoa|tim-kiem)(?!.*-a\d+\.html)(?:/.*)?", "tag", Evidence.GUESS),
        Address(r"(?:/[^/]+)*/[^/]*-a(?P<id>\d+)\.html", "a", Evidence.CODE),
    )
    more = MoreRule("{url}?p={page}")
