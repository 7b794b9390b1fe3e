"""Which lines read like an article's text: paragraphs, and where a page has none, short lines."""

from collections.abc import Container, Sequence

from archive.record import BlockKind
from crawler.reading.blocks import Line
from crawler.reading.dates import is_date
from crawler.reading.labels import IMPRINT, NOTICE, RIGHTS

LEAST_VERSES = 8
PARAGRAPH = 12  # words
SENTENCES = 24  # words, too many for the line of a date and what stands beside it


def is_text(line: Line) -> bool:
    """A line that reads like an article's paragraph: long enough, and not made of links."""
    if line.verse:
        return True
    if line.words < PARAGRAPH or line.linked >= 0.4 or line.kind is BlockKind.CAPTION:
        return False
    return line.words >= SENTENCES or not is_date(line.text)


def is_long(line: Line) -> bool:
    """A paragraph, or a caption as long as one."""
    if line.kind is BlockKind.CAPTION:
        return line.words >= PARAGRAPH and line.linked < 0.4
    return is_text(line)


def mark_verse(lines: Sequence[Line], bad: Container[int]) -> bool:
    """Marks neighbours of one parent (or one element) that are short lines each, eight at least,
    no links, dates or notices: where a page has no paragraphs they are its text.
    """
    runs: list[list[Line]] = [[]]
    for place, line in enumerate(lines):
        plain = line.kind is BlockKind.PARAGRAPH and line.linked < 0.4 and line.words > 1
        if not plain or place in bad or is_date(line.text) or is_closing(line):
            continue
        if runs[-1] and not beside(runs[-1][-1], line):
            runs.append([])
        runs[-1].append(line)
    verses = [line for run in runs if len(run) >= LEAST_VERSES for line in run]
    for line in verses:
        line.verse = True
    return bool(verses)


def beside(one: Line, two: Line) -> bool:
    """Whether two lines stand in one element, in one parent, or in twins of one parent."""
    if one.element is two.element:
        return True
    parents = (one.element.getparent(), two.element.getparent())
    grand = [None if each is None else each.getparent() for each in parents]
    return parents[0] is parents[1] or (grand[0] is grand[1] and one.element.tag == two.element.tag)


def is_closing(line: Line) -> bool:
    """A line of the imprint, or a notice of the page."""
    return line.text[0] in RIGHTS or bool(IMPRINT.match(line.key) or NOTICE.match(line.key))
