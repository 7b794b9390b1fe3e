"""The runs of the sites as nights: which of them looked at a whole site, and what each brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from archive.normals import Night
from archive.storage.columns import AnyRow
from archive.storage.derived import run
from archive.storage.engine import begin_read
from archive.storage.schema import site

ASIDE = ("backfill", "import")  # triggers of runs that tell nothing of how the site is now
PART = (*ASIDE, "feeds", "look-back")  # nor of the site as a whole
SERVICE = ("nightly", "catch-up")  # of runs that come by themselves, and are missed
REGULAR = (*SERVICE, "once", "replay")  # of runs that tell what is usual
PAST = 60  # runs of a site that are looked at to say how it is
REMEMBERED = 400  # to say what is usual: long trouble must not make it forgotten


def whole() -> sa.ColumnElement[bool]:
    """The condition on `run` rows that they looked at the whole site."""
    scope = run.c.figures["scope"].as_string()
    return sa.and_(run.c.trigger.not_in(PART), sa.or_(scope.is_(None), scope == "site"))


def newest(
    conn: sa.Connection, site_id: int | None = None, most: int = PAST
) -> dict[int, list[AnyRow]]:
    """The newest runs of whole sites, of one site or of all: by site, the newest first."""
    place = sa.func.row_number().over(partition_by=run.c.site_id, order_by=run.c.id.desc())
    query = sa.select(run, place.label("place")).where(whole())
    ranked = (query if site_id is None else query.where(run.c.site_id == site_id)).subquery()
    rows = sa.select(ranked).where(ranked.c.place <= most).order_by(ranked.c.id.desc())
    found: dict[int, list[AnyRow]] = {}
    for row in conn.execute(rows):
        found.setdefault(row.site_id, []).append(row)
    return found


def night(row: AnyRow) -> Night:
    """A run as what is usual is learned from it."""
    told: Mapping[str, Any] = row.figures or {}
    layouts: Mapping[str, int] = told.get("layouts", {})
    return Night(
        at=row.started_at,
        outcome=row.outcome or "",
        discovered=row.discovered,
        new=row.new_articles,
        read=told.get("read", 0),
        fields=told.get("fields", {}),
        words=told.get("words"),
        layout=max(layouts, key=lambda name: layouts[name]) if layouts else "",
        listings={url: (found, new) for url, (found, new) in told.get("listings", {}).items()},
        unchanged=bool(told.get("looks", {}).get("listing/not-modified")),
        rules=tuple(told.get("rules", ())),
    )


@dataclass(frozen=True, slots=True)
class Past:
    """The nights of a site, oldest first, and what runs since the newest of them brought: looks by
    day, and by hand, and backfills take from a night what it would have found.
    """

    nights: tuple[Night, ...] = ()
    new: int = 0
    listings: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def with_more(self, night: Night) -> Night:
        """The night, as if it had found what these runs took."""
        if not self.new and not self.listings:
            return night
        listings = dict(self.listings)  # one that a night found unchanged is known from these alone
        for url, (named, new) in night.listings.items():
            listings[url] = (named, new + listings.get(url, (0, 0))[1])
        return replace(night, new=night.new + self.new, listings=listings)


def past(conn: sa.Connection, site_id: int, most: int = REMEMBERED) -> Past:
    """What the newest runs of a site brought."""
    rows = sa.select(run).where(run.c.site_id == site_id)
    newest = conn.execute(rows.order_by(run.c.id.desc()).limit(most)).all()
    return past_of(list(reversed(newest)))


def past_of(rows: Iterable[AnyRow]) -> Past:
    """The nights among the runs of a site, which stand the oldest first."""
    found, more = [], Past()
    for row in rows:
        one = night(row)
        told = row.figures or {}
        regular = row.trigger in REGULAR and told.get("scope", "site") == "site"
        if regular and one.looked:
            found.append(more.with_more(one))
            more = Past()
            continue
        if regular:
            found.append(one)
        most = min(told.get("fresh", 0), one.new) if _is_of_the_past(row, told) else one.new
        taken = {
            url: (named, more.listings.get(url, (0, 0))[1] + min(new, most))
            for url, (named, new) in one.listings.items()
        }
        more = Past((), more.new + most, {**more.listings, **taken})
    return Past(tuple(found), more.new, more.listings)


def _is_of_the_past(row: AnyRow, told: Mapping[str, Any]) -> bool:
    """Whether what a run brought is no news but for what was published just before it."""
    return row.trigger in (*ASIDE, "look-back") or told.get("scope") in ("asked", "days")


def past_at(engine: sa.Engine, name: str) -> Past:
    """As `past`, by the site's name."""
    with begin_read(engine) as conn:
        owner = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
        return Past() if owner is None else past(conn, owner)
