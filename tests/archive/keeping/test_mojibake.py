"""Text read in a wrong character set is told from honest Vietnamese."""

from pathlib import Path

import pytest

from archive.keeping.proofs.mojibake import told
from tests.archive.crawl import OTHER, TEXT

HONEST = (
    "ĐÃ…", "“ĐÃ”", "«cá»", "HÀ NỘI – ĐÃ\xa0CÓ", "Ã, Â, Å", "São Tomé, Åland, Ægir", "20 °C ± 3",
    "“Đã” – ông A… nói: ‘Được’", "CÂ “A”", "GIÁ» và cá»,", "á", "áº", "Ä", "©Â®", TEXT, OTHER,
)  # fmt: skip


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_is_left_alone(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize("text", [TEXT, "Chuyển đổi số", "thủ tục hành chính", "Ông Đỗ Văn Ất"])
@pytest.mark.parametrize("charset", ["latin-1", "cp1252"])
def test_text_read_byte_by_byte_is_told(text: str, charset: str) -> None:
    garbled = text.encode().decode(charset, "ignore")
    assert "another character set" in str(told(garbled))


def test_lost_letters_are_counted() -> None:
    assert told("Chuy\ufffdn \ufffd\ufffdi s\ufffd") == "4 letters were lost (U+FFFD)"


def test_no_real_page_is_taken_for_garbled(shared: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    assert texts
    assert [told(text) for text in texts] == [None] * len(texts)
