"""A name that stands alone beside title or text: the author of a page that marks none."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from archive.record import BlockKind
from archive.text.units import codes_for
from crawler.reading.blocks import Line
from crawler.reading.bylines import author_of
from crawler.reading.dates import CLOCK, FIGURES, ZONE, is_date
from crawler.reading.labels import BOX, MAYBE_BOX
from crawler.reading.text import key, text_of

PATH = re.compile(r"/(?:tac-gia|author|authors|tacgia|but-danh|phong-vien)[/.?-]", re.I)
DAYS = re.compile(
    r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|cập nhật|đăng|ngày|lúc)", re.I
)
COUNTED = re.compile(r"\d[\d.,]*\s*(?:phút đọc|lượt xem|lượt đọc|bình luận|views?)", re.I)
LEAST_WORDS = 2
MOST_LINKS = 5
MOST_NEAR = 100  # links in an element that may hold thousands of lines
LONGEST = 60  # letters of a name that stands alone
LINKED = 0.5


def alone(lines: Sequence[Line], names: Iterable[str]) -> str | None:
    """The first of the lines that is a person's name and nothing else, a date beside it or not.

    A place is no person, nor is what links elsewhere than to an author's page.
    """
    names = list(names)
    for line in lines:
        if line.kind in (BlockKind.CAPTION, BlockKind.ROW, BlockKind.HEADING):
            continue
        signed = any(PATH.search(href) for href in line.hrefs)
        if line.linked >= LINKED and not signed:
            continue
        for text in (_undated(line.text) if is_date(line.text) else line.text, *_linked(line)):
            found = author_of(text, names) if len(text) <= LONGEST else None
            if found and (signed or _is_person(found)):
                return found
    return None


def _linked(line: Line) -> list[str]:
    """The links to authors' pages in a line: a mail address may be glued to the name."""
    near = islice(line.element.iter("a"), MOST_NEAR)
    links = (a for a in near if PATH.search(a.get("href") or ""))
    return [text_of(link) for link in islice(links, MOST_LINKS)] if line.hrefs else []


def _undated(text: str) -> str:
    """What is left of a line when its date is taken away: "12/05/2026 - 14:35Hoàng Vân"."""
    for part in (FIGURES, CLOCK, ZONE, DAYS, COUNTED):
        text = part.sub(" ", text)
    return text.strip(" ,.|–—-()[]•·●")


def _is_person(name: str) -> bool:
    """Two words at least, no place and no name of a box."""
    said = key(name)
    if len(said.split()) < LEAST_WORDS or BOX.fullmatch(said) or MAYBE_BOX.fullmatch(said):
        return False
    return not codes_for(name) and not name.isupper()
