"""What was covered: for each site and Vietnamese day what was found, fetched and read, and why not
more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from archive.asking.covered import Cell, Coverage, Reason, refused_reasons
from archive.asking.filters import Filters, site_ids
from archive.asking.time import VIETNAM, day_end, day_start
from archive.errors import BadQuery
from archive.record import Verdict
from archive.storage import knowing
from archive.storage.columns import AnyRow
from archive.storage.derived import known_address, run
from archive.storage.found import PASSED_BY, WALKED
from archive.storage.schema import fetch_event, sighting, site
from archive.storage.waiting import NO_ANSWER

DAYS = 30  # shown unless told otherwise
GOOD = ("healthy", "quiet")
ANSWERED = ("ok", "not-modified", "missing")
PATIENCE = timedelta(days=30)  # after which an address that was found is asked for no more
LISTING, ROBOTS = "listing ", "articles not asked for, since robots.txt forbids them: "
GUESSED = "a guessed listing "  # that never answered: nothing is missing


@dataclass(slots=True)
class _Day:
    """What is gathered of a site's day."""

    runs: list[AnyRow] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def coverage(
    conn: sa.Connection,
    today: date,
    sites: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    units: Sequence[str] = (),
) -> Coverage:
    """The cells of some sites or of those of some units, or of all; without days those of the last
    `DAYS` until `today`.

    Raises NotFound, BadQuery.
    """
    until = until or max(today, since or today)
    since = since or until - timedelta(days=DAYS - 1)
    if since > until:
        raise BadQuery(f"no day is both since {since} and until {until}")
    query = sa.select(site).order_by(site.c.name)
    wanted = site_ids(conn, Filters(sites=sites, units=units))
    rows = conn.execute(query if wanted is None else query.where(site.c.id.in_(wanted))).all()
    ids = [row.id for row in rows]
    days = _gathered(conn, ids, since, until)
    begun, waiting = _begun(conn), _waiting(conn, ids, since, until)
    cells = [
        _cell(row, day, days, begun.get(row.id), waiting[row.id, day])
        for row in rows
        for day in _days(since, until)
    ]
    return Coverage(since, until, tuple(cells))


def _days(since: date, until: date) -> Iterator[date]:
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)


def _local(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _begun(conn: sa.Connection) -> dict[int, date]:
    """The day of each site's first run."""
    first = sa.select(run.c.site_id, sa.func.min(run.c.started_at)).group_by(run.c.site_id)
    return {site_id: _local(at) for site_id, at in conn.execute(first)}


Days = defaultdict[tuple[int, date], _Day]


def _gathered(conn: sa.Connection, ids: Sequence[int], since: date, until: date) -> Days:
    """The runs of the days, and what the ledger says of their looks."""
    days: Days = defaultdict(_Day)
    within = run.c.site_id.in_(ids), run.c.started_at >= day_start(since)
    rows = conn.execute(
        sa.select(run)
        .where(*within, run.c.started_at < day_end(until))
        .order_by(run.c.started_at, run.c.id)
    ).all()
    of_run = {row.id: days[row.site_id, _local(row.started_at)] for row in rows}
    failed = _add_looks(conn, of_run) if rows else {}
    for row in rows:
        day = of_run[row.id]
        day.runs.append(row)
        day.figures["discovered"] += row.discovered
        # a run that was killed counted none
        told = bool(row.failed or row.fetched or row.outcome in GOOD)
        day.figures["failed"] += row.failed if told else failed[row.id]
    return _add_imported(conn, ids, since, until, days)


def _add_looks(conn: sa.Connection, of_run: dict[int, _Day]) -> Counter[int]:
    """The looks of runs at articles, as the ledger has them; how many of each run failed."""
    failed: Counter[int] = Counter()
    for row in conn.execute(_LOOKS, {"first": min(of_run), "last": max(of_run)}):
        day = of_run.get(row.run_id)
        if day is None or row.outcome in ("redirect", "robots"):
            continue
        if row.outcome not in ANSWERED:
            day.failed[row.outcome] += row.looks
            failed[row.run_id] += row.looks
            continue
        day.figures["fetched"] += row.looks
        if row.verdict == Verdict.REFUSED:
            day.refused[row.reason or "unnamed"] += row.looks
        elif row.verdict not in (None, Verdict.GONE):
            day.figures["read"] += row.looks
    return failed


_LOOKS = (
    sa.select(
        fetch_event.c.run_id,
        fetch_event.c.outcome,
        sighting.c.verdict,
        sa.case((sighting.c.verdict == "refused", sighting.c.reason)).label("reason"),
        sa.func.count().label("looks"),
    )
    .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
    .where(
        fetch_event.c.run_id.between(sa.bindparam("first"), sa.bindparam("last")),
        fetch_event.c.kind == "article",
    )
    .group_by(sa.text("1"), sa.text("2"), sa.text("3"), sa.text("4"))
)


def _add_imported(
    conn: sa.Connection, ids: Sequence[int], since: date, until: date, days: Days
) -> Days:
    """Looks that no run made."""
    rows = conn.execute(
        sa.select(fetch_event.c.site_id, fetch_event.c.requested_at).where(
            fetch_event.c.run_id.is_(None),
            fetch_event.c.site_id.in_(ids),
            fetch_event.c.kind == "article",
            fetch_event.c.requested_at >= day_start(since),
            fetch_event.c.requested_at < day_end(until),
        )
    )
    for site_id, at in rows:
        days[site_id, _local(at)].figures["imported"] += 1
    return days


def _waiting(
    conn: sa.Connection, ids: Sequence[int], since: date, until: date
) -> Counter[tuple[int, date]]:
    """How many addresses had been found and not been asked for when each day ended."""
    waiting: Counter[tuple[int, date]] = Counter()
    never: defaultdict[int, dict[str, date]] = defaultdict(dict)
    wanted = {"sites": ids, "since": day_start(since) - PATIENCE, "until": day_end(until)}
    for row in conn.execute(_FOUND, wanted):
        first = _local(row.found_at)
        if row.asked_at is None:
            never[row.site_id][row.url] = first
        elif (asked := _local(row.asked_at)) > first:
            waiting.update(_nights(row.site_id, first, asked, since, until))
    for site_id, urls in never.items():
        held = knowing.shown(conn, site_id, urls)  # under another spelling of the address
        for url in urls.keys() - held:
            first = urls[url]
            waiting.update(_nights(site_id, first, first + PATIENCE, since, until))
    return waiting


def _nights(
    site_id: int, first: date, asked: date, since: date, until: date
) -> Iterator[tuple[int, date]]:
    """The days at whose end an address waited that was found first and asked for then."""
    last = min(asked - timedelta(days=1), until)
    yield from ((site_id, day) for day in _days(max(first, since), last))


_FOUND = sa.select(
    known_address.c.site_id,
    known_address.c.url,
    known_address.c.found_at,
    sa.select(sa.func.min(fetch_event.c.requested_at))
    .where(fetch_event.c.url == known_address.c.url, fetch_event.c.outcome.not_in(NO_ANSWER))
    .scalar_subquery()
    .label("asked_at"),
).where(
    known_address.c.site_id.in_(sa.bindparam("sites", expanding=True)),
    known_address.c.why.not_in((PASSED_BY, WALKED)),
    known_address.c.backlog.is_not(sa.true()),
    known_address.c.found_at >= sa.bindparam("since"),
    known_address.c.found_at < sa.bindparam("until"),
)


def _cell(row: AnyRow, day: date, days: Days, begun: date | None, waiting: int) -> Cell:
    gathered = days.get((row.id, day), _Day())
    last = gathered.runs[-1] if gathered.runs else None
    return Cell(
        site=row.name,
        day=day,
        runs=len(gathered.runs),
        outcome=last.outcome if last else None,
        discovered=gathered.figures["discovered"],
        fetched=gathered.figures["fetched"],
        read=gathered.figures["read"],
        failed=gathered.figures["failed"],
        imported=gathered.figures["imported"],
        refused=gathered.refused.total(),
        reasons=tuple(_reasons(row, day, gathered, begun, waiting)),
    )


def _reasons(
    row: AnyRow, day: date, gathered: _Day, begun: date | None, waiting: int
) -> Iterator[Reason]:
    if not gathered.runs:
        yield _without_run(row, day, begun)
    else:
        yield from _of_runs(gathered.runs)
    if number := gathered.figures["failed"]:
        told = ", ".join(f"{name} {looks}" for name, looks in sorted(gathered.failed.items()))
        yield Reason("failed", told, number)
    yield from refused_reasons(gathered.refused)
    if waiting and gathered.runs:
        yield Reason("waiting", "", waiting)


def _without_run(row: AnyRow, day: date, begun: date | None) -> Reason:
    if row.valid_to and day >= row.valid_to and not row.enabled:  # some go on publishing
        return Reason("closed", f"the site ended on {row.valid_to - timedelta(days=1)}")
    if begun is None or day < begun:
        return Reason("not-begun")
    return Reason("no-run")


def _of_runs(runs: Sequence[AnyRow]) -> Iterator[Reason]:
    """What the last run of a day tells; an earlier one that went wrong was made good by it."""
    last = runs[-1]
    notes: list[str] = list(last.notes)
    listings = [note for note in notes if note.startswith(LISTING)]
    robots = [note for note in notes if note.startswith(ROBOTS)]
    kept = (*listings, *robots)
    others = [note for note in notes if note not in kept and not note.startswith(GUESSED)]
    if last.outcome is None:
        yield Reason("running")
    elif last.outcome not in GOOD:
        yield Reason(last.outcome, "; ".join(others))
    yield from (Reason("listing", note.removeprefix(LISTING)) for note in listings)
    for note in robots:
        number = note.removeprefix(ROBOTS)
        yield Reason("robots", "", int(number) if number.isdigit() else None)
