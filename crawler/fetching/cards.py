"""Dates that stand beside the links of a section page: in the same card, and in no other."""

import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from crawler.fetching.dates import parse_date

MOST_LETTERS = 80  # what is longer is a text that names a day, not a date
DAY = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
ONLY_A_DATE = re.compile(
    r"(?:(?:thứ\s+\w+|chủ\s+nhật|cn|t\d|ngày|lúc|cập nhật)\b[\s,:]*)*"
    r"[\d\s:/.,|()+–-]*(?:(?:am|pm|gmt|utc|z|h|t)\b[\d\s:/.,|()+–-]*)*",
    re.I,
)


def dates_beside(links: Mapping[HtmlElement, str]) -> dict[str, str]:
    """The dates of a page by the addresses beside which they stand.

    A date belongs to the link of the smallest block around it that holds links, where that block
    holds links to one address only; the first date of an address counts.
    """
    if not links:
        return {}
    holders: dict[HtmlElement, set[str]] = {}
    for link, url in links.items():
        for block in (link, *link.iterancestors()):
            holders.setdefault(block, set()).add(url)
    root = next(iter(links)).getroottree().getroot()
    found: dict[str, str] = {}
    for element, text in dated(root):
        block = next(
            (each for each in (element, *element.iterancestors()) if each in holders), None
        )
        urls = holders.get(block, set()) if block is not None else set()
        if len(urls) == 1:
            found.setdefault(next(iter(urls)), text)
    return found


def dated(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The elements of a page that show a date and nothing else, with the date as it stands."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        stated = element.get("datetime")
        if stated and parse_date(stated):
            yield element, stated
            continue
        for each in (element.text or "", *(child.tail or "" for child in element)):
            words = " ".join(each.split())
            if len(words) <= MOST_LETTERS and DAY.search(words) and ONLY_A_DATE.fullmatch(words):
                yield element, words
                break
