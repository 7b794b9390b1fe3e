"""The lead of a page that nobody declared: by its mark, by what the page states, by its place."""

import re

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading.around import Around
from crawler.reading.blocks import Line
from crawler.reading.text import clean

LEAD = re.compile(
    r"(?:^|[\s_-])(?<!with-)(?:sapo|lead|summary|description|intro|introtext|abstract|chapeau|standfirst"
    r"|tom-?tat|trich-?dan|desc)(?:$|[\s_-])",
    re.I,
)
LEAD_MARKS = ("class", "id", "data-role", "data-slot", "itemprop")
LEAD_LINES = 6
LEAD_SHARE = 0.6
QUESTION = re.compile(r"(?:nội dung )?(?:câu )?hỏi|bạn đọc hỏi|nội dung(?: phản ánh)?")
ENDS = tuple('.!?…”"')
MOST_TEXTS = 200  # looked at for a lead that stands apart
LEAD_WORDS = 120


def find(page: Around) -> tuple[str, set[int]]:
    """What the page marks as lead between title and text: by a class or role, as the element
    behind the title that is no paragraph, or by stating the same for machines.
    """
    start = page.text_start()
    places = [n for n in range(page.title + 1, start + 2) if _may_lead(page, n)]
    for place in places:
        inside = _marked(page, page.lines[place].element)
        if inside:
            return clean(" ".join(page.lines[n].text for n in inside)), set(inside)
    for place in places:
        line = page.lines[place]
        whole = line.level == 2 and line.words >= 15 and line.text.endswith(ENDS)
        apart = place < page.first and (line.level == 2 or _is_stated(page, line))
        if whole or apart:
            return line.text, {place}
    first = _apart(page)
    return ("", set()) if first is None else (page.lines[first].text, {first})


def _apart(page: Around) -> int | None:
    """The first paragraph behind the title, where one element holds all the others without it:
    what stands outside the text's own container opens the text.
    """
    span = range(max(page.start, page.title + 1), page.last + 1)
    texts = [n for n in span if page.is_text(n)][:MOST_TEXTS]
    if page.title < 0 or len(texts) < 2 or page.lines[texts[0]].words > LEAD_WORDS:
        return None
    if any(
        page.lines[n].level > 1 and n not in page.noise.bad for n in range(span.start, texts[1])
    ):
        return None
    if QUESTION.fullmatch(page.lines[texts[0] - 1].key):
        return None
    box = _holder(page, texts[1], texts[-1])
    first, _ = page.noise.ranges[box]
    return texts[0] if first > texts[0] and _may_lead(page, texts[0]) else None


def _holder(page: Around, first: int, last: int) -> HtmlElement:
    """The smallest element around a paragraph that holds another one, too."""
    box = page.lines[first].element
    if page.noise.ranges[box][1] > first:
        return box  # lines in one block
    while (parent := box.getparent()) is not None and box is not page.noise.root:
        box = parent
        if page.noise.ranges[box][1] >= last:
            break
    return box


def _may_lead(page: Around, place: int) -> bool:
    if not page.title < place < len(page.lines) or place in page.noise.bad:
        return False
    line = page.lines[place]
    if page.title >= 0 and line.key == page.lines[page.title].key:
        return False  # a bar that stays on top says the title again
    return line.words >= 6 and line.linked < 0.5 and line.kind is not BlockKind.CAPTION


def _marked(page: Around, element: HtmlElement) -> list[int]:
    """The lines of the element, or one just around it, that says it is a lead. What holds most
    of the text is none, whatever it is called.
    """
    current: HtmlElement | None = element
    for _ in range(3):
        if current is None or current.tag == "body":
            break
        first, last = page.noise.ranges[current]
        if last - first > LEAD_LINES:
            break
        if page.noise.text_in(first, last) > page.noise.total * LEAD_SHARE:
            break
        if any(LEAD.search(_spaced(current.get(name) or "")) for name in LEAD_MARKS):
            return [n for n in range(first, last + 1) if n not in page.noise.bad]
        current = current.getparent()
    return []


def _is_stated(page: Around, line: Line) -> bool:
    stated = page.stated
    return len(stated) > 40 and (line.key.startswith(stated[:120]) or stated in line.key)


def _spaced(mark: str) -> str:
    """ "divArticleDescription1" in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z\d])", "-", mark)
