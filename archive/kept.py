"""What is done to an archive: derived anew, confirmed, sealed, proved, given out and taken in."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from archive.asking import watch
from archive.asking.time import day_end
from archive.exchanged import Exchanged
from archive.keeping.backup import BackedUp, backup
from archive.keeping.compaction import Compacted, compact
from archive.keeping.seals import Seal, take
from archive.keeping.verify import Verified, verify
from archive.keeping.withhold import Withheld, withhold
from archive.storage import mutes
from archive.storage.clock import wall_clock
from archive.storage.engine import begin_write
from archive.storage.mutes import Mute


class Kept(Exchanged):
    """Work on an archive."""

    def rebuild(self) -> None:
        """Derives all state anew from the facts; takes the time of reading them all.

        >>> archive.rebuild()
        """
        from archive.storage.store import Store  # the writing side, which questions do not need

        with closing(Store(self.engine, self.data_dir)) as store:
            store.rebuild()

    def verify(
        self,
        *,
        site: str | None = None,
        quick: bool = False,
        repair: bool = False,
        progress: Callable[[int, int | None], None] = lambda done, total: None,
    ) -> Verified:
        """Proves pages, chains, seals, digests and state, as they were at one moment.

        `quick`: without the bytes of pages and without a rebuild; `repair`: what is derived, and
        does not fit, is derived anew. What it finds is in `.findings`; `.is_whole` is whether that
        is nothing but warnings. Raises NotFound where there is no such site.

        >>> archive.verify().is_whole
        True
        """
        return verify(
            self.engine, self.data_dir, only=site, quick=quick, repair=repair, told=progress
        )

    def seal(self) -> Seal:
        """Seals all that was recorded until now, as each night does; writers wait meanwhile.

        >>> archive.seal().articles
        25
        """
        return take(self.engine, self.data_dir, wall_clock())

    def withhold(
        self, name: str, version: int | None = None, *, reason: str, by: str, dry_run: bool = False
    ) -> Withheld:
        """Takes the words and bytes of an article, or of one version of it, out for good.

        What is left is their hash, the reason, who and when. With `dry_run` nothing is changed.
        Raises NotFound where nothing answers to the name, BadQuery without reason or person.

        >>> who = {"reason": "Order 1/2026", "by": "the archive's lawyer"}
        >>> archive.withhold("7c0387e8d481", dry_run=True, **who).pages
        2
        """
        now = wall_clock()
        return withhold(self.engine, self.data_dir, name, version, reason, by, now, dry_run=dry_run)

    def compact(
        self,
        *,
        whole: bool = False,
        dry_run: bool = False,
        tell: Callable[[str], object] = lambda words: None,
        progress: Callable[[int, int | None], None] = lambda done, total: None,
    ) -> Compacted:
        """Gives up the bytes of pages that changed nothing, as each night does; their hashes stay.

        The first page of an article stays, each changed one, the newest, and one a month. `whole`:
        of all articles, not only of those looked at since the last call. With `dry_run` nothing is
        changed.

        >>> archive.compact(dry_run=True).pages
        0
        """
        return compact(
            self.engine,
            self.data_dir,
            wall_clock(),
            whole=whole,
            dry_run=dry_run,
            tell=tell,
            told=progress,
        )

    def backup(
        self,
        folder: Path | str,
        *,
        rotate: int | None = None,
        progress: Callable[[int, int | None], None] = lambda done, total: None,
    ) -> BackedUp:
        """Backs up database and pages as they are now, beside a crawl that writes.

        `rotate`: how many backups of the folder are kept. `archive.keeping.restore.restore` makes
        an archive of one again.

        >>> archive.backup(folder / "copy").articles
        25
        """
        return backup(
            self.engine, self.data_dir, Path(folder), wall_clock(), rotate=rotate, told=progress
        )

    def confirm(self, site: str) -> tuple[str, ...]:
        """Confirms the guessed layouts and listings of a site that matched; what was confirmed.

        Raises NotFound where the site is not known.

        >>> archive.confirm("nhipso")
        ()
        """
        with begin_write(self.engine) as conn:
            return watch.confirm(conn, site, datetime.now(UTC))

    def mute(self, site: str, until: date, *, reason: str, by: str) -> Mute:
        """Alerts nobody of a site until the end of a Vietnamese day; its health is shown as ever.

        Raises NotFound where the site is not known, BadQuery where the day is over or a word is
        missing.

        >>> from datetime import date
        >>> archive.mute("nhipso", date(2099, 5, 1), reason="It moves.", by="Lan").site
        'nhipso'
        """
        return mutes.mute(self.engine, site, day_end(until), reason, by, wall_clock())

    def unmute(self, site: str) -> bool:
        """Alerts people of a site again; whether it was muted. Raises NotFound.

        >>> archive.unmute("baovinhlam")
        False
        """
        return mutes.unmute(self.engine, site, wall_clock())
