"""A unit is found by name or code of either map, however it is typed."""

import pytest

from archive.text.units import alike, codes_for, units


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Yên Bái", {"VN-06"}),
        ("VN-06", {"VN-06"}),
        ("Lào Cai", {"VN-02", "VN-06"}),
        ("lao cai", {"VN-02", "VN-06"}),
        ("vn-02", {"VN-02", "VN-06"}),
        ("tỉnh Hoà Bình", {"VN-14"}),
        ("Huế", {"VN-26"}),
        ("Thừa Thiên – Huế", {"VN-26"}),
        ("TP. Huế", {"VN-26"}),
        ("TP.HCM", {"VN-SG", "VN-57", "VN-43"}),
        ("Thành phố Hồ Chí Minh", {"VN-SG", "VN-57", "VN-43"}),
        ("ho chi minh", {"VN-SG", "VN-57", "VN-43"}),
        ("Ba Ria Vung Tau", {"VN-43"}),
        ("Đắc Lắc", {"VN-33", "VN-32"}),
        ("  hà\u00a0nội ", {"VN-HN"}),
    ],
)
def test_a_unit_of_today_covers_what_was_merged_into_it(text, codes):
    assert codes_for(text) == codes


@pytest.mark.parametrize("text", ["", "Tỉnh", "Sơn Khê", "VN-98", "Hà", "%"])
def test_what_no_unit_is_called_covers_none(text):
    assert codes_for(text) == frozenset()


def test_every_unit_is_found_by_its_name_code_and_forms_and_today_s_cover_all():
    for unit in units():
        for name in (unit.code, unit.name, *unit.forms):
            assert unit.code in codes_for(name)
    today = [codes_for(unit.code) for unit in units() if unit.map == "34"]
    assert sum(map(len, today)) == len(frozenset().union(*today)) == 63


def test_a_slip_of_the_keyboard_is_answered_with_the_nearest_names():
    assert "Lào Cai" in alike("Lao Cay")
    assert alike("xyzw") == ()
