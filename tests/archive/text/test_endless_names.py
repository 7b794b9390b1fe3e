"""Names of hosts in texts that are made to keep a pattern busy: it comes back, or the test does
not end.
"""

import pytest

from archive.text.sources import HOST


@pytest.mark.parametrize("part", ["a.", "a-", "-", "a.-"])
def test_letters_and_full_stops_without_end_name_no_host(part):
    assert HOST.search(part * 200_000) is None


def test_hosts_of_a_line_are_found_whole():
    text = "Theo baomau.example, Tin.vn và www.cong-thong-tin.so-kh.tinh-mau.gov.vn"
    assert HOST.findall(text) == [
        "baomau.example",
        "Tin.vn",
        "www.cong-thong-tin.so-kh.tinh-mau.gov.vn",
    ]
