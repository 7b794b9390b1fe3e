"""How far readings are to be believed, as rows: written in batch after a run, and by reviewers.

The reading that an article shows now is scored once, by the normal of its site on that day; again
where the site had no normal yet. What a person found holds until the article reads otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from archive import scoring
from archive.errors import NotFound
from archive.record import Precision, Verdict
from archive.scoring import Normals, Traits
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, run, trust
from archive.storage.nights import left_stale
from archive.storage.schema import article, fetch_event, reading, sighting, site

EMPTY: Mapping[str, Any] = MappingProxyType({})
PAST = 400  # readings of a site that make its normal, the newest
DOUBTED = timedelta(days=14)  # what runs with a stale layout read is no normal before it lasts so


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
_STALE = (
    sa.select(sighting.c.reading_id)
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .join(run, run.c.id == fetch_event.c.run_id)
    .where(run.c.site_id == sa.bindparam("site"), left_stale())
    .where(run.c.started_at > sa.bindparam("since", type_=run.c.started_at.type))
    .where(sighting.c.verdict.in_((Verdict.FIRST, Verdict.CHANGED)))
    .where(sighting.c.reading_id.is_not(None))
)
_NEWEST = (
    sa.select(article_state.c.head_reading_id)
    .join(article, article.c.id == article_state.c.article_id)
    .where(article.c.site_id == sa.bindparam("site"), article_state.c.head_reading_id.is_not(None))
    .where(article_state.c.head_reading_id.not_in(_STALE))
    .order_by(article_state.c.head_reading_id.desc())
    .limit(PAST)
)
_PAST = sa.select(*_TRAITS).where(reading.c.id.in_(_NEWEST))  # words are counted in these alone
# what has no score, or one that no normal stands behind
_WAITING = (
    _HEADS.add_columns(trust.c.flagged.label("flagged_before"))
    .outerjoin(trust, trust.c.reading_id == reading.c.id)
    .where(trust.c.reading_id.is_(None) | (trust.c.normal < scoring.LEAST))
    .where(article.c.site_id == sa.bindparam("site"))
)


def normals(conn: sa.Connection, site_id: int) -> Normals:
    """What a site usually yields, by the readings that its articles show now; but for those that
    the last runs with a stale layout read, as far as these go back no longer than `DOUBTED`.
    """
    newest = conn.scalar(sa.select(sa.func.max(run.c.started_at)).where(run.c.site_id == site_id))
    since = newest - DOUBTED if newest else datetime.fromtimestamp(0, UTC)
    found = conn.execute(_PAST, {"site": site_id, "since": since})
    return Normals([_traits(row) for row in found])


def score(conn: sa.Connection, at: datetime, site_id: int | None = None) -> int:
    """Scores what is not yet scored, of one site or of all; how many are newly flagged."""
    asked = list(conn.scalars(sa.select(site.c.id))) if site_id is None else [site_id]
    flagged = 0
    for each in asked:  # the rows of one site at a time: an old archive may have no scores yet
        rows = conn.execute(_WAITING, {"site": each}).all()
        flagged += _score_site(conn, each, rows, at) if rows else 0
    return flagged


def _score_site(conn: sa.Connection, site_id: int, rows: Sequence[AnyRow], at: datetime) -> int:
    """Writes the scores of one site's readings; how many are flagged that were not before."""
    usual, before = normals(conn, site_id), _said_before(conn, site_id)
    new, again, flagged = [], [], 0
    for row in rows:
        known = before.get((row.article_id, row.digest), {})
        found = scoring.score(_traits(row, known), usual.of(row.layout))
        values = {"score": found.score, "reasons": list(found.reasons), "scored_at": at}
        values |= {"flagged": found.is_flagged, "normal": found.normal}
        if row.flagged_before is not None:
            again.append({"of": row.id, **values})
            flagged += found.is_flagged and not row.flagged_before
            continue
        review = {name: known.get(name) for name in ("reviewed_at", "review", "note")}
        new.append({"reading_id": row.id, "article_id": row.article_id, **values, **review})
        flagged += found.is_flagged and not review["review"]
    if new:
        conn.execute(sa.insert(trust), new)
    if again:
        conn.execute(sa.update(trust).where(trust.c.reading_id == sa.bindparam("of")), again)
    return flagged


def _traits(row: AnyRow, before: Mapping[str, Any] = EMPTY) -> Traits:
    """What of a reading is measured; a second opinion on the very same words stands in for one."""
    doubts = tuple(row.doubts)
    fields = {name for name in scoring.FIELDS if row._mapping[name]}
    if scoring.TITLE_ELSEWHERE in doubts:
        fields.discard("title")
    found = Traits(row.layout, row.words, frozenset(fields), doubts)
    asked = row._mapping if row.agreement is not None else before
    return replace(found, agreement=asked.get("agreement"), second_words=asked.get("second_words"))


def _said_before(conn: sa.Connection, site_id: int) -> dict[tuple[int, str], dict[str, Any]]:
    """What a person, and trafilatura, said of earlier readings of the articles that wait, by
    article and by what the reading says: it holds for a later one that says the very same.
    """
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for row in conn.execute(_BEFORE, {"site": site_id}):
        said = {name: value for name, value in row._mapping.items() if value is not None}
        found.setdefault((row.article_id, row.digest), {}).update(said)
    return found


_BEFORE = (
    sa.select(trust.c.article_id, trust.c.reviewed_at, trust.c.review, trust.c.note)
    .add_columns(reading.c.digest, reading.c.agreement, reading.c.second_words)
    .join(reading, reading.c.id == trust.c.reading_id)
    .where(trust.c.reviewed_at.is_not(None) | reading.c.agreement.is_not(None))
    .where(trust.c.article_id.in_(sa.select(_WAITING.subquery().c.article_id)))
    .order_by(trust.c.reading_id)
)


def review(conn: sa.Connection, reading_id: int, verdict: str, note: str, at: datetime) -> None:
    """Notes what a person found in a reading; raises NotFound where it has no score yet."""
    values = {"review": verdict, "note": note or None, "reviewed_at": at}
    done = conn.execute(sa.update(trust).where(trust.c.reading_id == reading_id).values(values))
    if not done.rowcount:
        raise NotFound("this reading has no score yet: it gets one at the end of the next run")
