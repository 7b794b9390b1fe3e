"""A walk over a part of a page: its lines in page order with their kinds, pictures, links, files.

The walk knows no noise; it only tells what stands there and how (share of linked, bold and italic
letters, alignment), so that others can judge.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading.files import EMBEDS, file_of
from crawler.reading.tables import LAYOUT_CELL, kind_of
from crawler.reading.text import clean
from crawler.reading.text import key as key_of

SKIP = frozenset(
    """
    script style noscript template svg iframe object embed button select textarea input nav
    audio video canvas link meta head title map dialog option
    """.split()  # noqa: SIM905
)
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CAPTION = re.compile(r"(?:^|[\s_-])(?:p|photocms_?)?caption(?:s|$|[\s_-])|(?:^|\s)chu-?thich", re.I)
RIGHT = re.compile(r"text-align\s*:\s*right|(?:^|[\s_-])(?:text|align|txt)-?(?:right|end)\b", re.I)
CENTRE = re.compile(r"text-align\s*:\s*cent|(?:^|[\s_-])(?:text|align|txt)-?cent", re.I)
BOLD = re.compile(r"(?:^|\s)(?:fw-?|font-(?:weight-)?)bold(?:er)?(?:\s|$)")
SOURCES = ("data-original", "data-src", "data-lazy-src", "data-image", "src")
SETS = ("data-srcset", "srcset")
LONGEST_PATH = 400  # letters: a page of a thousand elements in each other is made to cost time
MOST_TAGS = 6  # in an element that is told by them
BROKEN = BLOCKS | {"br", "img"}  # they end a line, or stand in none


@dataclass(slots=True)
class Line:
    """One line of text as it stands in the page; shares are of its letters, 0 to 1."""

    kind: BlockKind
    text: str
    element: HtmlElement = field(repr=False)
    level: int = 0
    linked: float = 0.0
    bold: float = 0.0
    italic: float = 0.0
    align: str = ""
    hrefs: tuple[str, ...] = ()
    key: str = ""
    words: int = 0
    verse: bool = False  # one of many short lines that are the text: a poem, a list without items
    path: str = ""  # its place in the page: tags from the root of the walk, no class names


@dataclass(slots=True)
class Picture:
    """An image and the number of lines before it."""

    src: str
    alt: str
    position: int
    element: HtmlElement = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """What the text at one point of the walk belongs to."""

    element: HtmlElement
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    align: str = ""


class Walk:
    """The lines, pictures and links below one element (or several, one after the other)."""

    def __init__(self, *roots: HtmlElement, captions: frozenset[HtmlElement] = frozenset()) -> None:
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.links: list[tuple[str, HtmlElement]] = []
        self._captions = captions
        self._pieces: list[str] = []
        self._letters = self._linked = self._bold = self._italic = 0
        self._link = self._strong = self._slant = 0
        self._hrefs: list[str] = []
        self._href = ""
        self._path = ""
        self._in_row = False
        for root in roots:
            self._place = Place(root)
            self._block(root)

    def _visit(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in SKIP:
            self._embedded(element, tag)
            return
        if tag == "img":
            self._picture(element)
        elif tag == "br":
            self._break()
        elif tag in BLOCKS:
            self._block(element)
        else:
            self._inline(element, tag)

    def _block(self, element: HtmlElement) -> None:
        if self._in_row:  # cells of one row stay in one line
            self._pieces.append(" | " if element.tag in ("td", "th") and self._letters else " ")
            self._children(element)
            return
        self._flush()
        outer, self._place = self._place, self._placed(element)
        path, self._path = self._path, f"{self._path}/{element.tag}"[:LONGEST_PATH]
        self._in_row = element.tag == "tr" and self._place.kind is BlockKind.ROW
        strong, self._strong = (
            self._strong,
            self._strong + (element.tag == "p" and _is_bold(element)),
        )
        self._children(element)
        self._in_row = False
        self._flush()
        self._place, self._path, self._strong = outer, path, strong

    def _children(self, element: HtmlElement) -> None:
        if element.text:
            self._add(element.text)
        for child in element:
            self._visit(child)
            if child.tail:
                self._add(child.tail)

    def _placed(self, element: HtmlElement) -> Place:
        """The place inside a block element: what it is, unless it stands in something closer."""
        outer, tag = self._place, element.tag
        align = _align(element) or outer.align
        if outer.kind is BlockKind.CAPTION:
            return replace(outer, element=element)
        if self._is_caption(element, tag):
            return Place(element, BlockKind.CAPTION, 0, align)
        if tag == "table":
            return Place(element, kind_of(element) or outer.kind, 0, align)
        if outer.kind in (BlockKind.HEADING, BlockKind.ROW):
            return replace(outer, element=element, align=align)
        if tag in HEADINGS:
            return Place(element, BlockKind.HEADING, HEADINGS[tag], align)
        if tag == "li":
            return Place(element, BlockKind.ITEM, 0, align)
        if tag == "blockquote":
            return Place(element, BlockKind.QUOTE, 0, align)
        return Place(element, outer.kind, 0, align)

    def _is_caption(self, element: HtmlElement, tag: str) -> bool:
        if tag == "figcaption" or element in self._captions:
            return True
        if tag == "figure":
            return element.find(".//img") is not None and _short(element)
        name = element.get("class")
        return bool(name and tag != "table" and CAPTION.search(name)) and _short(element)

    def _inline(self, element: HtmlElement, tag: str) -> None:
        link, strong, slant = self._link, self._strong, self._slant
        href = self._href
        if tag == "a":
            self._anchor(element)
        elif tag in ("b", "strong") or _is_bold(element):
            self._strong += 1
        elif tag in ("i", "em"):
            self._slant += 1
        self._children(element)
        self._link, self._strong, self._slant = link, strong, slant
        self._href = href

    def _anchor(self, element: HtmlElement) -> None:
        href = (element.get("href") or "").strip()
        if href:
            self._link += 1
            self._href = href
            self._hrefs.append(href)
            self.links.append((href, element))

    def _embedded(self, element: HtmlElement, tag: str) -> None:
        """A document that is shown in the page."""
        href = (element.get(EMBEDS[tag]) or "").strip() if tag in EMBEDS else ""
        if href and file_of(href):
            self.links.append((href, element))
        if tag == "embed":  # never closed: the parser puts all that follows into it
            self._children(element)

    def _picture(self, element: HtmlElement) -> None:
        for name in SOURCES:
            src = (element.get(name) or "").strip()
            if src and not src.startswith("data:"):
                alt = clean(element.get("alt") or "")
                self.pictures.append(Picture(src, alt, len(self.lines), element))
                return
        for name in SETS:  # "a.jpg 480w, b.jpg 960w": the last is the largest
            last = (element.get(name) or "").strip().rstrip(",").rpartition(", ")[2].split()
            if last and not last[0].startswith("data:"):
                alt = clean(element.get("alt") or "")
                self.pictures.append(Picture(last[0], alt, len(self.lines), element))
                return

    def _break(self) -> None:
        if self._place.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
            self._flush()
        else:
            self._add(" ")

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        letters = len(text.strip())
        self._letters += letters
        if self._link:
            self._linked += letters
        if self._strong:
            self._bold += letters
        if self._slant:
            self._italic += letters

    def _flush(self) -> None:
        if self._letters:
            text = clean("".join(self._pieces))
            if text:
                self.lines.append(self._line(text))
        self._pieces.clear()
        self._letters = self._linked = self._bold = self._italic = 0
        self._hrefs = [self._href] if self._href else []  # a link may hold several blocks

    def _line(self, text: str) -> Line:
        place, letters, key = self._place, self._letters, key_of(text)
        return Line(
            place.kind,
            text,
            place.element,
            place.level,
            self._linked / letters,
            self._bold / letters,
            self._italic / letters,
            place.align,
            tuple(self._hrefs),
            key,
            key.count(" ") + bool(key),
            path=self._path + _shape(place.element),
        )


def _align(element: HtmlElement) -> str:
    marks = f"{element.get('style') or ''} {element.get('class') or ''}"
    align = (element.get("align") or "").lower()
    if align == "right" or RIGHT.search(marks):
        return "right"
    if align == "center" or element.tag == "center" or CENTRE.search(marks):
        return "center"
    return ""


def _is_bold(element: HtmlElement) -> bool:
    style, name = element.get("style"), element.get("class")
    if name and BOLD.search(name):
        return True
    return bool(style) and "font-weight" in style and ("bold" in style or "700" in style)


def _shape(element: HtmlElement) -> str:
    """The tags in an element whose text all stands in several of them: "31°C" beside "Hà Nội"."""
    children = list(islice(element, MOST_TAGS + 1))  # a page may have thousands in one element
    if not 2 <= len(children) <= MOST_TAGS or (element.text and element.text.strip()):
        return ""
    if any(child.tail and child.tail.strip() for child in children):
        return ""
    tags = [child.tag for child in children if isinstance(child.tag, str)]
    return f"({'+'.join(tags)})" if not BROKEN.intersection(tags) else ""


def _short(element: HtmlElement) -> bool:
    return len(element.text_content()) <= LAYOUT_CELL
