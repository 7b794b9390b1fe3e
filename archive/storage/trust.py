"""How far readings are to be believed, as rows: written in batch after a run, and by reviewers.

The reading that an article shows now is scored once, by the normal of its site on that day; again
where the site had no normal yet. What a person found holds until the article reads otherwise.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive import scoring
from archive.errors import NotFound
from archive.record import Precision
from archive.scoring import Normals, Traits
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, trust
from archive.storage.schema import article, reading

PAST = 400  # readings of a site that make its normal, the newest


def _words(column: sa.Column[str]) -> sa.ColumnElement[int]:
    """How many words a text has, counted where it lies: texts are long, and many."""
    spaced = sa.func.replace(column, "\n\n", " ")
    spaces = sa.func.length(spaced) - sa.func.length(sa.func.replace(spaced, " ", ""))
    return sa.case((column == "", 0), else_=spaces + 1)


_TRAITS = (
    reading.c.id,
    reading.c.layout,
    (_words(reading.c.lead) + _words(reading.c.body)).label("words"),
    (reading.c.title != "").label("title"),
    (reading.c.lead != "").label("lead"),
    (sa.func.coalesce(reading.c.author, "") != "").label("author"),
    sa.and_(
        reading.c.published_at.is_not(None), reading.c.published_precision != Precision.INFERRED
    ).label("published_at"),
    (sa.func.coalesce(reading.c.section, "") != "").label("section"),
    reading.c.doubts,
    reading.c.agreement,
    reading.c.second_words,
)
_HEADS = (
    sa.select(*_TRAITS, reading.c.digest, article.c.id.label("article_id"), article.c.site_id)
    .join(article_state, article_state.c.head_reading_id == reading.c.id)
    .join(article, article.c.id == article_state.c.article_id)
)
_PAST = (
    _HEADS.where(article.c.site_id == sa.bindparam("site"))
    .order_by(reading.c.id.desc())
    .limit(PAST)
)
# what has no score, or one that no normal stands behind
_WAITING = _HEADS.outerjoin(trust, trust.c.reading_id == reading.c.id).where(
    trust.c.reading_id.is_(None) | (trust.c.normal < scoring.LEAST)
)


def normals(conn: sa.Connection, site_id: int) -> Normals:
    """What a site usually yields, by the readings that its articles show now."""
    return Normals([_traits(row) for row in conn.execute(_PAST, {"site": site_id})])


def score(conn: sa.Connection, at: datetime, site_id: int | None = None) -> int:
    """Scores what is not yet scored, of one site or of all; how many are newly flagged."""
    query = _WAITING if site_id is None else _WAITING.where(article.c.site_id == site_id)
    waiting: dict[int, list[AnyRow]] = defaultdict(list)
    for row in conn.execute(query.order_by(reading.c.id)):
        waiting[row.site_id].append(row)
    flagged = 0
    for site, rows in waiting.items():
        usual = normals(conn, site)
        flagged += sum(_write(conn, row, usual, at) for row in rows)
    return flagged


def _traits(row: AnyRow) -> Traits:
    doubts = tuple(row.doubts)
    fields = {name for name in scoring.FIELDS if row._mapping[name]}
    if scoring.TITLE_ELSEWHERE in doubts:
        fields.discard("title")
    return Traits(row.layout, row.words, frozenset(fields), doubts, row.agreement, row.second_words)


def _write(conn: sa.Connection, row: AnyRow, usual: Normals, at: datetime) -> bool:
    """Writes one score; whether it flags what was not flagged before."""
    found = scoring.score(_traits(row), usual.of(row.layout))
    values: dict[str, Any] = {
        "score": found.score,
        "reasons": list(found.reasons),
        "flagged": found.is_flagged,
        "scored_at": at,
        "normal": found.normal,
    }
    own = trust.c.reading_id == row.id
    before = conn.execute(sa.select(trust.c.flagged).where(own)).first()
    if before is not None:
        conn.execute(sa.update(trust).where(own).values(values))
        return found.is_flagged and not before.flagged
    reviewed = _reviewed(conn, row)
    names = {"reading_id": row.id, "article_id": row.article_id}
    conn.execute(sa.insert(trust), {**names, **values, **reviewed})
    return found.is_flagged and not reviewed


def _reviewed(conn: sa.Connection, row: AnyRow) -> dict[str, Any]:
    """What a person found in an earlier reading of the article that says the very same."""
    found = conn.execute(_REVIEWED, {"article": row.article_id, "digest": row.digest}).first()
    return dict(found._mapping) if found else {}


_REVIEWED = (
    sa.select(trust.c.reviewed_at, trust.c.review, trust.c.note)
    .join(reading, reading.c.id == trust.c.reading_id)
    .where(
        trust.c.article_id == sa.bindparam("article"),
        trust.c.reviewed_at.is_not(None),
        reading.c.digest == sa.bindparam("digest"),
    )
    .order_by(trust.c.reviewed_at.desc())
    .limit(1)
)


def review(conn: sa.Connection, reading_id: int, verdict: str, note: str, at: datetime) -> None:
    """Notes what a person found in a reading; raises NotFound where it has no score yet."""
    values = {"review": verdict, "note": note or None, "reviewed_at": at}
    done = conn.execute(sa.update(trust).where(trust.c.reading_id == reading_id).values(values))
    if not done.rowcount:
        raise NotFound("this reading has no score yet: it gets one at the end of the next run")
