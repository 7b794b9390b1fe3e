"""When an article is gone: derived from looks that found it missing.

The first 404 or 410 of an unbroken series of missing looks counts; a soft 404 or a redirect to the
front page counts after a second missing look at least a day later. A run in which a tenth
of the articles looked at again are newly missing tells more of the site than of the articles: its
missing looks count for none of them. One or two missing articles are always believed, since of a
small site they are a tenth. A run that was broken off is judged together with those that went on
with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from archive.record import Verdict
from archive.storage import onenight
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, run
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


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which an article was gone: since the look that found it, until `back_at`.

    `hard` tells a 404 or 410 from a soft 404 or a redirect; `look` is the look that counts.
    """

    last_seen_at: datetime | None
    gone_at: datetime
    back_at: datetime | None
    hard: bool
    look: AnyRow


def absences(looks: Sequence[AnyRow], doubted: Callable[[int], bool]) -> list[Absence]:
    """The times in which an article was gone, given all its looks in order of time.

    `doubted` tells whether too many articles were missing in a run to believe it.
    """
    stretches = list(_stretches(looks))
    return [found for each in stretches if (found := _absence(*each, doubted)) is not None]


def gone_since(looks: Sequence[AnyRow], doubted: Callable[[int], bool]) -> datetime | None:
    """The look since which an article is gone, given all its looks; None where it is not."""
    last, missing, back = next(_stretches(looks, backwards=True), (None, [], None))
    found = None if back else _absence(last, missing, back, doubted)
    return found.gone_at if found else None


_Stretch = tuple[AnyRow | None, list[AnyRow], AnyRow | None]


def _stretches(looks: Sequence[AnyRow], *, backwards: bool = False) -> Iterator[_Stretch]:
    """The looks at a missing article between two that showed it, with these two."""
    ends = [place for place, look in enumerate(looks) if look.version_id is not None]
    bounds = list(pairwise([-1, *ends, len(looks)]))
    for start, end in reversed(bounds) if backwards else bounds:
        missing = [look for look in looks[start + 1 : end] if look.verdict == Verdict.GONE]
        before = looks[start] if start >= 0 else None
        yield before, missing, looks[end] if end < len(looks) else None


def _absence(
    before: AnyRow | None,
    missing: Sequence[AnyRow],
    back: AnyRow | None,
    doubted: Callable[[int], bool],
) -> Absence | None:
    believed = [look for look in missing if look.run_id is None or not doubted(look.run_id)]
    series = [Missing(look.seen_at, look.reason != SOFT) for look in believed]
    at = gone_at(series) if series else None
    if at is None:
        return None
    look = next(look for look in believed if look.seen_at == at)
    hard = any(one.hard for one in series if one.seen_at == at)
    shown_last = before.seen_at if before else None
    return Absence(shown_last, at, back.seen_at if back else None, hard, look)


class Doubts:
    """Whether a run's missing articles are to be believed, asked once a run.

    `suspects` are the runs that may be doubted, where they are known: the others are not asked.
    """

    def __init__(
        self, conn: sa.Connection, known_at: datetime | None, suspects: set[int] | None = None
    ) -> None:
        self.conn = conn
        self.known_at = known_at
        self.suspects = suspects
        self._runs: dict[int, bool] = {}

    def __call__(self, run_id: int) -> bool:
        if self.suspects is not None and run_id not in self.suspects:
            return False
        if run_id not in self._runs:
            self._runs[run_id] = bool(doubted(self.conn, run_id, self.known_at))
        return self._runs[run_id]


# as the partial index has it: a parameter would not be known to be the same
MISSED: sa.ColumnElement[bool] = sighting.c.verdict == sa.literal_column("'gone'")


def suspects(conn: sa.Connection, known_at: datetime | None = None) -> set[int]:
    """The runs that found so many articles missing that they may be doubted, all at once.

    Of articles that are known to have been seen first before a run's look it is certain that they
    count as looked at again; what was known at a time is judged by the missing ones alone.
    """
    many = (
        sa.select(fetch_event.c.run_id)
        .join(sighting, sighting.c.fetch_id == fetch_event.c.id)
        .where(MISSED, fetch_event.c.run_id.is_not(None))
        .group_by(fetch_event.c.run_id)
        .having(sa.func.count(sa.distinct(sighting.c.article_id)) >= FEWEST)
    )
    if known_at is not None:
        return set(conn.scalars(many)) | onenight.several(conn)
    missing = sa.func.count(sa.distinct(sa.case((MISSED, sighting.c.article_id))))
    again = article_state.c.first_seen_at < sighting.c.seen_at
    looks = sa.func.count(sa.distinct(sa.case((again, sighting.c.article_id))))
    query = (
        sa.select(fetch_event.c.run_id)
        .join(sighting, sighting.c.fetch_id == fetch_event.c.id)
        .join(article_state, article_state.c.article_id == sighting.c.article_id)
        .where(fetch_event.c.run_id.in_(many))
        .group_by(fetch_event.c.run_id)
        .having(missing * SHARE >= looks)
    )
    return set(conn.scalars(query)) | onenight.several(conn)


def doubted(conn: sa.Connection, run_id: int, known_at: datetime | None = None) -> int:
    """How many articles the runs of a night found newly missing, if that is too many to believe;
    else 0.

    With `known_at` it is judged by what was recorded by then.
    """
    asked = _FIGURES if known_at is None else _FIGURES_THEN
    cut = {} if known_at is None else {"known_at": known_at}
    row = conn.execute(asked, {"runs": onenight.together(conn, run_id), **cut}).one()
    too_many = row.missing >= FEWEST and row.missing * SHARE >= row.looks
    return int(row.missing) if too_many else 0


def articles_missing(conn: sa.Connection, run_id: int) -> list[int]:
    """The articles that the runs of a night found missing."""
    night = onenight.together(conn, run_id)
    return list(
        conn.scalars(
            sa.select(sighting.c.article_id)
            .distinct()
            .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
            .where(fetch_event.c.run_id.in_(night), sighting.c.verdict == Verdict.GONE)
            .order_by(sighting.c.article_id)
        )
    )


def unsettled(conn: sa.Connection) -> set[int]:
    """The articles that runs found missing which are still going on: whether that is believed is
    settled as they end.
    """
    going_on = conn.scalars(sa.select(run.c.id).where(run.c.outcome.is_(None))).all()
    return {article_id for run_id in going_on for article_id in articles_missing(conn, run_id)}


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
    """Of a night's runs: articles that had been shown before, and those of them newly missing."""
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
        .where(fetch_event.c.run_id.in_(sa.bindparam("runs", expanding=True)))
        .where(sighting.c.article_id.is_not(None))
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
