"""Cells of coverage: what was found, fetched and read of a site on a day, and why not more."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

COUNTS = ("discovered", "fetched", "read", "failed", "refused", "imported")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is not covered whole.

    `code` is `not-begun` (the site's first run came later), `no-run`, `running`, an outcome of a
    run other than healthy and quiet (`blocked`, `down`, `interrupted`, …), `listing` (one that was
    not read), `robots` (articles that robots.txt forbids), `failed` (articles that brought no
    page), `refused` (pages that are no article), or `waiting` (addresses found and not yet asked
    for when the day ended, as a night has a limit). `detail` says more; `count` how many.
    """

    code: str
    detail: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One site on one Vietnamese day.

    `discovered` addresses were found by its runs; of the articles asked for, `fetched` were
    answered (a 304 and a 404 too), `read` were understood, `failed` brought no page, `refused` are
    pages that are no article. `imported` looks came from elsewhere, by no run.
    """

    site: str
    day: date
    runs: int = 0
    outcome: str | None = None  # of the last run
    discovered: int = 0
    fetched: int = 0
    read: int = 0
    failed: int = 0
    refused: int = 0
    imported: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def gap(self) -> bool:
        """Whether anything is missing; pages that are no articles are not."""
        return any(reason.code != "refused" for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a site that follow each other and tell the same: none missing, or all for one reason.

    Its figures are sums.
    """

    first: date
    last: date
    cell: Cell


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days asked for, and a cell for each site and day, by site and day."""

    since: date
    until: date
    cells: tuple[Cell, ...]

    def stretches(self) -> Iterator[Stretch]:
        """The cells, those folded that follow each other and tell the same."""
        held: Stretch | None = None
        for cell in self.cells:
            if held and held.cell.site == cell.site and _alike(held.cell, cell):
                held = Stretch(held.first, cell.day, _sum(held.cell, cell))
                continue
            if held:
                yield held
            held = Stretch(cell.day, cell.day, cell)
        if held:
            yield held


def _alike(one: Cell, other: Cell) -> bool:
    if not one.gap and not other.gap:
        return True
    told = [[(r.code, r.detail, r.count) for r in cell.reasons] for cell in (one, other)]
    return one.outcome == other.outcome and told[0] == told[1]


def _sum(one: Cell, other: Cell) -> Cell:
    added = {name: getattr(one, name) + getattr(other, name) for name in COUNTS}
    refused: Counter[str] = Counter()
    for reason in (*one.reasons, *other.reasons):
        if reason.code == "refused":
            refused[reason.detail] += reason.count or 0
    reasons = other.reasons if other.gap else tuple(refused_reasons(refused))
    return replace(other, **added, runs=one.runs + other.runs, reasons=reasons)


def refused_reasons(counts: Counter[str]) -> Iterator[Reason]:
    yield from (Reason("refused", name, number) for name, number in sorted(counts.items()))
