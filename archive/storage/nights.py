"""The runs of the sites as nights: which of them looked at a whole site, and what each brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.normals import Night
from archive.storage.columns import AnyRow
from archive.storage.derived import run
from archive.storage.engine import begin_read
from archive.storage.schema import site
from archive.storage.site_states import WELL

ASIDE = ("backfill", "import")  # triggers of runs that tell nothing of how the site is now
PART = (*ASIDE, "feeds", "look-back")  # nor of the site as a whole
SERVICE = ("nightly", "catch-up")  # of runs that come by themselves, and are missed
REGULAR = (*SERVICE, "once", "replay")  # of runs that tell what is usual
STALE = "stale-layout"
PAST = 60  # runs of a site that are looked at to say how it is
REMEMBERED = 140  # nights, to say what is usual: long trouble must not make them forgotten
MOST_RUNS = 10_000  # of these nights, and of looks between them: each ten minutes for ten weeks
LOOKS = 400  # that tell of hours of a day


def whole() -> sa.ColumnElement[bool]:
    """The condition on `run` rows that they looked at the whole site."""
    scope = run.c.figures["scope"].as_string()
    return sa.and_(run.c.trigger.not_in(PART), sa.or_(scope.is_(None), scope == "site"))


def left_stale() -> sa.ColumnElement[bool]:
    """The condition on `run` rows that they left the layout of their site stale."""
    return sa.or_(run.c.outcome == STALE, run.c.figures["stale"].as_boolean().is_(True))


def state(outcome: str, figures: Mapping[str, Any] | None) -> str:
    """The state in which a run leaves its site: what it shows; where that is well, and a layout is
    still stale, that.
    """
    return STALE if outcome in WELL and (figures or {}).get("stale") else outcome


def newest(
    conn: sa.Connection, site_id: int | None = None, most: int = PAST
) -> dict[int, list[AnyRow]]:
    """The newest runs of whole sites, of one site or of all: by site, the newest first."""
    rows = sa.select(run).where(run.c.site_id == sa.bindparam("site"), whole())
    rows = rows.order_by(run.c.id.desc()).limit(most)  # a site at a time: runs of years are many
    asked = [site_id] if site_id is not None else conn.scalars(sa.select(site.c.id)).all()
    found = {each: list(conn.execute(rows, {"site": each})) for each in asked}
    return {each: some for each, some in found.items() if some}


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
        standing=frozenset(told.get("standing", ())),
        unchanged=bool(told.get("looks", {}).get("listing/not-modified")),
        rules=tuple(told.get("rules", ())),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What runs took from the look after them, which would have found it: new articles, and those
    of each listing, with the addresses that it named.
    """

    new: int = 0
    listings: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def and_more(self, new: int, listings: Mapping[str, tuple[int, int]]) -> "Taken":
        """This, and what one more run took."""
        taken = dict(self.listings)
        for url, (named, here) in listings.items():
            taken[url] = (named, here + taken.get(url, (0, 0))[1])
        return Taken(self.new + new, taken)

    def onto(self, night: Night) -> Night:
        """The night, as if it had found what these runs took."""
        if not self.new and not self.listings:
            return night
        whole = self.and_more(night.new, night.listings)  # a listing that a night found unchanged
        return replace(night, new=whole.new, listings=whole.listings)  # is known from these alone


@dataclass(frozen=True, slots=True)
class Past:
    """The nights of a site, oldest first, each as if it had found what was taken from it: by looks
    by day, and by hand, and backfills. `looks` are the nights and those looks between them that saw
    all listings, each with its own; `taken` and `left` is what was taken since the newest of both.
    `stale` is when the layout was last shown to be stale, where it still is.
    """

    nights: tuple[Night, ...] = ()
    looks: tuple[Night, ...] = ()
    taken: Taken = Taken()
    left: Taken = Taken()
    stale: datetime | None = None

    def with_more(self, night: Night) -> Night:
        """The night, as if it had found what was taken since the night before."""
        return self.taken.onto(night)

    def with_looks(self, night: Night) -> list[Night]:
        """All looks up to the night, itself as it is."""
        return [*self.looks, self.left.onto(night)]


def past(conn: sa.Connection, site_id: int) -> Past:
    """What the newest nights of a site brought, and all runs between them."""
    own = run.c.site_id == site_id
    nights = sa.select(run.c.id).where(own, whole(), run.c.trigger.in_(REGULAR))
    oldest = conn.scalar(nights.order_by(run.c.id.desc()).offset(REMEMBERED - 1).limit(1)) or 0
    rows = sa.select(run).where(own, run.c.id >= oldest)
    newest = conn.execute(rows.order_by(run.c.id.desc()).limit(MOST_RUNS)).all()
    return past_of(list(reversed(newest)))


def past_of(rows: Iterable[AnyRow]) -> Past:
    """The nights among the runs of a site, which stand the oldest first."""
    nights: list[Night] = []
    looks: list[Night] = []
    taken, left = Taken(), Taken()
    stale: datetime | None = None
    for row in rows:
        one = night(row)
        told = row.figures or {}
        scope = told.get("scope", "site")
        regular = row.trigger in REGULAR and scope == "site"
        if one.outcome == STALE and scope == "site":
            stale = one.at
        elif one.looked and scope == "site" and not told.get("stale"):
            stale = None
        most = min(told.get("fresh", 0), one.new) if _is_of_the_past(row, told) else one.new
        listings = {url: (named, min(new, most)) for url, (named, new) in one.listings.items()}
        if regular:
            nights.append(taken.onto(one) if one.looked else one)
        if one.looked and scope not in ("asked", "days"):
            looks.append(left.onto(replace(one, new=most, listings=listings)))
            left = Taken()
        else:
            left = left.and_more(most, listings)
        taken = Taken() if regular and one.looked else taken.and_more(most, listings)
    return Past(tuple(nights), tuple(looks[-LOOKS:]), taken, left, stale)


def _is_of_the_past(row: AnyRow, told: Mapping[str, Any]) -> bool:
    """Whether what a run brought is no news but for what was published just before it."""
    return row.trigger in (*ASIDE, "look-back") or told.get("scope") in ("asked", "days")


def past_at(engine: sa.Engine, name: str) -> Past:
    """As `past`, by the site's name."""
    with begin_read(engine) as conn:
        owner = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
        return Past() if owner is None else past(conn, owner)
