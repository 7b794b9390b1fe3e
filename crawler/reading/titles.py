"""The title of a page: what it states for machines, and the line that shows it."""

import re
from collections.abc import Iterator, Sequence

from crawler.reading.blocks import Line
from crawler.reading.dates import is_date
from crawler.reading.head import Head
from crawler.reading.prose import is_text
from crawler.reading.text import key

SEPARATORS = re.compile(r"\s+[|–—-]\s+(?=[^|–—-]+$)")
TITLE = re.compile(r"(?:^|[\s_-])(?:title|headline|tieu-?de)(?:$|[\s_-])", re.I)
TITLE_WORDS = 4
LONGEST_TITLE = 500
LONGEST_STATED = 5000  # letters in which headings are looked for
LINKED = 0.5
OVER_DATE = 3  # lines above a date among which a title stands
BEHIND_DATE = 12  # lines below it among which two paragraphs stand
LONGEST_SHOWN = 40  # words
ALIKE = 0.5  # share of the stated title's words in an h1 that says it otherwise


def title_of(head: Head) -> str:
    """The title that a page states for machines, without the site's name behind it."""
    stated = head.meta.get("og:title") or head.ld_text("headline") or head.title
    if not stated:
        return ""
    cut = SEPARATORS.split(stated)[0].strip()
    return cut if len(cut.split()) >= 4 else stated


def title_line(lines: Sequence[Line], head: Head) -> tuple[str, int]:
    """The title and the place of its first line (-1 where it stands on no line of its own).

    A line counts that says what the page states for machines, or a part of it, an h1 before others:
    many papers set the section, the site or a box in h1 as well. Where no line does, an h1 may say
    it in other words; where the page states but its site's or section's name, the last h1 before
    the text is taken, or the last line of a class that says "title".
    """
    stated = title_of(head)
    named = [stated, head.title, head.meta.get("og:title", "")]
    full = key(" ".join(name[:LONGEST_STATED] for name in named))
    tops = [n for n, line in enumerate(lines) if line.level == 1 and line.words > 1]
    said = [n for n in tops if lines[n].words > 2 and lines[n].key in full]
    parts = {key(part): part for name in named for part in _parts(name)}
    same = [n for n, line in enumerate(lines) if line.key in parts and line.linked < LINKED]
    place = next(iter(said), None)
    if place is None:
        place = min(same, key=lambda n: (-lines[n].words, n), default=None)
    if place is None:
        place = _unstated(lines, [n for n in tops if lines[n].linked < LINKED], head, stated)
    return (stated, -1) if place is None else (lines[place].text, place)


def _parts(name: str) -> Iterator[str]:
    """A stated title, whole and without one, two or three names behind it, four words at least."""
    for _ in range(4):
        if len(name) > LONGEST_TITLE or len(name.split()) < TITLE_WORDS:
            return
        yield name
        name = SEPARATORS.split(name)[0].strip() if SEPARATORS.search(name) else ""


def _unstated(lines: Sequence[Line], tops: list[int], head: Head, stated: str) -> int | None:
    """The place of a title that the page states otherwise or not at all."""
    want = set(key(stated).split())
    alike = [n for n in tops if len(want & set(lines[n].key.split())) >= ALIKE * len(want)]
    if stated and alike:
        return alike[0]
    site = key(head.meta.get("og:site_name", ""))
    if head.ld_text("headline") or key(head.meta.get("og:title", "")) not in ("", site):
        return None
    if stated and len(tops) == 1:  # many pages state but the site's name
        return tops[0]
    marked = [n for n, line in enumerate(lines) if _is_title(line)]
    tops = [n for n in tops if lines[n].words >= TITLE_WORDS or not stated]
    headings = {*tops, *marked}
    texts = (n for n, line in enumerate(lines) if is_text(line) and n not in headings)
    start = next(texts, len(lines))
    marked = [n for n in marked if n < start]
    before = [n for n in tops if n < start] or marked or tops
    return before[-1] if before else _over_date(lines)


def _over_date(lines: Sequence[Line]) -> int | None:
    """The line that stands over a date, or else right under it, where paragraphs follow."""
    for place, line in enumerate(lines):
        if not is_date(line.text):
            continue
        near = range(place - 1, max(place - OVER_DATE, 0) - 1, -1)
        under = range(place + 1, min(place + 2, len(lines)))
        whole = (n for n in (*near, *under) if _may_head(lines[n]))
        found: int | None = next(whole, None)
        follow = lines[place + 1 : place + BEHIND_DATE]
        if found is not None and sum(is_text(other) for other in follow) >= 2:
            return found
    return None


def _may_head(line: Line) -> bool:
    whole = TITLE_WORDS < line.words <= LONGEST_SHOWN and line.linked < LINKED
    return whole and not line.text.endswith((".", ":", ";")) and not is_date(line.text)


def _is_title(line: Line) -> bool:
    whole = line.words >= TITLE_WORDS and line.linked < LINKED
    return whole and any(
        TITLE.search(mark) for mark in (line.element.get(name) or "" for name in ("class", "id"))
    )
