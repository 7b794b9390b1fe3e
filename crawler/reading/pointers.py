"""Lines that point to other articles: headlines of teasers, menu entries, "Đọc thêm: …"."""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from archive.record import BlockKind
from crawler.reading.blocks import Line
from crawler.reading.dates import FIGURES
from crawler.reading.files import RECENT, is_file
from crawler.reading.labels import POINTER

TAGS = re.compile(r"\W*(?:từ kh[oó][aá]|tags?|thẻ)\s*:", re.I)
Hosts = Sequence[str]  # of the own site, without `www.`

HEADLINE_LINKED = 0.85
HEADLINE_WORDS = 4
POINTED = 0.5  # share of the link in a line that points to another article
POINTING = 25  # words of a line that points without a link
DATE_LETTERS = 17  # of a day and its time


def is_headline(line: Line, hosts: Hosts) -> bool:
    """A line that is one linked headline of the own site, a date beside it or not."""
    if line.words < HEADLINE_WORDS or not line.hrefs or line.linked < POINTED:
        return False
    if line.linked < HEADLINE_LINKED and not _is_dated(line):
        return False
    return all(is_own(href, hosts) for href in line.hrefs)


def _is_dated(line: Line) -> bool:
    """Whether a date is all that stands beside the link: "Title 12/05/2026 14:35"."""
    found = FIGURES.search(line.text)
    rest = len(line.text) - DATE_LETTERS if found else len(line.text)
    return found is not None and rest <= line.linked * len(line.text) * 1.1


def is_own(href: str, hosts: Hosts) -> bool:
    """A link to another page of the same site: related news never point elsewhere."""
    return _is_own(href, tuple(hosts))


@lru_cache(maxsize=RECENT)
def _is_own(href: str, hosts: tuple[str, ...]) -> bool:
    if href.startswith(("#", "javascript:", "mailto:", "tel:")) or is_file(href):
        return False
    if href[0] == "/" and href[1:2] != "/":
        return True
    try:
        host = (urlsplit(href.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return not host or any(_same_site(host, own) for own in hosts)


def points(line: Line, hosts: Hosts) -> bool:
    """ "Đọc thêm: …", ">>> …": words that point, and one linked headline of the own site."""
    found = POINTER.match(line.text)
    if not line.hrefs:  # the link was lost, the words say so still
        return found is not None and ":" in found.group() and line.words <= POINTING
    if TAGS.match(line.text):
        return all(is_own(href, hosts) for href in line.hrefs)
    if line.linked < POINTED or not is_own(line.hrefs[-1], hosts):
        return False
    rest = len(line.text) - found.end() if found else len(line.text)
    return found is not None and rest <= line.linked * len(line.text) * 1.1


def is_short(line: Line) -> bool:
    """A menu entry, a tag, a button: a few words that are one link, and no heading or file."""
    if line.kind is BlockKind.HEADING or line.linked < HEADLINE_LINKED:
        return False
    return line.words < HEADLINE_WORDS and not any(map(is_file, line.hrefs))


def leads_down(line: Line) -> bool:
    """An entry of a table of contents, whose heading says the same further down."""
    linked = line.linked >= HEADLINE_LINKED and line.kind is not BlockKind.HEADING
    return linked and bool(line.hrefs) and all(href.startswith("#") for href in line.hrefs)


def _same_site(one: str, two: str) -> bool:
    return one == two or one.endswith("." + two) or two.endswith("." + one)
