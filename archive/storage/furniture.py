"""What stands in many articles of a site, as the archive keeps it: numbered, and never forgotten.

A site's furniture at number k are the rows that were added at a number up to k and not removed at
one. Learning adds under the next number, and so do a person who removes a piece and one who
restores it: a reading says by its reader's name under which number it was made.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from archive.errors import BadQuery, NotFound
from archive.record import Furniture, Piece, Standing
from archive.storage import declared
from archive.storage.columns import AnyRow
from archive.storage.derived import furniture
from archive.storage.schema import site

SHOWN = 200  # letters of a line that is shown
ID = 10  # letters of a piece's name
BOUNDS = ("lines", "longest", "shortest", "fewest")


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece of furniture as it is kept: `removed_*` are empty while it is in force."""

    id: str
    site: str
    piece: Piece
    number: int
    added_at: datetime
    evidence: Mapping[str, Any]
    removed_number: int | None = None
    removed_at: datetime | None = None
    removed_why: str | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of learning: the site's number after it, and how many pieces are new; `pages` were
    read for it, `lost` of them could not be.
    """

    site: str
    number: int
    new: int
    known: int
    pages: int
    lost: int = 0


def sets(conn: sa.Connection) -> dict[str, Furniture]:
    """The furniture of all sites that have any, as it stands now."""
    rows: defaultdict[str, list[Kept]] = defaultdict(list)
    for one in kept(conn):
        rows[one.site].append(one)
    return {name: as_set(name, some, number_of(some)) for name, some in rows.items()}


def as_set(name: str, rows: Sequence[Kept], number: int) -> Furniture:
    """The pieces among a site's rows that are in force at a number."""
    pieces = (
        one.piece
        for one in rows
        if one.number <= number and (one.removed_number is None or one.removed_number > number)
    )
    return Furniture(name, number, tuple(pieces))


def number_of(rows: Sequence[Kept]) -> int:
    """The number at which these rows stand, 0 for none."""
    return max((max(one.number, one.removed_number or 0) for one in rows), default=0)


def kept(conn: sa.Connection, name: str | None = None) -> list[Kept]:
    """All pieces ever learned, of all sites or of one, in order of learning."""
    rows = sa.select(furniture, site.c.name.label("site")).join(
        site, site.c.id == furniture.c.site_id
    )
    if name is not None:
        rows = rows.where(furniture.c.site_id == declared.site_id(conn, name))
    return [_kept(row) for row in conn.execute(rows.order_by(site.c.name, furniture.c.id))]


def _kept(row: AnyRow) -> Kept:
    rule, named = dict(row.rule or {}), row.text_hash[:ID]
    items = tuple(rule.pop("items", ()))
    piece = Piece(row.kind or "line", text=row.text or "", items=items, id=named, **rule)
    return Kept(
        named,
        row.site,
        piece,
        row.number,
        row.added_at,
        row.evidence,
        row.removed_number,
        row.removed_at,
        row.removed_why,
    )


def add(conn: sa.Connection, name: str, found: Sequence[Standing], at: datetime) -> int:
    """Adds new pieces under the next number, and today's evidence to the others; how many are
    new.
    """
    owner = declared.site_id(conn, name)
    _alone(conn, owner)
    held = {one.id: one for one in kept(conn, name)}
    number = number_of(list(held.values())) + 1
    new = 0
    for one in found:
        named = name_of(name, one.piece)
        if one.piece.id:
            _tell_again(conn, owner, held[one.piece.id], one)
        elif named[:ID] not in held:
            _add(conn, owner, one.piece, named, number, at, evidence_of(one))
            new += 1
    return new


def name_of(site_name: str, piece: Piece) -> str:
    """The SHA-256 by which a piece of a site is known, in whatever database."""
    bounds = " ".join(str(each) for each in _bounds(piece).values())
    parts = (site_name, piece.kind, piece.place, piece.text, *piece.items, bounds)
    return sha256("\n".join(parts).encode()).hexdigest()


def _bounds(piece: Piece) -> dict[str, int]:
    return {name: getattr(piece, name) for name in BOUNDS}


def evidence_of(one: Standing) -> dict[str, Any]:
    """The evidence of a piece, as it is kept."""
    return {
        "articles": one.articles,
        "stories": one.kins,
        "of": one.of,
        "share": round(one.articles / one.of, 3) if one.of else 0,
        "examples": list(one.examples),
        "shows": [text[:SHOWN] for text in one.shows],
        "first_seen_at": one.first_seen_at.isoformat(),
        "last_seen_at": one.last_seen_at.isoformat(),
    }


def _tell_again(conn: sa.Connection, owner: int, held: Kept, one: Standing) -> None:
    fresh = evidence_of(one)
    first = held.evidence.get("first_seen_at")
    fresh["first_seen_at"] = min(first, fresh["first_seen_at"]) if first else first
    if fresh["last_seen_at"] > (held.evidence.get("last_seen_at") or ""):
        own = sa.and_(
            furniture.c.site_id == owner,
            furniture.c.text_hash.startswith(held.id),
            furniture.c.removed_number.is_(None),
        )
        conn.execute(sa.update(furniture).where(own).values(evidence=fresh))


def _add(
    conn: sa.Connection,
    owner: int,
    piece: Piece,
    named: str,
    number: int,
    at: datetime,
    evidence: Mapping[str, Any],
) -> None:
    conn.execute(
        sa.insert(furniture).values(
            site_id=owner,
            number=number,
            text_hash=named,
            kind=piece.kind,
            text=piece.text,
            rule={"place": piece.place, "items": list(piece.items), **_bounds(piece)},
            evidence=dict(evidence),
            added_at=at,
        )
    )


# --- what a person does --------------------------------------------------------------------------


def remove(conn: sa.Connection, named: str, why: str, at: datetime) -> Kept:
    """Takes a piece out of force under its site's next number; it is not learned again.

    Raises NotFound, BadQuery without a reason.
    """
    if not why.strip():
        raise BadQuery("say why: --why 'it is the opening line of a series'")
    one = _alone_with(conn, named)
    if one.removed_number is not None:
        raise BadQuery(f"{one.id} was removed already, under number {one.removed_number}")
    number = number_of(kept(conn, one.site)) + 1
    own = _rows(conn, one).where(furniture.c.removed_number.is_(None))
    conn.execute(own.values(removed_number=number, removed_at=at, removed_why=why.strip()))
    return _one(conn, one.id)


def restore(conn: sa.Connection, named: str, at: datetime) -> Kept:
    """Puts a removed piece into force again under its site's next number, as a row of its own."""
    one = _alone_with(conn, named)
    if one.removed_number is None:
        raise BadQuery(f"{one.id} is in force: nothing to restore")
    number = number_of(kept(conn, one.site)) + 1
    owner = declared.site_id(conn, one.site)
    _add(conn, owner, one.piece, name_of(one.site, one.piece), number, at, one.evidence)
    return _one(conn, one.id)


def _alone(conn: sa.Connection, owner: int) -> None:
    """Who changes a site's furniture waits here for whoever does: a number is given once."""
    conn.execute(sa.select(site.c.id).where(site.c.id == owner).with_for_update())


def _alone_with(conn: sa.Connection, named: str) -> Kept:
    """The newest row of a piece, as it is when nobody else changes it; raises NotFound."""
    _alone(conn, declared.site_id(conn, _one(conn, named).site))
    return _one(conn, named)


def unquote(conn: sa.Connection, article_id: str, said: Collection[str]) -> None:
    """Takes an article, and lines that it says, out of all evidence: it is withheld."""
    gone = {line[:SHOWN] for line in said}
    for row in conn.execute(sa.select(furniture.c.id, furniture.c.evidence)).all():
        told = dict(row.evidence)
        told["shows"] = [line for line in told.get("shows", ()) if line not in gone]
        told["examples"] = [one for one in told.get("examples", ()) if one != article_id]
        if told != row.evidence:
            here = sa.update(furniture).where(furniture.c.id == row.id)
            conn.execute(here.values(evidence=told))


def _one(conn: sa.Connection, named: str) -> Kept:
    """The newest row of a piece; raises NotFound."""
    rows = [one for one in kept(conn) if one.id == named.strip().lower()]
    if not rows:
        raise NotFound(f"no furniture {named} is known: see `egov furniture`")
    return rows[-1]


def _rows(conn: sa.Connection, one: Kept) -> sa.Update:
    owner = declared.site_id(conn, one.site)
    return sa.update(furniture).where(
        furniture.c.site_id == owner, furniture.c.text_hash == name_of(one.site, one.piece)
    )
