"""The second opinion on a reading: how far trafilatura reads the same words in the whole page.

It costs as much as bare trafilatura, so that it is no part of a reading: a run asks for it for one
page in ten, and wherever something is off.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

import trafilatura
from lxml.html import HtmlElement

from archive.record import Reading
from crawler.reading.layout import Layout
from crawler.reading.page import parse
from crawler.reading.selecting import select
from crawler.reading.strip import MOST_ELEMENTS, aged
from crawler.reading.text import key

ONE_IN = 10


def is_sampled(url: str) -> bool:
    """Whether the page of an address is among the one in ten; always the same ones."""
    return int(sha256(url.encode()).hexdigest()[:8], 16) % ONE_IN == 0


def compared(reading: Reading, html: bytes, content_type: str | None = None) -> Reading:
    """The reading with `agreement` and `second_words`; as it was where a page is too broad to be
    asked about.
    """
    tree = parse(html, content_type).tree
    if any(len(element) > MOST_ELEMENTS for element in tree.iter("*")):
        return reading  # trafilatura's time grows with the square of neighbours
    second = words_of(tree)
    share = agreement(reading, second)
    return replace(reading, agreement=share, second_words=sum(second.values()))


def agreement(reading: Reading, second: Counter[str]) -> float:
    """The share of words, 0 to 1, that both readers have (F1 of the two bags of words).

    A title or caption that only one of the two counts as text is no disagreement.
    """
    own = _bag((reading.lead, reading.body))
    beside = own + _bag((reading.title, *reading.captions))
    if not own or not second:
        return float(not own and not second)
    found = (own & second).total() / own.total()
    shared = (beside & second).total() / second.total()
    return round(2 * found * shared / (found + shared), 4) if found + shared else 0.0


def words_of(tree: HtmlElement) -> Counter[str]:
    """The words that trafilatura keeps of a page."""
    aged()
    document = trafilatura.bare_extraction(tree, include_comments=False)
    body = getattr(document, "body", None)
    return Counter() if body is None else _bag(body.itertext())


def unmatched(layout: Layout, html: bytes, content_type: str | None = None) -> str:
    """The marks of a layout of which none is on a page, as it declares them; empty if all are."""
    tree = parse(html, content_type).tree
    for marks in (layout.match, layout.body):
        if marks and not any(select(tree, css) for css in marks):
            return " or ".join(marks)
    return ""


def _bag(texts: Iterable[str]) -> Counter[str]:
    return Counter(key(" ".join(texts)).split())
