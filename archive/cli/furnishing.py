"""`egov furniture`: what stands in many articles of a site, and how to take it out of force."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import typer
from typer.core import TyperGroup

from archive import Archive
from archive.asking.time import at, shown
from archive.cli.paper import Json, dump, facts, many, note_zone, percent, say, text
from archive.storage.furniture import Kept, number_of

SHOWN = 3  # of the lines that a piece stands for
REREAD = "scrapy reread --site {0} reads its stored pages again."
WHAT = {
    "line": "line",
    "figures": "line of figures",
    "box": "label, and what follows it",
    "place": "whatever stands there",
}

PIECE = typer.Argument(metavar="ID", help="The id of a piece, as `egov furniture` shows it.")


class Shown(TyperGroup):
    """Verbs of which `show` need not be named: `egov furniture SITE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `show` before what begins with no other verb."""
        named = args[:1] == ["--help"] or (args and args[0] in self.list_commands(ctx))
        return list(super().parse_args(ctx, args if named else ["show", *args]))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options are those of `show`."""
        told = (each.get_help_record(ctx) for each in self.commands["show"].get_params(ctx))
        with formatter.section("Options"):
            formatter.write_dl([each for each in told if each and not each[0].startswith("SITE")])
        self.format_commands(ctx, formatter)


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    group = typer.Typer(
        cls=Shown,
        help="Show what stands in many articles of a site, learn it, take it out of force.",
        rich_markup_mode=None,
        subcommand_metavar="[SITE] | COMMAND [ARGS]...",
    )
    for command in (show, learn, remove, restore):
        group.command(command.__name__)(command)
    app.add_typer(group, name="furniture")


def show(
    site: str | None = typer.Argument(None, metavar="SITE", help="Only this site."),
    removed: bool = typer.Option(False, "--removed", help="Those out of force, too."),
    json: bool = Json,
) -> None:
    """Show the pieces of furniture with their evidence."""
    with Archive.open() as archive:
        every = archive.furniture(site)
    found = [one for one in every if removed or one.removed_number is None]
    if json:
        dump({"furniture": found, "numbers": _numbers(every)})
    elif found:
        _print(found, _numbers(every))
    else:
        say(
            "No furniture is known, as far as was asked for: runs learn it, once a site has enough."
        )


def learn(
    site: str = typer.Argument(metavar="SITE", help="The name of a site."), json: bool = Json
) -> None:
    """Learn from the newest articles of a site, as each night does."""
    with Archive.open() as archive:
        found = archive.learn_furniture(site)
    if json:
        dump(found)
        return
    say(f"{found.site}: {many(found.pages, 'page')} read, {many(found.new, 'new piece')},"
        f" {found.known} known before; number {found.number}.")  # fmt: skip
    if found.lost:
        say(text(f"{many(found.lost, 'page')} could not be read: `egov verify` says why.", "red"))
    if found.new:
        say(text(REREAD.format(site), "dim"))


def remove(
    piece: str = PIECE,
    why: str = typer.Option(..., metavar="TEXT", help="Why it is an article's own text."),
    json: bool = Json,
) -> None:
    """Take a piece out of force for good; pages are read with it again."""
    with Archive.open() as archive:
        found = archive.remove_furniture(piece, why)
    _told(found, f"is out of force from number {found.removed_number} on", json=json)


def restore(piece: str = PIECE, json: bool = Json) -> None:
    """Put a removed piece into force again."""
    with Archive.open() as archive:
        found = archive.restore_furniture(piece)
    _told(found, f"is in force again from number {found.number} on", json=json)


def _told(one: Kept, what: str, *, json: bool) -> None:
    if json:
        dump(one)
        return
    say(f"{one.id} of {one.site} {what}.")
    say(text(REREAD.format(one.site), "dim"))


def _numbers(every: Sequence[Kept]) -> dict[str, int]:
    """The number at which each site stands."""
    groups = groupby(every, key=lambda one: one.site)
    return {name: number_of(list(rows)) for name, rows in groups}


def _print(found: Sequence[Kept], numbers: dict[str, int]) -> None:
    for name, rows in groupby(found, key=lambda one: one.site):
        some = list(rows)
        say(text(f"{name}: {many(len(some), 'piece')}, number {numbers[name]}", "bold"))
        for one in some:
            _print_one(one)
        say()
    say(text(note_zone(), "dim"))


def _print_one(one: Kept) -> None:
    told, piece = one.evidence, one.piece
    say()
    say(text(f"{one.id}  {WHAT.get(piece.kind, piece.kind)}  {piece.text}".rstrip(), "cyan"))
    seen = f"{_day(told, 'first_seen_at')} to {_day(told, 'last_seen_at')}"
    share = f"{told.get('articles', 0)} of {told.get('of', 0)} articles"
    facts(
        (
            ("where", piece.place),
            ("lines", piece.lines or ""),
            ("in", f"{share} ({percent(told.get('share') or 0)}), {told.get('stories')} stories"),
            ("seen", seen),
            ("shows", " | ".join(told.get("shows", ())[:SHOWN])),
            ("articles", ", ".join(told.get("examples", ()))),
            ("learned", f"{shown(one.added_at)}, number {one.number}"),
            (
                "removed",
                f"{shown(one.removed_at)}, number {one.removed_number}: {one.removed_why}"
                if one.removed_at
                else "",
            ),
        )
    )


def _day(told: object, name: str) -> str:
    when = told.get(name) if isinstance(told, dict) else None
    return shown(at(when)) if when else "—"
