"""Which versions share enough hashes of a sketch to be looked at: the one question to the index.

A hash that stands in a thousand texts brings a thousand rows, of which hardly one counts. SQLite
would sort them all; it gives them out as one text instead, and they are counted here, in half the
time (`benchmarks/sketches.py`).
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from archive.storage.derived import shingle, shingle_stop
from archive.storage.schema import version

SHARED = 3  # hashes that two sketches must share


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version of another article that shares hashes of a sketch."""

    version_id: int
    article_id: int
    shared: int


def candidates(conn: sa.Connection, version_id: int, hashes: Sequence[int]) -> list[Candidate]:
    """The versions of other articles that share enough of a sketch, those that share most first."""
    if conn.dialect.name == "sqlite":
        counts = _counted(conn, hashes)
        rows = conn.exec_driver_sql(_ARTICLES, (json.dumps([*counts]), version_id)).all()
        found = [Candidate(row.id, row.article_id, counts[row.id]) for row in rows]
        return sorted(found, key=lambda one: (-one.shared, -one.version_id))
    # first, so that not one row of a hash that stands in a hundred thousand texts is read
    stopped = set(conn.scalars(_STOPPED, {"hashes": hashes}))
    telling = [one for one in hashes if one not in stopped]
    told = conn.execute(_CANDIDATES, {"hashes": telling, "version": version_id})
    return [Candidate(*row) for row in told]


def _counted(conn: sa.Connection, hashes: Sequence[int]) -> dict[int, int]:
    """On SQLite: how many of the hashes each version shares, where they are enough."""
    listed = conn.exec_driver_sql(_SHARING_SQLITE, (json.dumps(hashes),)).scalar()
    shared = Counter((listed or "").split(","))
    return {int(one): count for one, count in shared.items() if count >= SHARED and one}


_SHARING_SQLITE = """SELECT group_concat(s.version_id)
FROM json_each(?) AS h JOIN shingle AS s ON s.hash = h.value
WHERE NOT EXISTS (SELECT 1 FROM shingle_stop AS t WHERE t.hash = h.value)"""
_ARTICLES = """SELECT v.id, v.article_id FROM json_each(?) AS h JOIN version AS v ON v.id = h.value
WHERE v.article_id <> (SELECT own.article_id FROM version AS own WHERE own.id = ?)"""
_STOPPED = sa.select(shingle_stop.c.hash).where(
    shingle_stop.c.hash.in_(sa.bindparam("hashes", expanding=True))
)
_SHARING = (
    sa.select(shingle.c.version_id, sa.func.count().label("shared"))
    .where(
        shingle.c.hash.in_(sa.bindparam("hashes", expanding=True)),
        shingle.c.version_id != sa.bindparam("version"),
    )
    .group_by(shingle.c.version_id)
    .having(sa.func.count() >= SHARED)
    .subquery()
)
_CANDIDATES = (
    sa.select(version.c.id, version.c.article_id, _SHARING.c.shared)
    .join(_SHARING, _SHARING.c.version_id == version.c.id)
    .where(
        version.c.article_id
        != sa.select(version.c.article_id)
        .where(version.c.id == sa.bindparam("version"))
        .correlate(None)
        .scalar_subquery()
    )
    .order_by(_SHARING.c.shared.desc(), version.c.id.desc())
)
