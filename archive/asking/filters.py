"""What narrows a search beside its words: site, unit, day, topic, mention and the like."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

import sqlalchemy as sa

from archive.asking import naming
from archive.asking.time import day_end, day_start
from archive.errors import BadQuery, NotFound
from archive.storage.moments import NOW, Moment
from archive.storage.schema import mention, site
from archive.text.units import alike, codes_for

STATUSES = ("accepted", "review", "rejected")
TAKEN = ("accepted", "review")  # unless told otherwise
FEW_SITES = 12  # are named where a site is not known
State = Any  # the table of today's states, or what stands for it at a moment


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; all of it holds at once, and what is left out narrows nothing.

    Days are days in Viet Nam, inclusive; an article without a date is left out by them. `units`:
    names or codes of the old or new map. `statuses`: empty means all, labelled or not. `mentions`:
    as `document:06/QĐ-TTg` or by words of a label, all of them named. `gone`: True for articles
    that were removed, False for those still there. `any_word`: one of the words is enough.
    """

    sites: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    statuses: Sequence[str] = TAKEN
    origins_only: bool = False
    units: Sequence[str] = ()
    kinds: Sequence[str] = ()
    min_score: float | None = None
    max_score: float | None = None
    mentions: Sequence[str] = ()
    gone: bool | None = None
    any_word: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What a search needs to know of a site."""

    id: int
    name: str
    kind: str
    unit: str | None


def papers(conn: sa.Connection) -> dict[int, Paper]:
    """All sites by their number; there are few."""
    columns = (site.c.id, site.c.name, site.c.kind, site.c.unit_code)
    return {row.id: Paper(*row) for row in conn.execute(sa.select(*columns))}


def known_sites(conn: sa.Connection, names: Sequence[str]) -> list[str]:
    """The names, if the archive holds all these sites; raises NotFound, naming those it has."""
    known = sorted(conn.scalars(sa.select(site.c.name)))
    wanted = [name.strip().lower() for name in names]
    for name in wanted:
        if name not in known:
            raise NotFound(f"no site is called “{name}”: {_instead(name, known)}")
    return wanted


def _instead(name: str, known: Sequence[str]) -> str:
    """What there is where a site is not: all of a few, of many those that are spelled alike."""
    if not known:
        return "the archive holds none yet"
    if len(known) <= FEW_SITES:
        return f"there are {', '.join(known)}"
    if near := get_close_matches(name, known, 3):
        return f"do you mean {' or '.join(near)}? `egov sites` lists them all"
    return f"`egov sites` lists the {len(known)} that there are"


def check(filters: Filters) -> None:
    """Raises BadQuery where filters contradict one another or name what is not there."""
    if filters.since and filters.until and filters.since > filters.until:
        raise BadQuery(f"no day is both since {filters.since} and until {filters.until}")
    if unknown := [status for status in filters.statuses if status not in STATUSES]:
        raise BadQuery(f"no topic status is called “{unknown[0]}”: there are {', '.join(STATUSES)}")
    low, high = filters.min_score, filters.max_score
    if not all(math.isfinite(score) for score in (low, high) if score is not None):
        raise BadQuery("a topic score is a number, as 4 or 10.5")
    if low is not None and high is not None and low > high:
        raise BadQuery(f"no score is both at least {low:g} and at most {high:g}")


def site_ids(conn: sa.Connection, filters: Filters) -> list[int] | None:
    """The sites that the filters leave, None for all; raises NotFound and BadQuery."""
    if not (filters.sites or filters.units or filters.kinds):
        return None
    left = list(papers(conn).values())
    if filters.sites:
        names = known_sites(conn, filters.sites)
        left = [paper for paper in left if paper.name in names]
    if filters.units:
        codes = frozenset[str]().union(*map(_codes, filters.units))
        left = [paper for paper in left if paper.unit in codes]
    if filters.kinds:
        kinds = _kinds(conn, filters.kinds)
        left = [paper for paper in left if paper.kind in kinds]
    return [paper.id for paper in left]


def _codes(name: str) -> frozenset[str]:
    if codes := codes_for(name):
        return codes
    near = " or ".join(alike(name))
    raise NotFound(
        f"no province or city is called “{name}”: "
        + (f"do you mean {near}?" if near else "write its name or its code (VN-34)")
    )


def _kinds(conn: sa.Connection, names: Sequence[str]) -> list[str]:
    known = sorted(set(conn.scalars(sa.select(site.c.kind))))
    wanted = [name.strip().lower() for name in names]
    for name in wanted:
        if name not in known:
            raise NotFound(
                f"no kind of site is called “{name}”: "
                + (f"there are {', '.join(known)}" if known else "the archive holds none yet")
            )
    return wanted


def conditions(
    conn: sa.Connection, filters: Filters, state: State, moment: Moment = NOW
) -> list[sa.ColumnElement[bool]]:
    """The filters as conditions on the columns of `article_state`."""
    check(filters)
    columns = state.c
    found: list[sa.ColumnElement[bool]] = []
    if (ids := site_ids(conn, filters)) is not None:
        # SQLite would look into the index by article once for each site
        own = columns.site_id + 0 if conn.dialect.name == "sqlite" else columns.site_id
        found.append(own.in_(ids))
    if filters.since:
        found.append(columns.published_at >= day_start(filters.since))
    if filters.until:
        found.append(columns.published_at < day_end(filters.until))
    if filters.statuses:
        found.append(columns.topic_status.in_(filters.statuses))
    if filters.min_score is not None:
        found.append(columns.topic_score >= filters.min_score)
    if filters.max_score is not None:
        found.append(columns.topic_score <= filters.max_score)
    if filters.origins_only:
        found.append(columns.is_origin)
    if filters.gone is not None:
        gone = columns.gone_at.is_not(None)
        found.append(gone if filters.gone else ~gone)
    named = [naming_readings(conn, text, moment) for text in filters.mentions]
    return found + [columns.head_reading_id.in_(readings) for readings in named]


def naming_readings(conn: sa.Connection, text: str, moment: Moment) -> sa.Select[tuple[int]]:
    """The readings that name something, by the newest gazetteer known that looked at them."""
    kind, key = naming.resolve(conn, text)
    return sa.select(mention.c.reading_id).where(
        mention.c.kind == kind, mention.c.key == key, newest_gazetteer(moment)
    )


def newest_gazetteer(moment: Moment = NOW) -> sa.ColumnElement[bool]:
    """Whether a row of `mention` is of the newest gazetteer that had looked at its reading."""
    other = mention.alias("newer")
    known = moment.cut["known_at"]
    # one look into ix_mention_newest
    newer = sa.tuple_(other.c.recorded_at, other.c.gazetteer) > sa.tuple_(
        mention.c.recorded_at, mention.c.gazetteer
    )
    is_newer = sa.exists().where(other.c.reading_id == mention.c.reading_id, newer)
    if moment.known_at is None:
        return ~is_newer
    there = mention.c.count > 0  # a row without a count says that nothing is named any more
    return sa.and_(
        there, mention.c.recorded_at <= known, ~is_newer.where(other.c.recorded_at <= known)
    )
