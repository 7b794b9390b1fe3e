"""Search: the articles whose text holds the words asked for, now or at a moment of the past.

Articles in which the words stand with the marks that were typed come first; then those that hold
all of them in the title, then in title and lead; then those in which they stand together; then the
newer. That is the same on both databases, and depends on the article alone. Without words the
newest come first. Days are days in Vietnam, inclusive.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args

import sqlalchemy as sa

from archive.asking import facets as counting
from archive.asking import paging
from archive.asking.filters import STATUSES, TAKEN, Filters, known_sites
from archive.asking.found import EXACT, Found, Graded, found
from archive.asking.snippet import marks, snippet
from archive.asking.words import Words, understand
from archive.errors import BadQuery
from archive.storage import fts, stories
from archive.storage.columns import AnyRow
from archive.storage.moments import NOW, Moment
from archive.storage.schema import article, reading, site

__all__ = (
    "LIMIT", "ORDERS", "STATUSES", "TAKEN", "Filters", "Hit", "Order", "SearchPage", "known_sites",
    "search", "select",
)  # fmt: skip
LIMIT = 20
Order = Literal["relevance", "newest", "oldest"]
ORDERS = get_args(Order)
CHUNK = 5_000
FEW = 2_000  # found: all are graded at once
_SETTINGS = (  # of PostgreSQL, for the length of a search
    "SET LOCAL max_parallel_workers_per_gather = 0;"  # they wait for one another
    " SET LOCAL jit = off;"  # compiling takes longer than what it saves
    " SET LOCAL work_mem = '64MB';"  # else a bitmap forgets rows, and vectors are read for them
    " SET LOCAL random_page_cost = 1.1;"  # indexes of a search are in memory
    " SET LOCAL plan_cache_mode = force_custom_plan"  # rare and common words need different plans
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `score` runs from 0 to 1, and from 1 to 2 where the marks agree too."""

    article_id: str
    url: str
    title: str
    site: str
    published_at: datetime | None
    published_precision: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]  # where the words stand in the snippet: start, end
    score: float
    topic_status: str | None
    gone_at: datetime | None
    story_id: str | None
    is_origin: bool
    topic_score: float | None = None
    title_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search: `total` and `facets` are of all that was found, `hits` of this page.

    `facets` maps `site`, `unit`, `kind`, `year` and `status` to counts, and `mention` to those of
    what is named most, where no more than 200 articles were found. `after` asks for the next
    page, if any.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    after: str | None = None


def search(
    conn: sa.Connection,
    query: str | None,
    filters: Filters | None = None,
    *,
    order: Order | None = None,
    limit: int = LIMIT,
    after: str | None = None,
    moment: Moment = NOW,
) -> SearchPage:
    """The articles that match, from behind the page that ended with `after`.

    Without a query all that the filters leave. Without an order by relevance, and by newest where
    there are no words. Raises BadQuery where the query cannot be understood, NotFound where a site,
    unit or mention is not known.
    """
    filters = filters or Filters()
    words = None if query is None else understand(query, any_word=filters.any_word)
    order = _order(order, words)
    if limit < 1:
        raise BadQuery(f"a page of {limit} articles cannot be shown: ask for one at least")
    of = paging.mark(words, filters, order, moment)
    behind = None if after is None else paging.place(after, of)
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(_SETTINGS)
    what = found(conn, words, filters, moment)
    counts, total = counting.facets(conn, what, moment)
    if total < FEW:
        what = replace(what, graded=what.graded[-1:])
    rows = _page(conn, what, order, limit + 1, behind) if total else []
    hits = _hits(conn, words, what, rows[:limit], moment)
    next_page = None
    if len(rows) > limit:
        next_page = _token(hits[-1], rows[limit - 1].grade, order, of)
    return SearchPage(total, hits, counts, next_page)


def select(
    conn: sa.Connection, query: str | None, filters: Filters | None = None, moment: Moment = NOW
) -> Iterator[int]:
    """The inner numbers of all articles that match, in the order of their public ids."""
    filters = filters or Filters()
    words = None if query is None else understand(query, any_word=filters.any_word)
    what = found(conn, words, filters, moment).matching.subquery("found")
    ids = (
        sa.select(what.c.article_id)
        .join(article, article.c.id == what.c.article_id)
        .order_by(article.c.public_id)
    )
    yield from conn.execution_options(yield_per=CHUNK).scalars(ids)


def _order(order: Order | None, words: Words | None) -> Order:
    if order is not None and order not in ORDERS:
        raise BadQuery(f"there is no order “{order}”: there are {', '.join(ORDERS)}")
    if words is None:
        return "newest" if order in (None, "relevance") else order
    return order or "relevance"


def _page(
    conn: sa.Connection, what: Found, order: Order, limit: int, behind: paging.Place | None
) -> list[AnyRow]:
    """The articles of one page and their grades, from the best alone where these fill it."""
    if order != "relevance":
        return _ranked(
            conn, what, Graded(what.matching, sa.literal(0, sa.Integer)), order, limit, behind
        )
    rows: list[AnyRow] = []
    for graded in what.graded:
        if len(rows) < limit and (behind is None or behind.grade >= graded.least):
            rows = _ranked(conn, what, graded, order, limit, behind)
    return rows


def _ranked(
    conn: sa.Connection,
    what: Found,
    graded: Graded,
    order: Order,
    limit: int,
    behind: paging.Place | None,
) -> list[AnyRow]:
    """The first of what is graded; what is ranked is narrow, an index covers it."""
    state = what.state
    keys = (graded.grade.label("grade"), _dated(conn, state, order).label("dated"))
    own = (state.c.article_id, state.c.head_reading_id)
    ranked = graded.states.with_only_columns(*own, *keys).subquery("ranked")
    key = (ranked.c.grade, ranked.c.dated, ranked.c.article_id)
    query = sa.select(*(one for one in ranked.c if one.name != "dated")).limit(limit)
    if order == "oldest":
        query = query.order_by(*(column.asc() for column in key))
    else:
        query = query.order_by(*(column.desc() for column in key))
    if behind is not None:
        held = sa.tuple_(*_key(conn, behind))
        query = query.where(sa.tuple_(*key) > held if order == "oldest" else sa.tuple_(*key) < held)
    return list(conn.execute(query).all())


_NEVER = {  # what stands for no date, so that such articles come last
    ("sqlite", "oldest"): "'~'",
    ("sqlite", "other"): "''",
    ("postgresql", "oldest"): "CAST('infinity' AS timestamptz)",
    ("postgresql", "other"): "CAST('-infinity' AS timestamptz)",
}


def _never(conn: sa.Connection, order: str) -> sa.ColumnElement[Any]:
    kind = "oldest" if order == "oldest" else "other"
    return sa.literal_column(_NEVER[conn.dialect.name, kind])


def _dated(conn: sa.Connection, state: Any, order: Order) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(state.c.published_at, _never(conn, order), type_=sa.types.NullType())


def _key(conn: sa.Connection, behind: paging.Place) -> list[sa.ColumnElement[Any]]:
    inner = conn.scalar(sa.select(article.c.id).where(article.c.public_id == behind.article_id))
    if inner is None:
        raise BadQuery("this --after names an article that is not here: leave it out")
    dated: sa.ColumnElement[Any] = _never(conn, behind.order)
    if behind.dated:
        dated = sa.literal(behind.dated, sa.Text)
        if conn.dialect.name == "postgresql":
            dated = sa.cast(dated, sa.DateTime(timezone=True))
    return [sa.literal(behind.grade), dated, sa.literal(inner)]


def _token(last: Hit, grade: int, order: Order, of: str) -> str:
    at = last.published_at
    dated = "" if at is None else f"{at.year:04d}-{at:%m-%dT%H:%M:%S.%f}Z"
    return paging.token(paging.Place(order, grade, dated, last.article_id), of)


def _hits(
    conn: sa.Connection, words: Words | None, what: Found, rows: list[AnyRow], moment: Moment
) -> tuple[Hit, ...]:
    ids = [row.article_id for row in rows]
    state = what.state
    cards = {
        row.article_id: row
        for row in conn.execute(
            sa.select(state, article.c.public_id, site.c.name)
            .select_from(state)
            .join(article, article.c.id == state.c.article_id)
            .join(site, site.c.id == article.c.site_id)
            .where(state.c.article_id.in_(ids))
        )
    }
    read = [row.head_reading_id for row in rows]
    texts = {row.id: row for row in conn.execute(_TEXT.where(reading.c.id.in_(read)))}
    told = stories.derive(conn, ids, moment) if moment else {}
    hits = [
        _hit(words, row.grade, cards[row.article_id], texts[row.head_reading_id]) for row in rows
    ]
    if moment:
        members = [told.get(one) for one in ids]
        hits = [
            replace(hit, story_id=member.story_id, is_origin=member.is_origin) if member else hit
            for hit, member in zip(hits, members, strict=True)
        ]
    return tuple(hits)


_TEXT = sa.select(
    *(reading.c[name] for name in ("id", "title", "lead", "body", "blocks", "published_precision"))
)


def _hit(words: Words | None, grade: int, row: AnyRow, read: AnyRow) -> Hit:
    body = [read.body, *fts.captions(read.blocks)]
    piece = snippet(words, {"lead": [read.lead], "body": body})
    return Hit(
        article_id=row.public_id,
        url=row.url,
        title=read.title,
        site=row.name,
        published_at=row.published_at,
        published_precision=read.published_precision,
        snippet=piece.text,
        marks=piece.marks,
        score=grade / EXACT,
        topic_status=row.topic_status,
        gone_at=row.gone_at,
        story_id=row.story_id,
        is_origin=row.is_origin,
        topic_score=row.topic_score,
        title_marks=marks(words, read.title, "title"),
    )
