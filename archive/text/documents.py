"""Legal documents in a text: by their number in full, or by kind, number and issuer.

A key is the number as the state writes it (`06/QĐ-TTg`, `13/2023/NĐ-CP`, `57-NQ/TW`), whatever the
spaces, dashes, capitals and missing zeros of the text. `Quyết định số 749 của Thủ tướng` is
`749/QĐ-TTg`; where kind, number and issuer do not name one document, none is named.
"""

import re
from collections import Counter

from archive.text.forms import Text

_KINDS = "NĐ|QĐ|NQ|TTLT|TT|CT|KH|CĐ|TB|KL|PL|VBHN|CV|BC|HD|QĐUB|QH|L|NQLT"
DOCUMENT = re.compile(
    r"(?P<number>\d\d{0,4}[a-d]?)\s?"  # written so that digits alone are looked for
    r"(?:/\s?(?P<year>(?:19|20)\d\d)\s?)?"
    rf"(?P<joint>[/-])\s?(?P<sign>(?:{_KINDS})(?:\d{{1,2}})?(?:\s?[-/]\s?[A-ZĐ][\wĐđ&]*){{0,4}})"
    r"(?![\w/])"
)
_INSIDE = re.compile(r"[\w/.-]")  # before a number: it is part of something longer
TAKEN = " § "  # stands where a number was
_NUMBER = re.compile(r"\d{1,4}[a-d]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
ACTS = {
    ("quyết", "định"): "QĐ",
    ("nghị", "quyết"): "NQ",
    ("nghị", "định"): "NĐ",
    ("chỉ", "thị"): "CT",
    ("công", "điện"): "CĐ",
    ("thông", "tư"): "TT",
    ("kết", "luận"): "KL",
}
WORDS = {
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "TTLT": "Thông tư liên tịch",
    "TT": "Thông tư",
    "CT": "Chỉ thị",
    "CĐ": "Công điện",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
    "KL": "Kết luận",
    "PL": "Pháp lệnh",
    "HD": "Hướng dẫn",
    "CV": "Công văn",
    "BC": "Báo cáo",
}
_SIGN = re.compile(r"[/-](\w+)[-/]")
PARTY = frozenset(("TW", "BCT", "BBT", "DCSVN"))


def document_key(number: str, year: str | None, joint: str, sign: str) -> str:
    """`13`, `2023`, `/`, `nđ - cp` -> `13/2023/NĐ-CP`; `6` -> `06`."""
    digits = number.rstrip("abcd")
    number = digits.lstrip("0").rjust(2, "0") + number[len(digits) :]
    sign = re.sub(r"\s", "", sign).upper().replace("TTG", "TTg")
    return joint.join(("/".join(filter(None, (number, year))), sign))


def label(key: str) -> str:
    """A document's kind and number: `06/QĐ-TTg` -> `Quyết định 06/QĐ-TTg`."""
    for sign in _SIGN.findall(re.sub(r"^\w+/(?=\d{4}/)", "", key)):
        if sign in WORDS:
            return f"{WORDS[sign]} {key}"
    return key


def take(text: str, found: Counter[str]) -> str:
    """Counts the numbers in full of a prepared text; the text with a sign where they were."""

    def one(match: re.Match[str]) -> str:
        sign = match["sign"]
        if _INSIDE.match(text, match.start() - 1):
            return match.group()
        if not sign.startswith("QH") and "-" not in sign and "/" not in sign:
            return match.group()
        found[document_key(match["number"], match["year"], match["joint"], sign)] += 1
        return TAKEN

    return DOCUMENT.sub(one, text)


def goes_on(text: Text, at: int) -> bool:
    """Whether a number goes on behind a place (`57/2019`, `57,5`), and is thus another one."""
    sign, after = text.tokens[at], text.tokens[at + 1]
    return (sign in "/-" and after[0].isalnum()) or (sign in ".," and after[0].isdigit())


def is_year(token: str) -> bool:
    """Whether a token is a year."""
    return _YEAR.fullmatch(token) is not None


def act(text: Text, start: int) -> tuple[str, int] | None:
    """The kind of a document that is named at a place, with a number behind it: sign and place.

    The place is that of the number.
    """
    sign = ACTS.get((text.lowers[start], text.lowers[start + 1]))
    if sign is None:
        return None
    at = start + 2
    if text.lowers[at] == "số":
        at += 1
    return (sign, at) if _NUMBER.fullmatch(text.lowers[at]) else None


def year_behind(text: Text, at: int) -> tuple[str | None, int]:
    """The year behind a number (`13/2023`, `13 năm 2023`), and where the text goes on."""
    if text.lowers[at + 1] in ("/", "năm") and _YEAR.fullmatch(text.lowers[at + 2]):
        return text.lowers[at + 2], at + 3
    return None, at + 1


def issuer_place(text: Text, at: int) -> int | None:
    """Where the issuer stands (`[ngày 3/6/2020] của …`), if one is named."""
    if text.lowers[at] == "ngày":
        at += 1
        while text.lowers[at] in "/-." or text.lowers[at].isdigit():
            at += 1
    return at + 1 if text.lowers[at] == "của" else None


def spoken_key(sign: str, number: str, year: str | None, issuer: str | None) -> str | None:
    """The key of a kind, number, year and issuer (`TTg`, `CP`, a ministry), if they name one."""
    if sign == "NĐ":
        return document_key(number, year, "/", "NĐ-CP") if year and issuer in (None, "CP") else None
    if issuer is None or (year is not None) != (sign == "TT"):
        return None
    if issuer in PARTY:
        return document_key(number, None, "-", f"{sign}/TW") if sign not in ("TT", "CĐ") else None
    if (issuer == "CP") != (sign == "NQ") or (sign == "CĐ" and issuer != "TTg"):
        return None
    if sign == "KL" or (sign == "TT" and issuer == "TTg"):
        return None
    return document_key(number, year, "/", f"{sign}-{issuer}")
