"""SharePoint pages of ministries, before they moved to other systems: mic.gov.vn until about 2022,
most.gov.vn, mt.gov.vn and moc.gov.vn.

Recognise it by `#divArticleContent` inside `#news_content` (mic.gov.vn), or by
`#divArticleDescription3 h1`, `#divArticleDescription1` and `#divArticleDescription2` (the other
three), and by ids that end in `_pnHide` and `_pnNguontin`.

An article's address on mic.gov.vn is `/Pages/TinTuc/<id>/<slug>.html`, its sections are
`/mic_2020/Pages/ChuyenMuc/PhanTrang/<zone>/<page>/<slug>.html`. The other three have sections
`/vn/chuyen-muc/<id>/<slug>.aspx`, which go on at `?page=<n>`; their articles' addresses are guessed
by analogy. A site sets an id space of its own for the ids (`ids("mic")`), since each ministry
counted for itself, and declares its old host. The pages come from archives of others only.
"""

from datetime import date
from typing import ClassVar

from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, refuse
from crawler.reading.layout import DateSpot, Evidence, Layout

MINISTRIES = Layout(
    name="sharepoint-ministries",
    evidence=Evidence.CODE,
    until=date(2025, 3, 1),  # when the two ministries became one
    match=("#divArticleDescription2",),
    title=("#divArticleDescription3 h1", "#divArticleDescription3"),
    lead=("#divArticleDescription1",),
    body=("#divArticleDescription2",),
    published=(DateSpot("[id$=_pnHide] span"),),
    source=("[id$=_pnNguontin]",),
)

MIC = Layout(
    name="sharepoint-mic",
    evidence=Evidence.CODE,
    until=date(2024, 1, 1),  # the change fell after 2022
    match=("#news_content #divArticleContent",),
    title=("#news_content > div:first-child h1", "#news_content h1"),
    lead=("#divArticleDescription",),
    body=("#divArticleContent",),
    published=(
        DateSpot("#news_content > div:first-child > div:first-child > div:first-child > div"),
    ),
)


def ids(mic: str, ministry: str) -> tuple[Address, ...]:
    """The address forms, with the id spaces of mic.gov.vn and of another ministry."""
    return (
        refuse(r"(?i)(?:/[^/]+)*/Pages/ChuyenMuc/.*", "section"),
        refuse(r"(?i)/vn/chuyen-muc/.*", "section"),
        refuse(r"(?i)/vn/Pages/.*", "document list"),
        Address(r"(?i)(?:/[^/]+)*/Pages/TinTuc/(?P<id>\d+)/[^/]*\.html", mic, Evidence.CODE),
        Address(r"(?i)/vn/tin-tuc/(?P<id>\d+)/[^/]*\.aspx", ministry, Evidence.GUESS),
    )


class SharepointSpider(NewsSpider):
    """Defaults of the family."""

    layouts: ClassVar[tuple[Layout, ...]] = (MINISTRIES, MIC)
    addresses: ClassVar[tuple[Address, ...]] = ids("mic", "sharepoint")
    more = MoreRule("{url}?page={page}")
