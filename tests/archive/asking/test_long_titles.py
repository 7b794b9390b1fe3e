"""A title without end drowns no list; `egov show` and --json have all of it."""

import pytest

TITLE = "Tỉnh Mẫu " + "khai trương " * 1000
BODY = "Sáng 2/3, tỉnh Mẫu khai trương Cổng dịch vụ công."


@pytest.mark.parametrize("command", [("search", "khai trương"), ("stories",), ("changes",)])
def test_of_a_title_without_end_a_list_shows_the_beginning(egov, shelf, command):
    public = shelf.article("baomau", TITLE, BODY)
    shelf.version(public, f"{TITLE} sửa", BODY, changed_fields=["title"])
    shelf.story(public, shelf.article("baothu", f"Bản sao {TITLE}", BODY))
    out = egov(*command)[1]
    assert "khai trương" in out
    assert len(out) < 3000
    assert egov("show", public)[1].count("khai") >= 1000
