"""Where a text came from: source lines ("Nguồn: …", "Theo …") and datelines ("(TTXVN) - …")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.text.normal import fold
from crawler.reading.blocks import Line
from crawler.reading.text import clean, words

URL = re.compile(r"https?://[^\s<>\"')\]]+|\b(?:www\.)[\w.-]+\.[a-z]{2,}[^\s<>\"')\]]*", re.I)
NAMED = re.compile(
    r"^[\s(\[*–-]*(?P<mark>Nguồn(?:\s+(?:tin|bài|gốc|bài viết))?|Theo|Dẫn nguồn|Link bài gốc)"
    r"\b\s*:?\s*(?P<rest>.*?)[\s)\]]*$",
    re.I | re.S,
)
# "(Chinhphu.vn) - …", "(CLO) Ngày …", "TTH.VN - …", "QĐND Online - …", "Kinhtedothi – …"
DATELINE = re.compile(
    r"^\s*(?:\((?P<a>[^()\d][^()]{1,30})\)\s*[-–—]\s*(?=\S)"
    r"|\((?P<c>[A-ZĐ]{3,8})\)\s+(?=[^\W\d_])"
    r"|(?P<b>[A-ZĐ]{3,10}(?:\.[A-Z]{2,4}|\+| Online)?|[\w-]+(?:\.[\w-]+)*\.(?:vn|com)"
    r"|[A-Z][a-z]{8,}|[A-ZĐ][a-zà-ỹ]+[A-ZĐ][a-zà-ỹ]+)\s*[-–—]\s*(?=[^\W\d_]))"
)
# What opens a sentence with a dash behind it and is no paper
NO_PAPER = frozenset(
    """
    ASEAN UBND HĐND MTTQ WHO NATO APEC GDP GRDP FDI ODA CEO HLV COVID USD EU AI IMF WTO UNESCO
    UNICEF OECD BRICS SEA VNPT FPT VNEID ĐBQH TAND VKSND CSGT THPT THCS
    """.split()  # noqa: SIM905
)
SENTENCE = re.compile(r",|[.!?…]\s*$")
LONGEST = 2000  # letters of a source line, its address among them
TAIL = 5  # lines at the end of an article among which a source line stands


@dataclass(frozen=True, slots=True)
class Source:
    """What an article says of its origin: the name, the address, or both."""

    name: str | None = None
    url: str | None = None


def source_of(text: str, hrefs: Sequence[str] = ()) -> Source | None:
    """The source that a line names; None where it is no source line.

    "Theo" opens many a sentence: such a line counts only if it is a name and nothing more.
    """
    found = NAMED.match(clean(text)) if len(text) <= LONGEST else None
    if not found:
        return None
    rest = found["rest"]
    link = URL.search(rest)
    url = link.group().rstrip(".,;") if link else next((h for h in hrefs if "://" in h), None)
    name = URL.sub("", rest).strip(" :-–—.,;()|*") or None
    is_theo = fold(found["mark"]).startswith("theo")
    if name and not _is_name(name, 8 if is_theo else 14):
        return None
    if is_theo and (not name or SENTENCE.search(rest)) and not link:
        return None
    return Source(name, url) if name or url else None


def _is_name(name: str, longest: int) -> bool:
    first = name.lstrip("\"'“‘(")[:1]
    return words(name) <= longest and (first.isupper() or bool(re.match(r"[\w-]+\.\w", name)))


def source_line(lines: Sequence[Line]) -> tuple[int, Source] | None:
    """The source line among the last lines of an article: its place and what it names."""
    for place in range(len(lines) - 1, max(len(lines) - 1 - TAIL, 0), -1):
        source = source_of(lines[place].text, lines[place].hrefs)
        if source and len(lines[place].text) <= 300:
            return place, source
    return None


def dateline_of(text: str) -> str | None:
    """ "Chinhphu.vn" of "(Chinhphu.vn) - Ngày 4/3, …"; None where a text opens without one."""
    found = DATELINE.match(text)
    name = clean(found["a"] or found["b"] or found["c"]) if found else ""
    return name if name and name.upper() not in NO_PAPER else None
