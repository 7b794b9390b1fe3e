"""When an article is gone: derived from looks that found it missing.

The first 404 or 410 of an unbroken series of missing looks counts; a soft 404 or a redirect to the
front page counts after a second missing look at least a day later. A run in which a tenth
of the articles looked at again are newly missing tells more of the site than of the articles: its
missing looks count for none of them. One or two missing articles are always believed, since of a
small site they are a tenth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.record import Verdict
from archive.storage.schema import fetch_event, sighting

HARD, SOFT = "hard", "soft"
DAY = timedelta(days=1)
FEWEST = 3  # articles
SHARE = 10  # one in so many


@dataclass(frozen=True, slots=True)
class Missing:
    """A look that found an article missing."""

    seen_at: datetime
    hard: bool


def gone_at(series: Sequence[Missing]) -> datetime | None:
    """The look since which an article is gone, given its missing looks since it was shown last."""
    certain = [one.seen_at for one in series if one.hard or series[-1].seen_at - one.seen_at >= DAY]
    return min(certain, default=None)


def doubted(conn: sa.Connection, run_id: int, known_at: datetime | None = None) -> int:
    """How many articles a run found newly missing, if that is too many to believe; else 0.

    With `known_at` it is judged by what was recorded by then.
    """
    asked = _FIGURES if known_at is None else _FIGURES_THEN
    cut = {} if known_at is None else {"known_at": known_at}
    row = conn.execute(asked, {"run": run_id, **cut}).one()
    too_many = row.missing >= FEWEST and row.missing * SHARE >= row.looks
    return int(row.missing) if too_many else 0


def articles_missing(conn: sa.Connection, run_id: int) -> list[int]:
    """The articles that a run found missing."""
    return list(
        conn.scalars(
            sa.select(sighting.c.article_id)
            .distinct()
            .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
            .where(fetch_event.c.run_id == run_id, sighting.c.verdict == Verdict.GONE)
            .order_by(sighting.c.article_id)
        )
    )


def runs_after(conn: sa.Connection, article_id: int, at: datetime) -> set[int]:
    """The runs whose figures a look at this time changes: that of the next look which tells."""
    rows = conn.execute(
        sa.select(sighting.c.verdict, fetch_event.c.run_id)
        .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
        .where(sighting.c.article_id == article_id, sighting.c.seen_at > at)
        .order_by(sighting.c.seen_at, sighting.c.id)
    )
    found: set[int] = set()
    for row in rows:
        if row.run_id is not None:
            found.add(row.run_id)
        if row.verdict != Verdict.REFUSED:
            break
    return found


def _figures(*, then: bool = False) -> sa.Select[*tuple[Any, ...]]:
    """Of one run: articles that had been shown before, and those of them newly missing."""
    last = sighting.alias("last")
    known = [one.c.recorded_at <= sa.bindparam("known_at") for one in (last, sighting) if then]
    before = (
        sa.select(last.c.verdict)
        .where(
            last.c.article_id == sighting.c.article_id,
            last.c.seen_at < sighting.c.seen_at,
            last.c.verdict != Verdict.REFUSED,
            *known[:1],
        )
        .order_by(last.c.seen_at.desc(), last.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    looks = (
        sa.select(sighting.c.article_id, sighting.c.verdict, before.label("before"))
        .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
        .where(fetch_event.c.run_id == sa.bindparam("run"), sighting.c.article_id.is_not(None))
        .where(*known[1:])
        .subquery()
    )
    revisited = sa.case((looks.c.before.is_not(None), looks.c.article_id))
    missing = sa.case(
        (
            sa.and_(looks.c.verdict == Verdict.GONE, looks.c.before != Verdict.GONE),
            looks.c.article_id,
        )
    )
    return sa.select(
        sa.func.count(sa.distinct(revisited)).label("looks"),
        sa.func.count(sa.distinct(missing)).label("missing"),
    )


_FIGURES = _figures()
_FIGURES_THEN = _figures(then=True)
