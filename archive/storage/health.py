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
from archive.normals import VIETNAM
from archive.storage.columns import AnyRow
from archive.storage.derived import health, mute, run
from archive.storage.ended import ended_runs
from archive.storage.engine import begin_read, begin_write
from archive.storage.nights import PAST, SERVICE, newest, night
from archive.storage.resting import KINDS, resting
from archive.storage.schema import fetch_event, site

WELL = ("healthy", "quiet")
PASSING = ("thin", "down", "interrupted")  # what may mend itself: a person is called if it lasts
LASTS = 2  # runs in a row with trouble
MISSED = timedelta(hours=36)  # without a run, and beyond a rest
PASSED_OVER = timedelta(hours=25)  # since a run: the site's turn came, and it was not asked
BROKEN_OFF = timedelta(hours=6)  # a run that has not ended by then was killed: its limit is four


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
    found: int | None = None  # article addresses on the listings' first pages, and new articles
    new: int | None = None
    usual_found: float | None = None  # on such a day, None where that is not known
    usual_new: float | None = None
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
        noted(conn, run_id, state, at, evidence)


def noted(
    conn: sa.Connection, run_id: int, state: str, at: datetime, evidence: Sequence[Failing]
) -> None:
    """As `note`, within the transaction that ends the run."""
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


# --- how the sites are ----------------------------------------------------------------------------


def states(engine: sa.Engine, now: datetime, name: str | None = None) -> dict[str, State]:
    """How each site is that is crawled, by its name, or one site whether it is crawled or not.

    Raises NotFound where no site is called so.
    """
    with begin_read(engine) as conn:
        found = _shown(conn, now, name)
    return {
        state.site: _missed(_rested(engine, state, now), last, now) if last is not None else state
        for state, last in found
    }


def _shown(
    conn: sa.Connection, now: datetime, name: str | None
) -> list[tuple[State, AnyRow | None]]:
    """What the runs of the sites showed, each with the newest one where it can be missed."""
    query = sa.select(site).order_by(site.c.name)
    sites = conn.execute(query if name is None else query.where(site.c.name == name)).all()
    if name is not None and not sites:
        raise NotFound(f"no site is called {name}: `egov sites` lists them")
    runs = newest(conn, sites[0].id if name is not None else None)
    shown = _evidence(conn, [rows[0].id for rows in map(_ended, runs.values()) if rows])
    muted = {row.site_id: row for row in conn.execute(sa.select(mute).where(mute.c.until > now))}
    found = []
    for row in sites:
        past = runs.get(row.id, [])
        if name is not None or row.enabled or (row.enabled is None and past):
            state = _state(row, past, shown, muted.get(row.id), now)
            last = next(iter(_ended(past)), None) if state.state != "interrupted" else None
            found.append((state, last if row.enabled else None))
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
    trouble, usual = str(last.outcome), (last.figures or {}).get("usual", {})
    evidence = shown.get(last.id) or tuple(Failing("", words) for words in last.notes)
    needs = trouble not in WELL and (trouble not in PASSING or _troubled(ended) >= LASTS)
    return State(
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
        found=night(last).named or last.discovered,
        new=last.new_articles,
        usual_found=usual.get("found"),
        usual_new=usual.get("new"),
        **silence,
    )


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
    words = f"the run of {last.started_at.astimezone(VIETNAM):%Y-%m-%d %H:%M} never ended"
    return State(
        name,
        *("interrupted", "interrupted", last.started_at, last.started_at, 1, last.id),
        words,
        needs_person=True,
        evidence=(Failing("never-ended", words),),
        **silence,
    )


def _rested(engine: sa.Engine, state: State, now: datetime) -> State:
    """The state of a site that may rest; once it was passed over, it is `resting`."""
    at = state.at
    if state.trouble not in KINDS or at is None:
        return state
    rest = resting(ended_runs(engine, state.site, PAST), at)
    if rest is None:
        return state
    state = replace(state, resting_until=rest.until)
    if now >= rest.until or now - at <= PASSED_OVER:
        return state
    times = "once" if rest.failures == 1 else f"{rest.failures} times in a row"
    words = f"not asked for a while: {rest.outcome} {times}"
    return replace(state, state="resting", why=": ".join(filter(None, (words, state.why))))


def _missed(state: State, last: AnyRow, now: datetime) -> State:
    """The state, or that no run came where the service should have made one."""
    ended: datetime = last.finished_at or last.started_at
    over = max(ended, state.resting_until or ended) + MISSED
    if last.trigger not in SERVICE or now <= over:
        return replace(state, resting_until=_later(state.resting_until, now))
    words = (
        f"no run since {last.started_at.astimezone(VIETNAM):%Y-%m-%d}, which was {state.trouble}"
    )
    return replace(
        state,
        state="missed",
        trouble="missed",
        since=over,
        runs=0,
        why=words,
        needs_person=True,
        evidence=(Failing("missed", words), *state.evidence),
        resting_until=None,
    )


def _later(until: datetime | None, now: datetime) -> datetime | None:
    """The end of a rest, unless it is over."""
    return until if until is not None and now < until else None
