"""Text as it is kept: NFC, single spaces, entities that were escaped twice undone."""

import html
import re
from unicodedata import is_normalized

from lxml.html import HtmlElement

from archive.text.normal import nfc, squeeze

ESCAPED = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|(?!lt;|gt;)[A-Za-z][A-Za-z0-9]{1,30});")
WORD = re.compile(r"\w+")
SHRINKING = 40  # letters that become one at most: an entity that was escaped twice


def clean(text: str) -> str:
    """The text in NFC, spaces squeezed, entities that were escaped twice undone (not < and >)."""
    if "&" in text:
        text = ESCAPED.sub(lambda match: html.unescape(match.group()), text)
    text = " ".join(text.split())
    if text.isascii() or (text.isprintable() and is_normalized("NFC", text)):
        return text  # nearly every line, at a fraction of the time
    return squeeze(nfc(text))


def text_of(element: HtmlElement) -> str:
    """All the text below an element, as it is kept."""
    return clean(" ".join(element.itertext()) if len(element) > 1 else element.text_content())


def brief_of(element: HtmlElement, longest: int) -> str:
    """All the text below an element, as it is kept; none where it is surely longer than that.

    Nested elements may hold a whole page each: no more of it is put together than tells.
    """
    parts: list[str] = []
    letters = 0
    for part in element.itertext():
        parts.append(part)
        letters += sum(map(len, part.split()))
        if letters > SHRINKING * longest:
            return ""
    return clean((" " if len(element) > 1 else "").join(parts))


def words(text: str) -> int:
    """How many words (Vietnamese: syllables) a text has."""
    return len(WORD.findall(text))


def key(text: str) -> str:
    """The form in which two lines are held to be the same: words and figures only, lower case."""
    return " ".join(WORD.findall(text.lower() if is_normalized("NFC", text) else nfc(text).lower()))
