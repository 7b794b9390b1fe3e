"""The write side of the archive, as a crawl uses it: looks in, facts and state kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from archive.errors import NotFound
from archive.record import (
    ArticleKey,
    Captured,
    Look,
    Reading,
    Recorded,
    RunCounts,
    SiteFacts,
)
from archive.storage import (
    attached,
    copies,
    declared,
    givenup,
    health,
    identity,
    nights,
    pages,
    rebuilding,
    recording,
    recovery,
    sightings,
    trust,
    withheld,
)
from archive.storage import found as named
from archive.storage.derived import run
from archive.storage.engine import begin_read
from archive.storage.found import Page, Wish
from archive.storage.health import Failing
from archive.storage.recovery import RecoveryReport
from archive.storage.remembered import Remembered


class Store(Remembered):
    """The archive, open for writing by one process; `now` gives `recorded_at`, the wall clock.

    Times that a crawl hands over (`seen_at`, `requested_at`) are its own clock's.
    """

    def declare(self, sites: Sequence[SiteFacts]) -> None:
        """Writes what is declared of sites and hosts, and the units."""
        with self._writing() as conn:
            declared.declare(conn, sites)

    def start_run(self, site: str, trigger: str, started_at: datetime) -> int:
        """Opens the row of a run, and returns its id."""
        with self._writing() as conn:
            values = {"site_id": self._site(conn, site), "trigger": trigger, "notes": []}
            made = conn.execute(sa.insert(run).values(started_at=started_at, **values))
            assert made.inserted_primary_key is not None
            return int(made.inserted_primary_key[0])

    def finish_run(
        self,
        run_id: int,
        finished_at: datetime,
        outcome: str,
        counts: RunCounts,
        notes: Sequence[str] = (),
        figures: Mapping[str, Any] | None = None,
        evidence: Sequence[Failing] | None = None,
    ) -> None:
        """Closes the row of a run; `notes` are sentences for a person, `figures` what the site's
        normal is learned from, `evidence` of a run of the whole site what its state rests on.
        """
        # a clock that was set back ends no run before it began
        at = sa.literal(finished_at, run.c.finished_at.type)
        ended = sa.case((run.c.started_at > at, run.c.started_at), else_=at)
        values: dict[str, Any] = {"finished_at": ended, "outcome": outcome, "notes": list(notes)}
        values |= {"figures": figures}
        with self._writing() as conn:
            conn.execute(
                sa.update(run).where(run.c.id == run_id).values(**values, **asdict(counts))
            )
            if evidence is not None:
                shown = nights.state(outcome, figures)
                health.noted(conn, run_id, shown, finished_at, evidence)

    def settle_gone(self, run_id: int) -> str | None:
        """Decides, at the end of a run, whether to believe its missing articles.

        Returns a sentence for a person where there are too many, so that none is marked as gone.
        """
        with self._writing() as conn:
            return sightings.settled(conn, run_id)

    def score(self, site: str) -> int:
        """Scores the readings of a site that have no score yet; how many are newly flagged."""
        with self._writing() as conn:
            return trust.score(conn, self.now(), self._site(conn, site))

    def capture(self, site: str, run_id: int | None, look: Look) -> Captured:
        """Keeps a look: its record on disk first, then page and ledger row in one transaction.

        A body that is held already is recorded as a revisit of it. The same look met again
        (URL and time) writes nothing, and never a second row.

        Where it fails, `placed` is the record that is on disk without its row.
        """
        self.placed = None
        digest = None if look.decoded is None else sha256(look.decoded).hexdigest()
        with begin_read(self.engine) as conn:
            if held := pages.held(conn, look.url, look.requested_at):
                return held
            asked, look = look, withheld.cleared(conn, look, digest)
            digest = digest if look is asked else None
            page = pages.find(conn, digest) if digest else None
            earlier = pages.earlier(conn, self.data_dir, page) if page else None
        if look.raw is not None or look.decoded is not None:
            self.placed = self._writer(site).write(look, digest, earlier)
        with self._writing(alone=False) as conn:
            if earlier and givenup.is_gone(conn, earlier):  # while the record was being written
                self.placed = self._writer(site).write(look, digest)
            site_id, now = self._site(conn, site), self.moment(conn)
            page_id = page.id if page else None
            kept = pages.keep(conn, look, digest, page_id, self.placed, site_id, run_id, now)
            return kept if look is asked else withheld.settled(kept)

    def record(
        self, captured: Captured | int, key: ArticleKey, reading: Reading, seen_at: datetime
    ) -> Recorded:
        """Decides what a reading means for its article and writes it, all in one transaction."""
        fetch_id = captured.fetch_id if isinstance(captured, Captured) else captured
        with self._writing() as conn:
            site_id = self._site(conn, key.site)
            return recording.record(self._desk(conn), fetch_id, key, site_id, reading, seen_at)

    def unchanged(self, fetch_id: int, key_or_url: ArticleKey | str, seen_at: datetime) -> Recorded:
        """A 304 for a known article; raises NotFound where it is not known."""
        with self._writing() as conn:
            own = self._identity(conn, fetch_id, key_or_url, seen_at)
            if own is None:
                raise NotFound(f"a 304 for an article that the archive does not hold: {key_or_url}")
            return sightings.unchanged(self._desk(conn), fetch_id, own, seen_at)

    def missing(
        self,
        fetch_id: int,
        key_or_url: ArticleKey | str,
        seen_at: datetime,
        hard: bool = True,
    ) -> Recorded | None:
        """A 404 or 410 (`hard`), or what stands for one; None where the address is not known.

        The verdict is GONE where the article is gone by this look, UNCHANGED where it was gone
        before, REFUSED where this look alone does not prove it.
        """
        with self._writing() as conn:
            own = self._identity(conn, fetch_id, key_or_url, seen_at)
            return sightings.missing(self._desk(conn), fetch_id, own, seen_at, hard=hard)

    def file_seen(
        self, fetch_id: int, article: ArticleKey | str, url: str, seen_at: datetime
    ) -> Recorded | None:
        """A look that brought a file which an article (key or public id) offers at `url`, as its
        reading names it.

        Other bytes than those known make a version of kind media. None for a look told before;
        raises NotFound where the article is not held, or the look brought no bytes.
        """
        with self._writing() as conn:
            if isinstance(article, str):
                own = identity.named(conn, article)
            else:
                own = self._identity(conn, fetch_id, article, seen_at)
            if own is None:
                raise NotFound(f"a file of an article that the archive does not hold: {article}")
            return attached.seen(self._desk(conn), fetch_id, own, url, seen_at)

    def refuse(
        self,
        fetch_id: int,
        reason: str,
        detail: str,
        seen_at: datetime,
        key: ArticleKey | None = None,
    ) -> None:
        """Keeps a refusal by name; nothing is concluded from it."""
        with self._writing() as conn:
            own = self._identity(conn, fetch_id, key, seen_at) if key else None
            sightings.refuse(self._desk(conn), fetch_id, reason, detail, own, seen_at)

    def note_found(
        self,
        site: str,
        wishes: Sequence[Wish],
        at: datetime,
        *,
        lift: bool = False,
        walked: Page | None = None,
    ) -> int:
        """Notes addresses that a listing named; returns how many are new, or newly wanted.

        `lift` takes held ones out of what is left to a backfill; `walked` is a page of which these
        were the last.
        """
        if not wishes and walked is None:
            return 0
        with self._writing() as conn:
            owner = self._site(conn, site)
            new = named.note_found(conn, owner, wishes, at, lift=lift)
            if walked is not None:
                named.note_walked(conn, owner, walked)
            return new

    def layout_seen(self, site: str, subject: str, evidence: str, at: datetime) -> None:
        """Notes that a layout or listing (`subject`) of a site matched, the first time it does."""
        with self._writing() as conn:
            declared.layout_seen(conn, self._site(conn, site), subject, evidence, at)

    def confirm_layout(self, site: str, subject: str | None, at: datetime) -> int:
        """A person confirms what waits, or one subject of it; returns how many there were."""
        with self._writing() as conn:
            return declared.confirm_layout(conn, self._site(conn, site), subject, at)

    def rebuild(self) -> None:
        """Derives all state anew from the facts."""
        with self._writing() as conn:
            rebuilding.rebuild(conn)

    def refresh_stop_list(self, at: datetime) -> int:
        """Lists anew, once a night, the windows that stand in too many texts to tell anything."""
        with self._writing() as conn:
            return copies.refresh_stop_list(conn, at)

    def recover(self, own: Collection[str] = ()) -> RecoveryReport:
        """Cuts what a crash left half-written, and adopts whole records without a row; `own` sites
        are this process's alone, nothing of theirs is left undone, and nothing else looked at.
        """
        report = RecoveryReport()
        for orphan in recovery.orphans(self.engine, self.data_dir, report, own):
            with recovery.refused(orphan, report), self._writing() as conn:
                report.adopted += recovery.adopt(conn, orphan, self.moment(conn))
        return report
