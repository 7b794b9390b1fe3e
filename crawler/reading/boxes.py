"""Boxes among a page's lines that are no part of the article: told by a label, a form's line, the
buttons under a comment, or by holding nothing but other noise.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading.blocks import Line
from crawler.reading.labels import BOX, FORM, MAYBE_BOX, REPLY, SURE_IMPRINT, TOOL
from crawler.reading.prose import is_closing, is_text

FORM_LETTERS = 800
FORM_WORDS = 60  # in a line of a form, or a notice
COMMENT_LETTERS = 1500
MOST_LABELS = 400  # more are a page made to cost time
BOX_SHARE = 0.5  # a box that holds more of the text is the article
CLASS_SHARE = 0.25
SHORTEST = 4  # words of a sentence that goes on behind a box
LABEL_WORDS = 9
SENTENCE = tuple('.!…”"')
EMPHASIS = frozenset(("b", "strong", "i", "em", "u", "br"))
LINKED = frozenset(("teasers", "pointer", "menu", "weather"))


class Parts(Protocol):
    """What is known of a page's lines while its noise is looked for (`noise.Noise`)."""

    lines: Sequence[Line]
    root: HtmlElement
    bad: set[int]
    causes: dict[int, str]
    ranges: dict[HtmlElement, tuple[int, int]]
    letters: list[int]
    texts: list[int]
    titles: list[int]
    total: int
    rest: int

    def mark(self, rule: str, places: Iterable[int]) -> None: ...
    def text_in(self, first: int, last: int) -> int: ...


def replies(noise: Parts) -> None:
    """A comment is what stands in one box with its "Thích · Trả lời"."""
    emphasised: dict[HtmlElement, bool] = {}
    for line in noise.lines:
        if not REPLY.fullmatch(line.key) or _answers(line, emphasised):
            continue
        element = line.element
        while element is not None and element is not noise.root:
            first, last = noise.ranges[element]
            if noise.letters[last + 1] - noise.letters[first] > COMMENT_LETTERS:
                break
            if noise.text_in(first, last) > noise.total * BOX_SHARE:
                break
            noise.mark("comment", range(first, last + 1))
            if last > first:
                break
            element = element.getparent()


def _answers(line: Line, emphasised: dict[HtmlElement, bool]) -> bool:
    """Whether "Trả lời" opens the answer to a reader's question: a button has no colon, and is a
    link or has a name. Of elements that were looked at, `emphasised` holds the outcome.
    """
    element = line.element
    if line.text.endswith(":") or line.kind is BlockKind.HEADING:
        return True
    if element.tag != "p" or element.get("class"):
        return False
    if element not in emphasised:
        emphasised[element] = all(part.tag in EMPHASIS for part in element.iterdescendants())
    return emphasised[element]


def forms(noise: Parts) -> None:
    """The box around a line of a form, as far as it is small and holds no title."""
    for line in noise.lines:
        if line.words > FORM_WORDS or not FORM.match(line.key):
            continue
        element: HtmlElement | None = line.element
        while element is not None and element is not noise.root:
            first, last = noise.ranges[element]
            letters = noise.letters[last + 1] - noise.letters[first]
            if letters > FORM_LETTERS or noise.text_in(first, last) > noise.total * CLASS_SHARE:
                break
            if any(noise.lines[n].level == 1 for n in range(first, last + 1)):
                break
            noise.mark("form", range(first, last + 1))
            element = element.getparent()


def labelled(noise: Parts) -> None:
    labels = 0
    for place, line in enumerate(noise.lines):
        sure = bool(BOX.fullmatch(line.key))
        if not sure and not MAYBE_BOX.fullmatch(line.key):
            continue
        labels += 1
        if labels > MOST_LABELS:
            noise.mark("label", (place,))
            continue
        first, last = _box(noise, place, sure)
        if sure or last > first or not _heads_text(noise, place):
            noise.mark("label", range(first, last + 1))


def _box(noise: Parts, place: int, sure: bool) -> tuple[int, int]:
    """The highest element that the label opens and that is not the article itself."""
    span, element = (place, place), noise.lines[place].element
    tool = TOOL.fullmatch(noise.lines[place].key)
    while element is not None and element is not noise.root:
        first, last = noise.ranges[element]
        text = noise.text_in(first, last)
        if first != place or text > noise.rest * BOX_SHARE or (text and not sure):
            break
        if _is_titled(noise, first, last):
            break  # a column of boxes that the article's column follows
        if text and (tool or _goes_on(noise, first, last)):
            break
        span, element = (first, last), element.getparent()
    ends = sure and not noise.text_in(span[1] + 1, len(noise.lines) - 1)
    if ends and not _closes_text(noise, place, span[1] + 1):
        return span[0], len(noise.lines) - 1
    return span


def _closes_text(noise: Parts, label: int, place: int) -> bool:
    """Whether a short sentence behind a box stands beside the last paragraph above it."""
    above = bisect_left(noise.texts, noise.texts[label]) - 1  # the last paragraph above it
    if above < 0 or place >= len(noise.lines):
        return False
    line, text = noise.lines[place], noise.lines[above]
    whole = line.words > SHORTEST and line.text.endswith((".", "!", "?", "…", ".”"))
    plain = whole and line.kind is text.kind and line.element.tag == text.element.tag
    return plain and line.element.getparent() is text.element.getparent() and not line.hrefs


def _goes_on(noise: Parts, first: int, last: int) -> bool:
    """Whether paragraphs follow the last of the linked headlines: they are the article's."""
    linked = [n for n in range(first, last + 1) if noise.causes.get(n) in LINKED]
    behind = range(linked[-1] + 1, last + 1) if linked else range(0)
    return sum(n not in noise.bad and is_text(noise.lines[n]) for n in behind) > 1


def _is_titled(noise: Parts, first: int, last: int) -> bool:
    """Whether the page's title is among these lines."""
    return bisect_left(noise.titles, first) < bisect_right(noise.titles, last)


def _heads_text(noise: Parts, place: int) -> bool:
    """Whether the next line that is no noise is a paragraph."""
    for following in range(place + 1, len(noise.lines)):
        if following not in noise.bad:
            return is_text(noise.lines[following])
    return False


def imprints(noise: Parts) -> None:
    """A box below the title of which half the lines are the imprint's is one, if a line of it says
    so for sure: articles give addresses and telephone numbers, too.
    """
    closing, sure = [0], [0]
    for line in noise.lines:
        closing.append(closing[-1] + is_closing(line))
        sure.append(sure[-1] + bool(SURE_IMPRINT.search(line.key)))
    title = noise.titles[-1] if noise.titles else -1
    for element, (first, last) in noise.ranges.items():
        if element is noise.root or first == last or first <= title:
            continue
        lines = last - first + 1
        if sure[last + 1] > sure[first] and 2 * (closing[last + 1] - closing[first]) >= lines:
            noise.mark("imprint", range(first, last + 1))


def headed(noise: Parts) -> None:
    """A short line over nothing but links to other articles is the name of their box, whatever it
    says: no list of words holds all such names.
    """
    linked = [0]
    for place in range(len(noise.lines)):
        linked.append(linked[-1] + (noise.causes.get(place) in LINKED))
    bad = [0]
    for place in range(len(noise.lines)):
        bad.append(bad[-1] + (place in noise.bad))
    for element, (first, last) in noise.ranges.items():
        if first == last or first in noise.bad or element is noise.root:
            continue
        line = noise.lines[first]
        if line.words > LABEL_WORDS or line.kind is BlockKind.CAPTION or line.level == 1:
            continue
        if line.text.endswith(SENTENCE):
            continue
        rest = last - first
        if bad[last + 1] - bad[first + 1] == rest and linked[last + 1] - linked[first + 1]:
            noise.mark("box", (first,))
