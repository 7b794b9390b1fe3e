"""Pages read by a declared layout: what each of its attributes does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from archive.record import Block, BlockKind, Precision
from crawler.errors import PageRefused
from crawler.reading.article import read
from crawler.reading.layout import DateSpot, Evidence, Layout, Order

URL = "https://baomau.example/so-hoa-ho-so-dat-dai-9123.html"
LAYOUT = Layout(
    name="mau-2024",
    evidence=Evidence.GUESS,
    title=("h1.ten",),
    lead=(".sapo",),
    body=("div.than",),
    author=(".tac-gia",),
    published=(DateSpot("meta[name=ngay]@content", "meta"), DateSpot(".ngay")),
    section=(".muc a",),
    tags=(".the a",),
    source=(".nguon",),
    drop=(".quang-cao",),
)
ONE = "Xã Phú Khê đã số hóa 12.480 trang hồ sơ đất đai, hoàn thành sớm hơn kế hoạch ba tuần."
TWO = "Tổ công tác gồm bảy người làm việc theo ca, mỗi ngày quét và kiểm tra khoảng 400 trang."
THREE = "Từ tháng 6, người dân tra cứu được thửa đất của mình ngay trên điện thoại."


def page(body: str, around: str = "", head: str = "") -> bytes:
    return (
        f"<html><head>{head}</head><body><h1>Chuyên mục</h1><div class='muc'><a>Xã hội</a>"
        f"<a>Đất đai</a></div><h1 class='ten'>Phú Khê số hóa xong hồ sơ đất đai</h1>{around}"
        f"<div class='than'>{body}</div></body></html>"
    ).encode()


def lines(body: str, layout: Layout = LAYOUT, around: str = "") -> list[str]:
    return [block.text for block in read(page(body, around), URL, layouts=(layout,)).blocks]


def test_the_parts_are_read_where_the_layout_says() -> None:
    around = (
        "<p class='sapo'>(Báo Mẫu) - Việc số hóa hoàn thành ngày 3/5.</p>"
        "<span class='tac-gia'>Tin, ảnh: Lan Chi</span><i class='ngay'>03/05/2024 | 16:20</i>"
        "<p class='the'><a>#đất đai</a><a>#số hóa</a></p>"
        "<p class='nguon'>Nguồn: <a href='https://khac.example/a.html'>Báo Khác</a></p>"
    )
    reading = read(page(f"<p>{ONE}</p><p>{TWO}</p>", around), URL, layouts=(LAYOUT,))
    assert (reading.title, reading.layout) == ("Phú Khê số hóa xong hồ sơ đất đai", "mau-2024")
    assert reading.lead == "(Báo Mẫu) - Việc số hóa hoàn thành ngày 3/5."
    assert (reading.dateline, reading.author, reading.section) == ("Báo Mẫu", "Lan Chi", "Đất đai")
    assert reading.tags == ("đất đai", "số hóa")
    assert (reading.source_name, reading.source_url) == ("Báo Khác", "https://khac.example/a.html")
    assert reading.published_at == datetime(2024, 5, 3, 9, 20, tzinfo=UTC)
    assert reading.published_precision is Precision.MINUTE
    assert reading.published_from == "visible"


def test_a_lead_inside_the_region_is_not_said_twice() -> None:
    reading = read(page(f"<p class='sapo'>{ONE}</p><p>{TWO}</p>"), URL, layouts=(LAYOUT,))
    assert (reading.lead, reading.body) == (ONE, TWO)


def test_dropped_elements_are_gone_and_the_text_behind_them_stays() -> None:
    body = f"<div><p>{ONE}</p><div class='quang-cao'>Mua ngay hôm nay</div>{TWO}</div>"
    assert lines(body) == [ONE, TWO]


@pytest.mark.parametrize("head", ["<title>Phú Khê số hóa xong hồ sơ đất đai | Báo Mẫu</title>", ""])
def test_of_several_headings_the_one_that_the_page_states_for_machines_is_the_title(
    head: str,
) -> None:
    html = page(f"<p>{ONE}</p><p>{TWO}</p>", head=head)
    reading = read(html, URL, layouts=(replace(LAYOUT, title=("h1",)),))
    assert reading.title == ("Phú Khê số hóa xong hồ sơ đất đai" if head else "Chuyên mục")


@pytest.mark.parametrize("block", ["<p>{}</p>", "<div>{}</div>", "<p><span>{}</span></p>"])
def test_a_bold_lead_is_one_only_where_it_is_all_of_its_paragraph(block: str) -> None:
    layout = replace(LAYOUT, lead=("div.than > :first-child strong",))
    whole = page(block.format(f"<strong>{ONE}</strong>") + f"<p>{TWO}</p>")
    opening = page(block.format(f"<strong>Ngày 3/5,</strong> {ONE}") + f"<p>{TWO}</p>")
    assert (read(whole, URL, layouts=(layout,)).lead) == ONE
    reading = read(opening, URL, layouts=(layout,))
    assert (reading.lead, reading.blocks[0].text) == ("", f"Ngày 3/5, {ONE}")


def test_a_cut_ends_the_article() -> None:
    body = f"<p>{ONE}</p><div><p>{TWO}</p><hr class='het'><p>{THREE}</p></div><p>Lời cuối</p>"
    assert lines(body, replace(LAYOUT, cut=("hr.het",))) == [ONE, TWO]


def test_kept_elements_stay_whatever_the_noise_rules_say() -> None:
    box = "<div class='hop'><b>Đọc thêm</b><p>Thủ tục gồm ba bước, làm tại nhà.</p></div>"
    body = f"<p>{ONE}</p>{box}<p>{TWO}</p>"
    assert lines(body) == [ONE, TWO]
    assert len(lines(body, replace(LAYOUT, keep=(".hop",)))) == 4


def test_a_cover_outside_the_region_opens_the_article() -> None:
    rows = "<tr><td><img src='/b.jpg'></td></tr><tr><td>Tổ quét hồ sơ.</td></tr>"
    cover = f"<table class='bia'>{rows}</table>"
    layout = replace(LAYOUT, cover=("table.bia",))
    reading = read(page(f"<p>{ONE}</p>", cover), URL, layouts=(layout,))
    assert reading.blocks == (
        Block(BlockKind.CAPTION, "Tổ quét hồ sơ."),
        Block(BlockKind.PARAGRAPH, ONE),
    )
    assert reading.images[0].caption == "Tổ quét hồ sơ."


def test_what_follows_a_byline_is_no_text() -> None:
    body = f"<p>{ONE}</p><p>{TWO}</p><p align='right'><b>Lan Chi</b></p><p>Xem thêm ảnh</p>"
    reading = read(page(body), URL, layouts=(LAYOUT,))
    assert (reading.body, reading.author) == (f"{ONE}\n\n{TWO}", "Lan Chi")


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>{}</b></p>",
        "<p class='mt-3 font-bold'>{}</p>",
        "<p><span class='fw-bold'>{}</span></p>",
        "<p style='font-weight: 700'>{}</p>",
    ],
)
def test_a_bold_line_is_a_heading_and_a_last_one_is_not(line: str) -> None:
    body = f"{line.format('Ba tuần trước hạn')}<p>{ONE}</p>{line.format('Còn nhiều việc')}"
    kinds = [block.kind for block in read(page(body), URL, layouts=(LAYOUT,)).blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_repeated_paragraphs_and_linked_headings_are_not_lost() -> None:
    body = f"<h2><a href='/a'>Quyết định 12 của xã</a></h2><p>{ONE}</p><p>{TWO}</p><p>{ONE}</p>"
    assert lines(body) == ["Quyết định 12 của xã", ONE, TWO, ONE]


def test_month_first_holds_for_the_spot_that_declares_it() -> None:
    layout = replace(LAYOUT, published=(DateSpot("meta[name=ngay]@content", "meta", Order.MDY),))
    head = "<meta name='ngay' content='5/3/2024 4:20:00 PM'>"
    reading = read(page(f"<p>{ONE}</p>", head=head), URL, layouts=(layout,))
    assert reading.published_at == datetime(2024, 5, 3, 9, 20, tzinfo=UTC)


def test_an_empty_region_is_refused_and_never_read_elsewhere() -> None:
    side = f"<div class='khac'><p>{ONE}</p><p>{TWO}</p></div>"
    with pytest.raises(PageRefused):
        read(page("", side), URL, layouts=(LAYOUT,))


def test_the_layout_of_the_day_is_picked_before_one_whose_time_is_over() -> None:
    old = replace(LAYOUT, name="mau-2019", until=date(2024, 1, 1))
    new = replace(LAYOUT, since=date(2024, 1, 1))
    for at, name in ((2023, "mau-2019"), (2025, "mau-2024")):
        fetched = datetime(at, 6, 1, tzinfo=UTC)
        reading = read(page(f"<p>{ONE}</p>"), URL, layouts=(new, old), fetched_at=fetched)
        assert reading.layout == name


def test_text_of_a_layout_that_is_not_on_the_page_is_read_generically() -> None:
    layout = replace(LAYOUT, body=("div.moi",))
    reading = read(page(f"<p>{ONE}</p><p>{TWO}</p>"), URL, layouts=(layout,))
    assert (reading.layout, reading.body) == ("generic", f"{ONE}\n\n{TWO}")
