"""A store that keeps nothing: for `scrapy probe`, which looks at a site without an archive."""

from datetime import datetime
from itertools import count

from archive.record import (
    ArticleKey,
    Captured,
    Known,
    Look,
    Reading,
    Recorded,
    RunCounts,
    Verdict,
)
from archive.storage.declared import LayoutSeen
from archive.storage.found import Walk, Wish


class Rehearsal:
    """Takes what a crawl would keep, and knows nothing of before."""

    def __init__(self) -> None:
        self._ids = count(1)

    def capture(self, site: str, run_id: int | None, look: Look) -> Captured:
        """A look with a number of its own."""
        return Captured(next(self._ids))

    def start_run(self, site: str, trigger: str, started_at: datetime) -> int:
        """A run with a number of its own."""
        return next(self._ids)

    def shown(self, site: str, urls: list[str]) -> set[str]:
        """Nothing is known."""
        return set()

    def known_all(self, site: str) -> tuple[Known, ...]:
        """Nothing is known."""
        return ()

    def listing_validators(self, site: str, url: str) -> tuple[str | None, str | None]:
        """No listing was seen before."""
        return None, None

    def note_found(self, site: str, wishes: list[Wish], at: datetime, **_: object) -> int:
        """How many addresses would be noted."""
        return len(wishes)

    def walked(self, urls: list[str]) -> dict[str, Walk]:
        """Nothing was walked before."""
        return {}

    def layouts_seen(self, site: str) -> tuple[LayoutSeen, ...]:
        """Nothing matched before."""
        return ()

    def record(self, captured: Captured, key: ArticleKey, reading: Reading, *_: object) -> Recorded:
        """A reading that is not kept."""
        return Recorded("", Verdict.FIRST)

    def unread(self, site: str, lost: object) -> tuple[()]:
        """Nothing waits to be read."""
        return ()

    def refuse(self, *_: object) -> None:
        """A refusal that is not kept."""

    def missing(self, *_: object, **__: object) -> Recorded | None:
        """A missing page that is not kept."""
        return None

    def settle_gone(self, run_id: int) -> str | None:
        """Nothing was found gone."""
        return None

    def finish_run(
        self,
        run_id: int,
        finished_at: datetime,
        outcome: str,
        counts: RunCounts,
        notes: object,
        figures: object = None,
        evidence: object = None,
    ) -> None:
        """The end of a run that is not kept."""

    def recover(self) -> None:
        """There is nothing to recover."""

    def declare(self, declared: object) -> None:
        """Nothing is declared."""

    def close(self) -> None:
        """There is nothing to close."""
