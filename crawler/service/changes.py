"""What changed since people were told last: of a site, and of the service as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

import sqlalchemy as sa

from archive.storage import agenda, alerts
from archive.storage.alerts import MUTED, NOBODY, Alert, Change
from archive.storage.health import State
from archive.storage.stock import Stock

WELL = "well"
LEAST_NIGHTS = 14  # of room on the disk
FRESH = timedelta(hours=20)  # so old are the runs of the last night at most
TROUBLED = ("failed", "missed")  # outcomes of jobs that a person is told of
NETWORK, DISK, NIGHTS = "network", "disk", "nights"
MONTH = timedelta(days=30)
STEADY = 7  # runs that a site is well at most, before it is told


# --- sites ----------------------------------------------------------------------------------------


def of_sites(
    engine: sa.Engine, states: Mapping[str, State], now: datetime, *, anybody: bool
) -> list[Change]:
    """Sites whose state is another than the one people were told of.

    What comes and goes is told once: a site is told well again when it has been well for as many
    runs as it fell ill times in the last month, and a trouble that was told since the site was well
    is not told again. Of a muted site, or where there is nobody to tell, the change is written down
    alone; when that has ended, and the site still stands otherwise than people were told, they are.
    """
    told, written = alerts.newest(engine, told=True), alerts.newest(engine, told=False)
    found = []
    for name, state in sorted(states.items()):
        untold = MUTED if state.muted_until else None if anybody else NOBODY
        rows = (written if untold else told).get(name, [])
        now_is = _is(state, rows, now)
        if now_is is not None:
            before = rows[0].state if rows else WELL
            found.append(Change(name, now_is, _sentence(state, before), untold))
    return found


def _is(state: State, rows: Sequence[Alert], now: datetime) -> str | None:
    """What a site is to be called, by what was told of it (newest first); None: nothing new."""
    before = rows[0].state if rows else WELL
    if state.needs_person:
        since_well = list(takewhile(lambda row: row.state != WELL, rows))
        return None if state.trouble in {row.state for row in since_well} else state.trouble
    if before == WELL or not state.is_well:
        return None
    lately = [row.state for row in rows if row.at > now - MONTH]
    ill = sum(one != WELL and (older == WELL) for one, older in pairwise([*lately, WELL]))
    return WELL if state.runs >= min(ill, STEADY) else None


def _sentence(state: State, before: str) -> str:
    if not state.needs_person:
        return f"{state.site}: well again ({state.state}, was {before})"
    return f"{state.site}: {state.trouble}{f': {state.why}' if state.why else ''}"


# --- the service ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at of the service, and what was found: `troubles` are sentences by kind and
    state (`disk: low`); a kind of `judged` without one is well; `events`, by a short name, have no
    end, and are told each time.
    """

    judged: frozenset[str]
    troubles: Mapping[str, str]
    events: Mapping[str, str]


def of_service(engine: sa.Engine, looked: Looked, *, anybody: bool) -> list[Change]:
    """Kinds of trouble that came, became others or went, and the events."""
    untold = None if anybody else NOBODY
    before: dict[str, str] = {}
    for row in alerts.newest(engine, told=anybody).get("", []):
        kind, _, what = row.state.rpartition(": ")
        before.setdefault(kind, what)
    found = []
    for key, sentence in looked.troubles.items():
        kind, _, what = key.rpartition(": ")
        if before.pop(kind, WELL) != what:
            found.append(Change("", key, sentence, untold))
    found += [
        Change("", f"{kind}: {WELL}", f"{kind}: well again (was {what})", untold)
        for kind, what in sorted(before.items())
        if kind in looked.judged and what != WELL
    ]
    return [*found, *(Change("", name, words, untold) for name, words in looked.events.items())]


def look(
    engine: sa.Engine,
    room: Stock,
    now: datetime,
    states: Mapping[str, State],
    steps: Mapping[str, str],
    events: Mapping[str, str],
) -> Looked:
    """How the service stands: the network, the disk, whether sites are asked, each job's last run,
    the steps that were taken (what went wrong in each, empty where nothing did).
    """
    jobs = agenda.newest_jobs(engine)
    asked = last_night(engine, now)
    found = _of_disk(room)
    if len(asked) > 1 and set(asked) == {"down"}:
        found[f"{NETWORK}: down"] = (
            f"none of {len(asked)} sites answered: is this machine on the network?"
        )
    known = [each for each in states.values() if each.state != "never"]
    unasked = sum(each.trouble == "missed" for each in known)
    if unasked > 1 and unasked * 2 > len(known):
        found[f"{NIGHTS}: missed"] = (
            f"{unasked} of {len(known)} sites were not asked when they should have been: "
            "python scheduler.py --status"
        )
    for job, row in sorted(jobs.items()):
        if row["outcome"] in TROUBLED:
            how = "was missed" if row["outcome"] == "missed" else row["outcome"]
            why = f": {row['detail']}" if row["detail"] else ""
            found[f"job {job}: {row['outcome']}"] = f"the job {job} {how}{why}"
    found |= {f"{name}: failed": f"{name}: {why}" for name, why in steps.items() if why}
    judged = {DISK, NIGHTS, *(f"job {job}" for job in jobs), *steps, *([NETWORK] if asked else [])}
    return Looked(frozenset(judged), found, events)


def _of_disk(room: Stock) -> dict[str, str]:
    if room.room == 0:
        return {f"{DISK}: full": "the disk is fuller than crawls may make it: make room"}
    if room.nights is None or room.nights >= LEAST_NIGHTS:
        return {}
    nights = f"{room.nights} more night{'' if room.nights == 1 else 's'}"
    return {f"{DISK}: low": f"the disk has room for {nights}, at the growth of the last month"}


def last_night(engine: sa.Engine, now: datetime, *, within: timedelta = FRESH) -> list[str]:
    """How the sites that were asked last night stood."""
    return [
        row["outcome"]
        for row in agenda.newest_runs(engine).values()
        if row["outcome"] and row["trigger"] != "backfill" and row["started_at"] > now - within
    ]
