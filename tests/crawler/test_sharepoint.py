"""SharePoint pages of ministries: ids of their own, on hosts that belong to the heir."""

from pathlib import Path

import pytest

from archive.record import ArticleKey
from crawler import cases, sites
from crawler.families import recognise
from crawler.families.sharepoint import SharepointSpider
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites" / "mst"
MIC = SITES / "2021-07-13-buu-dien-van-hoa-xa"
MOST = SITES / "2022-03-18-kho-bai-giang"


@pytest.mark.parametrize(
    ("url", "space", "number"),
    [
        ("http://mic.gov.vn/Pages/TinTuc/148221/Ban-do-so.html", "mic", "148221"),
        ("https://www.mic.gov.vn/mic_2020/Pages/TinTuc/148221/x.html", "mic", "148221"),
        ("https://www.mic.gov.vn/mic_2020/pages/tintuc/148221/X.html", "mic", "148221"),
        ("https://most.gov.vn/vn/tin-tuc/148221/ban-do-so.aspx", "most", "148221"),
    ],
)
def test_each_ministry_counted_for_itself(url: str, space: str, number: str) -> None:
    assert sites.key(url) == ArticleKey("mst", space, native_id=number)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.mic.gov.vn/mic_2020/Pages/ChuyenMuc/PhanTrang/1749/2/Ung-dung-CNTT.html",
        "https://most.gov.vn/vn/chuyen-muc/12/hoat-dong.aspx?page=2",
        "https://most.gov.vn/vn/Pages/Vanbanphapluat.aspx",
    ],
)
def test_sections_and_document_lists_are_no_articles(url: str) -> None:
    assert sites.key(url) is None


@pytest.mark.parametrize("folder", [MIC, MOST], ids=["mic", "ministries"])
def test_a_page_shows_the_family(folder: Path) -> None:
    assert recognise(parse(cases.load(folder).html).tree) is SharepointSpider


def test_the_day_in_the_header_is_not_that_of_the_article() -> None:
    case = cases.load(MOST)
    assert "18/03/2022 09:00" in case.html.decode()
    reading = sites.read(case.html, case.url, case.fetched_at)
    assert reading.published_at is not None
    assert reading.published_at.isoformat() == "2022-03-17T16:05:00+07:00"
