"""trafilatura on one region of a page: the second judgement on what in it is the article's text."""

import logging
from functools import lru_cache

import trafilatura
from lxml import html as lxml_html
from lxml.html import HtmlElement
from trafilatura.meta import reset_caches

from crawler.reading.text import key

KEPT_ATTRIBUTES = ("href", "src")
PAGES_A_CACHE = 500

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what refusals say better


@lru_cache(maxsize=1)
def _counter() -> list[int]:
    return [0]


def stripped(region: HtmlElement, fast: bool = True) -> str:
    """The text that trafilatura keeps of a region, as `text.key` writes it, between spaces.

    The region is moved into a page of its own and its class names are taken off: trafilatura
    discards whole articles for words in them ("slider", "caption", "header").
    """
    for element in region.iter("*"):
        attributes = element.attrib
        for name in [name for name in attributes if name not in KEPT_ATTRIBUTES]:
            del attributes[name]
    page = lxml_html.Element("html")
    body = lxml_html.Element("body")
    article = lxml_html.Element("article")
    region.tail = None
    article.append(region)
    body.append(article)
    page.append(body)
    return whole(page, fast)


def whole(tree: HtmlElement, fast: bool = False) -> str:
    """The text that trafilatura keeps of a whole page, as `text.key` writes it, between spaces."""
    _age()
    document = trafilatura.bare_extraction(
        tree, fast=fast, include_comments=False, include_tables=True, deduplicate=False
    )
    body = getattr(document, "body", None)
    return f" {key(' '.join(body.itertext()))} " if body is not None else " "


def _age() -> None:
    """Its caches grow with every page of a long run: emptied now and then."""
    count = _counter()
    count[0] += 1
    if count[0] % PAGES_A_CACHE == 0:
        reset_caches()
