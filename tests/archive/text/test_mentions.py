"""Documents are keyed as the state writes them; units are names, not parts of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.record import Block, BlockKind, Reading
from archive.text import mentions
from archive.text.units import units


def found(text, kind):
    reading = Reading("u", "", "r", "l", blocks=(Block(BlockKind.PARAGRAPH, text),))
    return {m.key: m.count for m in mentions.find(reading) if m.kind == kind}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Quyết định 06/QĐ-TTg", "06/QĐ-TTg"),
        ("Quyết định số 6/QĐ-TTg", "06/QĐ-TTg"),
        ("QUYẾT ĐỊNH 06/QĐ-TTG", "06/QĐ-TTg"),
        ("Quyết định 06 /QĐ – TTg", "06/QĐ-TTg"),
        ("Nghị định 13/2023/NĐ-CP,", "13/2023/NĐ-CP"),
        ("Nghị quyết số 57-NQ/TW.", "57-NQ/TW"),
        ("Nghị quyết 36a/NQ-CP", "36a/NQ-CP"),
        ("(Luật số 24/2023/QH15)", "24/2023/QH15"),
        ("Thông tư liên tịch 04/2018/TTLT-BTTTT-BNV", "04/2018/TTLT-BTTTT-BNV"),
        ("Kế hoạch 1084/KH-UBND", "1084/KH-UBND"),
    ],
)
def test_a_document_is_keyed_as_the_state_writes_it(text, key):
    assert found(text, "document") == {key: 1}


@pytest.mark.parametrize(
    "text",
    [
        "ngày 12/10/2024",
        "tỷ lệ 1/3",
        "24/7",
        "https://a.example/06/QD-x",
        "km 5/QL-1",
        "quý 1/2026",
    ],
)
def test_dates_and_shares_are_no_documents(text):
    assert found(text, "document") == {}


def test_a_document_is_counted_over_all_its_spellings():
    assert found("06/QĐ-TTg, 6/QĐ-TTG và 06/QĐ–TTg", "document") == {"06/QĐ-TTg": 3}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tại Hòa Bình", "VN-14"),
        ("tại Hoà Bình", "VN-14"),
        ("TP.HCM và", "VN-SG"),
        ("TP. Hồ Chí Minh", "VN-SG"),
        ("tỉnh Thừa Thiên - Huế", "VN-26"),
        ("Huế", "VN-26"),
        ("Bà Rịa – Vũng Tàu", "VN-43"),
        ("UBND Bình Dương", "VN-57"),
        ("Tỉnh Đăk Nông", "VN-72"),
    ],
)
def test_a_unit_is_keyed_by_its_code(text, code):
    assert found(text, "unit") == {code: 1}


@pytest.mark.parametrize(
    "text",
    [
        "châu Á - Thái Bình Dương",
        "đường Điện Biên Phủ",
        "ông Nguyễn Hòa Bình",
        "bà Trần Thị Hà Giang",
        "nền hòa bình",
        "Chủ tịch Hồ Chí Minh",
    ],
)
def test_a_name_inside_another_is_no_unit(text):
    assert found(text, "unit") == {}


def test_there_are_sixty_three_units_and_then_thirty_four():
    maps = [unit.map for unit in units()]
    assert (maps.count("63"), maps.count("34")) == (63, 34)
    today = {unit.code for unit in units() if unit.map == "34"}
    assert {unit.now_code for unit in units()} == today


@given(st.text(max_size=100))
def test_any_text_can_be_looked_through(text):
    assert all(count > 0 for count in found(text, "document").values())
