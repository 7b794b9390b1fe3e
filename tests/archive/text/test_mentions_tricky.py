"""Sentences in which names hide in other words, and words look like names."""

import unicodedata
from datetime import UTC, datetime

import pytest

from archive.record import Block, BlockKind, Reading
from archive.text import mentions


def named(text, kind, day=(2026, 3, 1)):
    published = datetime(*day, 5, tzinfo=UTC) if day else None
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    found = mentions.find(Reading("u", "", "r", "l", published_at=published, blocks=blocks))
    return " ".join(f"{m.key}×{m.count}" if m.count > 1 else m.key for m in found if m.kind == kind)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Quyết định số 749 của Thủ tướng Chính phủ", "749/QĐ-TTg"),
        ("Quyết định số 749 ngày 3/6/2020 của Thủ tướng", "749/QĐ-TTg"),
        ("Quyết định số 749 của UBND tỉnh Lào Cai", "749/QĐ-UBND"),
        ("Quyết định 1234 của Thủ tướng", "1234/QĐ-TTg"),
        ("Quyết định 1234", ""),
        ("Quyết định 28 năm 2018 của Thủ tướng", ""),  # 28/QĐ-TTg or 28/2018/QĐ-TTg: not told
        ("Đề án 06, đề án 06/CP", "06/QĐ-TTg×2"),
        ("đề án 061", ""),
        ("Nghị quyết 57, NQ 57-NQ/TW và Nghị quyết số 57 của Bộ Chính trị", "57-NQ/TW×3"),
        ("Nghị quyết 57 của HĐND tỉnh", ""),
        ("Nghị quyết 57/2019 của HĐND tỉnh", ""),
        ("Nghị quyết số 17 của Chính phủ", "17/NQ-CP"),
        ("Nghị quyết 36a", "36a/NQ-CP"),
        ("Nghị định 13 năm 2023 của Chính phủ", "13/2023/NĐ-CP"),
        ("Nghị định số 47/2020 về chia sẻ dữ liệu", "47/2020/NĐ-CP"),
        ("Nghị định 13 về bảo vệ dữ liệu", ""),
        ("Thông tư số 9 năm 2023 của Bộ Thông tin và Truyền thông", "09/2023/TT-BTTTT"),
        ("Thông tư 09 của Bộ Công an", ""),
        ("Chỉ thị số 05 của Thủ tướng, Chỉ thị 05 của Ban Bí thư", "05-CT/TW 05/CT-TTg"),
        ("Công điện số 15 của Thủ tướng", "15/CĐ-TTg"),
        ("Công điện số 15 của Bộ Công an", ""),
        ("Luật Giao dịch điện tử năm 2005", "51/2005/QH11"),
        ("LUẬT DỮ LIỆU và Luật dữ liệu", "60/2024/QH15×2"),
        ("kỷ luật dữ liệu", ""),
        ("Luật số 20/2023/QH15", "20/2023/QH15"),
    ],
)
def test_documents(text, keys):
    assert named(text, "document") == keys


@pytest.mark.parametrize(
    ("day", "keys"),
    [((2019, 1, 1), "51/2005/QH11"), ((2024, 1, 1), "20/2023/QH15"), (None, "")],
)
def test_two_laws_of_one_name_are_told_apart_by_the_article_s_day(day, keys):
    assert named("theo Luật Giao dịch điện tử", "document", day) == keys


def test_a_number_means_nothing_before_the_document_was_issued():
    assert named("Nghị quyết 57", "document", (2020, 1, 1)) == ""
    assert named("Đề án 06", "document", (2021, 1, 1)) == ""


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Bộ Công an, bộ Công an", "BCA×2"),
        ("BỘ CÔNG AN", "BCA"),
        ("Bộ họp. Các bộ xây dựng kế hoạch. Bộ xây dựng kế hoạch.", ""),
        ("Bộ TT&TT, Bộ TTTT, bộ TT & TT và Bộ Thông tin và truyền thông", "BTTTT×4"),
        ("Đại học Quốc gia Hà Nội", "DHQGHN"),
        ("Chính phủ điện tử, Chính phủ số", ""),
        ("Ủy ban Quốc gia về Chính phủ điện tử", "UBQGCPDT"),
        ("Văn phòng Chính phủ (VPCP)", "VPCP"),
        ("Chính phủ Nhật Bản và Chính phủ Việt Nam", "CP CP-JP"),
        ("Bộ Ngoại giao Pháp", "BNG-FR"),
        ("Đại sứ quán Hoa Kỳ, đại sứ quán", "DSQ-US"),
        ("UBND TP.HCM, UBND tỉnh, UBND thành phố Huế", "UBND-VN-26 UBND-VN-SG"),
        ("Công an Hà Nội, công an phường", "CONGAN-VN-HN"),
        ("UBND phường Hòa Bình", ""),
    ],
)
def test_organisations(text, keys):
    assert named(text, "organisation") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Khoa Mỹ thuật, mỹ phẩm, Mỹ Đình, Mỹ Tho, Bắc Mỹ", ""),
        ("người Mỹ, Hoa Kỳ; Mỹ áp thuế", "US×3"),
        ("Anh cho biết, anh Đức, chị Nga, Anh hùng", ""),
        ("nước Anh, tại Anh và Pháp", "FR GB×2"),
        ("Anh, Pháp và Đức", "DE FR GB"),
        ("Ý kiến, Ý nghĩa; nước Ý", "IT"),
        ("Pháp luật, Pháp lệnh, pháp lý; người Pháp", "FR"),
        ("ông Nguyễn Đức Anh, bà Lê Thị Nga, Trần Nhật Minh, Hồ Mỹ", ""),
        ("Lào Cai, nước bạn Lào", "LA"),
        ("Đại Hàn Dân Quốc, Hàn Quốc", "KR×2"),
        ("quan hệ Việt - Nhật, Nhật báo, Ảnh: Nhật Bắc", "JP"),
        ("HÀN QUỐC", "KR"),
        ("Thứ trưởng Vũ Hà Lan Chi và bà Nguyễn Hà Lan", ""),
        ("Triều Tiên và Hàn Quốc", "KP KR"),
    ],
)
def test_countries(text, keys):
    assert named(text, "country") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Thủ tướng Chính phủ yêu cầu các bộ", ""),
        ("Thủ tướng Phạm Minh Chính", "pham-minh-chinh/thu-tuong"),
        ("Thủ tướng Chính phủ Phạm Minh Chính", "pham-minh-chinh/thu-tuong"),
        ("Bộ trưởng Công an Lương Tam Quang", "luong-tam-quang/bo-truong"),
        (
            "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ Trần Văn Sơn",
            "tran-van-son/bo-truong",
        ),
        (
            "Bộ trưởng Nguyễn Mạnh Hùng đến. Nguyễn Mạnh Hùng nói. Bộ trưởng Hùng kết luận.",
            "nguyen-manh-hung/bo-truong×3",
        ),
        ("phóng viên Nguyễn Mạnh Hùng", ""),
        ("Thứ trưởng Vũ Hà Lan Chi, Vũ Hà Lan Chi", "vu-ha-lan-chi/thu-truong×2"),
        ("ông Lý Văn Khe, Chủ tịch UBND tỉnh Lào Cai", "ly-van-khe/chu-tich-ubnd"),
        ("Chủ tịch Hồ Chí Minh", ""),
        ("Chủ tịch Hội đồng quản trị Nguyễn Văn Ba", ""),
        ("Giám đốc Công ty Sao Mai Nguyễn Văn Tư", ""),
        ("Giám đốc Sở Y tế Hà Nội Nguyễn Văn Tư", "nguyen-van-tu/giam-doc"),
        ("Tổng thống Pháp Emmanuel Macron", "emmanuel-macron/tong-thong"),
        ("Thủ tướng Lào Sonexay Siphandone", "sonexay-siphandone/thu-tuong"),
        ("Phó Thủ tướng Nguyễn Hòa Bình ở Hòa Bình", "nguyen-hoa-binh/pho-thu-tuong"),
        ("bí thư chi bộ", ""),
    ],
)
def test_officials(text, keys):
    assert named(text, "official") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("VNeID, VNEID, vneid", "vneid×3"),
        ("Cổng Dịch vụ công Quốc gia, cổng dịch vụ công quốc gia", "cong-dvc-quoc-gia×2"),
        ("cổng dịch vụ công của tỉnh", ""),
        ("LGSP, lgsp", "lgsp"),
        ("e-Cabinet, E–cabinet", "e-cabinet×2"),
        ("cơ sở dữ liệu quốc gia về dân cư", "csdl-dan-cu"),
        ("cơ sở dữ liệu quốc gia", ""),
    ],
)
def test_systems(text, keys):
    assert named(text, "system") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Đại học Quốc gia Hà Nội ở Hà Nội", "VN-HN"),
        ("đường Trần Hưng Đạo, phố Huế, đường Lạng Sơn", ""),
        ("thành phố Huế", "VN-26"),
        ("tuyến đường Hà Nội - Hải Phòng", "VN-HN VN-HP"),
        ("phường Hải Dương, xã Hòa Bình", ""),
        ("thành phố Hồ Chí Minh, TP HCM", "VN-SG×2"),
        ("UBND tỉnh Bà Rịa – Vũng Tàu, Bà Rịa-Vũng Tàu", "VN-43×2"),
        ("Thủ tướng Nhật Bản tới Hà Nội", "VN-HN"),
    ],
)
def test_units(text, keys):
    assert named(text, "unit") == keys


def test_spaces_dashes_tone_style_and_normal_form_do_not_matter():
    text = "Uỷ ban Quốc gia về chuyển đổi số, Thừa Thiên - Huế, Bộ Khoa học - Công nghệ, e-Cabinet"
    plain = [(m.kind, m.key) for m in found(text)]
    assert len(plain) == 4
    assert [(m.kind, m.key) for m in found(unicodedata.normalize("NFD", text))] == plain
    spaced = text.replace(" - ", " –  ").replace(" ", "\u00a0 ").replace("e-C", "e‑C")
    assert [(m.kind, m.key) for m in found(spaced)] == plain


def found(text):
    return mentions.find(Reading("u", text, "r", "l"))


def test_a_name_does_not_run_across_the_end_of_a_line():
    assert named("Thủ tướng\nPhạm Minh Châu", "official") == ""
    assert named("Hà\nNội", "unit") == ""


def test_labels_are_for_people():
    labels = {
        m.key: m.label for m in found("Nghị định 13/2023/NĐ-CP, UBND tỉnh Lào Cai, 9/TB-VPCP")
    }
    assert labels["13/2023/NĐ-CP"].startswith("Nghị định 13/2023/NĐ-CP")
    assert labels["UBND-VN-02"] == "Ủy ban nhân dân Lào Cai"
    assert labels["09/TB-VPCP"] == "Thông báo 09/TB-VPCP"
