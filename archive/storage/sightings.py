"""What a look means for an article: a sighting of a version, of nothing, or of no article at all.

All functions take a connection inside a writing transaction, and leave the commit to the caller.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive import decide
from archive.errors import NotFound
from archive.record import Reader, Recorded, Verdict
from archive.storage import gone, state, stories, timeline
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state
from archive.storage.identity import Identity
from archive.storage.schema import article, fetch_event, page, sighting, version


@dataclass(frozen=True, slots=True)
class Desk:
    """What the transaction works with: the connection, a reader for earlier pages, the time now."""

    conn: sa.Connection
    reader: Reader | None
    page_bytes: Callable[[sa.Connection, str], bytes]
    recorded_at: datetime


def sight(
    desk: Desk,
    fetch_id: int,
    verdict: Verdict,
    seen_at: datetime,
    article_id: int | None,
    **values: Any,
) -> None:
    """Writes what a look meant: `version_id`, `reading_id`, `reason`, `detail`."""
    desk.conn.execute(
        sa.insert(sighting),
        {
            "fetch_id": fetch_id,
            "article_id": article_id,
            "verdict": verdict,
            "seen_at": seen_at,
            "recorded_at": desk.recorded_at,
            **values,
        },
    )


def unchanged(desk: Desk, fetch_id: int, own: Identity, seen_at: datetime) -> Recorded:
    """A 304: the article still shows what it showed."""
    conn = desk.conn
    if done := already(conn, fetch_id):
        return done
    line = timeline.load(conn, own.id)
    before, after = decide.neighbours(line.history(), seen_at)
    shown = before or after
    assert shown is not None  # an article without a version is never made
    with settling(conn, own.id, seen_at):
        sight(desk, fetch_id, Verdict.UNCHANGED, seen_at, own.id, version_id=shown.version)
        state.refresh(conn, own.id)
    name = conn.scalar(sa.select(version.c.public_id).where(version.c.id == shown.version))
    return Recorded(own.public_id, Verdict.UNCHANGED, name, story_id=story_of(conn, own.id))


def missing(
    desk: Desk, fetch_id: int, own: Identity | None, seen_at: datetime, *, hard: bool
) -> Recorded | None:
    """A look that found no page; None where its address is not known."""
    conn = desk.conn
    if done := already(conn, fetch_id):
        return done
    reason = gone.HARD if hard else gone.SOFT
    if own is None:
        sight(desk, fetch_id, Verdict.GONE, seen_at, None, reason=reason)
        return None
    was_gone = _is_gone(conn, own.id)
    with settling(conn, own.id, seen_at, fetched(conn, fetch_id).run_id):
        sight(desk, fetch_id, Verdict.GONE, seen_at, own.id, reason=reason)
    state.refresh(conn, own.id)
    if not _is_gone(conn, own.id):
        return Recorded(own.public_id, Verdict.REFUSED)
    return Recorded(own.public_id, Verdict.UNCHANGED if was_gone else Verdict.GONE)


@contextmanager
def settling(
    conn: sa.Connection, article_id: int, at: datetime, run_id: int | None = None
) -> Iterator[None]:
    """Within it a look becomes a sighting; runs that are therefore believed, or no more, settle.

    These are the look's own run if it is given, and that of the article's next look.
    """
    runs = gone.runs_after(conn, article_id, at) | ({run_id} if run_id is not None else set())
    before = {run: bool(gone.doubted(conn, run)) for run in runs}
    yield
    for run, doubted in before.items():
        if bool(gone.doubted(conn, run)) != doubted:
            settle(conn, run)


def settle(conn: sa.Connection, run_id: int) -> None:
    """Derives anew which of a run's missing articles are gone."""
    for article_id in gone.articles_missing(conn, run_id):
        state.refresh(conn, article_id)


def settled(conn: sa.Connection, run_id: int) -> str | None:
    """Settles a run at its end; a sentence for a person where too many articles are missing."""
    settle(conn, run_id)
    doubted = gone.doubted(conn, run_id)
    if not doubted:
        return None
    return (
        f"{doubted} articles are newly missing, a tenth or more of those looked at again: "
        "none of them is marked as gone"
    )


def refuse(
    desk: Desk, fetch_id: int, reason: str, detail: str, own: Identity | None, seen_at: datetime
) -> None:
    """A page that is no article: counted and kept, and nothing is concluded from it."""
    if already(desk.conn, fetch_id):
        return
    told = {"reason": reason, "detail": detail or None}
    if own is None:
        sight(desk, fetch_id, Verdict.REFUSED, seen_at, None, **told)
        return
    with settling(desk.conn, own.id, seen_at):
        sight(desk, fetch_id, Verdict.REFUSED, seen_at, own.id, **told)
    state.refresh(desk.conn, own.id)


def already(conn: sa.Connection, fetch_id: int) -> Recorded | None:
    """What was decided for a look before."""
    row = conn.execute(
        sa.select(
            sighting.c.verdict,
            article.c.public_id,
            article_state.c.story_id,
            version.c.public_id.label("version"),
        )
        .outerjoin(article, article.c.id == sighting.c.article_id)
        .outerjoin(article_state, article_state.c.article_id == article.c.id)
        .outerjoin(version, version.c.id == sighting.c.version_id)
        .where(sighting.c.fetch_id == fetch_id)
    ).first()
    if row is None:
        return None
    return Recorded(row.public_id or "", Verdict(row.verdict), row.version, story_id=row.story_id)


def story_of(conn: sa.Connection, article_id: int, *, linked: bool = False) -> str | None:
    """The story of an article, written anew where it has one, or was just `linked` to one."""
    held = sa.select(article_state.c.story_id).where(article_state.c.article_id == article_id)
    return stories.refresh(conn, article_id) if linked or conn.scalar(held) else None


def fetched(conn: sa.Connection, fetch_id: int) -> AnyRow:
    """A look of the ledger, with its page's hash and its sighting; raises NotFound."""
    row = conn.execute(_FETCH, {"fetch": fetch_id}).first()
    if row is None:
        raise NotFound(f"the ledger holds no look {fetch_id}: capture it first")
    return row


_FETCH = (
    sa.select(
        fetch_event.c.id,
        fetch_event.c.run_id,
        fetch_event.c.url,
        fetch_event.c.page_id,
        page.c.sha256,
        sighting.c.id.label("sighting"),
    )
    .outerjoin(page, page.c.id == fetch_event.c.page_id)
    .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
    .where(fetch_event.c.id == sa.bindparam("fetch"))
)


def _is_gone(conn: sa.Connection, article_id: int) -> bool:
    at = sa.select(article_state.c.gone_at).where(article_state.c.article_id == article_id)
    return conn.scalar(at) is not None
