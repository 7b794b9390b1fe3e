"""Furniture learned from what a site's newest articles show: the pages that the reader lays side by
side, and how few of them there are.

Each night the stored readings of the newest articles are looked through; pages are read again only
where a line stands in several of them, and then those of the newest articles alone. So a night
costs the same however much the archive holds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from archive.errors import NotFound, PageLost
from archive.record import HeldPage, Reader
from archive.storage import declared, furniture
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, known_address
from archive.storage.engine import begin_read
from archive.storage.furniture import Learned
from archive.storage.pages import read
from archive.storage.schema import article, fetch_event, page, reading
from archive.storage.writing import Writing

PAGES = 300  # of the newest articles of a site are laid side by side
WINDOW = 1000  # of the newest articles are looked through for what stands again
HEADLINES = 50_000  # titles that listings named
KINS = 5  # stories in which a line stands before pages are read again for its sake

PageBytes = Callable[[sa.Connection, str], bytes]


def learn(store: Writing, reader: Reader, name: str, *, always: bool = False) -> Learned:
    """Learns what stands in the newest articles of a site, and keeps it under the next number.

    No page is read again while the stored readings say nothing twice, unless it is asked for
    `always`. Raises NotFound where the site is none of the reader's.
    """
    if name not in {one.name for one in reader.sites()}:
        raise NotFound(f"no site {name} is declared: furniture is learned of declared sites")
    with begin_read(store.engine) as conn:
        rows = furniture.kept(conn, name)
        number = furniture.number_of(rows)
        known = furniture.as_set(name, rows, number).pieces
        before = Learned(name, number, 0, len(known), 0)
        owner = declared.site_id(conn, name)
        heads = _heads(conn, owner)
        headlines = _headlines(conn, owner)
        if not always and not _stands_again(heads, headlines):
            return before
        some, lost = _pages(conn, lambda c, digest: read(c, store.data_dir, digest), heads[:PAGES])
    refused = [one.piece for one in rows if one.removed_number and one.piece not in known]
    found = reader.standing(name, some, headlines, known, refused)
    with store.desk() as desk:
        new = furniture.add(desk.conn, name, found, desk.recorded_at)
    return Learned(name, number + bool(new), new, len(known), len(some), lost)


def _heads(conn: sa.Connection, owner: int) -> list[AnyRow]:
    """The newest articles of a site, as they stand."""
    rows = (
        sa.select(
            article.c.public_id,
            article_state.c.story_id,
            reading.c.url,
            reading.c.title,
            reading.c.lead,
            reading.c.blocks,
            reading.c.page_id,
            page.c.sha256,
            page.c.content_type,
        )
        .join(article, article.c.id == article_state.c.article_id)
        .join(reading, reading.c.id == article_state.c.head_reading_id)
        .join(page, page.c.id == reading.c.page_id)
        .where(article_state.c.site_id == owner)
        .order_by(article_state.c.first_seen_at.desc(), article_state.c.article_id.desc())
        .limit(WINDOW)
    )
    return list(conn.execute(rows))


def _headlines(conn: sa.Connection, owner: int) -> list[tuple[str, str]]:
    """Titles of a site's articles, as far as they are known, and leads, each behind its kin: copies
    of one text have one lead.
    """
    held = (
        sa.select(article.c.public_id, article_state.c.story_id, reading.c.title, reading.c.lead)
        .join(article_state, article_state.c.article_id == article.c.id)
        .join(reading, reading.c.id == article_state.c.head_reading_id)
        .where(article_state.c.site_id == owner)
    )
    listed = (
        sa.select(known_address.c.title)
        .where(known_address.c.site_id == owner, known_address.c.title != "")
        .order_by(known_address.c.found_at.desc())
        .limit(HEADLINES)
    )
    found = [
        (kin, text)
        for row in conn.execute(held)
        for kin, text in (("", row.title), (row.story_id or row.public_id, row.lead))
        if text
    ]
    told = {text for _, text in found}
    return [*found, *(("", text) for text in conn.scalars(listed) if text not in told)]


def _stands_again(heads: Sequence[AnyRow], headlines: Sequence[tuple[str, str]]) -> bool:
    """Whether a line stands in several stories, or is the headline of another article."""
    titles = {_words(text) for _, text in headlines}
    witnesses: defaultdict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for row in heads:
        own = {_words(row.title), _words(row.lead)}
        kin = row.story_id or row.public_id
        for block in row.blocks:
            words = _words(block["text"])
            if words in titles and words not in own:
                others.add(kin)
            elif words not in own:
                witnesses["".join("#" if c.isdigit() else c for c in words)].add(kin)
    return len(others) >= KINS or any(len(kins) >= KINS for kins in witnesses.values())


def _words(text: str) -> str:
    return " ".join(text.lower().split())


def _pages(
    conn: sa.Connection,
    page_bytes: PageBytes,
    heads: Sequence[AnyRow],
) -> tuple[list[HeldPage], int]:
    """The pages of some articles, and how many are lost."""
    found, lost = [], 0
    for row, seen_at in _looks(conn, heads):
        try:
            html = page_bytes(conn, row.sha256)
        except PageLost:
            lost += 1
            continue
        kin = row.story_id or row.public_id
        own = (row.title, row.lead)
        found.append(HeldPage(row.public_id, kin, own, row.url, seen_at, html, row.content_type))
    return found, lost


def _looks(conn: sa.Connection, heads: Sequence[AnyRow]) -> Iterator[tuple[AnyRow, datetime]]:
    """Each article with the time of the first look that brought its page."""
    ids = [row.page_id for row in heads]
    seen = conn.execute(
        sa.select(fetch_event.c.page_id, sa.func.min(fetch_event.c.requested_at).label("at"))
        .where(fetch_event.c.page_id.in_(ids), fetch_event.c.kind == "article")
        .group_by(fetch_event.c.page_id)
    )
    at = {row.page_id: row.at for row in seen}
    return ((row, at[row.page_id]) for row in heads if row.page_id in at)
