"""The same text elsewhere: links between versions as facts, and the stories derived from them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.storage.address import normal_url
from archive.storage.columns import AnyRow
from archive.storage.derived import shingle, shingle_stop
from archive.storage.schema import (
    address,
    article,
    copy_link,
    host,
    reading,
    site,
    version,
    version_reading,
)
from archive.text import sketch, sources
from archive.text.sketch import Match, Relation, Text

SHARED = 3  # hashes that two sketches must share
MOST = 40  # candidates that are looked at
COMMON = 2000  # versions in which a hash may stand before it says nothing


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions that are compared, with whatever may tell where its text comes from."""

    version_id: int
    article_id: int
    site_id: int
    title: str
    text: Text
    source_name: str | None
    source_url: str | None
    dateline: str | None


def look_for(
    conn: sa.Connection, version_id: int, measured: Text, recorded_at: datetime
) -> list[int]:
    """Notes a new version's sketch and its links to texts already held.

    Returns the articles that are the same text.
    """
    hashes = sketch.sketch(measured.windows)
    if not hashes:
        return []
    note(conn, version_id, hashes)
    candidates = _candidates(conn, version_id, hashes)
    if not candidates:
        return []
    sides = _sides(conn, [version_id, *candidates])
    own = sides.pop(version_id)
    same = []
    for other in sides.values():
        match = _compare(own, other)
        if match.relation is None:
            continue
        _link(conn, own, other, match, recorded_at)
        if match.relation is Relation.SAME:
            same.append(other.article_id)
    return same


def look_again(conn: sa.Connection, version_id: int, recorded_at: datetime) -> list[int]:
    """The same for a version whose text is held already."""
    return look_for(conn, version_id, _sides(conn, [version_id])[version_id].text, recorded_at)


def note(conn: sa.Connection, version_id: int, hashes: tuple[int, ...]) -> None:
    """Writes the sketch of a version."""
    conn.execute(sa.insert(shingle), [{"hash": one, "version_id": version_id} for one in hashes])


def rebuild_sketches(conn: sa.Connection) -> None:
    """Writes the sketches of all versions anew."""
    conn.execute(sa.delete(shingle))
    for version_id in conn.scalars(sa.select(version.c.id).order_by(version.c.id)).all():
        for side in _sides(conn, [version_id]).values():
            if hashes := sketch.sketch(side.text.windows):
                note(conn, version_id, hashes)


def refresh_stop_list(conn: sa.Connection, at: datetime) -> int:
    """Lists anew the hashes that stand in too many versions to tell anything; returns how many."""
    conn.execute(sa.delete(shingle_stop))
    common = sa.select(shingle.c.hash).group_by(shingle.c.hash).having(sa.func.count() > COMMON)
    rows = [{"hash": one, "refreshed_at": at} for one in conn.scalars(common)]
    if rows:
        conn.execute(sa.insert(shingle_stop), rows)
    return len(rows)


_SHARING = (
    sa.select(shingle.c.version_id, sa.func.count().label("shared"))
    .where(
        shingle.c.hash.in_(sa.bindparam("hashes", expanding=True)),
        shingle.c.version_id != sa.bindparam("version"),
        shingle.c.hash.not_in(sa.select(shingle_stop.c.hash)),
    )
    .group_by(shingle.c.version_id)
    .having(sa.func.count() >= SHARED)
    .subquery()
)
_CANDIDATES = (
    sa.select(version.c.id, version.c.article_id)
    .join(_SHARING, _SHARING.c.version_id == version.c.id)
    .where(
        version.c.article_id
        != sa.select(version.c.article_id)
        .where(version.c.id == sa.bindparam("version"))
        .correlate(None)
        .scalar_subquery()
    )
    .order_by(_SHARING.c.shared.desc(), version.c.id.desc())
    .limit(MOST)
)


def _candidates(conn: sa.Connection, version_id: int, hashes: tuple[int, ...]) -> list[int]:
    """Of each other article that shares enough of the sketch, the version that shares most."""
    best: dict[int, int] = {}
    for row in conn.execute(_CANDIDATES, {"hashes": hashes, "version": version_id}):
        best.setdefault(row.article_id, row.id)
    return list(best.values())


def _sides(conn: sa.Connection, version_ids: list[int]) -> dict[int, Side]:
    rows = conn.execute(
        sa.select(
            version.c.id,
            version.c.article_id,
            article.c.site_id,
            reading.c.title,
            reading.c.lead,
            reading.c.body,
            reading.c.source_name,
            reading.c.source_url,
            reading.c.dateline,
        )
        .join(article, article.c.id == version.c.article_id)
        .join(version_reading, version_reading.c.version_id == version.c.id)
        .join(reading, reading.c.id == version_reading.c.reading_id)
        .where(version.c.id.in_(version_ids))
        .order_by(version.c.id, reading.c.id)
    )
    sides: dict[int, Side] = {}
    for row in rows:
        if row.id not in sides:  # the reading it was recorded with
            sides[row.id] = _side(row)
    return sides


def _side(row: AnyRow) -> Side:
    return Side(
        version_id=row.id,
        article_id=row.article_id,
        site_id=row.site_id,
        title=row.title,
        text=sketch.measure(text_of(row.lead, row.body)),
        source_name=row.source_name,
        source_url=row.source_url,
        dateline=row.dateline,
    )


def text_of(lead: str, body: str) -> str:
    """The text that is compared."""
    return f"{lead}\n{body}"


def _compare(own: Side, other: Side) -> Match:
    one_site = own.site_id == other.site_id
    template = sketch.is_template(own.title, other.title, own.text, other.text, one_site=one_site)
    return sketch.compare(own.text, other.text, template=template)


def _link(conn: sa.Connection, own: Side, other: Side, match: Match, recorded_at: datetime) -> None:
    assert match.relation is not None
    origin, evidence = _origin(conn, own, other) if match.relation is Relation.SAME else (None, [])
    values: dict[str, Any] = {
        "version_a": own.version_id,
        "version_b": other.version_id,
        "relation": match.relation,
        "jaccard": round(match.jaccard, 6),
        "containment": round(match.containment, 6),
        "number_overlap": round(match.number_overlap, 6),
        "length_ratio": round(match.length_ratio, 6),
        "evidence": "+".join([*evidence, "text"]),
        "origin": origin,
        "recorded_at": recorded_at,
    }
    conn.execute(sa.insert(copy_link), values)


def _origin(conn: sa.Connection, own: Side, other: Side) -> tuple[str | None, list[str]]:
    """Which of two sides, a (own) or b, the other one names as its source, and by what."""
    a_names_b = _names(conn, own, other)
    b_names_a = _names(conn, other, own)
    # a source line weighs more than a dateline; where both name each other, nothing is known
    for evidence in ("source-line", "dateline"):
        if (evidence in a_names_b) != (evidence in b_names_a):
            found = a_names_b if evidence in a_names_b else b_names_a
            return ("b" if evidence in a_names_b else "a"), found
    return None, []


def _names(conn: sa.Connection, one: Side, other: Side) -> list[str]:
    """By what one side names the other, or the site of the other, as its source."""
    found = []
    if _source_line(conn, one, other):
        found.append("source-line")
    if one.dateline and one.site_id != other.site_id:
        names = sources.of_dateline(one.dateline)
        own, foreign = _called(conn, one.site_id), _called(conn, other.site_id)
        if names & foreign and not names & own:
            found.append("dateline")
    return found


def _source_line(conn: sa.Connection, one: Side, other: Side) -> bool:
    if one.source_url:
        at = sa.select(address.c.id).where(
            address.c.article_id == other.article_id,
            address.c.url == normal_url(one.source_url),
        )
        if conn.scalar(at) is not None:
            return True
    if one.site_id == other.site_id:
        return False
    names = sources.nicknames(one.source_name or "") | sources.nicknames(
        sources.host_of(one.source_url) or ""
    )
    return bool(names & _called(conn, other.site_id) and not names & _called(conn, one.site_id))


def _called(conn: sa.Connection, site_id: int) -> frozenset[str]:
    row = conn.execute(sa.select(site.c.name, site.c.title).where(site.c.id == site_id)).one()
    hosts = conn.scalars(sa.select(host.c.host).where(host.c.site_id == site_id))
    return sources.of_site(row.name, row.title, hosts)
