"""`egov coverage`: what was found, fetched and read of each site, day by day, and why not more."""

from datetime import date
from itertools import groupby

import typer
from rich.text import Text

from archive import Archive
from archive.asking.covered import Cell, Coverage, Reason, Stretch
from archive.asking.time import day
from archive.cli.narrowing import SITE, UNIT
from archive.cli.paper import Json, dump, many, say, table, text

WORDS = {
    "not-begun": "before the first run",
    "no-run": "no run",
    "closed": "closed",
    "running": "the run goes on",
    "listing": "listing unread",
    "robots": "forbidden by robots.txt",
    "failed": "failed",
    "refused": "no articles",
    "waiting": "found, and not yet asked for",
}
OUTSIDE = {"not-begun", "closed"}
FIGURES = ("found", "fetched", "read", "failed")
LONGEST = 160  # letters of what a reason says


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("coverage")(coverage)


def coverage(
    site: list[str] = SITE,
    unit: list[str] = UNIT,
    since: str | None = typer.Option(None, metavar="DAY", help="From this day on; else 30 days."),
    until: str | None = typer.Option(None, metavar="DAY", help="Up to this day; else today."),
    json: bool = Json,
) -> None:
    """Show what was found, fetched and read of each site on each day, and why not more.

    Days that tell the same are one line, and so are sites that were not crawled yet; --json has
    every day. Days are 2026-03-07 or 07/03/2026, in Viet Nam.
    """
    with Archive.open() as archive:
        found = archive.coverage(
            site,
            units=unit,
            since=day(since) if since is not None else None,
            until=day(until) if until is not None else None,
        )
    if json:
        dump({"since": str(found.since), "until": str(found.until), "cells": _cells(found)})
    elif not found.cells:
        say("No site is known yet: a crawl declares them (`scrapy crawl SITE`).")
    else:
        _print(found)


def _cells(found: Coverage) -> list[dict[str, object]]:
    return [
        {name: getattr(cell, name) for name in cell.__slots__} | {"day": str(cell.day)}
        for cell in found.cells
    ]


def _print(found: Coverage) -> None:
    rows: list[tuple[object, ...]] = []
    outside: list[str] = []
    sites = [(name, list(group)) for name, group in groupby(found.stretches(), key=_site)]
    for name, stretches in sites:
        if len(sites) > 1 and all(_is_outside(stretch.cell) for stretch in stretches):
            outside.append(name)
            continue
        rows.append((text(name, "bold"), *("" for _ in COLUMNS), ""))
        rows += map(_row, stretches)
    if rows:
        columns = ["days", *FIGURES, "what is missing"]
        table(columns, rows, figures=FIGURES, spare=["found", "fetched"])
        say()
    if outside:
        say(text(f"Not crawled yet, or closed: {', '.join(outside)}.", "dim"))
    say(text(_summed(found), "dim"))


def _site(stretch: Stretch) -> str:
    return stretch.cell.site


def _is_outside(cell: Cell) -> bool:
    """Whether nothing was to be had of a site, and nothing was."""
    return {reason.code for reason in cell.reasons} <= OUTSIDE and not (cell.runs or cell.imported)


def _row(stretch: Stretch) -> tuple[object, ...]:
    cell = stretch.cell
    figures = [_figure(cell.runs or cell.imported, getattr(cell, name)) for name in COLUMNS]
    return (f"  {_days(stretch)}", *figures, _told(stretch))


def _summed(found: Coverage) -> str:
    """How many days are not whole, of those on which a site was to be crawled."""
    crawled = [cell for cell in found.cells if not {r.code for r in cell.reasons} & OUTSIDE]
    gaps = sum(1 for cell in crawled if cell.gap)
    told = f"{gaps:,} of {len(crawled):,} days of a site are not whole" if gaps else "No gap"
    return f"{told}, from {found.since} to {found.until}. Days are those of Viet Nam."


COLUMNS = ("discovered", "fetched", "read", "failed")


def _figure(runs: int, number: int) -> str:
    return f"{number:,}" if runs or number else "—"


def _days(stretch: Stretch) -> str:
    if stretch.first == stretch.last:
        return str(stretch.first)
    return f"{stretch.first} … {_short(stretch.first, stretch.last)}"


def _short(first: date, last: date) -> str:
    if first.year != last.year:
        return str(last)
    return f"{last:%d}" if first.month == last.month else f"{last:%m-%d}"


def _told(stretch: Stretch) -> Text:
    """Why days are not whole, in a few words each."""
    cell = stretch.cell
    parts = [_reason(reason) for reason in cell.reasons if reason.code != "refused"]
    if cell.imported:
        parts.append(f"{many(cell.imported, 'look')} imported")
    if cell.refused:
        parts.append(f"{many(cell.refused, 'page')} of no article{_kinds(cell)}")
    serious = cell.gap and any(
        r.code not in ("not-begun", "waiting", "closed") for r in cell.reasons
    )
    return text("; ".join(parts) or "—", "red" if serious else "dim" if not cell.gap else "")


def _kinds(cell: Cell) -> str:
    """What pages of no article were: encrypted bodies, galleries, lists."""
    named = [f"{r.detail} {r.count:,}" for r in cell.reasons if r.code == "refused" and r.count]
    return f": {', '.join(named)}" if named else ""


def _reason(reason: Reason) -> str:
    words = WORDS.get(reason.code, reason.code)
    if reason.count is not None:
        words = f"{reason.count:,} {words}"
    detail = reason.detail
    if len(detail) > LONGEST:
        detail = f"{detail[:LONGEST]}…"
    return f"{words}: {detail}" if detail else words
