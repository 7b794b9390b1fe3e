"""The generic reading: a page whose layout nobody declared.

The lines of the whole page are walked once; what noise is told by its cause is left out; the region
is the smallest element that holds nearly all of the text that is left; trafilatura strips that
region; lead, dates and author are looked for around it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import accumulate

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.reading import around, leads
from crawler.reading.blocks import FILE, Line, Walk
from crawler.reading.bylines import author_of, byline
from crawler.reading.dates import FIGURES, choose
from crawler.reading.draft import Draft, mark_captions
from crawler.reading.head import Head
from crawler.reading.noise import Noise
from crawler.reading.pointers import is_own
from crawler.reading.prose import beside, is_text, mark_verse
from crawler.reading.sources import source_line
from crawler.reading.strip import stripped
from crawler.reading.text import key
from crawler.reading.titles import title_line

NAME = "generic"
REGION_SHARE = 0.8
LINK_DENSE = 0.5
LISTS = (BlockKind.ITEM, BlockKind.ROW, BlockKind.QUOTE)
ENDS = tuple(".;:!?…”\"'’)")
LEAST_WORDS = 20
OPENING_WORDS = 2
FEW_HEADLINES = 8
HEADLINE_LEAST = 9  # words
LEAST_SERIES = 3
PARTS = frozenset(
    """
    p h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody thead tr td th blockquote
    """.split()  # noqa: SIM905
)
SUMMARY_LETTERS = 600


def draft(tree: HtmlElement, head: Head, names: Sequence[str], at: datetime | None) -> Draft | None:
    """What stands on the page; None where it has no article's text. The tree is changed."""
    body = tree.find("body")
    body = tree if body is None else body
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
    _take(result, walk, judged, places, region)
    alone = place >= 0 and judged.headlines <= FEW_HEADLINES
    return result if _is_article(result.lines, alone or result.published.when) else None


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
    return any(is_text(line) for line in body) or sum(line.words for line in body) >= LEAST_WORDS


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


def _take(
    result: Draft, walk: Walk, judged: Noise, places: Sequence[int], region: HtmlElement
) -> None:
    """The lines of the region that are the article's, with pictures and links among them."""
    lines, bad = walk.lines, judged.bad
    _prune(judged, region)
    kept = stripped(region)
    texts = [n for n in places if n not in bad and is_text(lines[n])]
    start, stop = (texts[0], texts[-1]) if texts else (0, len(lines))
    side = {n: -1 if n < start else int(n > stop) for n in places}
    side |= dict.fromkeys(_opening(judged, region, range(start), result.author), 0)
    side |= dict.fromkeys(_closing(judged, region, stop, places), 0)
    series = _series(lines, side)
    chosen = [
        n
        for n in places
        if n not in bad
        and (
            n in series
            or _is_kept(lines[n], kept, side[n])
            or (side[n] == 0 and _leads_out(lines[n], judged))
        )
    ]
    _fill(result, walk, chosen)


def _leads_out(line: Line, judged: Noise) -> bool:
    """Whether a line is one link, or several, to other sites: related news never are."""
    hosts = judged.hosts
    return bool(line.hrefs) and all("://" in h and not is_own(h, hosts) for h in line.hrefs)


def _closing(judged: Noise, region: HtmlElement, stop: int, places: Sequence[int]) -> list[int]:
    """Short lines and lists beside the last paragraph that close the text: "Vì sao?".

    Only where the region holds no title: else they are tags, buttons and names.
    """
    lines, first = judged.lines, judged.ranges.get(region, (0, 0))[0]
    if first == 0 or stop >= len(lines) or any(x.level == 1 for x in lines[first : stop + 1]):
        return []
    parent = lines[stop].element.getparent()
    return [
        n
        for n in places
        if n > stop and not _is_signature(lines[n]) and _is_part(lines[n].element, parent)
    ]


def _is_signature(line: Line) -> bool:
    """Lines that sign a text, whoever they name, or link away from it."""
    styled = line.align == "right" or (
        line.bold > LINK_DENSE and line.kind is not BlockKind.HEADING
    )
    return styled or line.text.startswith("(") or line.linked >= LINK_DENSE


def _is_part(element: HtmlElement, parent: HtmlElement | None) -> bool:
    """Whether an element is a paragraph, list or table of that parent, or stands in one."""
    current: HtmlElement | None = element
    while current is not None and current.tag in PARTS:
        above = current.getparent()
        if above is parent:
            return True
        current = above
    return False


def _opening(
    judged: Noise, region: HtmlElement, before: Sequence[int], author: str | None
) -> list[int]:
    """Short lines beside the first paragraph that open the text: "QUYẾT ĐỊNH", "Số: 118/QĐ-UBND".

    Only where the region holds no title: else they are dates, names and buttons.
    """
    lines, first = judged.lines, judged.ranges.get(region, (0, 0))[0]
    if any(lines[n].level == 1 for n in before if n >= first) or not before or first == 0:
        return []
    text = lines[before[-1] + 1]
    return [
        n
        for n in before
        if n >= first
        and lines[n].words >= OPENING_WORDS
        and beside(lines[n], text)
        and not FIGURES.search(lines[n].text)
        and lines[n].linked < LINK_DENSE
        and (author is None or author_of(lines[n].text) != author)
    ]


def _is_kept(line: Line, kept: str, side: int) -> bool:
    """Whether a line is the article's; `side` is -1 before its first paragraph, 1 behind its last.

    trafilatura's word counts, except where it is known to drop text: captions, headings, linked
    headings, repeated paragraphs and short lines between paragraphs. Before the first paragraph
    short lines are dates, names and buttons; behind the last only lists and sentences go on.
    """
    if line.kind is BlockKind.CAPTION:
        return side <= 0 or line.linked < LINK_DENSE
    heading, dense = line.kind is BlockKind.HEADING, line.linked >= LINK_DENSE
    if side == 0 and (heading or not dense or _heads(line)):
        return True
    if side < 0 and not heading:
        return False
    if side > 0 and any(FILE.search(href) for href in line.hrefs):
        return True
    goes_on = line.kind in LISTS or line.text.endswith(ENDS)
    if side > 0 and (dense or not goes_on):
        return False
    return line.words > 2 and f" {line.key} " in kept


def _heads(line: Line) -> bool:
    """A linked line between paragraphs that is shorter than the headlines of news are."""
    return line.kind is BlockKind.PARAGRAPH and line.words < HEADLINE_LEAST


def _series(lines: Sequence[Line], side: Mapping[int, int]) -> set[int]:
    """Linked lines in bold, each over a paragraph, three at least: documents that an article tells
    of one after the other. One or two are other articles.
    """
    found = {
        n
        for n, where in side.items()
        if where == 0
        and lines[n].linked >= LINK_DENSE
        and lines[n].bold > LINK_DENSE
        and side.get(n + 1) == 0
        and is_text(lines[n + 1])
    }
    return found if len(found) >= LEAST_SERIES else set()


def _prune(judged: Noise, region: HtmlElement) -> None:
    """Takes the elements that hold nothing but noise out of the region."""
    for element, (first, last) in judged.ranges.items():
        if element is region or element.getparent() is None:
            continue
        if all(n in judged.bad for n in range(first, last + 1)) and _below(element, region):
            element.drop_tree()


def _below(element: HtmlElement, region: HtmlElement) -> bool:
    return any(above is region for above in element.iterancestors())


def _fill(result: Draft, walk: Walk, chosen: list[int]) -> None:
    result.lines = [walk.lines[n] for n in chosen]
    if not chosen:
        return
    wanted = set(chosen)
    before = [0]
    for place in range(len(walk.lines)):
        before.append(before[-1] + (place in wanted))
    for picture in walk.pictures:
        if chosen[0] - 1 <= picture.position <= chosen[-1] + 1:
            picture.position = before[picture.position]
            result.pictures.append(picture)
    hrefs = {href for line in result.lines for href in line.hrefs}
    result.links = [link for link in walk.links if link[0] in hrefs]
