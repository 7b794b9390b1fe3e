"""The rows of what is derived from an article's facts (see `past`), kept at today's state.

Each row depends on facts alone, so that an article refreshed after each look and one rebuilt from
nothing are the same.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from archive.storage import fts, past, timeline
from archive.storage.derived import article_state, version_state
from archive.storage.past import Derived
from archive.storage.timeline import Timeline


def refresh(conn: sa.Connection, article_id: int, *, is_new: bool = False) -> Timeline:
    """Writes the state of one article anew, its entries in the search indexes included.

    `is_new`: nothing of it is written yet, and need not be looked for.
    """
    line = timeline.load(conn, article_id)
    found = past.of_line(conn, article_id, line)
    if found is not None:
        _write_versions(conn, article_id, line, is_new=is_new)
        _write_article(conn, article_id, found, is_new=is_new)
        _index(conn, article_id, line, found.article["head_reading_id"])
    return line


_HELD = (
    sa.select(
        version_state.c.version_id,
        version_state.c.number,
        version_state.c.seen_at,
        version_state.c.reading_id,
    )
    .where(version_state.c.article_id == sa.bindparam("article"))
    .order_by(version_state.c.number)
)


def _write_versions(conn: sa.Connection, article_id: int, line: Timeline, *, is_new: bool) -> None:
    rows = () if is_new else conn.execute(_HELD, {"article": article_id})
    held = [tuple(row) for row in rows]
    wanted = [
        (shown.id, number, shown.starts_at, shown.readings[-1].id)
        for number, shown in enumerate(line.versions, 1)
    ]
    # what else is in a row depends on these alone, and on those before it, unless a look came late
    kept = _alike(held, wanted) if line.is_in_order else 0
    if kept == len(held) == len(wanted):
        return
    if held[kept:]:
        gone = version_state.c.number > kept
        own = version_state.c.article_id == article_id
        conn.execute(sa.delete(version_state).where(own, gone))
    if wanted[kept:]:
        conn.execute(sa.insert(version_state), past.version_rows(conn, article_id, line, kept))


def _alike(held: Sequence[object], wanted: Sequence[object]) -> int:
    """How many rows from the first on are the same."""
    pairs = zip(held, wanted, strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), min(len(held), len(wanted))
    )


def _write_article(conn: sa.Connection, article_id: int, found: Derived, *, is_new: bool) -> None:
    values = {"article": article_id, **found.article}
    if is_new or conn.execute(_UPDATE, values).rowcount == 0:
        row = {"article_id": article_id, "story_id": None, "is_origin": True, **found.article}
        conn.execute(sa.insert(article_state), row)


_STORY = ("article_id", "story_id", "is_origin")  # written by `stories`
_UPDATE = (
    sa.update(article_state)
    .where(article_state.c.article_id == sa.bindparam("article"))
    .values({c.name: sa.bindparam(c.name) for c in article_state.c if c.name not in _STORY})
)


def index(conn: sa.Connection, article_id: int) -> None:
    """Puts an article into the search indexes, as it is now and as it was."""
    line = timeline.load(conn, article_id)
    if line.versions:
        _index(conn, article_id, line, line.versions[-1].readings[-1].id)


def _index(conn: sa.Connection, article_id: int, line: Timeline, head: int) -> None:
    fts.index(conn, article_id, head)
    if len(line.readings) > 1:
        fts.index_past(conn, article_id, line.readings - {head})
