"""What a reading left out of a page's region, each line with the rule that removed it.

It retraces the steps of a reading on a fresh copy of the page, for a person who looks for the
reason why a line is missing; no reading depends on it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.record import Reading
from crawler.reading.blocks import Walk
from crawler.reading.declared import select
from crawler.reading.head import Head
from crawler.reading.layout import Layout
from crawler.reading.noise import Noise
from crawler.reading.page import parse
from crawler.reading.text import key, text_of


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is not in the reading, and why."""

    rule: str
    text: str


class Causes(Noise):
    """The noise of a part of a page, with the step that found each line."""

    def named(self, by_class: bool) -> dict[int, str]:
        """Place of a line -> the name of its cause."""
        steps: list[tuple[str, Callable[[], None]]] = [
            ("words of a notice, imprint, weather or menu", self._words),
            ("neighbouring linked headlines", self._teasers),
            ("comments", self._replies),
            ("a form to comment, rate, log in or donate", self._forms),
            ("a box that a label opens", self._boxes),
        ]
        if by_class:
            steps.insert(2, ("class or id of its element", self._classes))
        causes: dict[int, str] = {}
        for name, step in steps:
            step()
            causes.update((place, name) for place in self.bad if place not in causes)
        return causes


def removed(
    html: bytes, reading: Reading, layout: Layout | None, content_type: str | None = None
) -> list[Removed]:
    """The lines of the layout's region that are not in the page's reading, in page order by rule.

    Without a layout (a generic reading) those of the whole page.
    """
    page = parse(html, content_type)
    host = Head(page.tree, reading.url).host
    if layout is None:
        return list(_undeclared(page.tree, reading, host, by_class=True))
    regions = next(filter(None, (select(page.tree, css) for css in layout.body)), [])
    found: list[Removed] = []
    for region in regions[:1]:
        found.extend(_declared(region, layout))
        found.extend(_undeclared(region, reading, host, by_class=False))
    return found


def _declared(region: HtmlElement, layout: Layout) -> Iterator[Removed]:
    """What the layout's own selectors take out; it leaves the tree."""
    for css in layout.drop:
        for element in select(region, css):
            text = text_of(element)
            if text and element.tag != "style":
                yield Removed(f"drop {css}", text)
            if element.getparent() is not None:
                element.drop_tree()


def _undeclared(
    root: HtmlElement, reading: Reading, host: str, by_class: bool
) -> Iterator[Removed]:
    lines = Walk(root).lines
    causes = Causes(lines, root, reading.title, host).named(by_class)
    kept = {key(text) for text in (reading.title, reading.lead, *_texts(reading))}
    places = [place for place, line in enumerate(lines) if line.key in kept]
    last = max(places, default=-1)
    for place, line in enumerate(lines):
        if line.key not in kept:
            rest = "links, or beside the text" if place < last else "at or behind the text's end"
            yield Removed(causes.get(place, rest), line.text)


def _texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]
