"""A page's bytes in, its Reading out: by the layout that matches, else by the generic reading.

No page is lost that one of them reads: a layout whose region is empty, or far too small for what
the page holds, yields to the generic reading, and where that finds no text trafilatura is asked for
the whole page. Both leave a doubt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from archive.record import BlockKind, Furniture, Reading
from crawler.errors import ListingPage
from crawler.reading import declared, generic, refusals, whole
from crawler.reading.dates import VIETNAM, Dated
from crawler.reading.draft import Draft, finished
from crawler.reading.furniture import remove
from crawler.reading.head import Head
from crawler.reading.layout import Evidence, Layout
from crawler.reading.name import READER
from crawler.reading.page import Page, parse, unwrapped
from crawler.reading.pointers import is_headline

Layouts = Sequence[Layout] | Callable[[HtmlElement], Sequence[Layout]]

FEW_LETTERS = 600  # in a layout's region: the generic reading is asked as well
FAR_MORE = 4  # times the letters of the region
TEASER_SHARE = 4  # a linked headline among so many lines: they are teasers
MOST_COMPLETED = 5000  # lines: what a layout does not find on a longer page is not looked for
LAYOUT_UNMATCHED = "layout-unmatched"  # the site has layouts, and none is the page's
LAYOUT_EMPTY, LAYOUT_THIN = "layout-empty", "layout-thin"


@dataclass(frozen=True, slots=True)
class Source:
    """What a reading starts from; drafts change the tree, so that each asks for a fresh one."""

    html: bytes
    content_type: str | None
    head: Head
    names: Sequence[str]
    at: datetime | None

    def fresh(self) -> Page:
        """The page, parsed anew."""
        return parse(self.html, self.content_type)


def read(
    html: bytes,
    url: str,
    *,
    layouts: Layouts = (),
    names: Sequence[str] = (),
    fetched_at: datetime | None = None,
    content_type: str | None = None,
    complete: bool = False,
    furniture: Furniture | None = None,
) -> Reading:
    """The reading of a page, without its site's `furniture` if that is given.

    `layouts` are those of the page's site, newest first, or a function that picks them by the tree;
    `names` are the names of the site (title, name, hosts), which are never an author. `fetched_at`
    picks the layout and doubts dates. `complete`: author and date that the layout does not find are
    looked for as on a page without one; so they are where a layout that rests on no saved page
    finds no date. Raises a `crawler.errors.PageRefused` where the page is no article.
    """
    page = parse(html, content_type)
    source = _source(page, html, url, names, fetched_at, content_type)
    found = _draft(page, source, layouts, complete=complete)
    if furniture is not None:
        remove(found, furniture, source.head.hosts, source.names)
    return finished(found, source.head)


def draft_of(
    html: bytes,
    url: str,
    *,
    layouts: Layouts = (),
    names: Sequence[str] = (),
    fetched_at: datetime | None = None,
    content_type: str | None = None,
) -> tuple[Draft, Sequence[str]]:
    """What `read` makes its reading of, no furniture removed, and the hosts that are the page's
    own; raises as it does.
    """
    page = parse(html, content_type)
    source = _source(page, html, url, names, fetched_at, content_type)
    return _draft(page, source, layouts), source.head.hosts


def _source(
    page: Page,
    html: bytes,
    url: str,
    names: Sequence[str],
    at: datetime | None,
    content_type: str | None,
) -> Source:
    head = Head(page.tree, url)
    return Source(html, content_type, head, [*names, *head.names()], at)


def _draft(page: Page, source: Source, layouts: Layouts, *, complete: bool = False) -> Draft:
    refusals.check(page, source.head)
    known = layouts(page.tree) if callable(layouts) else layouts
    layout = pick(known, page, source.at)
    if layout is None:
        found = _undeclared(page, source)
        found.doubts = (*found.doubts, *([LAYOUT_UNMATCHED] if known else []))
    else:
        found = _declared(layout, page, source)
        if found.layout == layout.name and (complete or _is_undated(found, layout)):
            _complete(found, source)
    refusals.check_cipher(page, _letters(found))
    return found


def pick(layouts: Sequence[Layout], page: Page, at: datetime | None) -> Layout | None:
    """The first layout whose marks are on the page, those that are valid on that day before others.

    Changes are dated to the month at best, and old pages are served in their old form for years.
    """
    day = at.astimezone(VIETNAM).date() if at else None
    seen: dict[str, bool] = {}
    for layout in sorted(layouts, key=lambda layout: not layout.valid_on(day)):
        if declared.matches(layout, page.tree, seen):
            return layout
    return None


def _declared(layout: Layout, page: Page, source: Source) -> Draft:
    """By the layout, unless its region is empty or far too small for what the page holds."""
    found = declared.draft(layout, page.tree, source.head, source.names, source.at)
    if found is None:
        other = _undeclared(source.fresh(), source)
        if _letters(other) < FEW_LETTERS:  # as much stands beside many an article
            raise refusals.reason(source.fresh(), source.head)
        other.doubts = (*other.doubts, LAYOUT_EMPTY)
        return other
    letters = _letters(found)
    if letters >= FEW_LETTERS or refusals.CIPHER_LINE in found.doubts:
        return found
    rest = generic.draft(source.fresh().tree, source.head, source.names, source.at)
    if rest is None or rest.lists or _letters(rest) < max(FAR_MORE * letters, 2 * FEW_LETTERS):
        return found
    heads = sum(is_headline(line, source.head.hosts) for line in rest.lines)
    if heads * TEASER_SHARE >= len(rest.lines):
        return found  # what is so much more is a list of other articles
    rest.doubts = (*rest.doubts, LAYOUT_THIN)
    return rest


def _undeclared(page: Page, source: Source) -> Draft:
    """By the generic rules, else by trafilatura alone; raises the named refusal where both fail."""
    found = generic.draft(page.tree, source.head, source.names, source.at)
    if found is None and (other := unwrapped(page)):
        found = generic.draft(other.tree, source.head, source.names, source.at)
    if found is not None and found.lists:
        raise ListingPage(found.lists)
    if found is not None:
        return found
    refusal = refusals.reason(source.fresh(), source.head)
    found = whole.draft(source.fresh().tree, source.head, source.names, source.at, refusal)
    if found is None:
        raise refusal
    return found


def _is_undated(found: Draft, layout: Layout) -> bool:
    """Whether a layout that others describe misses the date: crawlers name text before dates."""
    return layout.evidence is not Evidence.REAL and found.published == Dated()


def _complete(found: Draft, source: Source) -> None:
    if (found.author and found.published.when) or len(found.walked) > MOST_COMPLETED:
        return
    other = generic.draft(source.fresh().tree, source.head, source.names, source.at)
    if other is not None:
        found.author = found.author or other.author
        found.published = found.published if found.published.when else other.published


def _letters(draft: Draft) -> int:
    return sum(len(line.text) for line in draft.lines if line.kind is not BlockKind.CAPTION)


__all__ = ["READER", "pick", "read"]
