"""What an article names: legal documents, by number, and units of both maps, by name.

A document's key is its number as the state writes it (`06/QĐ-TTg`, `13/2023/NĐ-CP`, `57-NQ/TW`),
whatever the spaces, dashes, capitals and missing zeros of the text; a unit's key is its code of
ISO 3166-2:VN. A unit's name counts where it is a name: written in capitals, not a part of a longer
one (Thái Bình Dương) and not behind a surname (Nguyễn Hòa Bình).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archive.record import Reading
from archive.text.normal import nfc, one_tone_style
from archive.text.units import units

GAZETTEER = "units-2025-07-01+documents-1"
_KINDS = "NĐ|QĐ|NQ|TTLT|TT|CT|KH|CĐ|TB|KL|PL|VBHN|CV|BC|HD|QĐUB|QH|L|NQLT"
DOCUMENT = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,5}[a-d]?)\s?"
    r"(?:/\s?(?P<year>(?:19|20)\d\d)\s?)?"
    rf"(?P<joint>[/-])\s?(?P<sign>(?:{_KINDS})(?:\d{{1,2}})?(?:\s?[-/]\s?[A-ZĐ][\wĐđ&]*){{0,4}})"
    r"(?![\w/])"
)
LONGER = ("Thái Bình Dương", "Điện Biên Phủ")  # names that hold a unit's name
_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Lương Trương "
    "Đinh Trịnh Mai Tô Cao Tạ Chu Lâm Thái Hà Lưu Phùng Quách Vương Tống Nghiêm"
)
SURNAMES = frozenset(_SURNAMES.split())
_BEFORE = re.compile(r"(?:(\w+) )?(\w+) $")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a reading names: `label` is its name for people, `count` how often."""

    kind: str
    key: str
    label: str
    count: int


def find(reading: Reading) -> tuple[Mention, ...]:
    """The documents and units that a reading names in title, lead and body, by kind and key."""
    text = one_tone_style(nfc(f"{reading.title}\n{reading.lead}\n{reading.body}"))
    documents = Counter(_documents(text))
    named = Counter(_units(text))
    return (
        *(Mention("document", key, key, count) for key, count in sorted(documents.items())),
        *(Mention("unit", code, _names()[1][code], count) for code, count in sorted(named.items())),
    )


def document_key(number: str, year: str | None, joint: str, sign: str) -> str:
    """`13`, `2023`, `/`, `nđ - cp` -> `13/2023/NĐ-CP`; `6` -> `06`."""
    digits = number.rstrip("abcd")
    number = digits.lstrip("0").rjust(2, "0") + number[len(digits) :]
    sign = re.sub(r"\s", "", sign).upper().replace("TTG", "TTg")
    return joint.join(("/".join(filter(None, (number, year))), sign))


def _documents(text: str) -> Iterator[str]:
    for dash in "–—‑":
        text = text.replace(dash, "-")
    for match in DOCUMENT.finditer(text):
        if match["sign"].startswith("QH") or re.search(r"[-/]", match["sign"]):
            yield document_key(match["number"], match["year"], match["joint"], match["sign"])


@cache
def _names() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Written form -> code, code -> today's name or the last one, and the pattern of all forms."""
    codes: dict[str, str] = dict.fromkeys(LONGER, "")
    labels = {}
    for unit in units():  # the older map first, so that today's names stay
        labels[unit.code] = unit.name
        for form in (unit.name, *unit.forms):
            codes[one_tone_style(nfc(form))] = unit.code
    return codes, labels, _pattern(codes)


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of all forms, the longest first, by their first letters: a third of the time."""
    endings: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        endings.setdefault(form[0], []).append(re.escape(form[1:]))
    branches = (f"{first}(?:{'|'.join(rest)})" for first, rest in endings.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})(?!\w)")


def _units(text: str) -> Iterator[str]:
    codes, _, pattern = _names()
    for match in pattern.finditer(text):
        code = codes[match.group()]
        if code and not _behind_surname(text[max(0, match.start() - 24) : match.start()]):
            yield code


def _behind_surname(before: str) -> bool:
    """Whether a surname, or a surname and a middle name, stands right before."""
    if not (match := _BEFORE.search(before)):
        return False
    earlier, last = match.groups()
    return last in SURNAMES or (earlier in SURNAMES and last[0].isupper())
