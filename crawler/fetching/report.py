"""How a night ended, as a table that a person can read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

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
SPARED = ("fetched", "unchanged")  # where a terminal is narrow
WIDE = 100  # columns that a table with all figures takes, at most


def figures(row: Mapping[str, Any], width: int) -> list[str]:
    """The figures of a run's row, in the order of `heads`."""
    return [str(row.get(column, "-")) for _, column in chosen(width)]


def chosen(width: int) -> Sequence[tuple[str, str]]:
    """The figures for which there is room: of a narrow terminal those that ask for a look."""
    return FIGURES if width >= WIDE else [each for each in FIGURES if each[0] not in SPARED]


def table(width: int, *heads: str, last: Sequence[str] = ()) -> Table:
    """An empty table that fits a terminal: words to the left, figures to the right."""
    found = Table(box=None, pad_edge=False, collapse_padding=True)
    for head in heads:
        found.add_column(head, no_wrap=True)
    for head in (*(name for name, _ in chosen(width)), *last):
        found.add_column(head, justify="right", no_wrap=True)
    return found


def report(ended: Sequence[Ended], width: int) -> Table:
    """The night as a table."""
    found = table(width, "site", "outcome", last=["seconds"])
    for each in ended:
        told = figures(each.row, width)
        found.add_row(each.site, painted(each.outcome), *told, f"{each.seconds:.1f}")
    return found


def last_runs(rows: Sequence[tuple[str, Mapping[str, Any]]], width: int) -> Table:
    """The last run of each site, where it had one, as a table."""
    found = table(width, "site", "last run", "outcome")
    for name, row in rows:
        outcome = painted(row.get("outcome") or "unfinished") if row else "never run"
        found.add_row(name, shown(row.get("started_at")), outcome, *figures(row, width))
    return found


def ending(ended: Ended, at: datetime) -> str:
    """That a site's crawl ended, in a line."""
    new = f", {ended.row['new_articles']} new" if ended.row.get("new_articles") else ""
    clock = f"{at.astimezone(VIETNAM):%H:%M}"
    return f"{clock} {ended.site}: {painted(ended.outcome)}{new}, {ended.seconds:.0f} s"


def outcomes(ended: Sequence[Ended]) -> str:
    """How many sites ended how; where none of several answered, what that suggests."""
    counts = Counter(each.outcome for each in ended)
    told = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common())
    lost = len(ended) > 1 and set(counts) == {"down"}
    words = f"{len(ended)} {'site' if len(ended) == 1 else 'sites'}: {told}"
    return f"{words}. No site answered: is this machine on the network?" if lost else words


def painted(outcome: str) -> str:
    """An outcome in the colour that it deserves."""
    return f"[{'green' if outcome in GOOD else 'red'}]{outcome}[/]"


def show(console: Console, ended: Sequence[Ended]) -> None:
    """Prints the table, and below it what is to be said of sites: why they are not well."""
    console.print(report(ended, console.width))
    console.print(outcomes(ended), highlight=False)
    for each in ended:
        notes = each.row.get("notes") or each.tail.splitlines()
        if each.outcome in GOOD and not each.row.get("notes"):
            continue
        console.print(f"{each.site}: {each.outcome}", style="bold", highlight=False)
        for note in notes:
            if console.is_terminal:
                console.print(Padding(Text(note), (0, 0, 0, 2), expand=False))
            else:  # a log is searched line by line
                console.print(f"  {note}", markup=False, highlight=False, soft_wrap=True)


def shown(at: datetime | None) -> str:
    """A time as it is read in Vietnam."""
    return f"{at.astimezone(VIETNAM):%Y-%m-%d %H:%M}" if at else "-"
