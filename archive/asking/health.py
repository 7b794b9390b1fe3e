"""Questions about the health of the sites: which need a person, what is usual, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from archive.asking.filters import known_sites
from archive.learning import normal_of
from archive.normals import Night, day_of
from archive.quiet_days import why_quiet
from archive.storage.columns import AnyRow
from archive.storage.derived import run
from archive.storage.engine import begin_read
from archive.storage.health import State, states
from archive.storage.nights import night, past, whole
from archive.storage.schema import site

SHOWN = 14  # runs


@dataclass(frozen=True, slots=True)
class Step:
    """What a person may do next about the sites that have one trouble: sentences and commands, made
    out for the first of them.
    """

    trouble: str
    sites: tuple[str, ...]
    do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """How the sites are: those that need a person first, then the others that are not well."""

    needs_person: int  # sites, without muted ones
    sites: tuple[State, ...]
    steps: tuple[Step, ...]

    @property
    def is_cut_off(self) -> bool:
        """Whether none of several sites answered, which is rather of the network here."""
        troubles = [state.trouble for state in self.sites if state.trouble != "never"]
        return len(troubles) > 1 and set(troubles) == {"down"}


@dataclass(frozen=True, slots=True)
class Usual:
    """What a site usually brings, learned from `nights` runs; nothing is known from too few.

    `new` is of a day of publication, by weekday (`mon` …); `found` are the addresses in its
    listings, `fields` the shares of its pages that have a field, `words` the median of a page.
    """

    nights: int
    new: Mapping[str, float] = field(default_factory=dict)
    found: Mapping[str, float] = field(default_factory=dict)
    read: float | None = None
    fields: Mapping[str, float] = field(default_factory=dict)
    words: float | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the whole site: what it found, beside what was usual then; `day` is the day of
    publication that it shows, `holiday` why little was to be expected.
    """

    run_id: int
    started_at: datetime
    trigger: str
    outcome: str | None
    day: date
    holiday: str
    found: int
    read: int | None
    new: int
    usual_found: float | None
    usual_new: float | None
    fields: Mapping[str, float]
    words: float | None


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """How one site is, what is usual there, its newest runs (newest first), and what to do."""

    state: State
    usual: Usual
    runs: tuple[Ran, ...]
    do: tuple[str, ...]


def health(engine: sa.Engine, now: datetime) -> Health:
    """How all sites are that are crawled."""
    found = sorted(states(engine, now).values(), key=_rank)
    return Health(sum(each.calls for each in found), tuple(found), steps(found))


def _rank(state: State) -> tuple[object, ...]:
    return (
        not state.calls,
        not state.needs_person,
        state.is_well,
        state.state == "never",
        TOLD.index(state.trouble) if state.calls else 0,
        state.site,
    )


def steps(found: Sequence[State]) -> tuple[Step, ...]:
    """What to do next, by trouble: what is broken stands before what only waits for a look."""
    told: dict[str, list[State]] = {}
    for state in found:
        if state.calls:
            told.setdefault(state.trouble, []).append(state)
    return tuple(
        Step(trouble, tuple(each.site for each in some), next_of(some))
        for trouble, some in told.items()
    )


def next_of(some: Sequence[State]) -> tuple[str, ...]:
    """What to do next about sites with one trouble."""
    first = some[0]
    if first.trouble == "missed" and len(some) > 1:
        return advice(first)
    return advice(first) if first.trouble == "unproven" else (f"egov health {first.site}",)


def of_site(engine: sa.Engine, name: str, now: datetime) -> SiteHealth:
    """How one site is; raises NotFound where no site is called so."""
    with begin_read(engine) as conn:
        name = known_sites(conn, [name])[0]
        owner = conn.scalar(sa.select(site.c.id).where(site.c.name == name)) or 0
        nights = past(conn, owner).nights
        rows = sa.select(run).where(run.c.site_id == owner, whole())
        newest = conn.execute(rows.order_by(run.c.id.desc()).limit(SHOWN + 1)).all()
    state = states(engine, now, name)[name]
    before = [row.started_at for row in newest[1:]]
    runs = [
        _ran(row, before[place] if place < len(before) else None)
        for place, row in enumerate(newest[:SHOWN])
    ]
    return SiteHealth(state, usual(nights), tuple(runs), advice(state))


def usual(nights: tuple[Night, ...]) -> Usual:
    """What the nights usually bring, as it is told."""
    normal = normal_of(nights)
    if not normal.is_known:
        return Usual(normal.nights)
    return Usual(
        normal.nights,
        {DAYS[day]: round(rate.mean, 1) for day, rate in sorted(normal.rates.items())},
        {name: middle for name, (middle, _) in normal.addresses.items()},
        normal.read,
        {name: round(share, 3) for name, share in sorted(normal.shares.items())},
        normal.words,
    )


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _ran(row: AnyRow, before: datetime | None) -> Ran:
    told = row.figures or {}
    day, then = day_of(before, row.started_at), told.get("usual", {})
    return Ran(
        run_id=row.id,
        started_at=row.started_at,
        trigger=row.trigger,
        outcome=row.outcome,
        day=day,
        holiday=why_quiet(day),
        found=night(row).named or row.discovered,
        read=told.get("read"),
        new=row.new_articles,
        usual_found=then.get("found"),
        usual_new=then.get("new"),
        fields=told.get("fields", {}),
        words=told.get("words"),
    )


def advice(state: State) -> tuple[str, ...]:
    """What a person may do about a state: sentences that end in a command as it is typed."""
    name = state.site
    page = next((each.url for each in state.evidence if each.url), None)
    probe = f"see what its listings answer: scrapy probe {name}"
    ended = f"if the paper has ended or was merged, put `enabled = false` under [site.{name}]"
    lasts = (f"{ended} in egov.toml",) if state.runs >= LONG else ()
    told: Mapping[str, tuple[str, ...]] = {
        "silent": (
            *(probe, "open the listing in a browser: has its address or its markup changed?"),
            *lasts,
        ),
        "stale-layout": (
            f"scrapy savepage {name} {page}" if page else f"egov runs --site {name}",
            "see whether the page has another face: a second, dated layout reads it",
        ),
        "blocked": (
            "write to the publisher: challenges are recorded, never solved",
            f"ask once, by hand: scrapy crawl {name}",
        ),
        "down": ("wait: it is asked again by itself", "open the site in a browser", *lasts),
        "thin": (probe, f"see how its runs went: egov runs --site {name}"),
        "failed": (
            f"see how its runs went: egov runs --site {name}",
            "read the log of the run, and report it",
        ),
        "interrupted": (
            f"let it run: python scheduler.py --once --site {name}",
            "where that takes longer than `time_limit`, raise it under [schedule] in egov.toml",
        ),
        "unproven": (
            f"look at what was read: egov search --site {name}",
            f"if it reads right: egov sites confirm {name}",
        ),
        "missed": ("see whether the service runs: python scheduler.py --status",),
    }
    cut_short = state.trouble == "failed" and any(one.rule == "stopped" for one in state.evidence)
    return told.get("interrupted" if cut_short else state.trouble, ())


LONG = 30  # runs
TOLD = (  # troubles, those first that a person can do most about
    *("failed", "missed", "interrupted", "blocked", "silent", "stale-layout", "thin", "down"),
    "unproven",
)
