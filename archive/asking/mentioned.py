"""What articles name: documents, organisations, countries, systems, officials and units, counted.

What counts are the rows of the newest gazetteer that looked at an article's newest reading, now or
at a moment.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from archive.asking.filters import Filters
from archive.asking.found import found
from archive.asking.named import article_of
from archive.asking.naming import called, kinds_of, matching, spoken, things
from archive.asking.time import VIETNAM
from archive.errors import BadQuery
from archive.storage.columns import AnyRow
from archive.storage.moments import NOW, Moment
from archive.storage.schema import mention
from archive.text.mentions import KINDS

LIMIT = 20
MOST = 2_000  # things that are asked for by their keys; where more match, all are counted


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A thing, in how many articles and how often it is named, and on which days (in Viet Nam).

    `first` and `last` are the days of publication, None where no article has one.
    """

    kind: str
    key: str
    label: str
    articles: int
    times: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """The things named most; `total` counts all that were found."""

    total: int
    things: tuple[Mentioned, ...]


def mentioned(
    conn: sa.Connection,
    words: str = "",
    *,
    kinds: Sequence[str] = (),
    filters: Filters | None = None,
    article: str | None = None,
    limit: int = LIMIT,
    moment: Moment = NOW,
) -> Mentions:
    """What is named, by the number of articles; with words what their key or label holds.

    Raises BadQuery for a kind that there is not, NotFound for a site, unit or article.
    """
    if limit < 1:
        raise BadQuery(f"a list of {limit} things cannot be shown: ask for one at least")
    wanted, words = _wanted(kinds, words)
    keys = _keys(conn, wanted, words) if spoken(words) else None
    heads = _heads(conn, filters or Filters(statuses=()), article, moment)
    if keys is not None and len(keys) <= MOST:
        query = _counts(heads.subquery("head")).where(_one_of(keys))  # each is looked up
    else:
        through = wanted == KINDS and not article and _takes_all(filters)
        query = _counts(heads.cte("head").prefix_with("MATERIALIZED"), through=through)
        if not through:
            query = query.where(mention.c.kind.in_(wanted))
    rows = conn.execute(query).all()
    if keys is not None:
        rows = [row for row in rows if (row.kind, row.key) in keys]
    rows = sorted(rows, key=lambda row: (-row.articles, -row.times, row.kind, row.key))
    return Mentions(len(rows), tuple(map(_thing, rows[:limit])))


def _takes_all(filters: Filters | None) -> bool:
    return filters is None or replace(filters, statuses=()) == Filters(statuses=())


def _wanted(kinds: Sequence[str], words: str) -> tuple[tuple[str, ...], str]:
    """The kinds asked for, and the words without a kind before them."""
    for kind in kinds:
        if kind.strip().lower() not in KINDS:
            raise BadQuery(f"nothing is of the kind “{kind}”: there are {', '.join(KINDS)}")
    named, words = kinds_of(words)
    chosen = {kind.strip().lower() for kind in kinds} or set(KINDS)
    return tuple(kind for kind in KINDS if kind in chosen and kind in named), words


def _keys(conn: sa.Connection, kinds: tuple[str, ...], words: str) -> set[tuple[str, str]]:
    held = list(things(conn, kinds))
    some = {(one.kind, one.key) for one in matching(held, words)}
    return some | called(words, kinds)


def _one_of(keys: Collection[tuple[str, str]]) -> sa.ColumnElement[bool]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, key in keys:
        by_kind[kind].append(key)
    parts = (
        sa.and_(mention.c.kind == kind, mention.c.key.in_(some)) for kind, some in by_kind.items()
    )
    return sa.or_(sa.false(), *parts)


def _heads(
    conn: sa.Connection, filters: Filters, article: str | None, moment: Moment
) -> sa.Select[Any]:
    """The newest readings of the articles that count, each with its newest gazetteer."""
    matched = found(conn, None, filters, moment)
    state, articles = matched.state, matched.matching
    if article is not None:
        inner = article_of(conn, article, moment).article_id
        articles = articles.where(state.c.article_id == inner)
    newest = _newest_gazetteer(state.c.head_reading_id, moment).label("gazetteer")
    return articles.with_only_columns(state.c.head_reading_id, state.c.published_at, newest)


def _counts(head: sa.FromClause, *, through: bool = False) -> sa.Select[*tuple[Any, ...]]:
    """The counts; `through` goes once through all mentions in their order: on SQLite, which would
    take them by an index, three times as fast.
    """
    kind: sa.ColumnElement[str] = mention.c.kind
    key: sa.ColumnElement[str] = mention.c.key
    gazetteer: sa.ColumnElement[str] = mention.c.gazetteer
    reading: sa.ColumnElement[int] = mention.c.reading_id
    if through:  # an expression has no index
        kind, key, gazetteer, reading = kind + "", key + "", gazetteer + "", reading + 0
    named = sa.and_(
        head.c.head_reading_id == reading,
        head.c.gazetteer == gazetteer,
    )
    return (
        sa.select(
            kind.label("kind"),
            key.label("key"),
            sa.func.max(mention.c.label).label("label"),
            sa.func.count().label("articles"),
            sa.func.sum(mention.c.count).label("times"),
            sa.func.min(head.c.published_at).label("first"),
            sa.func.max(head.c.published_at).label("last"),
        )
        .select_from(sa.join(mention, head, named))
        .where(mention.c.count > 0)
        .group_by(kind, key)
    )


def _newest_gazetteer(reading: sa.ColumnElement[int], moment: Moment) -> sa.ScalarSelect[str]:
    """The newest gazetteer that had looked at a reading: one look into an index."""
    row = mention.alias("row")
    query = sa.select(row.c.gazetteer).where(row.c.reading_id == reading)
    if moment.known_at is not None:
        query = query.where(row.c.recorded_at <= moment.known_at)
    query = query.order_by(row.c.recorded_at.desc(), row.c.gazetteer.desc())
    return query.limit(1).scalar_subquery()


def _thing(row: AnyRow) -> Mentioned:
    days = (at.astimezone(VIETNAM).date() if at else None for at in (row.first, row.last))
    return Mentioned(row.kind, row.key, row.label, row.articles, int(row.times), *days)
