"""How a site is, as it is told: a state with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

WELL = ("healthy", "quiet")


@dataclass(frozen=True, slots=True)
class Failing:
    """One rule that failed in a run: its name, a sentence with the numbers, and the page or listing
    at which it is to be seen, by address and look (`fetch_id` of the ledger).
    """

    rule: str
    sentence: str
    url: str | None = None
    fetch_id: int | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """How a site is. `state` is the outcome of its newest run of the whole site, or `resting` (not
    asked for a while after failures), `missed` (no run when there should have been one), `never`.

    `trouble` is the outcome behind a rest, else the same as `state`: it does not change while a
    site is now asked in vain, now rests. `since` is the begin of the first run of the unbroken row
    (healthy and quiet are one), `runs` how many there were; `at` the begin of the newest.
    """

    site: str
    state: str
    trouble: str
    since: datetime | None
    at: datetime | None
    runs: int
    run_id: int | None
    why: str  # a short sentence, empty where all is well
    needs_person: bool
    evidence: tuple[Failing, ...] = ()
    found: int | None = None  # article addresses on the listings' first pages, and new articles
    new: int | None = None
    usual_found: float | None = None  # on such a day, None where that is not known
    usual_new: float | None = None
    resting_until: datetime | None = None
    muted_until: datetime | None = None
    mute_reason: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be said of the site."""
        return self.trouble in WELL or self.state == "never"

    @property
    def calls(self) -> bool:
        """Whether a person is needed, and nobody said that the site is to be passed over."""
        return self.needs_person and self.muted_until is None
