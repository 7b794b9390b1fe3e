"""A page's bytes in, its Reading out: by the layout that matches, else by the generic reading."""

from collections.abc import Sequence
from datetime import datetime

from archive.record import Reading
from crawler.reading import declared, generic, refusals
from crawler.reading.dates import VIETNAM
from crawler.reading.draft import finished
from crawler.reading.head import Head
from crawler.reading.layout import Layout
from crawler.reading.name import READER
from crawler.reading.page import Page, parse


def read(
    html: bytes,
    url: str,
    *,
    layouts: Sequence[Layout] = (),
    names: Sequence[str] = (),
    fetched_at: datetime | None = None,
    content_type: str | None = None,
) -> Reading:
    """The reading of a page.

    `layouts` are those of the page's site, newest first; `names` are the names of the site (title,
    name, hosts), which are never an author. `fetched_at` picks the layout and doubts dates. Raises
    a `crawler.errors.PageRefused` where the page is no article.
    """
    page = parse(html, content_type)
    head = Head(page.tree, url)
    refusals.check(page, head)
    names = [*names, *head.names()]
    layout = pick(layouts, page, fetched_at)
    if layout is not None:
        found = declared.draft(layout, page.tree, head, names, fetched_at)
    else:
        found = generic.draft(page.tree, head, names, fetched_at)
    if found is None:
        raise refusals.reason(parse(html, content_type), head)  # the tree was changed
    return finished(found, head)


def pick(layouts: Sequence[Layout], page: Page, at: datetime | None) -> Layout | None:
    """The first layout whose marks are on the page, those that are valid on that day before others.

    Changes are dated to the month at best, and old pages are served in their old form for years.
    """
    day = at.astimezone(VIETNAM).date() if at else None
    for layout in sorted(layouts, key=lambda layout: not layout.valid_on(day)):
        if declared.matches(layout, page.tree):
            return layout
    return None


__all__ = ["READER", "pick", "read"]
