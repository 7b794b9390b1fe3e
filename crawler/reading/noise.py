"""What stands among an article's lines and is none of it, each kind told by its cause.

Teasers: neighbours that each are one linked headline of the own site, with a summary or without.
Boxes: what a label opens ("Tin liên quan", "Từ khóa", "Ý kiến bình luận (3)"). Notices, the
imprint, weather, replies to comments, templates left unfilled: told by their words.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading import boxes
from crawler.reading.blocks import Line
from crawler.reading.elements import has_noise_class, is_player
from crawler.reading.labels import (
    CIPHER,
    FORM,
    IMPRINT,
    NOTICE,
    RIGHTS,
    SHARE,
    TEMPLATE,
    WEATHER,
)
from crawler.reading.pointers import is_headline, is_own, is_short, leads_down, points
from crawler.reading.prose import is_closing, is_long, is_text
from crawler.reading.sums import Sums
from crawler.reading.text import key

FORM_WORDS = 60  # in a line of a form, or a notice
TEASER_LETTERS = 1200  # one teaser with its summary
TEASER_LINES = 6  # of one teaser: section, headline, day, summary, counters
LABEL_WORDS = 5  # in a line beside a headline: the section, a day
LEAST_PAIRS = 8  # of a headline and a summary
LEAST_PLAIN = 2  # lines between the title and such a list: a lead may stand over a digest
BRIEF_LETTERS = 450  # one teaser alone between paragraphs
LEAST_SECTIONS = 3
LISTS = frozenset(("table", "ul", "ol"))
MOST_LISTED = 50
TEASER_TEXTS = 1  # paragraphs of a summary
CLASS_SHARE = 0.25
FOOTER_SHARE = 0.5


class Noise:
    """The lines of one part of a page, and which of them are noise (`bad`, by their places)."""

    def __init__(
        self, lines: Sequence[Line], root: HtmlElement, title: str, hosts: Sequence[str]
    ) -> None:
        self.lines, self.root = lines, root
        self.title = title.lower()
        titled = key(title)
        self.titles = [n for n, line in enumerate(lines) if titled and line.key == titled]
        self.hosts = [host.removeprefix("www.") for host in hosts if host]
        self.bad: set[int] = set()
        self.causes: dict[int, str] = {}  # place -> the rule that found it first
        self.heads: list[int] = []  # lines that are one linked headline each
        self.headlines = 0
        self.said = Counter(line.key for line in lines)
        self.ranges = _ranges(lines, root)
        self.letters = [0, *accumulate(len(line.text) for line in lines)]
        self.sums = Sums(len(line.text) if is_text(line) else 0 for line in lines)
        self.texts = [0, *accumulate(int(letters > 0) for letters in self.sums.left)]
        self.long = [0, *accumulate(int(is_long(line)) for line in lines)]
        self.total = sum(self.sums.left) or 1
        self.rest = self.total  # what teasers leave of it
        self._pictured: dict[HtmlElement, frozenset[str]] = {}

    def find(self, by_class: bool = False) -> set[int]:
        """The places of all noise; class words are looked at only if asked for."""
        self._words()
        self._teasers()
        self.rest = self.text_in(0, len(self.lines) - 1) or 1
        if by_class:
            self._pairs()
            self._classes()
        boxes.replies(self)
        boxes.forms(self)
        boxes.labelled(self)
        boxes.headed(self)
        boxes.imprints(self)
        return self.bad

    def mark(self, rule: str, places: Iterable[int]) -> None:
        """These places are noise, by that rule."""
        for place in places:
            if place not in self.bad:
                self.bad.add(place)
                self.causes[place] = rule
                self.sums.drop(place)

    def text_in(self, first: int, last: int) -> int:
        """Letters of paragraphs in a range of lines that are not yet noise."""
        return self.sums.of(first, last)

    def _words(self) -> None:
        weather = "thời tiết" not in self.title
        after = self._text_end()
        for place, line in enumerate(self.lines):
            rule = self._word(line, place >= after, weather)
            if not rule and self.said[line.key] > 1 and leads_down(line):
                rule = "contents"
            if rule:
                self.mark(rule, (place,))

    def _word(self, line: Line, behind: bool, weather: bool) -> str:
        """The rule by which a line is noise for its own words; empty where it is none."""
        if not line.key:
            return "no words"
        if line.text[0] == "{" and TEMPLATE.fullmatch(line.text):
            return "template"
        if CIPHER.fullmatch(line.text):
            return "cipher"
        if line.words <= FORM_WORDS:
            if NOTICE.match(line.key) or line.text[0] in RIGHTS:
                return "notice"
            if FORM.match(line.key):
                return "form"
            if line.words > 1 and SHARE.fullmatch(line.key):
                return "share"
        if behind and IMPRINT.match(line.key):
            return "imprint"
        if points(line, self.hosts):
            return "pointer"
        if line.kind is BlockKind.CAPTION and is_player(line.element):
            return "player"
        if weather and WEATHER.match(line.key):
            return "weather"
        return "menu" if is_short(line) else ""

    def _text_end(self) -> int:
        """The place behind the last paragraph; a line of the imprint counts as one only where other
        paragraphs stand beside it.
        """
        texts = [n for n, letters in enumerate(self.sums.left) if letters]
        plain = [n for n in texts if not is_closing(self.lines[n])]
        for place in reversed(texts):
            element = self.lines[place].element
            parent = element.getparent()
            first = self.ranges.get(element if parent is None else parent, (place, place))[0]
            if bisect_left(plain, first) < bisect_right(plain, place):
                return place + 1
        return 0

    def _teasers(self) -> None:
        heads = [n for n, line in enumerate(self.lines) if is_headline(line, self.hosts)]
        self.heads, self.headlines, opens = heads, len(heads), set(heads)
        items = {self._item(place, heads) for place in heads}
        items |= {self._item(place, [place]) for place in self._linked_captions()}
        self.mark("teasers", (n for a, b, pict in items if pict for n in range(a, b + 1)))
        self._lists(heads)
        run: list[tuple[int, int]] = []
        for span in sorted({(first, last) for first, last, _ in items}):
            if run and (span[0] > run[-1][1] + 1 and self._has_text(run[-1][1] + 1, span[0] - 1)):
                self._close(run)
                run = []
            run.append(span)
        self._close(run)
        single = [
            (a, b)
            for a, b, _ in items
            if a < b and a in opens and a not in self.bad and self._is_brief(a, b)
        ]
        if len(single) < LEAST_SECTIONS:  # more are sections of an article, headed by links
            self.mark("teasers", (n for a, b in single for n in range(a, b + 1)))

    def _lists(self, heads: Sequence[int]) -> None:
        """A table or list of nothing but linked headlines, be it one."""
        for element, (first, last) in self.ranges.items():
            if element.tag in LISTS and last - first < MOST_LISTED:
                inside = bisect_right(heads, last) - bisect_left(heads, first)
                if inside == last - first + 1:
                    self.mark("teasers", range(first, last + 1))

    def _pairs(self) -> None:
        """Many linked headlines, each with its summary, that share one parent and stand apart from
        the text: what holds nothing else, behind lines of an article, is a list of others.
        """
        heads, opens = self.heads, set(self.heads)
        if len(heads) < LEAST_PAIRS:
            return
        title = self.titles[-1] if self.titles else len(self.lines)
        plain = [0, *accumulate(n > title and self._is_plain(n) for n in range(len(self.lines)))]
        for element, (first, last) in self.ranges.items():
            count = bisect_right(heads, last) - bisect_left(heads, first)
            if count < LEAST_PAIRS or self.lines[first].element is element or first not in opens:
                continue
            texts = self.texts[last + 1] - self.texts[first]
            if texts <= count and last - first < 3 * count and plain[first] >= LEAST_PLAIN:
                self.mark("teasers", range(first, last + 1))

    def _is_plain(self, place: int) -> bool:
        line = self.lines[place]
        return place not in self.bad and line.words > LABEL_WORDS and not line.hrefs

    def _is_brief(self, first: int, last: int) -> bool:
        return self.letters[last + 1] - self.letters[first] <= BRIEF_LETTERS

    def _linked_captions(self) -> list[int]:
        """Lines beside a picture that lead to another article in part: perhaps a teaser."""
        return [
            place
            for place, line in enumerate(self.lines)
            if line.kind is BlockKind.CAPTION and line.hrefs and is_own(line.hrefs[0], self.hosts)
        ]

    def _item(self, place: int, heads: list[int]) -> tuple[int, int, bool]:
        """The lines of one teaser: what stands around a headline and around no other; and whether
        a picture in it links to the same page, as no heading of an article has it.
        """
        span, element = (place, place), self.lines[place].element
        href, inner = self.lines[place].hrefs[0], element
        while element is not None and element is not self.root:
            first, last = self.ranges[element]
            if last - first >= TEASER_LINES:  # first, as it bounds what the others look at
                break
            near = heads[bisect_left(heads, first) : bisect_right(heads, last)]
            texts = self.long[last + 1] - self.long[first]
            if self.letters[last + 1] - self.letters[first] > TEASER_LETTERS:
                break
            if texts > TEASER_TEXTS or any(self.lines[n].hrefs[0] != href for n in near):
                break
            if self._splits(place, first, last):
                break
            span, inner, element = (first, last), element, element.getparent()
        return *span, href in self._links_with_pictures(inner)

    def _links_with_pictures(self, element: HtmlElement) -> frozenset[str]:
        """Where the links below an element lead that have a picture in them: thousands of lines may
        stand in one element, and it is gone through once.
        """
        found = self._pictured.get(element)
        if found is None:
            links = (a for a in element.iter("a") if a.find(".//img") is not None)
            found = frozenset((a.get("href") or "").strip() for a in links)
            self._pictured[element] = found
        return found

    def _splits(self, place: int, first: int, last: int) -> bool:
        """Whether lines of a text, be they short, stand on both sides of a headline, or several
        before it: a teaser has its summary on one side.
        """
        before, behind = (
            sum(line.words > LABEL_WORDS and not line.hrefs for line in self.lines[start:stop])
            for start, stop in ((first, place), (place + 1, last + 1))
        )
        return before > 1 or (before > 0 and behind > 0)

    def _has_text(self, first: int, last: int) -> bool:
        return any(n not in self.bad for n in range(first, last + 1))

    def _close(self, run: list[tuple[int, int]]) -> None:
        """Two neighbours at least are a list of teasers; one alone may be a linked heading."""
        if len(run) >= 2:
            self.mark("teasers", range(run[0][0], run[-1][1] + 1))

    def _classes(self) -> None:
        for element, (first, last) in self.ranges.items():
            if element is self.root or not has_noise_class(element):
                continue
            if element.tag == "p" and first == last and is_text(self.lines[first]):
                continue  # boxes are noise, a paragraph is told by its words
            share = FOOTER_SHARE if self._closes(first, last) else CLASS_SHARE
            if self.text_in(first, last) < self.total * share:
                self.mark("class", range(first, last + 1))

    def _closes(self, first: int, last: int) -> bool:
        """Whether lines below the title hold one of the imprint: beside a short article a footer is
        much of the page's text.
        """
        if self.titles and first <= self.titles[-1]:
            return False
        return any(is_closing(self.lines[n]) for n in range(first, last + 1))


def found(lines: Sequence[Line], root: HtmlElement, title: str, hosts: Sequence[str]) -> set[int]:
    """The places of the lines below `root` that are no part of an article of that title."""
    return Noise(lines, root, title, hosts).find()


def _ranges(lines: Sequence[Line], root: HtmlElement) -> dict[HtmlElement, tuple[int, int]]:
    """For each element with text below it: its first and last line."""
    ranges: dict[HtmlElement, tuple[int, int]] = {}
    for place, line in enumerate(lines):
        element: HtmlElement | None = line.element
        while element is not None:
            first = ranges[element][0] if element in ranges else place
            ranges[element] = (first, place)
            if element is root:
                break
            element = element.getparent()
    return ranges
