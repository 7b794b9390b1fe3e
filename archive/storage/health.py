"""How the sites are: what the newest run of each showed, since when, whether a person is needed.

A run of a whole site leaves a row of `health` with its evidence; what has no run (a site that was
not asked, one that rests, a run that never ended) is told from the rows of `run`, now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.errors import NotFound
from archive.storage.columns import AnyRow
from archive.storage.configured import time_limit
from archive.storage.derived import health, mute, run, site_state
from archive.storage.engine import begin_read, begin_write
from archive.storage.nights import STALE, newest, night
from archive.storage.nights import state as shown_by
from archive.storage.schema import fetch_event, site
from archive.storage.site_states import WELL, Failing, State
from archive.storage.unasked import broken_off, missed, rested

__all__ = ["Failing", "State", "failing", "note", "states"]

PASSING = ("thin", "down", "interrupted")  # what may mend itself: a person is called if it lasts
LASTS = 2  # runs in a row with trouble
OFTEN, LATELY = 4, 8  # so many of the newest runs: it comes and goes, and does not mend itself
FINE = (*WELL, "unproven")
CLOSING = timedelta(hours=2)  # a run that has not ended by then, beyond its time limit, was killed


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
        state.site: missed(rested(engine, state, now), last, now) if last is not None else state
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
    telling = [row.id for rows in map(_ended, runs.values()) for row in _telling(rows)]
    shown = _evidence(conn, telling)
    muted = {row.site_id: row for row in conn.execute(sa.select(mute).where(mute.c.until > now))}
    proven = _proven(conn)
    found = []
    for row in sites:
        past = runs.get(row.id, [])
        if name is not None or row.enabled or (row.enabled is None and past):
            state = _state(row, past, shown, muted.get(row.id), now)
            state = _confirmed(state, proven.get(row.id))
            last = next(iter(_ended(past)), None) if state.state != "interrupted" else None
            found.append((state, last if row.enabled else None))
    return found


def _proven(conn: sa.Connection) -> dict[int, datetime]:
    """When a person confirmed the last guess of a site, of sites of which none waits any more."""
    rows = sa.select(site_state.c.site_id, sa.func.max(site_state.c.confirmed_at).label("at"))
    rows = rows.where(site_state.c.evidence == "guess").group_by(site_state.c.site_id)
    none_waits = sa.func.count() == sa.func.count(site_state.c.confirmed_at)
    return {row.site_id: row.at for row in conn.execute(rows.having(none_waits))}


def _confirmed(state: State, at: datetime | None) -> State:
    """The state, well where somebody has confirmed since what it waited for."""
    if state.trouble != "unproven" or at is None or state.at is None or at < state.at:
        return state
    state = replace(state, state="healthy", trouble="healthy", why="", evidence=())
    return replace(state, needs_person=False)


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
    if past and past[0].outcome is None and now - past[0].started_at > time_limit() + CLOSING:
        return broken_off(of.name, past[0], silence)
    if not ended:
        return State(of.name, "never", "never", None, None, 0, None, "", False, **silence)
    last, row = ended[0], _row_of_same(ended)
    trouble, usual = _showed(last), (last.figures or {}).get("usual", {})
    evidence = tuple(one for each in _telling(ended) for one in shown.get(each.id, ()))
    evidence = evidence or tuple(Failing("", words) for words in last.notes)
    needs = trouble not in WELL and (trouble not in PASSING or _lasts(ended))
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
    """The newest runs that left the site in the same state."""
    newest_state = _showed(ended[0])
    same = WELL if newest_state in WELL else (newest_state,)
    for place, each in enumerate(ended):
        if _showed(each) not in same:
            return ended[:place]
    return ended


def _telling(ended: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """The runs whose evidence tells how a site is: the newest; where it shows nothing of a layout
    that is stale, behind the last one that did.
    """
    last = next(iter(ended), None)
    if last is None or last.outcome == STALE or _showed(last) != STALE:
        return ended[:1]
    return [*[row for row in ended if row.outcome == STALE][:1], last]


def _showed(row: AnyRow) -> str:
    """The state in which a run that ended left its site."""
    return shown_by(row.outcome, row.figures)


def _lasts(ended: Sequence[AnyRow]) -> bool:
    """Whether trouble stays for runs in a row, or comes and goes."""
    fine = [_showed(each) in FINE for each in ended]
    return (not any(fine[:LASTS]) and len(fine) >= LASTS) or fine[:LATELY].count(False) >= OFTEN
