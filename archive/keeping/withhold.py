"""What the law takes out: the words and bytes of a page, leaving hash, reason, who and when.

All rows change in one transaction, which notes what will stand in the files; the records are
overwritten after it. Where that is broken off, the same command finishes it, and `verify` says so.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.asking.named import article_of
from archive.errors import BadQuery, NotFound
from archive.keeping import forgetting, overwriting, redacting
from archive.keeping.backup import LOCK
from archive.storage import clock, furniture, redaction
from archive.storage.columns import AnyRow
from archive.storage.derived import known_address, version_state
from archive.storage.engine import begin_write
from archive.storage.evidence import withheld
from archive.storage.lock import held
from archive.storage.schema import (
    address,
    article,
    attached_file,
    fetch_event,
    page,
    reading,
    sighting,
    version,
    version_reading,
)

Pages = sa.CompoundSelect[tuple[int | None]]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was, or would be, taken out."""

    article_id: str
    version: int | None  # None: the whole article
    reason: str
    person: str
    pages: int
    readings: int
    records: int
    others: tuple[str, ...]  # articles that show one of the pages, too
    finished: int  # records that an earlier call had left


def withhold(
    engine: sa.Engine,
    data_dir: Path,
    name: str,
    number: int | None,
    reason: str,
    person: str,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Withheld:
    """Redacts an article, or one version of it; a second call finishes what was broken off.

    Raises NotFound where nothing answers to the name, BadQuery without reason or person.
    """
    reason, person = " ".join(reason.split()), " ".join(person.split())
    if not reason or not person:
        raise BadQuery("a reason and a person are needed: --reason TEXT --by NAME")
    with held(data_dir / LOCK, seconds=600):
        return _withhold(engine, data_dir, name, number, (reason, person, now), dry_run)


def _withhold(
    engine: sa.Engine,
    data_dir: Path,
    name: str,
    number: int | None,
    why: tuple[str, str, datetime],
    dry_run: bool,
) -> Withheld:
    reason, person, now = why
    with begin_write(engine) as conn:
        own = article_of(conn, name)
        pages = _pages(conn, own.id, number)
        fresh = [row for row in pages if row.withheld is None]
        found = _told(conn, own, number, (reason, person), pages, fresh)
        if not dry_run:
            at = clock.moment(conn, now)
            _redact(conn, data_dir, own.id, number is None, fresh, (reason, person, at))
    if dry_run:
        return found
    overwriting.finish(engine, data_dir, [row.id for row in pages])
    forgetting.forget(engine)
    return found


def _pages(conn: sa.Connection, article_id: int, number: int | None) -> list[AnyRow]:
    """The pages of an article, or of its version of that number, with what withholds them.

    An empty one (of a 304) has no words, and would be that of half of all looks.
    """
    ids = _of_article(conn, article_id) if number is None else _of_version(conn, article_id, number)
    asked = (
        sa.select(page, withheld.c.id.label("withheld"))
        .outerjoin(withheld, withheld.c.page_id == page.c.id)
        .where(page.c.id.in_(ids), page.c.size > 0)
        .order_by(page.c.id)
    )
    return list(conn.execute(asked))


_SIGHTED = sa.select(fetch_event.c.page_id).outerjoin(
    sighting, sighting.c.fetch_id == fetch_event.c.id
)
_READ = fetch_event.c.outcome == "ok"


def _of_article(conn: sa.Connection, article_id: int) -> Pages:
    """What showed it, its files, and what else came for its addresses and for nobody else's: a page
    that no reader could read may hold its words, an error page that all articles have does not.
    """
    urls = list(conn.scalars(_addresses(article_id)))
    own = sighting.c.article_id == article_id
    nameless = sa.and_(sighting.c.article_id.is_(None), fetch_event.c.url.in_(urls))
    look, seen = fetch_event.alias(), sighting.alias()
    other = sa.and_(seen.c.article_id.is_(None), look.c.url.not_in(urls))
    elsewhere = (
        sa.select(look.c.id)
        .outerjoin(seen, seen.c.fetch_id == look.c.id)
        .where(look.c.page_id == fetch_event.c.page_id)
        .where(sa.or_(seen.c.article_id != article_id, other))
        .correlate(fetch_event)
    )
    return sa.union(
        _SIGHTED.where(own, sighting.c.version_id.is_not(None), _READ),
        _SIGHTED.where(sa.or_(own, nameless), ~elsewhere.exists()),
        sa.select(version.c.page_id).where(version.c.article_id == article_id),
        sa.select(attached_file.c.page_id).where(attached_file.c.article_id == article_id),
    )


def _of_version(conn: sa.Connection, article_id: int, number: int) -> Pages:
    wanted = (version_state.c.article_id == article_id, version_state.c.number == number)
    one = conn.scalar(sa.select(version_state.c.version_id).where(*wanted))
    if one is None:
        raise NotFound(f"the article has no version {number}: `egov history` lists them")
    return sa.union(
        _SIGHTED.where(sighting.c.version_id == one, _READ),
        sa.select(version.c.page_id).where(version.c.id == one),
        sa.select(reading.c.page_id)
        .join(version_reading, version_reading.c.reading_id == reading.c.id)
        .where(version_reading.c.version_id == one),
    )


def _addresses(article_id: int) -> sa.CompoundSelect[tuple[str]]:
    """Those it has, and those it was asked for at."""
    own = sa.select(address.c.url).where(address.c.article_id == article_id)
    looked = sa.select(fetch_event.c.url).join(sighting, sighting.c.fetch_id == fetch_event.c.id)
    return sa.union(own, looked.where(sighting.c.article_id == article_id))


def _told(
    conn: sa.Connection,
    own: Any,
    number: int | None,
    why: tuple[str, str],
    pages: list[AnyRow],
    fresh: list[AnyRow],
) -> Withheld:
    ids = [row.id for row in fresh]
    others = sa.select(sighting.c.article_id).join(
        fetch_event, fetch_event.c.id == sighting.c.fetch_id
    )
    offered = sa.select(attached_file.c.article_id).where(attached_file.c.page_id.in_(ids))
    there = sa.union(others.where(fetch_event.c.page_id.in_(ids)), offered)
    shown = sa.select(article.c.public_id).where(article.c.id.in_(there), article.c.id != own.id)
    readings = sa.select(sa.func.count()).where(reading.c.page_id.in_(ids))
    looks = sa.select(sa.func.count()).where(
        fetch_event.c.page_id.in_(ids), fetch_event.c.file.is_not(None)
    )
    return Withheld(
        own.public_id,
        number,
        *why,
        pages=len(fresh),
        readings=conn.scalar(readings) or 0,
        records=conn.scalar(looks) or 0,
        others=tuple(conn.scalars(shown.order_by(article.c.public_id))),
        finished=len(pages) - len(fresh),
    )


def _redact(
    conn: sa.Connection,
    data_dir: Path,
    article_id: int,
    whole: bool,
    pages: list[AnyRow],
    why: tuple[str, str, datetime],
) -> None:
    reason, person, at = why
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(redaction.ASKED)
    else:
        conn.exec_driver_sql("PRAGMA secure_delete=ON")  # nothing stays in freed space
    _unquote(conn, article_id, [row.id for row in pages])
    for row in pages:
        values = {"article_id": article_id, "page_id": row.id, "whole": whole}
        note = {"reason": reason, "person": person, "recorded_at": at}
        key = conn.execute(sa.insert(withheld), {**values, **note}).inserted_primary_key
        assert key is not None
        overwriting.note(conn, data_dir, int(key[0]), row, why)
        redacting.redact(conn, int(key[0]), row.id)
    if pages:
        redacting.derive(conn, [row.id for row in pages])
    if whole:
        here = known_address.c.url.in_(_addresses(article_id))
        untitled = sa.update(known_address).where(here)
        conn.execute(untitled.values(title=""))


def _unquote(conn: sa.Connection, article_id: int, pages: list[int]) -> None:
    """Takes what the pages say out of the evidence of furniture, which quotes headlines."""
    asked = sa.select(reading.c.title, reading.c.lead, reading.c.blocks)
    said: set[str] = set()
    for row in conn.execute(asked.where(reading.c.page_id.in_(pages))):
        said |= {row.title, row.lead, *(block["text"] for block in row.blocks)}
    named = sa.select(article.c.public_id).where(article.c.id == article_id)
    furniture.unquote(conn, conn.execute(named).scalar_one(), said)
