"""What an answer is, by its name."""

import pytest

from archive.storage.outcome import outcome

PAGE = b"<html><body><p>Nua bai</p></body></html>"


@pytest.mark.parametrize("told", ["", "bytes 0-99/9999", "bytes 100-199/200", "bytes 0-99/*"])
def test_a_part_of_a_page_that_nobody_asked_for_is_no_page(told):
    name, detail = outcome(206, {"content-range": told}, PAGE, whole=True)
    assert name == "truncated"
    assert "206" in detail


def test_a_part_that_is_all_of_a_page_is_the_page():
    assert outcome(206, {"content-range": "bytes 0-199/200"}, PAGE, whole=True)[0] == "ok"
