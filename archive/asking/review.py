"""Which readings a person should look at, why, and where the evidence lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.asking.filters import known_sites
from archive.asking.named import article_of
from archive.asking.search import LIMIT
from archive.errors import BadQuery, NotFound
from archive.storage import trust as rows
from archive.storage.derived import article_state, trust
from archive.storage.schema import article, fetch_event, page, reading, site

GOOD, BAD = "good", "bad"


@dataclass(frozen=True, slots=True)
class Doubted:
    """What an article shows now, as it was read: its score from 0 to 1, and what speaks against it.

    `review` is what a person found in this reading (good, bad), None while nobody looked. `seen_at`
    is when its page was met first, `page_file` the WARC file below the data folder that holds it.
    """

    article_id: str
    site: str
    url: str
    title: str
    score: float
    reasons: tuple[str, ...]
    layout: str
    reader: str
    seen_at: datetime
    page_sha256: str
    page_file: str
    content_type: str | None
    review: str | None
    note: str | None
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoubtedPage:
    """The newest of the readings to look at, and how many there are in all."""

    total: int
    articles: tuple[Doubted, ...]


_SEEN_AT = (
    sa.select(sa.func.min(fetch_event.c.requested_at))
    .where(fetch_event.c.page_id == page.c.id)
    .scalar_subquery()
)
_QUERY = (
    sa.select(article.c.public_id, site.c.name.label("site"), article_state.c.url)
    .add_columns(reading.c.title, reading.c.layout, reading.c.reader)
    .add_columns(page.c.sha256, page.c.file, page.c.content_type)
    .add_columns(trust.c.score, trust.c.reasons, trust.c.review, trust.c.note)
    .add_columns(trust.c.reviewed_at, _SEEN_AT.label("seen_at"))
    .select_from(trust)
    .join(article_state, article_state.c.head_reading_id == trust.c.reading_id)
    .join(article, article.c.id == article_state.c.article_id)
    .join(site, site.c.id == article.c.site_id)
    .join(reading, reading.c.id == trust.c.reading_id)
    .join(page, page.c.id == reading.c.page_id)
)
_OPEN = sa.or_(
    trust.c.review == BAD, sa.and_(trust.c.flagged.is_(True), trust.c.reviewed_at.is_(None))
)


def doubted(conn: sa.Connection, sites: Sequence[str] = (), *, limit: int = LIMIT) -> DoubtedPage:
    """The readings to look at, the newest first: flagged and not yet looked at, or found bad."""
    if limit < 1:
        raise BadQuery(f"{limit} articles cannot be shown: ask for one at least")
    query = _QUERY.where(_OPEN)
    if sites:
        query = query.where(site.c.name.in_(known_sites(conn, sites)))
    total = conn.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    newest = query.order_by(reading.c.id.desc()).limit(limit)
    return DoubtedPage(total, tuple(_doubted(row) for row in conn.execute(newest)))


def one(conn: sa.Connection, name: str) -> Doubted:
    """The reading that an article shows now, flagged or not; raises NotFound, BadQuery."""
    public = article_of(conn, name).public_id
    row = conn.execute(_QUERY.where(article.c.public_id == public)).first()
    if row is None:
        raise NotFound(f"{public} has no score yet: it gets one at the end of the next run")
    return _doubted(row)


def page_of(conn: sa.Connection, name: str) -> str:
    """The SHA-256 of the page of which an article's reading was made; raises NotFound, BadQuery."""
    head = article_of(conn, name).head_reading_id
    digest = sa.select(page.c.sha256).join(reading, reading.c.page_id == page.c.id)
    return str(conn.scalar(digest.where(reading.c.id == head)))


def note(conn: sa.Connection, name: str, verdict: str, words: str, at: datetime) -> Doubted:
    """Notes what a person found in the reading that an article shows now; raises as `one` does."""
    if verdict not in (GOOD, BAD):
        raise BadQuery(f"a reading is found {GOOD} or {BAD}, not “{verdict}”")
    found = article_of(conn, name)
    rows.score(conn, at, found.site_id)  # it may have been read since the last run
    rows.review(conn, found.head_reading_id, verdict, words.strip(), at)
    return one(conn, found.public_id)


def _doubted(row: sa.Row[Any]) -> Doubted:
    return Doubted(
        article_id=row.public_id,
        site=row.site,
        url=row.url,
        title=row.title,
        score=row.score,
        reasons=tuple(row.reasons),
        layout=row.layout,
        reader=row.reader,
        seen_at=row.seen_at,
        page_sha256=row.sha256,
        page_file=row.file,
        content_type=row.content_type,
        review=row.review,
        note=row.note,
        reviewed_at=row.reviewed_at,
    )
