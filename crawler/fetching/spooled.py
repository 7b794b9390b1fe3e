"""What disk or database did not take of a crawl: kept in the spool, and stored by a later one."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from archive.record import Look
from archive.storage.spool import drain
from archive.storage.spooling import Spool
from archive.storage.store import Store
from archive.storage.warc import Place
from crawler.fetching.figures import SiteRun, figures
from crawler.fetching.remembering import WHOLE
from crawler.fetching.room import told

SPOOLED = "what came could not be stored at once: it went to the spool, and is stored from there"


class Spooled:
    """The spool files of the runs of one crawl."""

    def __init__(self, data_dir: Path, clock: Callable[[], datetime]) -> None:
        self.data_dir = data_dir
        self.clock = clock
        self._files: dict[str, Spool] = {}

    @property
    def used(self) -> bool:
        """Whether anything waits in them."""
        return any(file.used for file in self._files.values())

    def look(self, run: SiteRun, look: Look, place: Place | None) -> None:
        """Keeps a look that the archive did not take; `place` is that of its record, if that is on
        disk. Where the disk does not take it either, it counts as never taken: it is asked again.
        """
        try:
            self._file(run).look(run.site, run.run_id, look, place)
        except OSError as error:
            run.trouble(f"{look.url} could not be spooled either: {told(error)}")
        else:
            run.note(SPOOLED)

    def end(self, run: SiteRun, looked_at: str) -> None:
        """Keeps the end of a run whose row could not be closed; `looked_at` is its scope."""
        if run.run_id is None:
            return
        values = {
            "site": run.site,
            "finished_at": self.clock(),
            "outcome": run.outcome,
            "notes": run.notes,
            "guessed": sorted(run.guessed),
            "figures": figures(run, looked_at),
            "whole": looked_at == WHOLE,
            "evidence": [asdict(each) for each in run.evidence],
            **asdict(run.counts),
        }
        try:
            self._file(run).end(run.run_id, values)
        except OSError as error:
            run.trouble(f"the end of the run could not be spooled either: {told(error)}")

    def store(self, store: Store, tell: Callable[[str], None]) -> None:
        """Stores what this crawl spooled, where disk and database are there again; else it waits
        on, and what keeps them away is raised. What can never be stored is told.
        """
        if self.used:
            self.close()
            drain(store.engine, self.data_dir, now=store.now, tell=tell)

    def close(self) -> None:
        """Ends the files."""
        for file in self._files.values():
            file.close()

    def _file(self, run: SiteRun) -> Spool:
        if run.site not in self._files:
            self._files[run.site] = Spool(self.data_dir, f"{run.site}-{run.run_id}")
        return self._files[run.site]
