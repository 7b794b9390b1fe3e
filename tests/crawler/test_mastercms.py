"""MasterCMS: three skins around one body, and dates that are none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import ArticleKey, Precision
from crawler import cases, sites
from crawler.families.mastercms import MastercmsSpider
from crawler.reading.address import identify, refusal

SITES = Path(__file__).parents[1] / "sites" / "doanhnghiephoinhap"
URL = "https://doanhnghiephoinhap.vn/ho-kinh-doanh-dung-hoa-don-dien-tu-151873.html"
HEADS = {
    "plain": (
        '<h1 class="detail-title">{title}</h1><span class="format_time">16:45 |</span>'
        ' <span class="format_date">13/05/2026</span><div class="detail-desc">{lead}</div>'
    ),
    "bank": (
        '<h1 class="detail-title">{title}</h1><span class="datetime"><span class="format_time">'
        '16:45</span> | <span class="format_date">13/05/2026</span></span>'
        '<p class="detail-sapo">{lead}</p>'
    ),
    "detail": (
        '<h1 class="article-detail-title f0">{title}</h1><span class="article-date">'
        '<span class="format_time">16:45</span> | <span class="format_date">13/05/2026</span>'
        '</span><div class="article-detail-desc">{lead}</div>'
    ),
}
TITLE = "Hộ kinh doanh dùng hóa đơn điện tử"
LEAD = "Ba phần tư số hộ ở chợ Đông Hòa đã quen với máy tính tiền."
TEXT = "Chợ Đông Hòa có 318 hộ, mỗi hộ được hỗ trợ một máy tính tiền trong sáu tháng đầu năm nay."
CLOCK = '<div class="header-top">Chủ nhật 21/12/2025 08:24 | Hotline: 024.000.00.000</div>'


def page(head: str, behind: str = "") -> bytes:
    return (
        f"<html><head><title>{TITLE}</title></head><body>{CLOCK}<div>{head}"
        '<div class="__MASTERCMS_CONTENT"><div id="__MB_MASTERCMS_EL_3" class="item-content">'
        f"<p>{TEXT}</p><p>{TEXT[::-1]}.</p></div>{behind}</div></div></body></html>"
    ).encode()


@pytest.mark.parametrize("skin", HEADS)
def test_each_skin_gives_title_lead_and_minute(skin: str) -> None:
    reading = sites.read(page(HEADS[skin].format(title=TITLE, lead=LEAD)), URL)
    assert (reading.layout, reading.title, reading.lead) == ("mastercms-2020", TITLE, LEAD)
    assert reading.published_at == datetime(2026, 5, 13, 9, 45, tzinfo=UTC)
    assert reading.published_precision is Precision.MINUTE


def test_the_author_behind_the_text_is_no_text() -> None:
    head = HEADS["bank"].format(title=TITLE, lead=LEAD)
    behind = '<p align="right"><strong>Quốc Khánh</strong></p>'
    reading = sites.read(page(head, behind), URL)
    assert reading.author == "Quốc Khánh"
    assert "Quốc Khánh" not in reading.body


def test_the_clock_in_the_header_is_no_date_of_an_article() -> None:
    head = f'<h1 class="detail-title">{TITLE}</h1><div class="detail-desc">{LEAD}</div>'
    assert sites.read(page(head), URL).published_at is None


def test_the_day_of_the_move_is_kept_and_doubted() -> None:
    case = cases.load(SITES / "2026-05-14-migrated")
    reading = sites.read(case.html, case.url, case.fetched_at)
    assert reading.published_raw is not None
    assert "12/10/2020" in reading.published_raw
    assert reading.doubts == ("migration-midnight",)


def test_print_form_and_article_are_one_and_the_old_system_has_paths() -> None:
    printed = "https://doanhnghiephoinhap.vn/apicenter@/print_article&i=151873"
    key = ArticleKey("doanhnghiephoinhap", "mastercms", native_id="151873")
    assert sites.key(printed) == sites.key(URL) == sites.key(f"{URL}&mobile=yes&amp=1") == key
    old = sites.key("https://doanhnghiephoinhap.vn/muoi-hai-doanh-nghiep.html")
    assert old == ArticleKey("doanhnghiephoinhap", "path", path="/muoi-hai-doanh-nghiep.html")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/tag/kinh-te-so-118.tag", "tag"),
        ("/apicenter@/user_comments&i=151873", "comment"),
        ("/kinh-te-so&s_cond=&BRSR=20", "section"),
    ],
)
def test_what_is_no_article_is_refused_by_its_address(path: str, reason: str) -> None:
    url = f"https://doanhnghiephoinhap.vn{path}"
    assert refusal(MastercmsSpider.addresses, url) == reason
    assert identify(MastercmsSpider.addresses, url) is None
