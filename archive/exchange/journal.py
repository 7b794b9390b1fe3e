"""The runs of an import: which look belongs to which, and their figures.

A run of an export of ours stays one; of other files each site and Vietnamese day is one, so that
"too many articles are missing at once" means what it means in a crawl. Their times are those of
their looks. A run row is made with the first look that is new.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime

import sqlalchemy as sa

from archive.asking.time import VIETNAM
from archive.exchange.gathered import Item
from archive.record import Captured, Look, Recorded, RunCounts, Verdict
from archive.storage import brokenoff, pages
from archive.storage.derived import run
from archive.storage.engine import begin_read, begin_write
from archive.storage.schema import attached_file, fetch_event, site
from archive.storage.store import Store

TRIGGER = "import"
Group = tuple[str, str]


@dataclass(slots=True)
class Open:
    """A run that takes looks in."""

    site: str
    label: str
    run_id: int
    last_at: datetime
    counts: RunCounts = field(default_factory=RunCounts)


_UNTOLD = (  # a file that was kept, and not told of its article, when an import was broken off
    sa.select(fetch_event.c.id)
    .outerjoin(attached_file, attached_file.c.fetch_id == fetch_event.c.id)
    .where(
        fetch_event.c.id == sa.bindparam("fetch"),
        fetch_event.c.kind == "asset",
        attached_file.c.id.is_(None),
    )
)


class Journal:
    """The runs of one import, opened when they are needed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.notes: list[str] = []
        self._open: dict[Group, Open] = {}

    def is_settled(self, item: Item) -> bool:
        """Whether the look of a record is held, and nothing is left to do for it."""
        with begin_read(self.store.engine) as conn:
            held = pages.held(conn, item.url, item.place.at)
            if held is None or not held.settled:
                return False
            return not item.ours or conn.scalar(_UNTOLD, {"fetch": held.fetch_id}) is None

    def capture(self, item: Item, look: Look, noted: Mapping[str, str]) -> Captured:
        """Keeps a look with its run; one that an export of ours knew without a run has none."""
        opened = self._of(item, look, noted)
        run_id = None if noted and "run" not in noted else opened.run_id
        captured = self.store.capture(item.site, run_id, look)
        opened.counts.repeats += captured.repeat
        opened.counts.fetched += not captured.repeat
        return captured

    def count(self, told: Recorded | None) -> None:
        """Adds what the archive decided to the figures."""
        if told is None:
            return
        counts = self._last.counts
        match told.verdict:
            case Verdict.FIRST:
                counts.new_articles += 1
            case Verdict.CHANGED | Verdict.REVERTED:
                counts.new_versions += 1
            case Verdict.LATE:
                counts.new_versions += told.kind is not None
            case Verdict.UNCHANGED:
                counts.unchanged += 1
            case Verdict.GONE:
                counts.gone += 1

    def refused(self) -> None:
        """Counts a page that is no article."""
        self._last.counts.refused += 1

    def close(self) -> dict[str, dict[str, int]]:
        """Judges and closes the runs; the figures by site."""
        totals: dict[str, Counter[str]] = {}
        for opened in self._open.values():
            counts, notes = opened.counts, [opened.label]
            if sentence := self.store.settle_gone(opened.run_id):
                notes.append(sentence)
                self.notes.append(f"{opened.site}, {opened.last_at:%Y-%m-%d}: {sentence}")
                counts.gone = 0
            totals.setdefault(opened.site, Counter()).update(asdict(counts))
            self._add_held(opened)
            self.store.finish_run(opened.run_id, opened.last_at, outcome(counts), counts, notes)
        return {name: dict(figures) for name, figures in sorted(totals.items())}

    def break_off(self) -> None:
        """Closes the runs as interrupted: the next import of the same records goes on with them."""
        with suppress(sa.exc.DBAPIError):  # a database that is away: the next crawl closes them
            brokenoff.close_runs(self.store.engine, [one.run_id for one in self._open.values()])

    def _of(self, item: Item, look: Look, noted: Mapping[str, str]) -> Open:
        group = self._group(item, look, noted)
        at = look.requested_at
        if group not in self._open:
            self._open[group] = Open(item.site, group[1], self._run_of(group, at), at)
        self._last = self._open[group]
        self._last.last_at = max(self._last.last_at, at)
        return self._last

    def _group(self, item: Item, look: Look, noted: Mapping[str, str]) -> Group:
        if noted:
            return item.site, f"import of run {noted.get('run', '-')}"
        return item.site, f"import of {look.requested_at.astimezone(VIETNAM):%Y-%m-%d}"

    def _run_of(self, group: Group, at: datetime) -> int:
        """The run of a group: one that an import which was broken off left open, else a new one."""
        name, label = group
        own = sa.select(site.c.id).where(site.c.name == name).scalar_subquery()
        left = sa.select(run.c.id, run.c.notes).where(
            run.c.site_id == own,
            run.c.trigger == TRIGGER,
            sa.or_(run.c.outcome.is_(None), run.c.outcome == "interrupted"),
        )
        with begin_read(self.store.engine) as conn:
            found = next((row.id for row in conn.execute(left) if label in row.notes), None)
        if found is not None:
            return int(found)
        run_id = self.store.start_run(name, TRIGGER, at)
        with begin_write(self.store.engine) as conn:
            conn.execute(sa.update(run).where(run.c.id == run_id).values(notes=[label]))
        return run_id

    def _add_held(self, opened: Open) -> None:
        """Adds the figures that the row of a run has already."""
        names = [one.name for one in fields(RunCounts)]
        wanted = sa.select(*(run.c[name] for name in names)).where(run.c.id == opened.run_id)
        with begin_read(self.store.engine) as conn:
            held = conn.execute(wanted).one()
        for name in names:
            setattr(opened.counts, name, getattr(opened.counts, name) + getattr(held, name))


def outcome(counts: RunCounts) -> str:
    """How a run ended, by the names of a crawl's outcomes."""
    if counts.refused > 3 and counts.refused > counts.fetched - counts.refused:
        return "stale-layout"
    news = counts.new_articles or counts.new_versions or counts.gone
    return "healthy" if news else "quiet"
