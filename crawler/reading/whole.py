"""The last resort: what trafilatura reads on the whole page where no rule finds a region."""

from collections.abc import Sequence
from datetime import datetime

from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.errors import ListingPage, NoBody, PageRefused
from crawler.reading.around import PUBLISHED_META
from crawler.reading.blocks import Line, Walk
from crawler.reading.bylines import author_of
from crawler.reading.dates import Spot, choose
from crawler.reading.draft import Draft
from crawler.reading.head import Head
from crawler.reading.noise import Noise
from crawler.reading.strip import stripped
from crawler.reading.titles import title_line

NAME = "generic"
DOUBT = "body-by-trafilatura"
LEAST_LETTERS = 300
LEAST_WORDS = 3
LINKED = 0.4


def draft(
    tree: HtmlElement,
    head: Head,
    names: Sequence[str],
    at: datetime | None,
    refusal: PageRefused,
) -> Draft | None:
    """The lines that trafilatura keeps of the page and no rule knows as noise; None where they make
    no article.

    `refusal` is what the page would be refused as: one without a body may be an article, one that
    looks like a listing only if it calls itself an article; players and pictures are none.
    """
    if not isinstance(refusal, (NoBody, ListingPage)):
        return None
    if isinstance(refusal, ListingPage) and not _is_stated(head):
        return None
    body = tree.find("body")
    body = tree if body is None else body
    lines = Walk(body).lines
    title, place = title_line(lines, head)
    noise = Noise(lines, body, title, head.hosts).find(by_class=True)
    kept = stripped(body)
    result = Draft(NAME, title, doubts=(DOUBT,))
    result.lines = [
        line
        for n, line in enumerate(lines)
        if n > place and n not in noise and _is_text(line) and f" {line.key} " in kept
    ]
    if sum(len(line.text) for line in result.lines) < LEAST_LETTERS:
        return None
    result.published = choose(_spots(head), at)
    found = (author_of(text, names) for text in head.authors())
    result.author = next((author for author in found if author), None)
    return result


def _is_text(line: Line) -> bool:
    return line.words >= LEAST_WORDS and line.linked < LINKED and line.kind is not BlockKind.CAPTION


def _is_stated(head: Head) -> bool:
    """Whether the page calls itself an article and says since when."""
    return bool(_spots(head)) and ("article" in head.meta.get("og:type", "") or bool(head.ld))


def _spots(head: Head) -> list[Spot]:
    stated = [Spot(head.ld_text("datePublished"), "json-ld")]
    stated += [Spot(head.meta.get(name, ""), "meta") for name in PUBLISHED_META]
    return [spot for spot in stated if spot.raw]
