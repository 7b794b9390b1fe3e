"""Section pages whose teasers are no links to be told by: several articles, and none of them."""

from collections import Counter
from collections.abc import Sequence

from archive.record import BlockKind
from crawler.reading.blocks import Line
from crawler.reading.dates import FIGURES, is_date
from crawler.reading.labels import READ_ON
from crawler.reading.pointers import is_headline
from crawler.reading.prose import is_text

LEAST = 4  # teasers
TEXTS = 2.2  # paragraphs a teaser, at most: an unlinked headline may read like one
SUMMARIES = 1.3  # the same where the headline is a link
DAY_LETTERS = 30  # of a line that is a day


def why(
    lines: Sequence[Line], region: range, titled: int, hosts: Sequence[str], dated: bool
) -> str:
    """What shows that a page lists articles; empty where nothing does.

    Lines below the title of a page without a date of its own are counted: links that read on, days,
    and linked headlines, each with hardly more than a paragraph.
    """
    if dated:
        return ""
    inside = [lines[n] for n in region if n > titled]
    texts = sum(is_text(line) for line in inside)
    read_on = sum(bool(READ_ON.fullmatch(line.key)) and bool(line.hrefs) for line in inside)
    days = Counter(_is_day(line) for line in inside)[True]
    heads = sum(is_headline(line, hosts) for line in inside)
    shown = ((read_on, "links to read on", TEXTS), (days, "days", TEXTS))
    for count, what, most in (*shown, (heads, "linked headlines", SUMMARIES)):
        if count >= LEAST and texts <= most * count:
            return f"{count} {what} among {texts} paragraphs"
    return ""


def _is_day(line: Line) -> bool:
    if line.kind is not BlockKind.PARAGRAPH or len(line.text) > DAY_LETTERS:
        return False
    return is_date(line.text) or bool(FIGURES.fullmatch(line.text.strip("() |-")))
