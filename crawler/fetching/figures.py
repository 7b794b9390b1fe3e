"""The run of one site: its figures, and what its health is judged by."""

import logging
from collections import Counter
from dataclasses import dataclass, field

from archive.record import RunCounts
from archive.scoring import Normals
from crawler.fetching.signs import Signs

MOST_NOTES = 50

logger = logging.getLogger(__name__)


@dataclass
class SiteRun:
    """The run of one site: its row, its figures, and what health is judged by."""

    site: str
    run_id: int | None
    counts: RunCounts = field(default_factory=RunCounts)
    looks: Counter[str] = field(default_factory=Counter)  # "<kind>/<outcome>"
    refusals: Counter[str] = field(default_factory=Counter)
    stats: Counter[str] = field(default_factory=Counter)  # by path, as Scrapy keeps its own
    notes: list[str] = field(default_factory=list)
    listings_failed: list[str] = field(default_factory=list)
    listings_answered: int = 0  # with a body that was read
    passed_over: int = 0  # sitemaps that need not be asked: walked before, or of other days
    robots_closed: str = ""  # why the site's robots.txt closes it for this run
    doubted: bool = False  # too many articles were missing to believe it
    errors: int = 0
    read: int = 0
    signs: Signs = field(default_factory=Signs)  # of layouts that do not fit any more
    revisits: int = 0
    guessed: set[str] = field(default_factory=set)  # guessed layouts and listings that matched
    usual: float | None = None  # addresses that the site's good runs find
    normals: Normals = field(default_factory=lambda: Normals([]))  # what its readings yield
    outcome: str = ""

    def note(self, sentence: str) -> None:
        """Adds a sentence for a person, once."""
        if sentence not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(sentence)

    def trouble(self, sentence: str) -> None:
        """Something that must not happen: the run fails, and goes on."""
        self.errors += 1
        self.note(sentence)
        logger.error("%s: %s", self.site, sentence)
