"""A page read by a declared layout: its selectors name the parts, trafilatura strips the region."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading import noise, refusals
from crawler.reading.blocks import Line, Walk
from crawler.reading.bylines import author_of, byline
from crawler.reading.dates import Spot, choose
from crawler.reading.draft import Draft, mark_captions
from crawler.reading.head import Head
from crawler.reading.layout import DateSpot, Layout
from crawler.reading.selecting import select
from crawler.reading.sources import Source, source_line, source_of
from crawler.reading.strip import stripped
from crawler.reading.text import clean, key, text_of
from crawler.reading.titles import title_of

LINK_DENSE = 0.5
MOST_LEADS = 20  # elements that a page marks as its lead: only the first one can be
TITLE_FROM_HEAD = "title-from-head"  # the title's element is not on the page
INLINE = frozenset(("b", "em", "i", "span", "strong"))


def matches(layout: Layout, tree: HtmlElement, seen: dict[str, bool] | None = None) -> bool:
    """Whether a page is of this layout: one of its marks (if it has any) and its region.

    `seen` remembers which selectors match, for the layouts that are asked after it.
    """
    known = {} if seen is None else seen
    return all(
        any(_is_there(tree, css, known) for css in marks)
        for marks in (layout.match, layout.body)
        if marks
    )


def _is_there(tree: HtmlElement, css: str, seen: dict[str, bool]) -> bool:
    if css not in seen:
        seen[css] = bool(select(tree, css))
    return seen[css]


def values(tree: HtmlElement, selectors: Iterable[str]) -> list[str]:
    """The texts (or, for `css@attr`, the attributes) of the first selector that gives any."""
    for selector in selectors:
        css, _, attribute = (
            selector.rpartition("@") if _has_attribute(selector) else (selector, "", "")
        )
        found = [
            clean(element.get(attribute) or "") if attribute else text_of(element)
            for element in select(tree, css)
        ]
        if any(found):
            return [text for text in found if text]
    return []


def _has_attribute(selector: str) -> bool:
    return "@" in selector and "]" not in selector.rpartition("@")[2]


def draft(
    layout: Layout, tree: HtmlElement, head: Head, names: Sequence[str], at: datetime | None
) -> Draft | None:
    """What the layout's selectors find; None where its region is not on the page or holds no text.

    The tree is changed: noise is taken out.
    """
    region = _region(tree, layout)
    if region is None:
        return None
    stated = _title(values(tree, layout.title), title_of(head))
    result = Draft(layout.name, stated or title_of(head))
    result.published = choose(_spots(tree, layout.published), at)
    result.modified = choose(_spots(tree, layout.modified), at)
    result.section = next(reversed(values(tree, layout.section)), None)
    result.tags = tuple(dict.fromkeys(t.strip(" #,;") for t in values(tree, layout.tags)))
    result.source = _source(tree, layout.source)
    result.author = _author(tree, layout.author, names)
    result.lead = _lead(tree, layout)
    _read_region(result, layout, tree, region, names, head.hosts)
    result.doubts = (*result.doubts, *([] if stated else [TITLE_FROM_HEAD]))
    has_text = any(line.kind is not BlockKind.CAPTION for line in result.lines)
    return result if has_text else None


def _region(tree: HtmlElement, layout: Layout) -> HtmlElement | None:
    for css in layout.body:
        found = select(tree, css)
        if found:
            return max(found, key=lambda element: len(element.text_content()))
    return None


def _title(found: Sequence[str], stated: str) -> str:
    """The first of the title's matches; of several the one that the page states for machines too:
    a bar or a box may have an `h1` as well.
    """
    told = key(stated)
    agreed = (each for each in found if len(found) > 1 and key(each) in told)
    return next((each for each in agreed if 2 * len(each) > len(stated)), next(iter(found), ""))


def _spots(tree: HtmlElement, spots: Iterable[DateSpot]) -> list[Spot]:
    return [
        Spot(raw, spot.origin, spot.order)
        for spot in spots
        for raw in values(tree, (spot.select,))[:1]
    ]


def _source(tree: HtmlElement, selectors: Iterable[str]) -> Source:
    for css in selectors:
        for element in select(tree, css):
            hrefs = [a.get("href") or "" for a in element.iter("a")]
            text = text_of(element)
            found = source_of(text, hrefs) or (Source(text) if text and len(text) < 80 else None)
            if found:
                return found
    return Source()


def _author(tree: HtmlElement, selectors: Iterable[str], names: Sequence[str]) -> str | None:
    found = (author_of(text, names) for css in selectors for text in values(tree, (css,)))
    return next((author for author in found if author), None)


def _lead(tree: HtmlElement, layout: Layout) -> str:
    """The text of the marked lead, which then leaves the page (it may stand in the region)."""
    for css in layout.lead:
        marked = (each for each in select(tree, css)[:MOST_LEADS] if not _opens(each))
        element = next(marked, None)
        text = "" if element is None else clean(text_of(element))
        if element is not None and text:
            _drop([element])
            return text
    return ""


def _opens(element: HtmlElement) -> bool:
    """Whether a match is but the bold beginning of a paragraph ("Sáng 5/3, …"): that is no lead."""
    if element.tag not in INLINE:
        return False
    block = next((each for each in element.iterancestors() if each.tag not in INLINE), None)
    if block is None or (block.tag != "p" and (block.tag != "div" or block.attrib)):
        return False
    return len(text_of(block)) > len(text_of(element)) + 1


def _read_region(
    result: Draft,
    layout: Layout,
    tree: HtmlElement,
    region: HtmlElement,
    names: Sequence[str],
    hosts: Sequence[str],
) -> None:
    cover = dict.fromkeys(element for css in layout.cover for element in select(tree, css))
    captions = frozenset(e for css in layout.captions for e in select(region, css))
    _drop(element for css in layout.drop for element in select(region, css))
    for css in layout.cut:
        _cut(region, css)
    walk = Walk(*cover, region, captions=captions)
    result.walked, result.pictures, result.links = walk.lines, walk.pictures, walk.links
    mark_captions(walk.lines, walk.pictures)
    bad = noise.found(walk.lines, region, result.title, hosts)
    result.doubts = refusals.check_region(walk.lines, bad)
    _tail(result, walk.lines, bad, layout, names)
    always = _kept_places(walk.lines, region, layout.keep)
    kept = stripped(region)
    bad |= {n for n, line in enumerate(walk.lines) if _is_link_list(line, kept)}
    bad -= always
    take(result, walk.lines, bad)


def _kept_places(lines: Sequence[Line], region: HtmlElement, selectors: Iterable[str]) -> set[int]:
    """The places of lines in elements that the layout keeps whatever the noise rules say."""
    kept = {element for css in selectors for element in select(region, css)}
    return {
        place
        for place, line in enumerate(lines)
        if line.element in kept or any(above in kept for above in line.element.iterancestors())
    }


def _is_link_list(line: Line, kept: str) -> bool:
    """What trafilatura drops is dropped where links make it up; captions and headings stay, which
    it drops for other reasons.
    """
    if line.kind in (BlockKind.CAPTION, BlockKind.HEADING) or line.linked < LINK_DENSE:
        return False
    return f" {line.key} " not in kept


def _tail(
    result: Draft, lines: list[Line], bad: set[int], layout: Layout, names: Sequence[str]
) -> None:
    """The byline and the source line at the end: fields, no text; what follows a byline is none."""
    places = [place for place in range(len(lines)) if place not in bad]
    body = [lines[place] for place in places]
    source = source_line(body)
    if source:
        bad.add(places.pop(source[0]))
        body.pop(source[0])
        result.source = result.source if result.source.url else source[1]
    if layout.byline and (found := byline(body, names)):
        bad.update(places[found[0] :])
        result.author = result.author or found[1]


def take(result: Draft, lines: list[Line], bad: set[int]) -> None:
    """The lines that are not bad become the draft's; pictures keep their places among them."""
    result.lines = [line for place, line in enumerate(lines) if place not in bad]
    before = [0]
    for place in range(len(lines)):
        before.append(before[-1] + (place not in bad))
    for picture in result.pictures:
        picture.position = before[min(picture.position, len(lines))]


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _cut(region: HtmlElement, css: str) -> None:
    """Takes out the first match and everything behind it in the region."""
    found = select(region, css)
    if not found or found[0] is region:
        return
    element = found[0]
    while element is not region:
        parent = element.getparent()
        if parent is None:
            return
        for sibling in list(element.itersiblings()):
            parent.remove(sibling)
        element.tail = None
        element = parent
    _drop(found[:1])
