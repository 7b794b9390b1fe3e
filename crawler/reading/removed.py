"""What a reading left out of a page, each line with the rule that removed it.

The page is read again for a person who looks for the reason why a line is missing; no reading
depends on it. Rules: `drop CSS` and `cut CSS` of the layout; those of `noise.Noise` (template,
cipher, notice, share, form, imprint, pointer, player, weather, contents, menu, teasers, class,
comment, label, box); `title again`, `date`, `byline`, `source line`, `links`; `before the text` and
`behind the text`, where nothing else speaks against a line; `furniture` with its number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.record import Reading
from crawler.reading import generic
from crawler.reading.blocks import Line, Walk
from crawler.reading.head import Head
from crawler.reading.layout import Layout
from crawler.reading.noise import Noise
from crawler.reading.page import parse
from crawler.reading.selecting import select
from crawler.reading.text import key, text_of

LINKED = 0.5


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is not in the reading, and why."""

    rule: str
    text: str


def removed(
    html: bytes, reading: Reading, layout: Layout | None, content_type: str | None = None
) -> list[Removed]:
    """The lines of the layout's region that are not in the page's reading, in page order by rule.

    Without a layout (a generic reading) those of the whole page.
    """
    tree = parse(html, content_type).tree
    head = Head(tree, reading.url)
    kept = {key(text) for text in (reading.title, reading.lead, *_texts(reading))}
    if layout is None:
        return list(_undeclared(tree, head, reading, kept))
    regions = next(filter(None, (select(tree, css) for css in layout.body)), [])
    found: list[Removed] = []
    for region in sorted(regions, key=lambda each: -len(each.text_content()))[:1]:
        found.extend(_named(region, layout))
        lines = Walk(region).lines
        judged = Noise(lines, region, reading.title, head.hosts)
        judged.find()
        found.extend(_told(lines, judged.causes, kept, _says(reading)))
    return found


def _named(region: HtmlElement, layout: Layout) -> Iterator[Removed]:
    """What the layout's own selectors take out; it leaves the tree."""
    for css in layout.drop:
        for element in select(region, css):
            yield from _taken(f"drop {css}", element)
    for css in layout.cut:
        for first in select(region, css)[:1]:
            for element in _from(first, region):
                yield from _taken(f"cut {css}", element)


def _taken(rule: str, element: HtmlElement) -> Iterator[Removed]:
    text = text_of(element)
    if text and element.tag != "style":
        yield Removed(rule, text)
    if element.getparent() is not None:
        element.drop_tree()


def _from(first: HtmlElement, region: HtmlElement) -> list[HtmlElement]:
    """An element and all that follows it in the region."""
    found, current = [first], first
    while current is not region:
        found.extend(current.itersiblings())
        parent = current.getparent()
        if parent is None:
            return found
        current = parent
    return found


def _undeclared(
    tree: HtmlElement, head: Head, reading: Reading, kept: set[str]
) -> Iterator[Removed]:
    draft = generic.draft(tree, head, (), None)
    if draft is not None:
        yield from _told(draft.walked, draft.causes, kept, _says(reading))


def _told(
    lines: Sequence[Line], causes: dict[int, str], kept: set[str], says: dict[str, str]
) -> Iterator[Removed]:
    """The lines that are not kept, with the cause that a reading noted, or where they stand."""
    places = [place for place, line in enumerate(lines) if line.key in kept]
    first, last = min(places, default=0), max(places, default=-1)
    for place, line in enumerate(lines):
        if line.key in kept and causes.get(place) != "title again":
            continue
        rest = "before the text" if place < first else "behind the text"
        if first < place < last:
            rest = "links" if line.linked >= LINKED else "no text"
        rest = next((rule for text, rule in says.items() if text in line.key), rest)
        yield Removed(causes.get(place, rest), line.text)


def _says(reading: Reading) -> dict[str, str]:
    """What author and source are called -> the rule that takes their lines for fields."""
    named = {key(reading.source_name or ""): "source line", key(reading.author or ""): "byline"}
    return {text: rule for text, rule in named.items() if text}


def _texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


__all__ = ["Removed", "removed"]
