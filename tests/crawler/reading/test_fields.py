"""Bylines, source lines and datelines."""

import pytest

from crawler.reading.bylines import author_of
from crawler.reading.sources import Source, dateline_of, source_of

NAMES = ["Báo Mẫu điện tử", "baomau.example", "Mẫu Online"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Tin, ảnh: Thái Sơn", "Thái Sơn"),
        ("Bài và ảnh: Tô Hà - Vũ Phong", "Tô Hà - Vũ Phong"),
        ("Bài: An Khánh, ảnh: Lê Vũ", "An Khánh"),
        ("Thu Giang - Ảnh: Nhật Minh", "Thu Giang"),
        ("Hà Thu (tổng hợp)", "Hà Thu"),
        ("Tin, ảnh: P.Y", "P.Y"),
        ("PV", "PV"),
        ("Nhóm PV", "Nhóm PV"),
        ("ĐỖ QUYÊN", "ĐỖ QUYÊN"),
        ("Sơn Tùng/Báo Tin Mẫu", "Sơn Tùng"),
        ("Lan Anh - Quốc Huy", "Lan Anh - Quốc Huy"),
        ("Bài: Lan Anh; ảnh: Quốc Huy", "Lan Anh"),
        ("Hà Thu (Tổng hợp từ Chinhphu.vn)", "Hà Thu"),
        ("Thảo Nguyên (Sở Nội vụ)", "Thảo Nguyên"),
        ("Hồng Nhung, Đài PT-TH huyện", "Hồng Nhung"),
        ("PV (Theo TTXVN)", "PV"),
        ("TTXVN", "TTXVN"),
        ("CTV Lan Anh", "CTV Lan Anh"),
        ("Theo TTXVN", None),
        ("VOV.VN", None),
        ("Ảnh: Minh Khuê", None),
        ("Ban biên tập", None),
        ("Báo Mẫu", None),
        ("baomau.example", None),
        ("Mẫu Online", None),
        ("Sở Thông tin và Truyền thông", None),
        ("Đoàn công tác", None),
        ("Chị Lương Thị Hoan, tổ trưởng, ghi sổ bằng điện thoại.", None),
        ("Ngày 4/3", None),
        ("https://baomau.example/tac-gia", None),
    ],
)
def test_a_byline_names_a_person_and_never_the_site(line: str, author: str | None) -> None:
    assert author_of(line, NAMES) == author


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (
            "Nguồn Chính Phủ: http://bao.example/thoi-su/mot-cua/337451.vgp",
            Source("Chính Phủ", "http://bao.example/thoi-su/mot-cua/337451.vgp"),
        ),
        ("Nguồn: Báo Mẫu", Source("Báo Mẫu")),
        ("(Theo TTXVN)", Source("TTXVN")),
        ("Theo baomau.example", Source("baomau.example")),
        ("Theo Bộ trưởng, năm 2021 Chính phủ xác định ba trọng tâm", None),
        ("Theo kế hoạch", None),
        ("Nguồn nhân lực số", None),
        ("Theo ông Định, nền tảng chạy ổn định.", None),
    ],
)
def test_a_source_line_is_a_name_or_an_address_and_no_sentence(
    line: str, source: Source | None
) -> None:
    assert source_of(line) == source


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("(Chinhphu.vn) - Ngày 6/5, Chủ tịch", "Chinhphu.vn"),
        ("TTH.VN - Sáng 9/6, Bộ trưởng", "TTH.VN"),
        ("(CTO) - Ngày 9-6, Phó Thủ tướng", "CTO"),
        ("(PLVN) -\xa0Chiều qua", "PLVN"),
        ("Hà Nội - Huế thêm chuyến tàu", None),
        ("ASEAN: ba ưu tiên", None),
    ],
)
def test_a_dateline_is_told_from_a_sentence(text: str, dateline: str | None) -> None:
    assert dateline_of(text) == dateline
