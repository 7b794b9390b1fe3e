"""Furniture learned from stored pages: each is read without any, then all are laid side by side.

`crawler.reading.standing` has the rules; the archive calls them through `crawler.sites.reader`.
"""

from collections.abc import Iterable, Iterator, Sequence

from archive.errors import Refused
from archive.record import HeldPage, Piece, Standing
from crawler import sites
from crawler.reading import article
from crawler.reading import standing as stands
from crawler.reading.furniture import spots
from crawler.reading.signs import Sheet, kin_of
from crawler.reading.text import key


def standing(
    site: str,
    pages: Iterable[HeldPage],
    headlines: Iterable[tuple[str, str]],
    known: Sequence[Piece] = (),
    refused: Sequence[Piece] = (),
) -> Sequence[Standing]:
    """As `archive.record.Reader.standing`; a page that is read no more is passed over."""
    sheets = list(_sheets(site, pages))
    return stands.learned(sheets, [(kin, key(text)) for kin, text in headlines], known, refused)


def _sheets(site: str, pages: Iterable[HeldPage]) -> Iterator[Sheet]:
    spider = next((each for each in sites.sites() if each.name == site), None)
    for page in pages if spider else ():
        assert spider is not None
        try:
            sites.check_address(spider, page.url, page.seen_at)
            draft, hosts = article.draft_of(
                page.html,
                page.url,
                layouts=spider.layouts,
                names=sites.names(spider),
                fetched_at=page.seen_at,
                content_type=page.content_type,
            )
        except Refused:
            continue  # refused in its look as well, where it is counted
        own = frozenset(map(key, (draft.title, draft.lead, *page.own)))
        yield Sheet(
            page.article_id,
            page.kin,
            kin_of(page.kin, key(draft.title)),
            page.seen_at,
            own,
            draft.layout,
            spots(draft.layout, draft.lines, hosts),
        )
