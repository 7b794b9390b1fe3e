"""Search: the articles whose current text holds all the words asked for.

Articles in which the words stand with the marks that were typed come first, then the better match,
then the newer. Days are days in Vietnam, inclusive; an article without a date is left out by them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from archive.asking.snippet import snippet
from archive.asking.time import day_end, day_start, year
from archive.asking.words import Words, postgresql_match, sqlite_match, understand
from archive.errors import BadQuery, NotFound
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state
from archive.storage.schema import article, reading, site

STATUSES = ("accepted", "review", "rejected")
TAKEN = ("accepted", "review")  # unless told otherwise
LIMIT = 20

_HITS = {
    "sqlite": (
        # the weights of title, lead and body; the columns with marks do not count again
        "SELECT rowid AS article_id, -bm25(reading_fts, 10, 4, 1, 0, 0, 0) AS points,"
        " rowid IN (SELECT rowid FROM reading_fts WHERE reading_fts MATCH :typed) AS exact"
        " FROM reading_fts WHERE reading_fts MATCH :match"
    ),
    "postgresql": (
        # the weights of D, C (body), B (lead), A (title); long texts count a little less
        "SELECT article_id,"
        " ts_rank('{0, 0.1, 0.4, 1}', words, CAST(:match AS tsquery), 1) AS points,"
        " words @@ CAST(:typed AS tsquery) AS exact"
        " FROM reading_fts WHERE words @@ CAST(:match AS tsquery)"
    ),
}


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


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search: `total` and `facets` are of all that was found, `hits` of this page.

    `facets` maps `site`, `status` and `year` to counts. `after` asks for the next page, if any.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; empty `statuses` means all, labelled or not."""

    sites: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    statuses: Sequence[str] = TAKEN
    origins_only: bool = False


def search(
    conn: sa.Connection,
    query: str,
    filters: Filters | None = None,
    *,
    limit: int = LIMIT,
    after: str | None = None,
) -> SearchPage:
    """The articles that match, from the one behind `after` on; raises BadQuery, NotFound."""
    words = understand(query)
    filters = filters or Filters()
    if limit < 1:
        raise BadQuery(f"a page of {limit} articles cannot be shown: ask for one at least")
    found = _found(conn, words, filters)
    facets, total = _facets(conn, found)
    rows = _page(conn, found, limit + 1, after)
    hits = tuple(_hit(words, row) for row in rows[:limit])
    return SearchPage(total, hits, facets, hits[-1].article_id if len(rows) > limit else None)


def _found(conn: sa.Connection, words: Words, filters: Filters) -> sa.CTE:
    """All that match words and filters: ids, points and what is counted."""
    expression = sqlite_match if conn.dialect.name == "sqlite" else postgresql_match
    matched = (
        sa.text(_HITS[conn.dialect.name])
        .bindparams(match=expression(words), typed=expression(words, as_typed=True))
        .columns(article_id=sa.Integer, points=sa.Float, exact=sa.Boolean)
        .cte("matched")
        .prefix_with("MATERIALIZED")  # bm25() must stay beside its MATCH
    )
    state, head = article_state.c, reading.c
    exact = matched.c.exact if words.has_marks else sa.false()
    query = (
        sa.select(
            matched.c.article_id,
            matched.c.points,
            exact.label("exact"),
            site.c.name.label("site"),
            state.topic_status.label("status"),
            head.published_at,
            article.c.public_id,
        )
        .join(article_state, state.article_id == matched.c.article_id)
        .join(article, article.c.id == matched.c.article_id)
        .join(site, site.c.id == article.c.site_id)
        .join(reading, head.id == state.head_reading_id)
    )
    return query.where(*_conditions(conn, filters)).cte("found")


def _conditions(conn: sa.Connection, filters: Filters) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.sites:
        conditions.append(site.c.name.in_(known_sites(conn, filters.sites)))
    if filters.since and filters.until and filters.since > filters.until:
        raise BadQuery(f"no day is both since {filters.since} and until {filters.until}")
    if filters.since:
        conditions.append(reading.c.published_at >= day_start(filters.since))
    if filters.until:
        conditions.append(reading.c.published_at < day_end(filters.until))
    if unknown := [status for status in filters.statuses if status not in STATUSES]:
        raise BadQuery(f"no topic status is called “{unknown[0]}”: there are {', '.join(STATUSES)}")
    if filters.statuses:
        conditions.append(article_state.c.topic_status.in_(filters.statuses))
    if filters.origins_only:
        conditions.append(article_state.c.is_origin)
    return conditions


def known_sites(conn: sa.Connection, names: Sequence[str]) -> list[str]:
    """The names, if the archive holds all these sites; raises NotFound, naming those it has."""
    known = sorted(conn.scalars(sa.select(site.c.name)))
    wanted = [name.strip().lower() for name in names]
    for name in wanted:
        if name not in known:
            raise NotFound(
                f"no site is called “{name}”: "
                + (f"there are {', '.join(known)}" if known else "the archive holds none yet")
            )
    return wanted


def _facets(conn: sa.Connection, found: sa.CTE) -> tuple[dict[str, dict[str, int]], int]:
    published = year(found.c.published_at, conn.dialect.name)
    rows = conn.execute(
        sa.select(found.c.site, found.c.status, published.label("year"), sa.func.count()).group_by(
            found.c.site, found.c.status, published
        )
    ).all()
    counts: dict[str, Counter[str]] = {"site": Counter(), "status": Counter(), "year": Counter()}
    for name, status, in_year, number in rows:
        counts["site"][name] += number
        counts["status"][status or "unlabelled"] += number
        counts["year"][str(in_year) if in_year else "undated"] += number
    facets = {
        "site": dict(counts["site"].most_common()),
        "status": dict(counts["status"].most_common()),
        "year": dict(sorted(counts["year"].items(), reverse=True)),
    }
    return facets, counts["site"].total()


def _page(conn: sa.Connection, found: sa.CTE, limit: int, after: str | None) -> Sequence[AnyRow]:
    order = (
        found.c.exact.desc(),
        found.c.points.desc(),
        found.c.published_at.desc().nulls_last(),
        found.c.public_id,
    )
    ranked = sa.select(found, sa.func.row_number().over(order_by=order).label("place")).cte(
        "ranked"
    )
    query = (
        sa.select(
            ranked.c.public_id,
            ranked.c.site,
            ranked.c.points,
            ranked.c.exact,
            ranked.c.place,
            *(one for one in article_state.c if one.name not in ("site_id", "published_at")),
            reading.c.title,
            reading.c.lead,
            reading.c.body,
            reading.c.published_at,
            reading.c.published_precision,
        )
        .join(article_state, article_state.c.article_id == ranked.c.article_id)
        .join(reading, reading.c.id == article_state.c.head_reading_id)
        .order_by(ranked.c.place)
        .limit(limit)
    )
    if after is not None:
        place = conn.scalar(sa.select(ranked.c.place).where(ranked.c.public_id == after.lower()))
        if place is None:
            raise BadQuery(f"article {after} is not among those found: leave --after out")
        query = query.where(ranked.c.place > place)
    return conn.execute(query).all()


def _hit(words: Words, row: AnyRow) -> Hit:
    piece = snippet(words, row.lead, row.body)
    points = max(row.points, 0.0)
    return Hit(
        article_id=row.public_id,
        url=row.url,
        title=row.title,
        site=row.site,
        published_at=row.published_at,
        published_precision=row.published_precision,
        snippet=piece.text,
        marks=piece.marks,
        score=round(points / (1 + points) + (1 if row.exact else 0), 6),
        topic_status=row.topic_status,
        gone_at=row.gone_at,
        story_id=row.story_id,
        is_origin=row.is_origin,
    )
