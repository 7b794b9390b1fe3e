"""trafilatura on one region of a page: the second judgement on what in it is the article's text."""

import logging
from functools import lru_cache
from itertools import islice

import trafilatura
from lxml import html as lxml_html
from lxml.html import HtmlElement
from trafilatura.meta import reset_caches

from crawler.reading.text import key

KEPT_ATTRIBUTES = ("href", "src")
PAGES_A_CACHE = 500
MOST_ELEMENTS = 4000  # its time grows with their square where they share one parent

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what refusals say better
logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # resets caches that are there no more


@lru_cache(maxsize=1)
def _counter() -> list[int]:
    return [0]


def stripped(region: HtmlElement) -> str:
    """The text that trafilatura keeps of a region, as `text.key` writes it, between spaces.

    The region is moved into a page of its own and its class names are taken off: trafilatura
    discards whole articles for words in them ("slider", "caption", "header"). A region of very many
    elements is not judged: all of its text is kept.
    """
    if sum(1 for _ in islice(region.iter("*"), MOST_ELEMENTS)) == MOST_ELEMENTS:
        return f" {key(' '.join(region.itertext()))} "
    for element in region.iter("*"):
        kept = {name: element.get(name) for name in KEPT_ATTRIBUTES if name in element.attrib}
        element.attrib.clear()  # one by one, a broken name could not be named to be deleted
        element.attrib.update(kept)
    page = lxml_html.Element("html")
    body = lxml_html.Element("body")
    article = lxml_html.Element("article")
    region.tail = None
    article.append(region)
    body.append(article)
    page.append(body)
    aged()
    document = trafilatura.bare_extraction(
        page, fast=True, include_comments=False, include_tables=True, deduplicate=False
    )
    text = getattr(document, "body", None)
    return f" {key(' '.join(text.itertext()))} " if text is not None else " "


def aged() -> None:
    """Empties trafilatura's caches now and then: they grow with every page of a long run."""
    count = _counter()
    count[0] += 1
    if count[0] % PAGES_A_CACHE == 0:
        reset_caches()
