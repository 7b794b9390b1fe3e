"""Whether a page shows an article that is held, or another one at its address."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.record import ArticleKey, Reading
from archive.storage.columns import AnyRow
from archive.storage.copies import text_of
from archive.storage.derived import article_state
from archive.storage.schema import reading, version, version_reading
from archive.text import sketch
from archive.text.normal import folded_syllables

FEWEST = 5  # windows below which a text proves nothing


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A reading whose article is looked for; `folded` is its digest of title and words."""

    key: ArticleKey
    site_id: int
    fetch: AnyRow
    reading: Reading
    text: sketch.Text
    folded: str
    seen_at: datetime


def is_same(conn: sa.Connection, one: AnyRow, via: dict[str, str], page: Newcomer) -> bool:
    """Whether a page of another key is an article's by an address that leads to both: one that the
    article was shown at, or one that a page claims to be its own, who then has to bear it out.
    """
    if one.shown in via and via[one.shown] == "asked":
        return not is_reused(conn, one.id, page)
    title = conn.scalar(_HEAD_TITLE, {"article": one.id})
    if title is None:
        return True
    shares = _shares_text(conn, one.id, page)
    return not _other_title(title, page.reading.title) if shares is None else shares


def is_reused(conn: sa.Connection, article_id: int, page: Newcomer) -> bool:
    """Whether an article's address now shows something else."""
    title = conn.scalar(_HEAD_TITLE, {"article": article_id})
    if title is None or not _other_title(title, page.reading.title):
        return False
    return _shares_text(conn, article_id, page) is False


def _shares_text(conn: sa.Connection, article_id: int, page: Newcomer) -> bool | None:
    """Whether a page has a part of an article's text, or all of an earlier one; None where a text
    is too short to tell.
    """
    head = conn.execute(_HEAD_TEXT, {"article": article_id}).one()
    held = sketch.measure(text_of(head.lead, head.body))
    if min(len(held.windows), len(page.text.windows)) < FEWEST:
        return None
    if sketch.containment(held, page.text) >= 0.2:
        return True
    seen_before = (
        sa.select(reading.c.id)
        .join(version_reading, version_reading.c.reading_id == reading.c.id)
        .join(version, version.c.id == version_reading.c.version_id)
        .where(version.c.article_id == article_id, reading.c.digest_folded == page.folded)
    )
    return conn.scalar(seen_before.limit(1)) is not None


_HEAD_TITLE = (
    sa.select(reading.c.title)
    .join(article_state, article_state.c.head_reading_id == reading.c.id)
    .where(article_state.c.article_id == sa.bindparam("article"))
)
_HEAD_TEXT = _HEAD_TITLE.with_only_columns(reading.c.lead, reading.c.body)


def _other_title(one: str, other: str) -> bool:
    """Whether two titles have fewer than half of their words in common."""
    a, b = set(folded_syllables(one)), set(folded_syllables(other))
    return len(a & b) * 2 < len(a | b)
