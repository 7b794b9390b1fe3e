"""What stands around the text of a page that nobody declared: lead, dates, author, source."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading.blocks import Line
from crawler.reading.bylines import BY_CLASS, WRITTEN_BY, author_of
from crawler.reading.dates import CLOCK, FIGURES, LONG, Spot
from crawler.reading.head import Head
from crawler.reading.noise import Noise
from crawler.reading.prose import is_text
from crawler.reading.sources import Source, source_of
from crawler.reading.text import clean, key, text_of

LEAD = re.compile(
    r"(?:^|[\s_-])(?:sapo|lead|summary|description|intro|introtext|abstract|chapeau|standfirst"
    r"|tom-?tat|trich-?dan|desc)(?:$|[\s_-])",
    re.I,
)
LEAD_MARKS = ("class", "id", "data-role", "data-slot", "itemprop")
PUBLISHED_META = (
    "article:published_time",
    "pubdate",
    "datepublished",
    "og:published_time",
    "its_publication",
    "publish-date",
    "publishdate",
    "dc.date.issued",
    "dcterms.created",
)
MODIFIED_META = ("article:modified_time", "lastmod", "datemodified", "og:updated_time")
LEAD_LINES = 6
LEAD_SHARE = 0.6
LONGEST_DATE = 140
CLOCK_WORDS = 4  # in a line that is a time of day alone
ENDS = tuple('.!?…”"')
BEFORE = 40  # lines before the text among which the author is looked for
BEHIND = 12  # lines behind the text among which author and source are looked for
CRUMBS = re.compile(r"breadcrumb|bread-crumb|crumb", re.I)


class Around:
    """The lines before and behind the region, from the title on and within what holds both."""

    def __init__(
        self,
        noise: Noise,
        head: Head,
        names: Sequence[str],
        title: int,
        first: int,
        last: int,
        region: HtmlElement,
    ) -> None:
        self.noise, self.head, self.names = noise, head, names
        self.title, self.first, self.last = title, first, last
        self.lines, self.region = noise.lines, region
        self.start, self.stop = self._frame(region)

    def _frame(self, region: HtmlElement) -> tuple[int, int]:
        """The lines of the smallest element that holds both title and region; in a flat page from
        the title on. A header outside of it may show a clock, never the article's date.
        """
        if self.title < 0:
            return self.first, min(self.last + BEHIND, len(self.lines) - 1)
        element: HtmlElement | None = region
        while element is not None and element.tag != "body":
            first, last = self.noise.ranges[element]
            if first <= self.title <= last:
                return first, last
            element = element.getparent()
        return self.title, min(self.last + BEHIND, len(self.lines) - 1)

    def text_start(self) -> int:
        """The place of the first paragraph of the region."""
        for place in range(max(self.first, self.title + 1), self.last + 1):
            if place not in self.noise.bad and self.lines[place].words >= 12:
                return place
        return self.last

    def places(self) -> list[int]:
        """The lines of the region, and the paragraphs that stand right before or behind it within
        the frame: some systems put the first one apart.
        """
        first, last = self.first, self.last
        before = range(max(self.title + 1, self.start), first)
        covers = (n for n in before if self._is_cover(n))
        first = next((n for n in before if self._is_text(n)), next(covers, first))
        while last < self.stop and self._is_text(last + 1) and self._beside(last + 1):
            last += 1
        return list(range(first, last + 1))

    def _is_cover(self, place: int) -> bool:
        """The caption of a picture between title and text."""
        line = self.lines[place]
        return line.kind is BlockKind.CAPTION and place not in self.noise.bad and line.words > 2

    def _is_text(self, place: int) -> bool:
        return place not in self.noise.bad and is_text(self.lines[place])

    def _beside(self, place: int) -> bool:
        """Whether a line's element stands beside the region, in the same parent."""
        parent = self.region.getparent()
        return parent is not None and self.lines[place].element.getparent() is parent

    def lead(self) -> tuple[str, set[int]]:
        """What the page marks as lead between title and text: by a class or role, as the element
        behind the title that is no paragraph, or by stating the same for machines.
        """
        start = self.text_start()
        places = [n for n in range(self.title + 1, start + 2) if self._may_lead(n)]
        for place in places:
            inside = self._marked(self.lines[place].element)
            if inside:
                return clean(" ".join(self.lines[n].text for n in inside)), set(inside)
        for place in places:
            line = self.lines[place]
            whole = line.level == 2 and line.words >= 15 and line.text.endswith(ENDS)
            apart = place < self.first and (line.level == 2 or self._is_stated(line))
            if whole or apart:
                return line.text, {place}
        return "", set()

    def _may_lead(self, place: int) -> bool:
        if not self.title < place < len(self.lines) or place in self.noise.bad:
            return False
        line = self.lines[place]
        if self.title >= 0 and line.key == self.lines[self.title].key:
            return False  # a bar that stays on top says the title again
        return line.words >= 6 and line.linked < 0.5 and line.kind is not BlockKind.CAPTION

    def _marked(self, element: HtmlElement) -> list[int]:
        """The lines of the element, or one just around it, that says it is a lead. What holds most
        of the text is none, whatever it is called.
        """
        current: HtmlElement | None = element
        for _ in range(3):
            if current is None or current.tag == "body":
                break
            first, last = self.noise.ranges[current]
            if last - first > LEAD_LINES:
                break
            if self.noise.text_in(first, last) > self.noise.total * LEAD_SHARE:
                break
            if any(LEAD.search(_spaced(current.get(name) or "")) for name in LEAD_MARKS):
                return [n for n in range(first, last + 1) if n not in self.noise.bad]
            current = current.getparent()
        return []

    def _is_stated(self, line: Line) -> bool:
        stated = key(self.head.meta.get("og:description") or self.head.meta.get("description", ""))
        return len(stated) > 40 and (line.key.startswith(stated[:120]) or stated in line.key)

    def dates(self) -> Iterator[Spot]:
        """The places that may state the publication date, machines' ones first."""
        if self.head.ld_text("datePublished"):
            yield Spot(self.head.ld_text("datePublished"), "json-ld")
        for name in PUBLISHED_META:
            if name in self.head.meta:
                yield Spot(self.head.meta[name], "meta")
        yield from self._visible()

    def _visible(self) -> Iterator[Spot]:
        """Dated lines between title and text, then those before the title, the nearest first: in a
        page of one big table the clock of the header is among them.
        """
        stop = min(max(self.text_start(), self.title + 1) + 1, len(self.lines))
        behind = range(max(self.start, self.title + 1), stop)
        before = range(min(self.title, stop - 1), self.start - 1, -1)
        for place in sorted([*behind, *before], key=lambda n: n in self.noise.bad):
            line = self.lines[place]
            short = len(line.text) <= LONGEST_DATE and line.kind is not BlockKind.HEADING
            dated = FIGURES.search(line.text) or LONG.search(line.text)
            if short and dated and line.linked < 0.6:
                yield Spot(self._with_clock(place), "visible")

    def _with_clock(self, place: int) -> str:
        """A dated line, and the time of day where it is a line of its own beside it."""
        text = self.lines[place].text
        if CLOCK.search(text):
            return text
        for near in (place + 1, place - 1):
            other = self.lines[near] if 0 <= near < len(self.lines) else self.lines[place]
            if other.words <= CLOCK_WORDS and CLOCK.match(other.text):
                return f"{text} {other.text}"
        return text

    def modified(self) -> Iterator[Spot]:
        """The places that may state when the article was last changed."""
        if self.head.ld_text("dateModified"):
            yield Spot(self.head.ld_text("dateModified"), "json-ld")
        for name in MODIFIED_META:
            if name in self.head.meta:
                yield Spot(self.head.meta[name], "meta")

    def author(self) -> str | None:
        """A byline beside the text, else the person that the page names for machines."""
        start = self.text_start()
        near = [
            *range(max(self.start, start - BEFORE), start),
            *range(self.last + 1, self._behind()),
        ]
        for place in near:
            line = self.lines[place]
            parts = islice(line.element.iter(), BEFORE)
            texts = [text_of(element) for element in parts if _is_by(element)]
            marked = any(BY_CLASS.search(mark) for mark in _marks(line.element, 3))
            if marked or WRITTEN_BY.match(line.text):
                texts.append(line.text)
            for text in texts:
                found = author_of(text, self.names)
                if found:
                    return found
        for text in self.head.authors():
            found = author_of(text, self.names)
            if found:
                return found
        return None

    def source(self) -> Source:
        """A source line behind the text."""
        for place in range(self.last + 1, self._behind()):
            line = self.lines[place]
            found = source_of(line.text, line.hrefs)
            if found and (found.url or line.linked < 0.9):
                return found
        return Source()

    def _behind(self) -> int:
        return min(self.last + 1 + BEHIND, self.stop + 1, len(self.lines))

    def section(self) -> str | None:
        """The innermost section: what the page states, else the last crumb before the title."""
        for name in ("article:section", "its_section"):
            if name in self.head.meta:
                return self.head.meta[name]
        stated = self.head.ld_text("articleSection")
        crumbs = [
            self.lines[n].text
            for n in range(max(self.title, 0))
            if any(CRUMBS.search(mark) for mark in _marks(self.lines[n].element, 4))
        ]
        return stated or (crumbs[-1][:80] if crumbs else None)

    def tags(self) -> tuple[str, ...]:
        """The key words that the page links as tags, else states for machines."""
        stated = self.head.meta.get("article:tag") or self.head.meta.get("news_keywords", "")
        return tuple(dict.fromkeys(t.strip() for t in stated.split(",") if t.strip()))


def _is_by(element: HtmlElement) -> bool:
    return any(BY_CLASS.search(element.get(name) or "") for name in ("class", "rel", "itemprop"))


def _marks(element: HtmlElement, levels: int) -> Iterator[str]:
    current: HtmlElement | None = element
    for _ in range(levels):
        if current is None:
            return
        yield f"{current.get('class') or ''} {current.get('id') or ''} {current.get('rel') or ''}"
        current = current.getparent()


def _spaced(mark: str) -> str:
    """ "divArticleDescription1" in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z\d])", "-", mark)
