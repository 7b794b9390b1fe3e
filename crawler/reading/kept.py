"""Which lines of an undeclared page's region are the article's, with their pictures and links."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading.blocks import Line, Walk
from crawler.reading.bylines import author_of
from crawler.reading.dates import FIGURES
from crawler.reading.draft import Draft
from crawler.reading.files import EMBEDS, is_file
from crawler.reading.noise import Noise
from crawler.reading.pointers import is_headline, is_own
from crawler.reading.prose import beside, is_text
from crawler.reading.strip import stripped

LINK_DENSE = 0.5
OFFERED = re.compile(
    r"\W*(?:toàn văn|tải|xem|chi tiết|phụ lục|mẫu|file|tệp|link|danh sách)\b", re.I
)
LISTS = (BlockKind.ITEM, BlockKind.ROW, BlockKind.QUOTE)
ENDS = tuple(".;:!?…”\"'’)")
LEAST_WORDS = 20
OPENING_WORDS = 2
HEADLINE_LEAST = 9  # words
LEAST_SERIES = 3
MOST_CAPTIONS = 3
MOST_MISSES = 2000
PARTS = frozenset(
    """
    p h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody thead tr td th blockquote
    """.split()  # noqa: SIM905
)


class Said:
    """The text that trafilatura keeps, asked for one line after the other: each search starts where
    the last one ended, so that thousands of lines cost one walk.
    """

    def __init__(self, text: str) -> None:
        self.text, self.place, self.misses = text, 0, 0

    def has(self, key: str) -> bool:
        """Whether a line (as `text.key`) is in it."""
        found = self.text.find(f" {key} ", self.place)
        if found < 0 and self.misses < MOST_MISSES:
            self.misses += 1
            found = self.text.find(f" {key} ")
        self.place = max(found, self.place)
        return found >= 0


def take(
    result: Draft,
    walk: Walk,
    judged: Noise,
    places: Sequence[int],
    region: HtmlElement,
    core: HtmlElement,
) -> None:
    """The lines of the region that are the article's, with pictures and links among them; `core`
    is the region of the text without its lead.
    """
    lines, bad = walk.lines, judged.bad
    _prune(judged, region)
    text = Said(stripped(region))
    texts = [n for n in places if n not in bad and is_text(lines[n])]
    start, stop = (texts[0], texts[-1]) if texts else (0, len(lines))
    side = {n: -1 if n < start else int(n > stop) for n in places}
    side |= dict.fromkeys(_opening(judged, core, range(start), result.author), 0)
    side |= dict.fromkeys(_closing(judged, core, stop, places), 0)
    series = _series(lines, side)
    chosen = [
        n
        for n in places
        if n not in bad
        and (
            n in series
            or _heads(n, judged, side)
            or (_is_kept(lines[n], text, side[n]) and not _leads_on(lines[n], judged))
            or (side[n] == 0 and _leads_out(lines[n], judged))
        )
    ]
    _fill(result, walk, chosen)


def _leads_on(line: Line, judged: Noise) -> bool:
    """Whether a paragraph of its own is the linked headline of another article: documents that an
    article offers are called so.
    """
    told = line.kind is BlockKind.PARAGRAPH and line.words >= HEADLINE_LEAST
    return told and is_headline(line, judged.hosts) and not OFFERED.match(line.text)


def _leads_out(line: Line, judged: Noise) -> bool:
    """Whether a line is one link, or several, to other sites: related news never are."""
    hosts = judged.hosts
    return bool(line.hrefs) and all("://" in h and not is_own(h, hosts) for h in line.hrefs)


def _closing(judged: Noise, region: HtmlElement, stop: int, places: Sequence[int]) -> list[int]:
    """Short lines and lists beside the last paragraph that close the text: "Vì sao?".

    Only where the region holds no title: else they are tags, buttons and names.
    """
    lines, first = judged.lines, judged.ranges.get(region, (0, 0))[0]
    if first == 0 or stop >= len(lines) or any(x.level == 1 for x in lines[first : stop + 1]):
        return []
    parent = lines[stop].element.getparent()
    return [
        n
        for n in places
        if n > stop and not _is_signature(lines[n]) and _is_part(lines[n].element, parent)
    ]


def _is_signature(line: Line) -> bool:
    """Lines that sign a text, whoever they name, or link away from it; "Bảng B:" heads a list."""
    if line.text.endswith(":"):
        return line.linked >= LINK_DENSE
    styled = line.align == "right" or (
        line.bold > LINK_DENSE and line.kind is not BlockKind.HEADING
    )
    return styled or line.text.startswith("(") or line.linked >= LINK_DENSE


def _is_part(element: HtmlElement, parent: HtmlElement | None) -> bool:
    """Whether an element is a paragraph, list or table of that parent, or stands in one."""
    current: HtmlElement | None = element
    while current is not None and current.tag in PARTS:
        above = current.getparent()
        if above is parent:
            return True
        current = above
    return False


def _opening(
    judged: Noise, region: HtmlElement, before: Sequence[int], author: str | None
) -> list[int]:
    """Short lines beside the first paragraph that open the text: "QUYẾT ĐỊNH", "Số: 118/QĐ-UBND".

    Only where the region holds no title: else they are dates, names and buttons.
    """
    lines, first = judged.lines, judged.ranges.get(region, (0, 0))[0]
    if any(lines[n].level == 1 for n in before if n >= first) or not before or first == 0:
        return []
    text = lines[before[-1] + 1]
    return [
        n
        for n in before
        if n >= first
        and lines[n].words >= OPENING_WORDS
        and beside(lines[n], text)
        and not FIGURES.search(lines[n].text)
        and lines[n].linked < LINK_DENSE
        and (author is None or author_of(lines[n].text) != author)
    ]


def _is_kept(line: Line, text: Said, side: int) -> bool:
    """Whether a line is the article's; `side` is -1 before its first paragraph, 1 behind its last.

    trafilatura's word counts, except where it is known to drop text: captions, headings, linked
    headings, repeated paragraphs and short lines between paragraphs. Before the first paragraph
    short lines are dates, names and buttons; behind the last only lists and sentences go on.
    """
    if line.kind is BlockKind.CAPTION:
        return side <= 0 or line.linked < LINK_DENSE
    heading, dense = line.kind is BlockKind.HEADING, line.linked >= LINK_DENSE
    if side == 0 and (heading or not dense):
        return True
    if side < 0 and not heading:
        return False
    if side > 0 and any(map(is_file, line.hrefs)):
        return True
    goes_on = line.kind in LISTS or line.text.endswith(ENDS)
    if side > 0 and (dense or not goes_on):
        return False
    return line.words > 2 and text.has(line.key)


def _heads(place: int, judged: Noise, side: Mapping[int, int]) -> bool:
    """A linked line beside the paragraph that follows, shorter than headlines of news, or a
    sentence; in an element of its own that nothing else stands in.
    """
    line = judged.lines[place]
    if side[place] or side.get(place + 1) != 0 or line.kind is not BlockKind.PARAGRAPH:
        return False
    brief = line.words < HEADLINE_LEAST or line.text.endswith(".")
    alone = judged.ranges[line.element] == (place, place)
    return brief and alone and beside(line, judged.lines[place + 1])


def _series(lines: Sequence[Line], side: Mapping[int, int]) -> set[int]:
    """Linked lines in bold, each over a paragraph, three at least: documents that an article tells
    of one after the other. One or two are other articles.
    """
    found = {
        n
        for n, where in side.items()
        if where <= 0
        and lines[n].linked >= LINK_DENSE
        and lines[n].bold > LINK_DENSE
        and side.get(n + 1) == 0
        and is_text(lines[n + 1])
    }
    return found if len(found) >= LEAST_SERIES else set()


def _prune(judged: Noise, region: HtmlElement) -> None:
    """Takes the elements that hold nothing but noise out of the region."""
    for element, (first, last) in judged.ranges.items():
        if element is region or element.getparent() is None:
            continue
        if all(n in judged.bad for n in range(first, last + 1)) and _below(element, region):
            element.drop_tree()


def _below(element: HtmlElement, region: HtmlElement) -> bool:
    return any(above is region for above in element.iterancestors())


def _fill(result: Draft, walk: Walk, chosen: list[int]) -> None:
    result.lines = [walk.lines[n] for n in chosen]
    if not chosen:
        return
    wanted = set(chosen)
    before = [0]
    for place in range(len(walk.lines)):
        before.append(before[-1] + (place in wanted))
    for picture in walk.pictures:
        if chosen[0] - 1 <= picture.position <= chosen[-1] + 1:
            result.pictures.append(replace(picture, position=before[picture.position]))
    hrefs = {href for line in result.lines for href in line.hrefs}
    result.links = [link for link in walk.links if link[0] in hrefs or link[1].tag in EMBEDS]


def is_pictured(result: Draft, walk: Walk, judged: Noise, title: int) -> bool:
    """Whether a dated page is a lead with a picture or some, as infographics are; pictures that
    have captions each are a gallery.
    """
    if not result.published.when or title < 0 or len(result.lead.split()) < LEAST_WORDS:
        return False
    boxes = (n for n, rule in judged.causes.items() if n > title and rule in ("teasers", "label"))
    stop = min(boxes, default=len(walk.lines))
    result.pictures = [
        replace(picture, position=0)
        for picture in walk.pictures
        if title < picture.position <= stop
        and next(picture.element.iterancestors("a"), None) is None
    ]
    result.links = [*result.links, *(link for link in walk.links if link[1].tag in EMBEDS)]
    shown = bool(result.pictures or result.links)
    return shown and len(result.lines) < MOST_CAPTIONS
