"""What links articles to each other: the best figures of their versions' links, who names whom.

That a version names an address is a fact of its reading, that an article stands there a fact of the
article: whichever comes last, the one is named by the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from archive.storage.address import normal_url
from archive.storage.columns import AnyRow
from archive.storage.moments import NOW, Moment
from archive.storage.origins import outweighing
from archive.storage.parts import in_parts
from archive.storage.schema import (
    address,
    copy_link,
    reading,
    sighting,
    version,
    version_reading,
)
from archive.text.sketch import Relation

ALIKE = {"id", "text"}


@dataclass(slots=True)
class Pair:
    """What links two articles, by any of their versions: the best figures, and who names whom."""

    jaccard: float = -1.0
    containment: float = 0.0
    named: dict[int, set[str]] = field(default_factory=dict)  # article named as origin -> by what
    alike: set[str] = field(default_factory=set)  # by what they are the same: id, text


Pairs = dict[tuple[int, int], Pair]
Links = Sequence[AnyRow]


def reached(conn: sa.Connection, articles: Collection[int], moment: Moment = NOW) -> Links:
    """All `same` links that lead on from some articles, as they were at a moment."""
    found: dict[int, AnyRow] = {}
    seen: set[int] = set()
    frontier = set(articles)
    while frontier:
        links = list(of(conn, frontier, (Relation.SAME,), moment))
        found |= {link.id: link for link in links}
        seen |= frontier
        frontier = {one for link in links for one in (link.a, link.b)} - seen
    return [found[one] for one in sorted(found)]


def of(
    conn: sa.Connection,
    articles: Iterable[int],
    relations: Sequence[str],
    moment: Moment = NOW,
) -> Iterator[AnyRow]:
    """The links of some articles' versions, as they were at a moment; one may come twice."""
    query = at(_LINKS, moment)
    for some in in_parts(articles):
        yield from conn.execute(query, {"ids": some, "relations": relations, **moment.cut})


_A, _B = version.alias("a"), version.alias("b")
_OWN = sa.select(version.c.id).where(version.c.article_id.in_(sa.bindparam("ids", expanding=True)))
_WANTED = sa.union(
    sa.select(copy_link.c.id).where(copy_link.c.version_a.in_(_OWN)),
    sa.select(copy_link.c.id).where(copy_link.c.version_b.in_(_OWN)),
)
_LINKS: sa.Select[Any] = (
    sa.select(
        copy_link.c.id,
        _A.c.article_id.label("a"),
        _B.c.article_id.label("b"),
        copy_link.c.version_a,
        copy_link.c.version_b,
        copy_link.c.relation,
        copy_link.c.jaccard,
        copy_link.c.containment,
        copy_link.c.number_overlap,
        copy_link.c.length_ratio,
        copy_link.c.evidence,
        copy_link.c.origin,
    )
    .join(_A, _A.c.id == copy_link.c.version_a)
    .join(_B, _B.c.id == copy_link.c.version_b)
    .where(
        copy_link.c.id.in_(_WANTED),
        copy_link.c.relation.in_(sa.bindparam("relations", expanding=True)),
    )
)
_LINKED: sa.Select[Any] = (
    sa.select(_A.c.article_id, _B.c.article_id)
    .distinct()
    .select_from(copy_link)
    .join(_A, _A.c.id == copy_link.c.version_a)
    .join(_B, _B.c.id == copy_link.c.version_b)
    .where(copy_link.c.relation == Relation.SAME)
)


def at(query: sa.Select[Any], moment: Moment) -> sa.Select[Any]:
    """A question about links, of those known at a moment, between versions shown by then."""
    if moment.known_at is not None:
        query = query.where(copy_link.c.recorded_at <= sa.bindparam("known_at"))
    if moment.as_of is not None:
        query = query.where(_shown(_A, moment), _shown(_B, moment))
    return query


def _shown(table: sa.FromClause, moment: Moment) -> sa.ColumnElement[bool]:
    """Whether a version was shown by the moment; a late capture may have found it earlier."""
    earlier = sa.exists().where(
        sighting.c.version_id == table.c.id,
        sighting.c.seen_at <= sa.bindparam("as_of"),
    )
    if moment.known_at is not None:
        earlier = earlier.where(sighting.c.recorded_at <= sa.bindparam("known_at"))
    return sa.or_(table.c.seen_at <= sa.bindparam("as_of"), earlier)


def groups(conn: sa.Connection, moment: Moment = NOW) -> Iterator[list[int]]:
    """The articles of all components of `same` links, some whole components at a time."""
    chief: dict[int, int] = {}
    for one, other in conn.execute(at(_LINKED, moment), moment.cut):
        low, high = sorted((_chief(chief, one), _chief(chief, other)))
        chief[high] = low
    members: defaultdict[int, list[int]] = defaultdict(list)
    for one in sorted(chief):
        members[_chief(chief, one)].append(one)
    part: list[int] = []
    for some in members.values():
        part += some
        if len(part) >= 500:
            yield part
            part = []
    if part:
        yield part


def _chief(chief: dict[int, int], one: int) -> int:
    """The first article of the component that an article is known to belong to."""
    chief.setdefault(one, one)
    while chief[one] != one:
        chief[one] = chief[chief[one]]
        one = chief[one]
    return one


def paired(conn: sa.Connection, links: Links, moment: Moment = NOW) -> Pairs:
    """The pairs of articles that some links are between."""
    named = _by_address(conn, {one for link in links for one in _versions(link)}, moment)
    pairs: Pairs = {}
    for link in links:
        pair = pairs.setdefault((min(link.a, link.b), max(link.a, link.b)), Pair())
        if (link.jaccard, link.containment) > (pair.jaccard, pair.containment):
            pair.jaccard, pair.containment = link.jaccard, link.containment
        told = set(link.evidence.split("+"))
        pair.alike |= told & ALIKE
        told -= {"text"}
        a_names_b = told if link.origin == "b" else set()
        b_names_a = told if link.origin == "a" else set()
        if link.b in named[link.version_a]:
            a_names_b = a_names_b | {"source-line"}
        if link.a in named[link.version_b]:
            b_names_a = b_names_a | {"source-line"}
        origin, evidence = outweighing(a_names_b, b_names_a)
        if origin is not None:
            pair.named.setdefault(link.a if origin == "a" else link.b, set()).update(evidence)
    return pairs


def _versions(link: AnyRow) -> tuple[int, int]:
    return link.version_a, link.version_b


def _by_address(
    conn: sa.Connection, version_ids: Collection[int], moment: Moment
) -> Mapping[int, frozenset[int]]:
    """Of each version the articles at the address that it names as its source."""
    urls: dict[int, str | None] = {}
    for some in in_parts(sorted(version_ids)):
        for row in conn.execute(_SOURCES, {"ids": some, **moment.cut}):
            urls[row.version_id] = row.source_url  # that of the newest reading
    normal = {one: normal_url(url) for one, url in urls.items() if url}
    held: defaultdict[str, set[int]] = defaultdict(set)
    for part in in_parts(sorted(set(normal.values()))):
        for row in conn.execute(_STANDING, {"urls": part, **moment.cut}):
            held[row.url].add(row.article_id)
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    found.update({one: frozenset(held[url]) for one, url in normal.items() if url in held})
    return found


_SOURCES = (
    sa.select(version_reading.c.version_id, reading.c.source_url)
    .join(reading, reading.c.id == version_reading.c.reading_id)
    .where(
        version_reading.c.version_id.in_(sa.bindparam("ids", expanding=True)),
        version_reading.c.recorded_at <= sa.bindparam("known_at"),
    )
    .order_by(version_reading.c.version_id, version_reading.c.recorded_at, reading.c.id)
)
_STANDING = sa.select(address.c.url, address.c.article_id).where(
    address.c.url.in_(sa.bindparam("urls", expanding=True)),
    address.c.since <= sa.bindparam("as_of"),
    address.c.recorded_at <= sa.bindparam("known_at"),
)
