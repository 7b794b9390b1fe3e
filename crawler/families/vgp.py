"""The ASP.NET system of the government's news pages until about 2022, with `.vgp` addresses.

Recognise it by `div.article-header > h1`, `div.article-body.cmscontents` and ids that begin with
`ctl00_`. The first answer could be a script that sets a cookie and nothing else: that is a
challenge, and no page.

An article's address is `/<Zone>/<Slug>/<id>.vgp`; sections are `/<Zone>/<zone id>/trang<N>.vgp`.
The system is gone: its pages come from archives of others only.
"""

from datetime import date
from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

OLD = Layout(
    name="vgp-2010",
    evidence=Evidence.CODE,
    until=date(2023, 1, 1),  # the change fell in 2021 or 2022
    match=("div.article-body.cmscontents",),
    title=("div.article-header > h1",),
    lead=("div.summary",),
    body=("div.article-body.cmscontents",),
    published=(DateSpot("p.meta"),),
    section=(".breadcrums a",),
    tags=("p.keywords span.word a",),
    captions=(".caption p",),
    drop=("ul.inline-related", "div.sharing_tool"),
)

ADDRESSES = (
    refuse(r"(?i)/[^/]+/\d+/trang\d+\.vgp", "section"),
    Address(r"(?i)(?:/[^/]+){2,}/(?P<id>\d+)\.vgp", "vgp", Evidence.CODE),
    Address(r"(?i)/story\.aspx\?(?:.*&)?did=(?P<id>\d+).*", "vgp", Evidence.CODE),
)


class VgpSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (OLD,)
    addresses: ClassVar[tuple[Address, ...]] = ADDRESSES
    more = MoreRule("{stem}/trang{page}.vgp")
