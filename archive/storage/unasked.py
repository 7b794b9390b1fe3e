"""What no run tells of a site: one that never ended, a rest, a night on which nobody asked it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.normals import VIETNAM
from archive.storage.columns import AnyRow
from archive.storage.ended import ended_runs
from archive.storage.nights import PAST, SERVICE
from archive.storage.resting import KINDS, resting
from archive.storage.site_states import Failing, State

MISSED = timedelta(hours=36)  # without a run, and beyond a rest
PASSED_OVER = timedelta(hours=25)  # since a run: the site's turn came, and it was not asked


def broken_off(name: str, last: AnyRow, silence: Mapping[str, Any]) -> State:
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


def rested(engine: sa.Engine, state: State, now: datetime) -> State:
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


def missed(state: State, last: AnyRow, now: datetime) -> State:
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
