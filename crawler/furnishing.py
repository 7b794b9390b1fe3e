"""Furniture learned from stored pages: each is read without any, then all are laid side by side.

`crawler.reading.standing` has the rules; the archive calls them through `crawler.sites.reader`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from archive.errors import ArchiveError, NotFound, Refused
from archive.record import Furniture, HeldPage, Piece, Standing
from archive.storage.rereading import reread
from archive.storage.standing import learn
from archive.storage.store import Store
from crawler import sites
from crawler.fetching.spider import NewsSpider
from crawler.reading import article
from crawler.reading import standing as stands
from crawler.reading.draft import Draft
from crawler.reading.furniture import remove, spots
from crawler.reading.signs import Sheet, kin_of
from crawler.reading.text import key

REREAD_A_NIGHT = 2000  # versions of a site, where its furniture is another: a minute


def learn_all(
    engine: sa.Engine,
    folder: Path,
    names: Sequence[str],
    tell: Callable[[str], object],
    told: Callable[[int, int | None], None] = lambda done, total: None,
) -> list[str]:
    """Learns what stands in many articles of each site, and reads again what was read without
    knowing it; what could not be done. What `told` raises, between sites or batches of readings,
    breaks the work off.
    """
    failed = []
    for number, name in enumerate(names):
        told(number, len(names))
        store = Store(engine, folder, sites.reader)
        try:
            found = learn(store, sites.reader, name)
            store.furnish()
            assert store.reader is not None
            again = reread(
                store, store.reader, [name], REREAD_A_NIGHT, furniture_only=True, progress=told
            )
        except NotFound:  # the archive holds nothing of it, or nobody declares it any more
            continue
        except ArchiveError as error:
            failed.append(f"{name}: no furniture learned ({error})")
            continue
        if found.new or again.read:
            pieces = "1 piece" if found.new == 1 else f"{found.new} pieces"
            versions = "1 version" if again.read == 1 else f"{again.read} versions"
            words = f"{name}: {pieces} of furniture learned, number {found.number};"
            tell(f"{words} {versions} read again")
    return failed


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


def taken(
    spider: type[NewsSpider],
    html: bytes,
    url: str,
    at: datetime | None,
    content_type: str | None,
    furniture: Furniture,
) -> list[tuple[Piece, str]]:
    """The lines that a page of a site is read without, each with its piece; raises Refused."""
    draft, hosts = _draft(spider, html, url, at, content_type)
    return remove(draft, furniture, hosts)


def _draft(
    spider: type[NewsSpider], html: bytes, url: str, at: datetime | None, content_type: str | None
) -> tuple[Draft, Sequence[str]]:
    sites.check_address(spider, url, at)
    return article.draft_of(
        html,
        url,
        layouts=spider.layouts,
        names=sites.names(spider),
        fetched_at=at,
        content_type=content_type,
    )


def _sheets(site: str, pages: Iterable[HeldPage]) -> Iterator[Sheet]:
    spider = next((each for each in sites.sites() if each.name == site), None)
    for page in pages if spider else ():
        assert spider is not None
        try:
            draft, hosts = _draft(spider, page.html, page.url, page.seen_at, page.content_type)
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
