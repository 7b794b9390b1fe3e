"""How the sites are: what the newest run of each showed, since when, whether a person is needed.

A run of a whole site leaves a row of `health` with its evidence; what has no run (a site that was
not asked, one that rests, a run that never ended) is told from the rows of `run`, now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.errors import NotFound
from archive.normals import Night
from archive.storage.columns import AnyRow
from archive.storage.derived import health, mute, run
from archive.storage.engine import begin_read, begin_write
from archive.storage.schema import fetch_event, site

WELL = ("healthy", "quiet")
PASSING = ("thin", "down", "interrupted")  # what may mend itself: a person is called if it lasts
LASTS = 2  # runs in a row with trouble
ASIDE = ("backfill", "import")  # triggers of runs that tell nothing of how the site is now
PART = (*ASIDE, "feeds", "look-back")  # nor of the site as a whole
SERVICE = ("nightly", "catch-up")  # of runs that come by themselves, and are missed
REGULAR = (*SERVICE, "once", "replay")  # of runs that tell what is usual
MISSED = timedelta(hours=36)  # without a run
BROKEN_OFF = timedelta(hours=6)  # a run that has not ended by then was killed: its limit is four
PAST = 60  # runs of a site that are looked at to say how it is
REMEMBERED = 400  # to say what is usual: long trouble must not make it forgotten


@dataclass(frozen=True, slots=True)
class Failing:
    """One rule that failed in a run: its name, a sentence with the numbers, and the page or listing
    at which it is to be seen, by address and look (`fetch_id` of the ledger).
    """

    rule: str
    sentence: str
    url: str | None = None
    fetch_id: int | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """How a site is. `state` is the outcome of its newest run of the whole site, or `resting` (not
    asked for a while after failures), `missed` (no run when there should have been one), `never`.

    `trouble` is the outcome behind a rest, else the same as `state`: it does not change while a
    site is now asked in vain, now rests. `since` is the begin of the first run of the unbroken row
    (healthy and quiet are one), `runs` how many there were; `at` the begin of the newest.
    """

    site: str
    state: str
    trouble: str
    since: datetime | None
    at: datetime | None
    runs: int
    run_id: int | None
    why: str  # a short sentence, empty where all is well
    needs_person: bool
    evidence: tuple[Failing, ...] = ()
    found: int | None = None  # article addresses in the listings, and new articles
    new: int | None = None
    resting_until: datetime | None = None
    muted_until: datetime | None = None
    mute_reason: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be said of the site."""
        return self.trouble in WELL or self.state == "never"

    @property
    def calls(self) -> bool:
        """Whether a person is needed, and nobody said that the site is to be passed over."""
        return self.needs_person and self.muted_until is None


def note(
    engine: sa.Engine, run_id: int, state: str, at: datetime, evidence: Sequence[Failing]
) -> None:
    """Writes the state that a run of a whole site showed; evidence without a look gets the newest
    one at its address in this run.
    """
    with begin_write(engine) as conn:
        owner = conn.scalar(sa.select(run.c.site_id).where(run.c.id == run_id))
        rows = [_as_json(conn, run_id, each) for each in evidence]
        values = {"site_id": owner, "run_id": run_id, "at": at, "state": state, "evidence": rows}
        conn.execute(sa.insert(health).values(values))


def _as_json(conn: sa.Connection, run_id: int, one: Failing) -> dict[str, Any]:
    fetch_id = one.fetch_id
    if fetch_id is None and one.url:
        newest = sa.select(sa.func.max(fetch_event.c.id)).where(fetch_event.c.url == one.url)
        fetch_id = conn.scalar(newest.where(fetch_event.c.run_id == run_id))
    told = {"rule": one.rule, "sentence": one.sentence, "url": one.url, "fetch": fetch_id}
    return {name: value for name, value in told.items() if value is not None} | (
        {"numbers": dict(one.numbers)} if one.numbers else {}
    )


def failing(rows: Iterable[Mapping[str, Any]]) -> tuple[Failing, ...]:
    """Evidence as it is stored."""
    return tuple(
        Failing(
            one.get("rule", ""),
            one.get("sentence", ""),
            one.get("url"),
            one.get("fetch"),
            one.get("numbers") or {},
        )
        for one in rows
    )


# --- the runs of whole sites ----------------------------------------------------------------------


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
    day, and by hand, take from a night what it would have found.
    """

    nights: tuple[Night, ...] = ()
    new: int = 0
    listings: Mapping[str, int] = field(default_factory=dict)

    def with_more(self, night: Night) -> Night:
        """The night, as if it had found what these runs took."""
        listings = {
            url: (named, new + self.listings.get(url, 0))
            for url, (named, new) in night.listings.items()
        }
        return replace(night, new=night.new + self.new, listings=listings)


def past(conn: sa.Connection, site_id: int, most: int = REMEMBERED) -> Past:
    """What the newest runs of a site brought."""
    rows = sa.select(run).where(run.c.site_id == site_id, run.c.trigger.not_in(ASIDE))
    newest = conn.execute(rows.order_by(run.c.id.desc()).limit(most)).all()
    return past_of(list(reversed(newest)))


def past_of(rows: Iterable[AnyRow]) -> Past:
    """The nights among the runs of a site, which stand the oldest first."""
    found, more = [], Past()
    for row in rows:
        one = night(row)
        regular = row.trigger in REGULAR and (row.figures or {}).get("scope", "site") == "site"
        if regular and one.looked:
            found.append(more.with_more(one))
            more = Past()
            continue
        if regular:
            found.append(one)
        taken = {url: more.listings.get(url, 0) + new for url, (_, new) in one.listings.items()}
        more = Past((), more.new + one.new, {**more.listings, **taken})
    return Past(tuple(found), more.new, more.listings)


def past_at(engine: sa.Engine, name: str) -> Past:
    """As `past`, by the site's name."""
    with begin_read(engine) as conn:
        owner = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
        return Past() if owner is None else past(conn, owner)


# --- how the sites are ----------------------------------------------------------------------------


def states(engine: sa.Engine, now: datetime) -> dict[str, State]:
    """How each site is that is crawled, by its name."""
    with begin_read(engine) as conn:
        return states_of(conn, now)


def states_of(conn: sa.Connection, now: datetime, name: str | None = None) -> dict[str, State]:
    """As `states`, of one site or of all; raises NotFound where no site is called so."""
    query = sa.select(site).order_by(site.c.name)
    sites = conn.execute(query if name is None else query.where(site.c.name == name)).all()
    if name is not None and not sites:
        raise NotFound(f"no site is called {name}: `egov sites` lists them")
    runs = newest(conn, sites[0].id if name is not None else None)
    shown = _evidence(conn, [rows[0].id for rows in map(_ended, runs.values()) if rows])
    muted = {row.site_id: row for row in conn.execute(sa.select(mute).where(mute.c.until > now))}
    found = {}
    for row in sites:
        past = runs.get(row.id, [])
        if name is not None or row.enabled or (row.enabled is None and past):
            found[row.name] = _state(row, past, shown, muted.get(row.id), now)
    return found


def _evidence(conn: sa.Connection, runs: Sequence[int]) -> dict[int, tuple[Failing, ...]]:
    rows = sa.select(health.c.run_id, health.c.evidence).where(health.c.run_id.in_(runs))
    return {row.run_id: failing(row.evidence) for row in conn.execute(rows.order_by(health.c.id))}


def _ended(rows: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """The runs without one that goes on at the moment."""
    return [row for row in rows if row.outcome is not None]


def _state(
    of: AnyRow,
    past: Sequence[AnyRow],
    shown: Mapping[int, tuple[Failing, ...]],
    muted: AnyRow | None,
    now: datetime,
) -> State:
    """How one site is."""
    ended = _ended(past)
    silence = {}
    if muted is not None:
        silence = {"muted_until": muted.until, "mute_reason": muted.reason}
    if past and past[0].outcome is None and now - past[0].started_at > BROKEN_OFF:
        return _broken_off(of.name, past[0], silence)
    if not ended:
        return State(of.name, "never", "never", None, None, 0, None, "", False, **silence)
    last, row = ended[0], _row_of_same(ended)
    trouble = str(last.outcome)
    evidence = shown.get(last.id) or tuple(Failing("", words) for words in last.notes)
    needs = trouble not in WELL and (trouble not in PASSING or _troubled(ended) >= LASTS)
    state = State(
        site=of.name,
        state=trouble,
        trouble=trouble,
        since=row[-1].started_at,
        at=last.started_at,
        runs=len(row),
        run_id=last.id,
        why="" if trouble in WELL else next((each.sentence for each in evidence), ""),
        needs_person=needs,
        evidence=evidence if trouble not in WELL else (),
        found=last.discovered,
        new=last.new_articles,
        **silence,
    )
    return _missed(state, last, now) if of.enabled else state


def _row_of_same(ended: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """The newest runs that ended alike."""
    same = WELL if ended[0].outcome in WELL else (ended[0].outcome,)
    for place, each in enumerate(ended):
        if each.outcome not in same:
            return ended[:place]
    return ended


def _troubled(ended: Sequence[AnyRow]) -> int:
    """How many runs in a row were not well."""
    well = (place for place, each in enumerate(ended) if each.outcome in WELL)
    return next(well, len(ended))


def _broken_off(name: str, last: AnyRow, silence: Mapping[str, Any]) -> State:
    """A run that was begun and never closed."""
    words = f"the run that began at {last.started_at:%Y-%m-%d %H:%M} UTC never ended"
    return State(
        name,
        *("interrupted", "interrupted", last.started_at, last.started_at, 1, last.id),
        words,
        needs_person=True,
        evidence=(Failing("never-ended", words),),
        **silence,
    )


def _missed(state: State, last: AnyRow, now: datetime) -> State:
    """The state, or that no run came where the service should have made one."""
    over = (last.finished_at or last.started_at) + MISSED
    if last.trigger not in SERVICE or now <= over:
        return state
    words = f"no run since {last.started_at:%Y-%m-%d}, which was {state.state}"
    return replace(
        state,
        state="missed",
        trouble="missed",
        since=over,
        runs=0,
        why=words,
        needs_person=True,
        evidence=(Failing("missed", words), *state.evidence),
    )
