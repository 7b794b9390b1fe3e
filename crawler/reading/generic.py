"""The generic reading: a page whose layout nobody declared.

The lines of the whole page are walked once; what noise is told by its cause is left out; the region
is the smallest element that holds nearly all of the text that is left; trafilatura strips that
region; lead, dates and author are looked for around it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading import around, kept, leads, listed
from crawler.reading.blocks import Line, Walk
from crawler.reading.bylines import byline
from crawler.reading.dates import choose
from crawler.reading.draft import Draft, mark_captions
from crawler.reading.head import Head
from crawler.reading.noise import Noise
from crawler.reading.page import open_tools
from crawler.reading.prose import is_text, mark_verse
from crawler.reading.sources import source_line
from crawler.reading.text import key
from crawler.reading.titles import title_line

NAME = "generic"
REGION_SHARE = 0.8
LEAST_WORDS = 20
LINKED = 0.5
FEW_HEADLINES = 8
TOPIC_WORDS = 7  # in the name of a topic; titles of articles have more
TOPIC_HEADLINES = 2
SUMMARY_LETTERS = 600


def draft(tree: HtmlElement, head: Head, names: Sequence[str], at: datetime | None) -> Draft | None:
    """What stands on the page; None where it has no article's text. The tree is changed."""
    body = tree.find("body")
    body = tree if body is None else body
    open_tools(body)
    walk = Walk(body)
    if not walk.lines:
        return None
    mark_captions(walk.lines, walk.pictures)
    title, place = title_line(walk.lines, head)
    result = Draft(NAME, title, walked=walk.lines)
    judged = _judged(walk.lines, body, title, head)
    result.causes = judged.causes
    again = {n for n, line in enumerate(walk.lines) if line.key == key(title)}
    if judged.text_in(0, place) > judged.text_in(place + 1, len(walk.lines) - 1):
        place = -1  # a title below the text is that of a bar or a box
    first, last, region = _region(judged, body, place, again)
    texts = (n for n in range(first, last + 1) if is_text(walk.lines[n]) and n not in again)
    start = next(texts, 0)
    place = max((n for n in again if place <= n < start), default=place)
    page = around.Around(judged, head, names, place, first, last, region)
    result.lead, lead_places = leads.find(page)
    judged.mark("lead", lead_places)
    judged.mark("title again", again - {place})
    judged.mark("before the text", range(place + 1))
    result.published, result.modified = choose(page.dates(), at), choose(page.modified(), at)
    result.section, result.tags = page.section(), page.tags()
    places = page.places()
    judged.mark("date", page.dated(places))
    _tail(result, page, judged, names, places)
    core = _region(judged, body, place, again)[2] if lead_places else region
    kept.take(result, walk, judged, places, region, core)
    behind = page.files() - {href for href, _ in result.links}
    result.links = [*result.links, *(link for link in walk.links if link[0] in behind)]
    result.lists = _lists(result, judged, range(first, last + 1), place)
    alone = place >= 0 and judged.headlines <= FEW_HEADLINES
    if _is_article(result.lines, alone or result.published.when):
        return result
    return result if kept.is_pictured(result, walk, judged, place) else None


def _lists(result: Draft, judged: Noise, region: range, place: int) -> str:
    """Why the page is a listing; empty where it is none."""
    dated = bool(result.published.when)
    found = listed.why(judged.lines, region, place, judged.hosts, dated)
    if not found and _is_topic(result, judged):
        return f"{judged.headlines} linked headlines under {result.title!r}"
    return found


def _is_topic(result: Draft, judged: Noise) -> bool:
    """Whether a page is a name of few words over linked headlines, with a line or two on it."""
    letters = sum(len(line.text) for line in result.lines) + len(result.lead)
    brief = len(result.title.split()) <= TOPIC_WORDS and letters < SUMMARY_LETTERS / 2
    unsigned = not result.author and result.published.origin in (None, "visible")
    return brief and unsigned and judged.headlines >= TOPIC_HEADLINES


def _judged(lines: Sequence[Line], body: HtmlElement, title: str, head: Head) -> Noise:
    """The page's noise; a page with next to no paragraphs is judged again by its short lines."""
    judged = Noise(lines, body, title, head.hosts)
    judged.find(by_class=True)
    thin = judged.text_in(0, len(lines) - 1) < SUMMARY_LETTERS / 2
    if thin and mark_verse(lines, judged.bad):
        judged = Noise(lines, body, title, head.hosts)
        judged.find(by_class=True)
    return judged


def _is_article(lines: Sequence[Line], dated_or_titled: object) -> bool:
    """Whether there is a paragraph at least, or some lines that no link makes up.

    What shows no date is an article only with a title of its own among few headlines, or with more
    text than teasers have: a topic page has a title and a summary too.
    """
    body = [line for line in lines if line.kind is not BlockKind.CAPTION]
    if not dated_or_titled and sum(len(line.text) for line in body) < SUMMARY_LETTERS:
        return False
    plain = sum(line.words for line in body if line.linked < LINKED)
    return any(is_text(line) for line in body) or plain >= LEAST_WORDS


def _region(
    noise: Noise, body: HtmlElement, title: int, again: set[int]
) -> tuple[int, int, HtmlElement]:
    """The first and last line of the smallest element with nearly all the text, and the element."""
    out = noise.bad | again
    weights = [
        len(line.text) if n > title and n not in out and is_text(line) else 0
        for n, line in enumerate(noise.lines)
    ]
    sums = [0, *accumulate(weights)]
    children: dict[HtmlElement, list[HtmlElement]] = {}
    for element in noise.ranges:
        parent = element.getparent()
        if parent is not None:
            children.setdefault(parent, []).append(element)

    def weight(element: HtmlElement) -> int:
        first, last = noise.ranges[element]
        return sums[last + 1] - sums[first]

    region, enough = body, sums[-1] * REGION_SHARE
    while sums[-1]:
        inner = max(children.get(region, ()), key=weight, default=None)
        if inner is None or weight(inner) < enough:
            break
        first, last = noise.ranges[inner]
        if first == last and noise.lines[first].element is inner:
            break
        region = inner
    first, last = noise.ranges.get(region, (0, len(noise.lines) - 1))
    return first, last, region


def _tail(
    result: Draft,
    page: "around.Around",
    judged: Noise,
    names: Sequence[str],
    places: Sequence[int],
) -> None:
    places = [n for n in places if n not in judged.bad]
    lines = [judged.lines[n] for n in places]
    source = source_line(lines)
    if source:
        judged.mark("source line", (places.pop(source[0]),))
        lines.pop(source[0])
        result.source = source[1]
    found = byline(lines, names)
    if found:
        judged.mark("byline", places[found[0] :])
        result.author = found[1]
    result.author = result.author or page.author()
    result.source = result.source if source else page.source()
