"""How a night ended, as a table that a person can read."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from archive.cli.paper import clean
from archive.storage.health import State
from archive.storage.mutes import last_day
from crawler.fetching.candidates import MISSED_GUESS
from crawler.fetching.health import GOOD
from crawler.fetching.night import RESTING, Ended

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
MANY = 5  # sites that say the same: it is told of them together
SOME = 2  # examples of what is told by its number
ADDRESS = re.compile(r"https?://[^\s:;,]+")
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
    colour = "green" if outcome in GOOD else "yellow" if outcome == RESTING else "red"
    return f"[{colour}]{outcome}[/]"


def in_order(ended: Sequence[Ended]) -> list[Ended]:
    """Sites that a person has to look at first, those that rest next, by name."""

    def place(each: Ended) -> tuple[int, str]:
        if each.outcome == RESTING:
            return 1, each.site
        return (2 if each.outcome in GOOD else 0), each.site

    return sorted(ended, key=place)


def show(
    console: Console, ended: Sequence[Ended], standing: Mapping[str, State] | None = None
) -> None:
    """Prints who needs a person, the table, and below it what is to be said of sites: why they are
    not well, who rests and until when, and on one line a site the guesses that missed.
    """
    sites = in_order(ended)
    if calling := [each for each in (standing or {}).values() if each.calls]:
        names = ", ".join(f"{each.site} ({each.state})" for each in calling)
        line(console, f"{'needs' if len(calling) == 1 else 'need'} a person: {names}")
        console.print()
    console.print(report(sites, console.width))
    console.print(outcomes(ended), highlight=False)
    everywhere = common(sites)
    for note, number in everywhere.items():
        line(console, f"{number} sites: {note}")
    for each in sites:
        told = said_of(each)
        said = [note for note in told if alike(note) not in everywhere]
        state = (standing or {}).get(each.site)
        if each.outcome == RESTING and said:
            line(console, f"{each.site} {said[0]}")
        elif said or (each.outcome not in GOOD and not told):
            heading = f"{each.site}: {named(each, state)}{lasting(state)}"
            console.print(heading, style="bold", highlight=False, markup=False, soft_wrap=True)
            for note in said:
                line(console, note, indent=2)
    show_guesses(console, sites)


def named(ended: Ended, state: State | None) -> str:
    """How a crawl ended; where it was well and its site still is not, that, too."""
    if state is None or state.is_well or ended.outcome not in GOOD:
        return ended.outcome
    return f"{ended.outcome}, still {state.trouble}"


def said_of(ended: Ended) -> list[str]:
    """What is to be said of a site."""
    notes = ended.row.get("notes") or ([] if ended.outcome in GOOD else ended.tail.splitlines())
    return grouped(notes)[0]


def alike(note: str) -> str:
    """A note without the addresses in it."""
    return ADDRESS.sub("…", note)


def common(ended: Sequence[Ended]) -> dict[str, int]:
    """Notes that many sites have in common, with the number of these: a network that is away is
    told once.
    """
    asked = [each for each in ended if each.outcome != RESTING]
    counts = Counter(note for each in asked for note in {alike(note) for note in said_of(each)})
    return {note: number for note, number in counts.items() if number >= MANY}


def lasting(state: State | None) -> str:
    """Since when a site is as it is, and whether somebody is to look at it."""
    if state is None or state.is_well:
        return ""
    since = f" since {state.since.astimezone(VIETNAM):%Y-%m-%d}" if state.since else ""
    runs = f", {state.runs} runs" if state.runs > 1 else ""
    if state.muted_until is not None:
        until = last_day(state.muted_until)
        return f"{since}{runs}, muted until the end of {until} ({state.mute_reason})"
    return f"{since}{runs}{', needs a person' if state.needs_person else ''}"


def line(console: Console, words: str, indent: int = 0) -> None:
    """A sentence, wrapped on a terminal; a file is searched line by line."""
    text = Text(" ".join(clean(words).split()))
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


def grouped(notes: Sequence[str]) -> tuple[list[str], list[str]]:
    """Notes as they are told, of those that say the same of many addresses the first two and their
    number; and the guessed addresses that did not answer, which are told elsewhere.
    """
    same: dict[str, list[str]] = {}
    missed: list[str] = []
    for note in notes:
        begin, _, rest = note.partition(": ")
        if begin == MISSED_GUESS:
            missed += rest.split("; ")
        else:
            same.setdefault(alike(note), []).append(note)
    told = []
    for some in same.values():
        told += some if len(some) <= SOME + 1 else some[:SOME]
        if len(some) > SOME + 1:
            told.append(f"and {len(some) - SOME} more like these")
    return told, missed


def show_guesses(console: Console, ended: Sequence[Ended]) -> None:
    """Prints the guessed listings that missed, which is no trouble, on a line a site."""
    missed = {each.site: grouped(each.row.get("notes") or [])[1] for each in ended}
    if not any(missed.values()):
        return
    head = "guessed listings that did not answer as one (`scrapy probe SITE` shows all):"
    console.print(head, highlight=False, markup=False, soft_wrap=True)
    for site, some in sorted(missed.items()):
        if some:
            first = "; ".join(each.removeprefix("https://") for each in some[:SOME])
            words = Text(f"  {site} ({len(some)}): {clean(first)}{' …' if some[SOME:] else ''}")
            if console.is_terminal:
                words.truncate(console.width, overflow="ellipsis")
            console.print(words, soft_wrap=True)


def shown(at: datetime | None) -> str:
    """A time as it is read in Vietnam."""
    return f"{at.astimezone(VIETNAM):%Y-%m-%d %H:%M}" if at else "-"
