"""What is like an article and no copy of it: excerpts and related pieces.

Of an excerpt the shorter text stands in the longer; of related pieces three tenths of the shorter
stand in the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from archive.asking.answers import Relative
from archive.storage import pairs
from archive.storage.columns import AnyRow
from archive.storage.moments import Moment
from archive.storage.parts import in_parts
from archive.storage.schema import reading, version_reading
from archive.text.sketch import Relation

RELATIONS = (Relation.EXCERPT, Relation.RELATED)  # in the order of their weight


def near(conn: sa.Connection, inside: Mapping[int, int], moment: Moment) -> list[dict[int, AnyRow]]:
    """Of each story the articles outside it that are like one of its members, by the best link."""
    best: list[dict[int, AnyRow]] = [{} for _ in set(inside.values())]
    for link in pairs.of(conn, inside, RELATIONS, moment):
        for one, other in ((link.a, link.b), (link.b, link.a)):
            number = inside.get(one)
            if number is None or inside.get(other) == number:
                continue
            held = best[number].get(other)
            if held is None or _weight(link) > _weight(held):
                best[number][other] = link
    return best


def _weight(link: AnyRow) -> tuple[bool, float, float, int]:
    """An excerpt weighs more than a related piece; else the figures tell."""
    return link.relation == Relation.EXCERPT, link.containment, link.jaccard, -link.id


def sizes(conn: sa.Connection, links: Sequence[AnyRow], moment: Moment) -> dict[int, int]:
    """How long the texts of linked versions are, in characters."""
    ids = sorted({one for link in links for one in (link.version_a, link.version_b)})
    found: dict[int, int] = {}
    for some in in_parts(ids):
        for row in conn.execute(_LENGTH, {"ids": some, **moment.cut}):
            found.setdefault(row.version_id, row.length)
    return found


_LENGTH = (
    sa.select(
        version_reading.c.version_id,
        (sa.func.length(reading.c.lead) + sa.func.length(reading.c.body)).label("length"),
    )
    .join(reading, reading.c.id == version_reading.c.reading_id)
    .where(version_reading.c.version_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(version_reading.c.version_id, version_reading.c.recorded_at, reading.c.id)
)


def relative(
    about: Mapping[str, Any], link: AnyRow, names: Mapping[int, str], sizes: Mapping[int, int]
) -> Relative:
    """One of them, from its link to an article of `names` (public ids)."""
    is_a = link.a not in names
    own, other = (link.version_a, link.version_b) if is_a else (link.version_b, link.version_a)
    return Relative(
        **card(about),
        relation=link.relation,
        of=names[link.b if is_a else link.a],
        direction="shorter" if sizes[own] < sizes[other] else "longer",
        jaccard=link.jaccard,
        containment=link.containment,
        number_overlap=link.number_overlap,
        length_ratio=link.length_ratio,
    )


def card(card: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that all answers about an article have."""
    names = "site url published_at published_precision first_seen_at gone_at"
    taken = {name: card[name] for name in names.split()}
    return {"article_id": card["public_id"], "title": card["title"] or "", **taken}
