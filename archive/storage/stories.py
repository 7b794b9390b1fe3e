"""Stories: articles that are the same text, which of them is the origin, and on what evidence.

A story is a component of `same` links. Its id is that of its oldest article; every other member's
id is an alias of it, since under that id the story, or a part of it, may have been known before.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa

from archive.record import DATE_DOUBTS, Precision
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, story_alias, story_copy_state
from archive.storage.schema import article, copy_link, reading, version
from archive.text.sketch import Relation

EVIDENCE = ("source-line", "dateline", "text")
CERTAIN = (Precision.SECOND, Precision.MINUTE)


@dataclass(slots=True)
class Pair:
    """What links two articles, by any of their versions: the best figures, and who names whom."""

    jaccard: float = -1.0
    containment: float = 0.0
    named: dict[int, set[str]] = field(default_factory=dict)  # article named as origin -> by what


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story; `dated_at` is when it is known to have been there."""

    id: int
    public_id: str
    dated_at: datetime
    first_seen_at: datetime

    @property
    def age(self) -> tuple[datetime, datetime, str]:
        """The oldest sorts first."""
        return self.dated_at, self.first_seen_at, self.public_id


Pairs = dict[tuple[int, int], Pair]


def refresh(conn: sa.Connection, article_id: int) -> str | None:
    """Writes anew the story that an article belongs to; its id, None for an article alone."""
    pairs = _component(conn, article_id)
    if not pairs:
        return None
    members = _members(conn, {one for pair in pairs for one in pair})
    return _write(conn, members, pairs)


def rebuild(conn: sa.Connection) -> None:
    """Writes all stories anew; `article_state` must be there."""
    conn.execute(sa.delete(story_copy_state))
    conn.execute(sa.delete(story_alias))
    conn.execute(sa.update(article_state).values(story_id=None, is_origin=True))
    linked = (
        sa.select(version.c.article_id)
        .distinct()
        .join(
            copy_link,
            sa.or_(copy_link.c.version_a == version.c.id, copy_link.c.version_b == version.c.id),
        )
        .where(copy_link.c.relation == Relation.SAME)
        .order_by(version.c.article_id)
    )
    done: set[int] = set()
    for article_id in conn.scalars(linked).all():
        if article_id not in done:
            refresh(conn, article_id)
            done |= {one for pair in _component(conn, article_id) for one in pair}


def _component(conn: sa.Connection, article_id: int) -> Pairs:
    """All pairs of articles that are reached from one by `same` links."""
    pairs: Pairs = {}
    seen: set[int] = set()
    frontier = {article_id}
    while frontier:
        reached: set[int] = set()
        for link in _links(conn, frontier):
            reached |= {link.a, link.b}
        seen |= frontier
        frontier = reached - seen
    for link in _links(conn, seen):
        _add(pairs, link)
    return pairs


def _links(conn: sa.Connection, articles: Collection[int]) -> Sequence[AnyRow]:
    a, b = version.alias("a"), version.alias("b")
    own = sa.select(version.c.id).where(version.c.article_id.in_(articles))
    wanted = sa.union(
        sa.select(copy_link.c.id).where(copy_link.c.version_a.in_(own)),
        sa.select(copy_link.c.id).where(copy_link.c.version_b.in_(own)),
    )
    return conn.execute(
        sa.select(
            a.c.article_id.label("a"),
            b.c.article_id.label("b"),
            copy_link.c.jaccard,
            copy_link.c.containment,
            copy_link.c.evidence,
            copy_link.c.origin,
        )
        .join(a, a.c.id == copy_link.c.version_a)
        .join(b, b.c.id == copy_link.c.version_b)
        .where(copy_link.c.id.in_(wanted), copy_link.c.relation == Relation.SAME)
    ).all()


def _add(pairs: Pairs, link: AnyRow) -> None:
    pair = pairs.setdefault((min(link.a, link.b), max(link.a, link.b)), Pair())
    if (link.jaccard, link.containment) > (pair.jaccard, pair.containment):
        pair.jaccard, pair.containment = link.jaccard, link.containment
    if link.origin:
        named = link.a if link.origin == "a" else link.b
        pair.named.setdefault(named, set()).update(set(link.evidence.split("+")) - {"text"})


def _members(conn: sa.Connection, ids: Iterable[int]) -> list[Member]:
    rows = conn.execute(
        sa.select(
            article.c.id,
            article.c.public_id,
            article_state.c.first_seen_at,
            reading.c.published_at,
            reading.c.published_precision,
            reading.c.doubts,
        )
        .join(article_state, article_state.c.article_id == article.c.id)
        .join(reading, reading.c.id == article_state.c.head_reading_id)
        .where(article.c.id.in_(ids))
    )
    return sorted((_member(row) for row in rows), key=lambda member: member.age)


def _member(row: AnyRow) -> Member:
    return Member(row.id, row.public_id, _dated(row), row.first_seen_at)


def _dated(row: AnyRow) -> datetime:
    """When an article was there at the latest: its date, its day's end, else its first look."""
    seen, published = cast("tuple[datetime, datetime]", (row.first_seen_at, row.published_at))
    if published is None or DATE_DOUBTS & set(row.doubts):
        return seen
    if row.published_precision in CERTAIN:
        return published
    return min(seen, published + timedelta(days=1)) if row.published_precision == "day" else seen


def origin_of(members: Sequence[Member], pairs: Pairs) -> Member:
    """The article that the others name as their source, else the oldest; members are by age.

    Where a copy of a copy names the copy, the one that names nobody is the origin.
    """
    named: dict[int, int] = {}
    naming: set[int] = set()
    for pair, link in pairs.items():
        for origin in link.named:
            named[origin] = named.get(origin, 0) + 1
            naming.add(pair[0] if origin == pair[1] else pair[1])
    first = [one for one in members if one.id in named and one.id not in naming]
    some = [one for one in members if one.id in named]
    return (first or some or list(members))[0]


def _write(conn: sa.Connection, members: list[Member], pairs: Pairs) -> str:
    origin, story_id = origin_of(members, pairs), members[0].public_id
    ids = [member.id for member in members]
    names = [member.public_id for member in members]
    of_these = article_state.c.article_id
    conn.execute(
        sa.update(article_state)
        .where(of_these.in_(ids))
        .values(story_id=story_id, is_origin=of_these == origin.id)
    )
    conn.execute(sa.delete(story_copy_state).where(story_copy_state.c.article_id.in_(ids)))
    conn.execute(sa.delete(story_alias).where(story_alias.c.alias.in_(names)))
    rows = [_row(member, origin, pairs) for member in members]
    conn.execute(sa.insert(story_copy_state), [{"story_id": story_id, **row} for row in rows])
    aliases = [{"alias": name, "story_id": story_id} for name in names if name != story_id]
    conn.execute(sa.insert(story_alias), aliases)
    return story_id


def _row(member: Member, origin: Member, pairs: Pairs) -> dict[str, Any]:
    role = "origin" if member is origin else "copy"
    row = {"article_id": member.id, "role": role, "relation": Relation.SAME}
    mine = {pair: link for pair, link in pairs.items() if member.id in pair}
    if member is origin:
        evidence = {how for link in mine.values() for how in link.named.get(member.id, ())}
        return {**row, "evidence": _joined(evidence), "jaccard": None, "containment": None}
    direct = [link for pair, link in mine.items() if origin.id in pair]
    link = direct[0] if direct else max(mine.values(), key=lambda link: link.jaccard)
    evidence = set(link.named.get(origin.id, ())) if direct else set()
    return {
        **row,
        "evidence": _joined(evidence),
        "jaccard": link.jaccard,
        "containment": link.containment,
    }


def _joined(evidence: set[str]) -> str:
    return "+".join(one for one in EVIDENCE if one in evidence or one == "text")
