"""How a night ended, as a table that a person can read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from crawler.fetching.health import GOOD
from crawler.fetching.night import Ended

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIGURES = (
    ("found", "discovered"),
    ("fetched", "fetched"),
    ("new", "new_articles"),
    ("changed", "new_versions"),
    ("unchanged", "unchanged"),
    ("gone", "gone"),
    ("failed", "failed"),
)
NAMES = tuple(name for name, _ in FIGURES)


def figures(row: Mapping[str, Any]) -> list[str]:
    """The figures of a run's row, in the order of `NAMES`."""
    return [str(row.get(column, "-")) for _, column in FIGURES]


def report(ended: Sequence[Ended]) -> Table:
    """The night as a table."""
    table = Table("site", "outcome", *NAMES, "seconds")
    for column in table.columns[2:]:
        column.justify = "right"
    for each in ended:
        cells = [each.site, painted(each.outcome), *figures(each.row), f"{each.seconds:.1f}"]
        table.add_row(*cells)
    return table


def painted(outcome: str) -> str:
    """An outcome in the colour that it deserves."""
    return f"[{'green' if outcome in GOOD else 'red'}]{outcome}[/]"


def show(console: Console, ended: Sequence[Ended]) -> None:
    """Prints the table, and below it what is to be said of sites: why they are not well."""
    console.print(report(ended))
    for each in ended:
        notes = each.row.get("notes") or each.tail.splitlines()
        if each.outcome in GOOD and not each.row.get("notes"):
            continue
        console.print(f"{each.site}: {each.outcome}", style="bold", highlight=False)
        for note in notes:
            console.print(f"  {note}", markup=False, highlight=False)


def shown(at: datetime | None) -> str:
    """A time as it is read in Vietnam."""
    return f"{at.astimezone(VIETNAM):%Y-%m-%d %H:%M}" if at else "-"
