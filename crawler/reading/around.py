"""What stands around the text of a page that nobody declared: lead, dates, author, source."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading import persons, prose
from crawler.reading.bylines import BY_CLASS, LONGEST, PREFIX, WRITTEN_BY, author_of
from crawler.reading.dates import CLOCK, FIGURES, LONG, Spot, is_date
from crawler.reading.files import file_of
from crawler.reading.head import Head
from crawler.reading.noise import Noise
from crawler.reading.sources import Source, source_of
from crawler.reading.text import brief_of, key, text_of

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
BUTTON = re.compile(r"#|javascript:|mailto:", re.I)
LONGEST_DATE = 140
CLOCK_WORDS = 4  # in a line that is a time of day alone
BEFORE = 40  # lines before the text among which the author is looked for
BEHIND = 12  # lines behind the text among which author and source are looked for
SIGNED = 4  # lines behind the text among which a name stands alone
ALLOWED = (None, "menu", "before the text", "date")  # causes that speak against no name
TAGGED = re.compile(r"/(?:tags?|tu-khoa|tukhoa|keywords?)[/-]|-tag\d+|\.tag$", re.I)
LONGEST_TAG = 80
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
        self._texts: dict[HtmlElement, str] = {}
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
        parent = self.lines[self.title].element.getparent()
        beside = parent is not None and parent.tag != "body" and parent in self.noise.ranges
        start = self.noise.ranges[parent][0] if beside else self.title
        return start, min(self.last + BEHIND, len(self.lines) - 1)

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
        first = next((n for n in before if self.is_text(n)), next(covers, first))
        while last < self.stop and self.is_text(last + 1) and self._beside(last + 1):
            last += 1
        return list(range(first, last + 1))

    def _is_cover(self, place: int) -> bool:
        """The caption of a picture between title and text."""
        line = self.lines[place]
        return line.kind is BlockKind.CAPTION and place not in self.noise.bad and line.words > 2

    def is_text(self, place: int) -> bool:
        return place not in self.noise.bad and prose.is_text(self.lines[place])

    def _beside(self, place: int) -> bool:
        """Whether a line's element stands beside the region, in the same parent."""
        parent = self.region.getparent()
        return parent is not None and self.lines[place].element.getparent() is parent

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
        stop = min(max(self._second_text(), self.title + 1) + 1, len(self.lines))
        start = self.text_start()
        behind = range(max(self.start, self.title + 1), stop)
        before = range(min(self.title, stop - 1), self.start - 1, -1)
        for place in sorted([*behind, *before], key=lambda n: n in self.noise.bad):
            line = self.lines[place]
            short = len(line.text) <= LONGEST_DATE and line.kind is not BlockKind.HEADING
            dated = FIGURES.search(line.text) or LONG.search(line.text)
            late = place > start and not is_date(line.text)
            buttons = all(BUTTON.match(href) for href in line.hrefs)
            if short and dated and not late and (buttons or line.linked < 0.6):
                yield Spot(self._with_clock(place), "visible")

    def _second_text(self) -> int:
        """The place behind which no date of the article stands: lead and date change places."""
        start = self.text_start()
        texts = (n for n in range(start + 1, self.last + 1) if self.is_text(n))
        return next(texts, start)

    @cached_property
    def stated(self) -> str:
        """The summary that the page states for machines, in the form of `text.key`."""
        meta = self.head.meta
        return key(meta.get("og:description") or meta.get("description", ""))

    def dated(self, places: Sequence[int]) -> list[int]:
        """Lines above the second paragraph that are a date and hardly anything else."""
        second = self._second_text()
        return [n for n in places if n < second and is_date(self.lines[n].text)]

    def _with_clock(self, place: int) -> str:
        """A dated line, and the time of day where it is a line of its own beside it."""
        text = self.lines[place].text
        if CLOCK.search(text):
            return text
        # "06/10/202614:351.204 lượt xem" in its parts
        apart = self._apart(self.lines[place].element)
        if len(apart) <= LONGEST_DATE and CLOCK.search(apart):
            return apart
        for step in (1, -1):
            near = place + step
            if 0 <= near < len(self.lines) and not self.lines[near].key:
                near += step  # a bar between them
            other = self.lines[near] if 0 <= near < len(self.lines) else self.lines[place]
            if other.words <= CLOCK_WORDS and CLOCK.match(other.text):
                return f"{text} {other.text}"
        return text

    def _apart(self, element: HtmlElement) -> str:
        """The text of an element, of which thousands of lines may be a part, if it is short."""
        if element not in self._texts:
            self._texts[element] = brief_of(element, LONGEST_DATE)
        return self._texts[element]

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
            texts = [brief_of(element, LONGEST) for element in parts if _is_by(element)]
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
        return self._unmarked(start)

    def _unmarked(self, start: int) -> str | None:
        """A line behind the text that is signed, boxes in between or not; else a name alone between
        title and text, or right behind the text.
        """
        for place in range(self.text_end() + 1, min(self._behind(), self.text_end() + BEFORE)):
            line = self.lines[place]
            if line.align == "right" or PREFIX.match(line.text):
                found = author_of(line.text, self.names)
                if found:
                    return found
        first = max(self.start, self.title + 1, start - BEFORE)
        above = range(first, start) if self.title >= 0 else ()
        late = (n for n in range(start + 1, self._second_text()) if is_date(self.lines[n].text))
        shown = [n for n in (*above, *late) if self.noise.causes.get(n) in ALLOWED]
        below = range(self.text_end() + 1, min(self._behind(), self.text_end() + SIGNED))
        signed = [n for n in below if self.noise.causes.get(n) in ALLOWED]
        return persons.alone([self.lines[n] for n in (*shown, *signed)], self.names)

    def text_end(self) -> int:
        """The place of the last paragraph of the region."""
        places = range(self.last, self.first - 1, -1)
        return next((n for n in places if self.is_text(n)), self.last)

    def files(self) -> set[str]:
        """Links to files in the region and in a line behind it."""
        places = range(self.first, self._behind())
        return {href for n in places for href in self.lines[n].hrefs if file_of(href)}

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
        linked = [
            text_of(link).strip(" #,;")
            for n in range(self.text_end() + 1, self._behind() + BEHIND)
            if n < len(self.lines) and any(TAGGED.search(href) for href in self.lines[n].hrefs)
            for link in islice(self.lines[n].element.iter("a"), BEFORE)
            if TAGGED.search(link.get("href") or "")
        ]
        if linked:
            return tuple(dict.fromkeys(t for t in linked if t and len(t) <= LONGEST_TAG))
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
