"""`egov health`: how the sites are, which need a person, and why."""

import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import typer
from rich.cells import cell_len
from rich.text import Text
from typer.core import TyperGroup

from archive import Archive
from archive.asking.health import Health, Ran, SiteHealth, Step, Usual
from archive.asking.time import VIETNAM, shown
from archive.cli.paper import (
    GAP,
    Json,
    dump,
    facts,
    many,
    note_zone,
    paper,
    percent,
    say,
    table,
    text,
)
from archive.errors import BadQuery
from archive.normals import LEAST
from archive.storage.health import Failing, State
from archive.storage.mutes import last_day

STYLES = {"healthy": "green", "quiet": "green", "never": "dim", "interrupted": "yellow"}
MARKS = {"healthy": "●", "quiet": "○", "unproven": "?", "interrupted": "…", "failed": "!"}
GUESSED = "a guess matched: look, then confirm"
WORDS = 30  # letters of the reason, for which columns are left out
EXAMPLE = re.compile(r", e\.g\. \S+?(?=;? |$)")  # the page is told on a line of its own


class OrSite(TyperGroup):
    """Commands of the verb; any other word is the name of a site."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command, which is `show` where the first word names none."""
        known = self.get_command(ctx, args[0]) is not None
        return super().resolve_command(ctx, args if known else ["show", *args])


group = typer.Typer(
    help="Show how the sites are, and which need a person.",
    cls=OrSite,
    invoke_without_command=True,
    subcommand_metavar="[SITE]",
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    group.callback()(health)
    group.command("show", hidden=True)(show)
    app.add_typer(group, name="health")


def health(context: typer.Context, json: bool = Json) -> None:
    """Show how the sites are, those that need a person first. Exit status 1 if there are some.

    `egov health SITE` shows one of them: the rule that failed, the page, what is usual, what to do.
    """
    context.obj = json
    if context.invoked_subcommand:
        return
    with Archive.open() as archive:
        found = archive.health()
    if json:
        dump(found)
    elif not found.sites:
        say("No site is known yet: a crawl declares them (`scrapy crawl SITE`).")
    else:
        _print_all(found)
    if found.needs_person or found.is_cut_off:
        raise typer.Exit(1)


def show(
    context: typer.Context,
    site: str = typer.Argument(..., metavar="SITE", help="The name of a site."),
    json: bool = Json,
) -> None:
    """Show how one site is."""
    if context.args:
        raise BadQuery("name one site: egov health SITE")
    with Archive.open() as archive:
        found = archive.health_of(site)
    if json or context.obj:
        dump(found)
    else:
        _print_one(found)
    if found.state.calls:
        raise typer.Exit(1)


# --- all sites ------------------------------------------------------------------------------------


def _print_all(found: Health) -> None:
    asked = [state for state in found.sites if state.state != "never"]
    columns = ["site", "state", "since", "last", "found", "new", "why"]
    if asked:
        if _is_narrow(asked):
            _print_below(asked)
        else:
            spare = ["found", "last", "since", "new"]
            rows = map(_row, asked)
            table(columns, rows, figures={"found", "new"}, spare=spare, cut=True, least=WORDS)
        say()
    if others := len(found.sites) - len(asked):
        say(text(f"{many(others, 'site')} never crawled.", "dim"))
    well = sum(state.is_well for state in asked)
    say(text(f"{well} of {many(len(asked), 'site')} well, {_needs(found.needs_person)}."))
    if found.is_cut_off:
        say(text("No site answered: is this machine on the network?", "bold red"))
    _print_steps(found.steps)
    say()
    say(text("found and new: with what is usual on such a day. egov health SITE tells why.", "dim"))
    say(text(note_zone(), "dim"))


def _is_narrow(asked: Sequence[State]) -> bool:
    """Whether names and states leave too few letters of a line to the reasons."""
    names = max(cell_len(state.site) for state in asked)
    states = max(cell_len(state.state) for state in asked)
    return paper().width - names - states - 2 * GAP < WORDS


def _print_below(asked: Sequence[State]) -> None:
    """Each site with its state, and the reason in whole below."""
    for state in asked:
        name = text(state.site, "bold" if state.calls else "")
        say(text("  ").join((name, _painted(state.state))))
        if why := _why(state):
            say(why, indent=2)


def _print_steps(steps: Sequence[Step]) -> None:
    """What to do next, by trouble, with the commands for the first site of each."""
    if not steps:
        return
    say()
    say(text("What to do next", "bold"))
    for step in steps:
        said = f"{len(step.sites)} {step.trouble}"
        if len(step.do) == 1:
            say(f"- {said}: {step.do[0]}", indent=2)
            continue
        say(f"- {said}, one after the other:" if len(step.sites) > 1 else f"- {said}:", indent=2)
        for line in step.do:
            say(f"- {line}", indent=4)


def _needs(number: int) -> str:
    return "none needs you" if not number else f"{number} need{'s' if number == 1 else ''} you"


def _row(state: State) -> tuple[object, ...]:
    found, new = _beside(state.found, state.usual_found), _beside(state.new, state.usual_new)
    name = text(state.site, "bold" if state.calls else "")
    return name, _painted(state.state), _day(state.since), _day(state.at), found, new, _why(state)


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m}" if at else "—"


def _beside(number: int | None, usual: float | None) -> str:
    """A figure, with what is usual."""
    if number is None:
        return "—"
    return f"{number:,}" if usual is None else f"{number:,}/{_round(usual)}"


def _round(usual: float) -> str:
    return f"{usual:,.0f}" if usual >= 10 or usual == math.floor(usual) else f"{usual:.1f}"


def _why(state: State) -> Text:
    """That the site is muted or rests, which must not be cut off; the reason, short."""
    told = EXAMPLE.sub("", " ".join(state.why.split()))
    told = GUESSED if state.trouble == "unproven" else told
    muted = f"(muted until {last_day(state.muted_until):%d/%m})" if state.muted_until else ""
    rests = f"(rests until {_day(state.resting_until)})" if state.resting_until else ""
    return text(" ".join(filter(None, (muted, rests, told))))


def _painted(state: str) -> Text:
    return text(state, STYLES.get(state, "red"))


# --- one site -------------------------------------------------------------------------------------


def _print_one(found: SiteHealth) -> None:
    state = found.state
    say(text(f"{state.site}: {state.state}", "bold" if state.is_well else "bold red"))
    end = state.muted_until and f"until the end of {last_day(state.muted_until)}"
    facts(
        [
            ("since", f"{shown(state.since)}, {many(state.runs, 'run')}" if state.since else None),
            ("last run", f"{state.run_id}, {shown(state.at)}" if state.run_id else None),
            ("a person", "is needed" if state.needs_person else "is not needed"),
            ("rests", state.resting_until and f"until {shown(state.resting_until)}"),
            ("muted", end and f"{end}: {state.mute_reason}"),
        ]
    )
    _print_evidence(state.evidence)
    _print_usual(found.usual)
    _print_runs(found.runs)
    if found.do:
        say()
        say(text("What to do", "bold"))
        for line in found.do:
            say(f"- {line}", indent=2, whole=line.startswith("scrapy savepage"))
    say()
    say(text(note_zone(), "dim"))


def _print_evidence(evidence: Sequence[Failing]) -> None:
    if not evidence:
        return
    say()
    say(text("Why", "bold"))
    for one in evidence:
        say(f"- {EXAMPLE.sub('', one.sentence) if one.url else one.sentence}", indent=2)
        look = f"look {one.fetch_id}" if one.fetch_id else ""
        numbers = ", ".join(f"{name} {value:g}" for name, value in one.numbers.items())
        told = "; ".join(filter(None, (f"rule {one.rule}" if one.rule else "", numbers, look)))
        if told:
            say(text(told, "dim"), indent=4)
        if one.url:
            say(text(one.url, "dim"), indent=4, whole=True)


def _print_usual(usual: Usual) -> None:
    say()
    say(text("What is usual", "bold"))
    if not usual.new:
        nights = many(usual.nights, "night")
        say(f"Not known yet: {nights} to learn from, {LEAST} are needed.", indent=2)
        return
    week = ", ".join(f"{day} {_round(rate)}" for day, rate in usual.new.items())
    addresses = ", ".join(f"{kind} {number:.0f}" for kind, number in usual.found.items())
    fields = ", ".join(f"{name} {percent(share)}" for name, share in usual.fields.items())
    words = f"{usual.words:.0f}" if usual.words else None
    read = f"{usual.read:.0f} pages a night" if usual.read else None
    rows = [("new a day", week), ("found", addresses), ("read", read), ("fields", fields)]
    facts([*rows, ("words", words), ("learned from", many(usual.nights, "night"))])


def _print_runs(runs: Sequence[Ran]) -> None:
    if not runs:
        return
    say()
    line = "".join(MARKS.get(one.outcome or "", "✕") for one in reversed(runs))
    told = f"The last {len(runs)} runs, oldest first" if len(runs) > 1 else "The only run"
    say(text(f"{told}: {line}", "bold"))
    table(
        ["run", "began", "found", "read", "new", "outcome"],
        map(_run_row, runs),
        figures={"run", "found", "read", "new"},
        spare=["run"],
    )


def _run_row(one: Ran) -> tuple[object, ...]:
    outcome = _painted(one.outcome or "running")
    if one.holiday:
        outcome.append(f" ({one.holiday})", style="dim")
    found, new = _beside(one.found, one.usual_found), _beside(one.new, one.usual_new)
    read = "—" if one.read is None else f"{one.read:,}"
    return one.run_id, shown(one.started_at), found, read, new, outcome
