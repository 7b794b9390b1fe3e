"""The run of one site: its figures, and what its health is judged by."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archive.normals import MOST_DAYS, Normal
from archive.record import Captured, Look, RunCounts
from archive.scoring import Normals
from archive.storage.health import Failing
from archive.storage.nights import Past
from crawler.fetching.signs import Signs
from crawler.fetching.yields import Example, Listed, Yield

MOST_NOTES = 50
FORBIDDEN = "page/forbidden"  # the figure of articles that robots.txt forbids: no failure

logger = logging.getLogger(__name__)


@dataclass
class SiteRun:
    """The run of one site: its row, its figures, and what health is judged by."""

    site: str
    run_id: int | None
    counts: RunCounts = field(default_factory=RunCounts)
    unread: str | None = None  # the address of a page that could not be read
    looks: Counter[str] = field(default_factory=Counter)  # "<kind>/<outcome>"
    refusals: Counter[str] = field(default_factory=Counter)
    stats: Counter[str] = field(default_factory=Counter)  # by path, as Scrapy keeps its own
    notes: list[str] = field(default_factory=list)
    evidence: list[Failing] = field(default_factory=list)  # of rules that failed
    examples: dict[str, Example] = field(default_factory=dict)  # by "<kind>/<outcome>"
    listed: dict[str, Listed] = field(default_factory=dict)  # by the address of the listing
    standing: set[str] = field(default_factory=set)  # listings that answered as unchanged
    listings_failed: list[str] = field(default_factory=list)
    listings_answered: int = 0  # with a body that was read
    passed_over: int = 0  # sitemaps that need not be asked: walked before, or of other days
    robots_closed: str = ""  # why the site's robots.txt closes it for this run
    left: dict[str, str] = field(default_factory=dict)  # hosts that were asked no more, and why
    stopped: str = ""  # why the run ended early, though nothing failed
    doubted: bool = False  # too many articles were missing to believe it
    errors: int = 0
    read: int = 0
    bytes: int = 0  # as they were served
    yields: Yield = field(default_factory=Yield)  # of all pages that were read
    signs: Signs = field(default_factory=Signs)  # of layouts that do not fit any more
    revisits: int = 0
    due: int | None = None  # articles that were to be looked at again, asked for or not
    guessed: set[str] = field(default_factory=set)  # guessed layouts and listings that matched
    began: datetime | None = None
    past: Past = field(default_factory=Past)  # the nights before
    normal: Normal = field(default_factory=Normal)  # what they usually bring
    usual: float | None = None  # addresses that the site's listings name on such a day,
    least: float | None = None  # and the fewest that they named on a good one
    expected: float | None = None  # new articles that such a night brings
    normals: Normals = field(default_factory=lambda: Normals([]))  # what its readings yield
    outcome: str = ""
    stale: bool = False  # a layout did not fit, and no page has shown since that it does

    @property
    def fresh_since(self) -> datetime | None:
        """From when on an article is news to this run."""
        return self.began and self.began - MOST_DAYS

    def note(self, sentence: str) -> None:
        """Adds a sentence for a person, once."""
        if sentence not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(sentence)

    def trouble(self, sentence: str) -> None:
        """Something that must not happen: the run fails, and goes on."""
        self.errors += 1
        self.fails("error", sentence)
        logger.error("%s: %s", self.site, sentence)

    def fails(
        self,
        rule: str,
        sentence: str,
        at: str | Example | None = None,
        **numbers: float,
    ) -> None:
        """A rule that failed: a note, and evidence with the page or listing that shows it."""
        self.note(sentence)
        url, fetch_id = (at.url, at.fetch_id) if isinstance(at, Example) else (at, None)
        shown = Failing(rule, sentence, url, fetch_id, numbers)
        if len(self.evidence) < MOST_NOTES and shown not in self.evidence:
            self.evidence.append(shown)

    def look(self, look: Look, captured: Captured) -> None:
        """Counts the bytes of a look that was kept, and keeps one of each kind as an example."""
        self.bytes += len(look.raw or b"")
        name = f"{look.kind}/{look.outcome}"
        if name not in self.examples:
            self.examples[name] = Example.of(look, captured.fetch_id)

    def example(self, outcomes: Iterable[str]) -> Example | None:
        """A look at a listing, else at an article, that ended in one of some ways."""
        kinds = ("robots", "listing", "article")
        names = (f"{kind}/{name}" for kind in kinds for name in outcomes)
        return next((self.examples[name] for name in names if name in self.examples), None)

    def article(self, outcomes: Iterable[str]) -> Example | None:
        """A look at an article that ended in one of some ways."""
        names = (f"article/{name}" for name in outcomes)
        return next((self.examples[name] for name in names if name in self.examples), None)


def figures(run: SiteRun, scope: str) -> Mapping[str, Any]:
    """What of a run is kept with its row; what is not known is left out."""
    told: dict[str, Any] = {
        "bytes": run.bytes,
        "fields": run.yields.shares,
        "fresh": run.yields.fresh,
        "layouts": dict(sorted(run.yields.layouts.items())),
        "listings": {url: [one.found, one.new] for url, one in sorted(run.listed.items())},
        "looks": dict(sorted(run.looks.items())),
        "read": run.read,
        "refusals": dict(sorted(run.refusals.items())),
        "revisits": revisits(run),
        "rules": sorted({one.rule for one in run.evidence}),
        "scope": scope,
        "stale": run.stale or None,
        "standing": sorted(run.standing),
        "stats": {name: each for name, each in sorted(run.stats.items()) if is_own(name)},
        "usual": usual(run),
        "words": run.yields.median_words,
    }
    return {name: value for name, value in told.items() if value or value == 0}


def usual(run: SiteRun) -> dict[str, float]:
    """What would have been usual on this night, as far as that is known: addresses, new articles;
    and how many nights that rests on.
    """
    told = {"found": run.usual, "new": run.expected}
    known = {name: round(value, 1) for name, value in told.items() if value is not None}
    return {"nights": run.normal.nights, **known}


def is_own(stat: str) -> bool:
    """Whether a stat tells what no other figure tells."""
    return not stat.startswith(("look/", "page/refused/"))


def revisits(run: SiteRun) -> dict[str, int]:
    """Articles that were to be looked at again, and those of them that were asked for."""
    due = {} if run.due is None else {"due": run.due}
    return {"asked": run.revisits, **due}
