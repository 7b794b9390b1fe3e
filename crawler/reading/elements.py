"""What the class, id or type of an element says of it."""

import re

from lxml.html import HtmlElement

from crawler.reading.labels import NOISE_CLASS

TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def is_player(element: HtmlElement) -> bool:
    """Whether a caption is a player's."""
    current: HtmlElement | None = element
    for _ in range(3):
        if current is None:
            break
        if "video" in f"{current.get('class') or ''} {current.get('type') or ''}".lower():
            return True
        current = current.getparent()
    return False


def has_noise_class(element: HtmlElement) -> bool:
    """Whether an element is called what no article is."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return any(token.lower() in NOISE_CLASS for token in TOKENS.findall(marks))
