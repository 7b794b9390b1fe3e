"""A page's bytes in, its Reading out: by the layout that matches, else by the generic reading."""

from collections.abc import Sequence
from datetime import datetime

from archive.record import Reading
from crawler.reading.layout import Layout


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
    raise NotImplementedError
