"""`egov sites` and `egov runs`: what is crawled, and how it went."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby

import typer
from rich.text import Text

from archive import Archive
from archive.asking.answers import Run, Site
from archive.asking.search import LIMIT
from archive.asking.time import shown
from archive.cli.narrowing import KIND, SITE, UNIT
from archive.cli.paper import Json, dump, note_zone, say, table, text
from archive.text.units import units

STYLES = {"healthy": "green", "quiet": "green", "interrupted": "yellow", "unproven": "yellow"}
COUNTS = ("discovered", "fetched", "new_articles", "new_versions", "unchanged", "gone", "failed")
NAMES = ("found", "fetched", "new", "changed", "unchanged", "gone", "failed")

KINDS = ("central", "ministry", "provincial", "other")  # of sites, as they are shown
FIGURES = {"run", "articles", "versions", "seconds", *NAMES}


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    group = typer.Typer(
        help="Show the sites and what is held of each; confirm a guessed layout.",
        invoke_without_command=True,
        rich_markup_mode=None,
    )
    group.callback()(sites)
    group.command("confirm")(confirm)
    app.add_typer(group, name="sites")
    app.command("runs")(runs)


def sites(
    context: typer.Context,
    unit: list[str] = UNIT,
    kind: list[str] = KIND,
    json: bool = Json,
) -> None:
    """Show the sites and what is held of each; `egov sites confirm SITE` confirms a guess."""
    if context.invoked_subcommand:
        return
    with Archive.open() as archive:
        found = archive.sites(units=unit, kinds=kind)
    if json:
        dump({"sites": found})
    elif not found:
        say("No site is known yet: a crawl declares them (`scrapy crawl SITE`).")
    else:
        _print_sites(found)


def _print_sites(found: tuple[Site, ...]) -> None:
    """A table in groups; papers that ended stand last."""
    columns = ["site", "articles", "versions", "gone", "last run", "outcome", "title"]
    names = {unit.code: unit.name for unit in units()}  # of a code of both maps: the new one
    rows: list[tuple[object, ...]] = []
    for name, of_name in groupby(sorted(found, key=_rank), key=_group):
        group = list(of_name)
        rows.append((text(f"{name} ({len(group)})", "bold"), *("" for _ in columns[1:])))
        rows += (_site_row(site, names) for site in group)
    table(columns, rows, figures=FIGURES, spare=["gone", "versions", "articles"])
    say()
    for site in found:
        if site.waiting:
            waiting = (
                f"{site.name} waits for you: {', '.join(site.waiting)} was a guess and matched."
            )
            say(text(f"{waiting} If it reads right: egov sites confirm {site.name}", "yellow"))
    say(text(note_zone(), "dim"))


def _group(site: Site) -> str:
    """Its kind; of what ended, the last day."""
    if site.until:
        return f"until {site.until - timedelta(days=1)}"
    return site.kind if site.kind in KINDS else "other"


def _rank(site: Site) -> tuple[bool, int, str]:
    """What goes on first, by kind; then what ended, by its day."""
    group = _group(site)
    return bool(site.until), KINDS.index(group) if group in KINDS else 0, group


def _site_row(site: Site, names: Mapping[str, str]) -> tuple[object, ...]:
    counts = (f"{number:,}" for number in (site.articles, site.versions, site.gone))
    return (f"  {site.name}", *counts, *_last(site), _told(site, names))


def _told(site: Site, names: Mapping[str, str]) -> str:
    """The title; the unit where the title does not name it; who succeeds it."""
    unit = names.get(site.unit_code or "", site.unit_code or "")
    parts = [site.title, unit if unit and unit not in site.title else ""]
    parts.append(f"now {site.successor}" if site.successor else "")
    return ", ".join(filter(None, parts))


def _last(site: Site) -> tuple[object, object]:
    """When a site was crawled last, and how that ended."""
    if site.last_run_at is None:
        return text("never", "dim"), text("not crawled" if site.enabled is False else "—", "dim")
    return shown(site.last_run_at), _outcome(site.last_outcome)


def confirm(
    site: str = typer.Argument(..., metavar="SITE", help="The name of a site."),
    json: bool = Json,
) -> None:
    """Confirm the guessed layouts and listings of a site, after looking at what was read."""
    with Archive.open() as archive:
        confirmed = archive.confirm(site)
    if json:
        dump({"site": site, "confirmed": confirmed})
    elif confirmed:
        say(f"Confirmed for {site}: {', '.join(confirmed)}.")
    else:
        say(f"Nothing of {site} waits to be confirmed.")


def runs(
    site: list[str] = SITE,
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many runs."),
    json: bool = Json,
) -> None:
    """Show the newest runs: what each found, and how it ended."""
    with Archive.open() as archive:
        found = archive.runs(site, limit=limit)
    if json:
        dump({"runs": found})
    elif not found:
        say("No run yet: `scrapy crawl SITE` or `python scheduler.py --once` make some.")
    else:
        _print_runs(found)


def _print_runs(found: tuple[Run, ...]) -> None:
    columns = ["run", "site", "started", *NAMES, "seconds", "outcome"]
    spare = ["seconds", "unchanged", "fetched", "run", "found"]
    table(columns, map(_row, found), figures=FIGURES, spare=spare)
    say()
    for run in found:
        for note in run.notes:
            say(text(f"run {run.run_id}, {run.site}: {note}", "dim"))
    say(text(note_zone(), "dim"))


def _row(run: Run) -> tuple[object, ...]:
    counts = (f"{getattr(run, name):,}" for name in COUNTS)
    seconds = "—" if run.seconds is None else f"{run.seconds:.0f}"
    return run.run_id, run.site, shown(run.started_at), *counts, seconds, _outcome(run.outcome)


def _outcome(outcome: str | None) -> Text:
    return text(outcome or "running", STYLES.get(outcome or "", "red" if outcome else ""))
