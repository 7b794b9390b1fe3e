"""`egov diff`: what differs between two versions."""

import typer
from rich.text import Text

from archive import Archive
from archive.asking.diff import Diff, Line, Op
from archive.asking.marks import SKIPPED, mark, near_changes
from archive.asking.time import shown
from archive.cli.ask import ARTICLE
from archive.cli.paper import Json, clean, dump, paper, say, text

COLOURS = {Op.DELETE: "red strike", Op.INSERT: "green underline", Op.EQUAL: ""}


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("diff")(diff)


def diff(
    article: str = ARTICLE,
    old: str | None = typer.Argument(None, metavar="OLD", help="A version; the one before NEW."),
    new: str | None = typer.Argument(None, metavar="NEW", help="A version; the newest."),
    context: int = typer.Option(1, min=0, max=1000, help="Unchanged sentences around a change."),
    json: bool = Json,
) -> None:
    """Show what differs between two versions, word by word."""
    with Archive.open() as archive:
        found = archive.diff(article, old, new)
    if json:
        dump(found)
    else:
        _print_diff(found, context)


def _print_diff(found: Diff, context: int) -> None:
    say(text(found.title or "(no title)", "bold"))
    versions = f"version {found.old} ({shown(found.old_seen_at)})"
    versions += f" → {found.new} ({shown(found.new_seen_at)})"
    say(text(f"{found.article_id} · {versions}", "cyan"))
    if found.old == found.new:
        say(f"It is version {found.old} beside itself: `egov history` lists what there is.")
    elif not found.fields:
        say("Nothing differs between them.")
    for field in found.fields:
        say()
        say(text(field.name, "bold"))
        for line in near_changes(field, context):
            say(_marked(line) if line else text(SKIPPED, "dim"), indent=2)


def _marked(line: Line) -> Text:
    """Colours on a terminal that has them, marks elsewhere."""
    console = paper()
    coloured = console.is_terminal and not console.no_color
    shown_line = Text()
    for i, piece in enumerate(line.pieces):
        if not coloured:
            shown_line.append(clean(mark(piece)))
            continue
        after_deletion = i and line.pieces[i - 1].op is Op.DELETE and piece.op is Op.INSERT
        shown_line.append(" " if after_deletion else "")
        shown_line.append(clean(piece.text), style=COLOURS[piece.op])
    return shown_line
