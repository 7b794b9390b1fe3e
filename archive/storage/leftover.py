"""What runs that were broken off left: looks without a meaning, files that nobody asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.storage import attached, identity, onenight
from archive.storage.attached import File
from archive.storage.columns import AnyRow
from archive.storage.derived import known_address
from archive.storage.engine import begin_read
from archive.storage.recovery import ADOPTED
from archive.storage.schema import article, attached_file, fetch_event, page, sighting, site

REDIRECTS = 5  # that one look may follow
FOLLOWED = ("", ADOPTED)  # details of redirects: of others it is said why they lead nowhere


@dataclass(frozen=True, slots=True)
class LeftLook:
    """A look at an article that was kept, and brought no page to read: a 304, a 404 or 410.

    `asked` is the address that led to it.
    """

    fetch_id: int
    asked: str
    url: str
    outcome: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LeftRedirect:
    """A redirect of an article that was kept, and not followed: `asked` led to it, it to `url`."""

    asked: str
    url: str


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file of an article: to be asked for, or, with `fetch_id`, kept and not yet told of."""

    article_id: str
    owner: str
    file: File
    fetch_id: int | None = None
    seen_at: datetime | None = None
    sha256: str = ""


def since(engine: sa.Engine, name: str, at: datetime) -> datetime | None:
    """When the first run began that a run of a site which begins at a time goes on with."""
    with begin_read(engine) as conn:
        rows = onenight.broken_off(conn, name, at)
    return min((row.started_at for row in rows), default=None)


def noted(engine: sa.Engine, urls: Sequence[str], at: datetime) -> int:
    """How many of some addresses were found for the first time since a time."""
    query = sa.select(sa.func.count()).select_from(known_address)
    query = query.where(known_address.c.url.in_(urls), known_address.c.found_at >= at)
    with begin_read(engine) as conn:
        return conn.execute(query).scalar_one()


def looks(engine: sa.Engine, name: str) -> list[LeftLook]:
    """The looks at articles of a site that were answered without a page and mean nothing yet."""
    waiting = (
        sa.select(fetch_event)
        .join(site, site.c.id == fetch_event.c.site_id)
        .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
        .where(site.c.name == name, fetch_event.c.kind == "article", sighting.c.id.is_(None))
        .where(
            sa.or_(
                fetch_event.c.outcome == "missing",
                (fetch_event.c.outcome == "not-modified") & fetch_event.c.conditional,
            )
        )
        .order_by(fetch_event.c.requested_at, fetch_event.c.id)
    )
    with begin_read(engine) as conn:
        return [
            LeftLook(row.id, _asked(conn, row), row.url, row.outcome, row.requested_at)
            for row in conn.execute(waiting).all()
        ]


def redirects(engine: sa.Engine, name: str, at: datetime) -> list[LeftRedirect]:
    """The redirects of articles of a site that runs kept which broke off, where nobody asked what
    they lead to. Of addresses that were never answered before there are none: these are asked anew.
    """
    with begin_read(engine) as conn:
        runs = [row.id for row in onenight.broken_off(conn, name, at)]
        rows = conn.execute(_UNFOLLOWED, {"runs": runs}).all() if runs else []
        found = [LeftRedirect(_asked(conn, row), row.location) for row in rows]
        held = {left.asked for left in found if identity.at_url(conn, rows[0].site_id, left.asked)}
        return [left for left in found if left.asked in held and left.url != left.asked]


_target = fetch_event.alias()
_UNFOLLOWED = (
    sa.select(fetch_event)
    .where(fetch_event.c.run_id.in_(sa.bindparam("runs", expanding=True)))
    .where(fetch_event.c.outcome == "redirect", fetch_event.c.kind == "article")
    .where(fetch_event.c.location.is_not(None))
    .where(sa.func.coalesce(fetch_event.c.detail, "").in_(FOLLOWED))
    .where(
        ~sa.exists().where(
            _target.c.run_id.in_(sa.bindparam("runs", expanding=True)),
            _target.c.url == fetch_event.c.location,
        )
    )
    .order_by(fetch_event.c.id)
)


def asked(engine: sa.Engine, fetch_id: int) -> str:
    """The address that was asked for when a look was taken: its own, or one that led to it."""
    with begin_read(engine) as conn:
        row = conn.execute(sa.select(fetch_event).where(fetch_event.c.id == fetch_id)).one()
        return _asked(conn, row)


def _asked(conn: sa.Connection, look: AnyRow) -> str:
    url, before = look.url, look.id
    night = onenight.together(conn, look.run_id) if look.run_id is not None else []
    for _ in range(REDIRECTS):
        led = conn.execute(_LED, {"runs": night, "url": url, "before": before}).first()
        if led is None:
            break
        url, before = led.url, led.id
    return str(url)


_LED = (
    sa.select(fetch_event.c.id, fetch_event.c.url)
    .where(fetch_event.c.run_id.in_(sa.bindparam("runs", expanding=True)))
    .where(fetch_event.c.outcome == "redirect")
    .where(fetch_event.c.location == sa.bindparam("url"))
    .where(fetch_event.c.id < sa.bindparam("before"), fetch_event.c.kind == "article")
    .order_by(fetch_event.c.id.desc())
    .limit(1)
)


def files(engine: sa.Engine, name: str, at: datetime) -> list[LeftFile]:
    """The files of articles that runs looked at which broke off or failed, as far as they are not
    told of yet.
    """
    with begin_read(engine) as conn:
        runs = onenight.unfinished(conn, name, at)
        if not runs:
            return []
        found, taken = [], set[int]()
        for row in conn.execute(_OWNERS, {"runs": runs}).all():
            for file in attached.offered(conn, row.public_id):
                each = _left(conn, runs, row, file, taken)
                if each is not None:
                    found.append(each)
        return found


_OWNERS = (
    sa.select(article.c.id, article.c.public_id, sa.func.max(fetch_event.c.url).label("url"))
    .join(sighting, sighting.c.article_id == article.c.id)
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .where(fetch_event.c.run_id.in_(sa.bindparam("runs", expanding=True)))
    .where(fetch_event.c.kind == "article", sighting.c.version_id.is_not(None))
    .group_by(article.c.id, article.c.public_id)
    .order_by(article.c.id)
)


def _left(
    conn: sa.Connection, runs: Sequence[int], owner: AnyRow, file: File, taken: set[int]
) -> LeftFile | None:
    """What is left to do with one file; None where it was asked for, and what came was told.

    A look tells of one article; that of another one with the same file is another look.
    """
    rows = conn.execute(_LOOKS, {"since": min(runs), "url": file.url}).all()
    if any(row.article_id == owner.id for row in rows):
        return None
    for row in rows:
        if row.article_id is None and row.id not in taken:
            taken.add(row.id)
            if row.outcome != "ok" or row.sha256 is None:
                return None
            told = (row.id, row.requested_at, row.sha256)
            return LeftFile(owner.public_id, owner.url, file, *told)
    return LeftFile(owner.public_id, owner.url, file)


_LOOKS = (
    sa.select(
        fetch_event.c.id,
        fetch_event.c.outcome,
        fetch_event.c.requested_at,
        page.c.sha256,
        attached_file.c.article_id,
    )
    .outerjoin(page, page.c.id == fetch_event.c.page_id)
    .outerjoin(attached_file, attached_file.c.fetch_id == fetch_event.c.id)
    .where(fetch_event.c.run_id >= sa.bindparam("since"))
    .where(fetch_event.c.kind == "asset", fetch_event.c.url == sa.bindparam("url"))
    .order_by(fetch_event.c.id)
)
