"""The articles that match a search, and their states, as parts of a statement for both databases.

Today both are read from their tables. At a moment the index of the past is asked too, and the
states as they were are handed to the database as rows: what matches is then the reading that was an
article's newest one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from archive.asking.filters import Filters, State, conditions, site_ids
from archive.asking.words import Words, expression, together
from archive.storage import past, stories
from archive.storage.columns import UtcTime
from archive.storage.derived import article_state
from archive.storage.moments import Moment
from archive.storage.schema import article

_SQLITE_NOW = "SELECT rowid AS id FROM reading_fts WHERE reading_fts MATCH :match"
_SQLITE_THEN = (
    "SELECT i.reading_id AS id FROM reading_fts JOIN indexed_reading AS i"
    " ON i.article_id = reading_fts.rowid WHERE reading_fts MATCH :match"
    " UNION ALL SELECT rowid FROM past_fts WHERE past_fts MATCH :match"
)
_POSTGRESQL_NOW = (
    "SELECT article_id AS id FROM reading_fts WHERE {words} @@ CAST(:match AS tsquery)"
)
_POSTGRESQL_THEN = (
    "SELECT i.reading_id AS id FROM reading_fts JOIN indexed_reading AS i USING (article_id)"
    " WHERE {words} @@ CAST(:match AS tsquery)"
    " UNION ALL SELECT reading_id FROM past_fts WHERE {words} @@ CAST(:match AS tsquery)"
)
_POSTGRESQL_EACH = (
    "EXISTS (SELECT 1 FROM reading_fts WHERE article_id = titled.id"
    " AND words @@ CAST(:meant AS tsquery) OFFSET 0)"
)
Fields = tuple[str, ...]
TITLE: Fields = ("title",)
HEAD: Fields = ("title", "lead")
# each of these has an index of its own on PostgreSQL (see `fts`)
_WORDS = {(): "words", TITLE: "ts_filter(words, '{a}')", HEAD: "ts_filter(words, '{a,b}')"}
EXACT = 8  # what the marks as typed add to a grade: more than all else
_COLUMNS: dict[str, tuple[sa.types.TypeEngine[Any], str]] = {
    "article_id": (sa.Integer(), "bigint"),
    "head_reading_id": (sa.Integer(), "bigint"),
    "site_id": (sa.Integer(), "bigint"),
    "url": (sa.Text(), "text"),
    "published_at": (UtcTime(), "timestamptz"),
    "topic_status": (sa.Text(), "text"),
    "topic_score": (sa.Float(), "float8"),
    "gone_at": (UtcTime(), "timestamptz"),
    "is_origin": (sa.Boolean(), "boolean"),
    "story_id": (sa.Text(), "text"),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """States and how well they match; `least`: what a state that is not among them falls short of.

    Half of an archive takes long to grade, and those that come first are mostly enough for a page.
    """

    states: sa.Select[Any]
    grade: sa.ColumnElement[int]
    least: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the states that match, and what grades them."""

    state: State
    matching: sa.Select[Any]  # of the states
    graded: tuple[Graded, ...]  # the best of them, then all


def found(conn: sa.Connection, words: Words | None, filters: Filters, moment: Moment) -> Found:
    """All that match words and filters; raises BadQuery and NotFound."""
    narrowed = conditions(conn, filters, article_state, moment)  # refused before anything is read
    state: State = article_state
    if moment:
        state = _states_then(conn, words, filters, moment)
        narrowed = conditions(conn, filters, state, moment)
    query = sa.select(state).where(state.c.head_reading_id.is_not(None), *narrowed)
    if words is None:
        return Found(state, query, (Graded(query, sa.literal(0, sa.Integer)),))
    own = state.c.head_reading_id if moment else state.c.article_id
    search = _Search(conn, words, own, moment)
    matching = search.narrow(query, expression(words, conn.dialect.name), "matched")
    return Found(state, matching, (search.best(query), search.all(matching)))


def _matched(
    conn: sa.Connection, match: str, moment: Moment, fields: Fields = ()
) -> sa.TextualSelect:
    """The articles, at a moment the readings, that the search index finds."""
    if conn.dialect.name == "sqlite":
        text = _SQLITE_THEN if moment else _SQLITE_NOW
    else:
        text = (_POSTGRESQL_THEN if moment else _POSTGRESQL_NOW).replace("{words}", _WORDS[fields])
    bound: sa.BindParameter[str] = sa.bindparam("match", match, unique=True)
    return sa.text(text).bindparams(bound).columns(id=sa.Integer)


@dataclass(frozen=True, slots=True)
class _Search:
    """Words asked of the search index, which holds them under the numbers of `own`.

    A state's grade: 8 for the marks as typed, 4 where all stands in the title, 2 in title and lead,
    1 where words stand together. It depends on the article alone, so that what comes or goes
    besides moves nothing.
    """

    conn: sa.Connection
    words: Words
    own: sa.ColumnElement[int]
    moment: Moment

    def all(self, matching: sa.Select[Any]) -> Graded:
        """All that match, and their grades."""
        parts = [(4, self._asked(TITLE), TITLE), (2, self._asked(HEAD), HEAD)]
        if self.words.has_marks:
            parts.append((EXACT, self._asked(exact=True), ()))
        return self._graded(matching, [*parts, *self._near()], 0)

    def best(self, query: sa.Select[Any]) -> Graded:
        """Those with the marks as typed that hold all in the title: others are 11 at most, or 3."""
        exact, title = self._asked(exact=True), self._asked(TITLE)
        if self._is_sqlite:
            query = self.narrow(query, f"({exact}) AND ({title})", "best")
        else:
            best = self._both(title, exact).cte("best").prefix_with("MATERIALIZED")
            query = query.join(best, best.c.id == self.own)
        least = 4 + EXACT * self.words.has_marks
        graded = self._graded(query, self._near(), least + 2)
        return replace(graded, least=least)

    def _both(self, title: str, exact: str) -> sa.Select[Any]:
        titled = self._holding(title, "titled", TITLE)
        found = sa.select(titled.c.id)
        if self.moment or all(len(term.folded) < 3 for term in self.words.terms):
            meant = self._holding(exact, "meant", ())
            return found.join(meant, meant.c.id == titled.c.id)
        # a longer phrase is looked for in texts, so in as few as there are
        return found.where(sa.text(_POSTGRESQL_EACH).bindparams(meant=exact))

    def narrow(
        self, query: sa.Select[Any], match: str, name: str, fields: Fields = ()
    ) -> sa.Select[Any]:
        """What the index finds, of the states of a query."""
        holding = self._holding(match, name, fields)
        return query.join(holding, holding.c.id == self.own)

    def _graded(
        self, query: sa.Select[Any], parts: list[tuple[int, str, Fields]], start: int
    ) -> Graded:
        total: sa.ColumnElement[int] = sa.literal(start, sa.Integer)
        for points, match, fields in parts:
            holding = self._holding(match, f"graded_{points}", fields)
            if self._is_sqlite:
                holds = self.own.in_(sa.select(holding.c.id))
            else:  # which looks through the whole list for each row, where it takes it for long
                query = query.outerjoin(holding, holding.c.id == self.own)
                holds = holding.c.id.is_not(None)
            total = total + sa.case((holds, points), else_=0)
        return Graded(query, total)

    def _near(self) -> list[tuple[int, str, Fields]]:
        near = together(self.words, self.conn.dialect.name)
        return [(1, near, ())] if near else []

    def _asked(self, fields: Fields = (), *, exact: bool = False) -> str:
        return expression(self.words, self.conn.dialect.name, exact=exact, fields=fields)

    def _holding(self, match: str, name: str, fields: Fields) -> Any:
        """What the index finds, which PostgreSQL makes a table of.

        Else it may ask each article's own vector instead of the index, a thousand times slower.
        """
        matched = _matched(self.conn, match, self.moment, fields)
        if self._is_sqlite:
            return matched.subquery(name)
        return matched.cte(name).prefix_with("MATERIALIZED")

    @property
    def _is_sqlite(self) -> bool:
        return self.conn.dialect.name == "sqlite"


def _states_then(
    conn: sa.Connection, words: Words | None, filters: Filters, moment: Moment
) -> State:
    """The states at a moment of all articles that may match, as rows beside the tables."""
    ids = sorted(_candidates(conn, words, filters, moment))
    told = stories.derive(conn, ids, moment) if filters.origins_only else {}
    rows = []
    for article_id, one in past.heads(conn, ids, moment).items():
        member = told.get(article_id)
        row = {name: one.article.get(name) for name in _COLUMNS} | {"article_id": article_id}
        row["is_origin"] = member is None or member.is_origin
        rows.append({name: _plain(value) for name, value in row.items()})
    return _as_rows(conn, rows)


def _candidates(
    conn: sa.Connection, words: Words | None, filters: Filters, moment: Moment
) -> Iterable[int]:
    query = sa.select(article.c.id)
    if (ids := site_ids(conn, filters)) is not None:
        query = query.where(article.c.site_id.in_(ids))
    if words is not None:
        match = expression(words, conn.dialect.name)
        readings = sa.select(_matched(conn, match, moment).subquery().c.id)
        holding = sa.text(
            "SELECT article_id, reading_id FROM indexed_reading"
            " UNION ALL SELECT article_id, reading_id FROM indexed_past"
        ).columns(article_id=sa.Integer, reading_id=sa.Integer)
        holds = holding.subquery("holding")
        query = query.where(
            article.c.id.in_(sa.select(holds.c.article_id).where(holds.c.reading_id.in_(readings)))
        )
    return conn.scalars(query)


def _as_rows(conn: sa.Connection, rows: list[dict[str, Any]]) -> State:
    if conn.dialect.name == "sqlite":
        parts = ", ".join(f"value ->> '{name}' AS {name}" for name in _COLUMNS)
        text = f"SELECT {parts} FROM json_each(:states)"
    else:
        parts = ", ".join(f"{name} {kind}" for name, (_, kind) in _COLUMNS.items())
        text = f"SELECT * FROM json_to_recordset(CAST(:states AS json)) AS held ({parts})"
    return (
        sa.text(text)
        .bindparams(states=json.dumps(rows))
        .columns(**{name: kind for name, (kind, _) in _COLUMNS.items()})
        .cte("state")
        .prefix_with("MATERIALIZED")
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    return value
