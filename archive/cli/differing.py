"""`egov diff`: what differs between two versions, or between a copy and its origin."""

import sys
from pathlib import Path

import typer
from rich.text import Text

from archive import Archive
from archive.asking.diff import Comparison, Diff, Field, Line, Side
from archive.asking.marks import SKIPPED, compared, lead_in, marked, near_changes, numbered, summed
from archive.asking.time import moment, shown
from archive.asking.webpage import as_page
from archive.asking.wording import Op
from archive.cli.ask import ARTICLE
from archive.cli.paper import AsOf, Json, KnownAt, clean, dump, note_zone, paper, say, text
from archive.errors import ArchiveError, BadQuery

COLOURS = {
    Op.DELETE: "red strike",
    Op.INSERT: "green underline",
    Op.AWAY: "blue strike",
    Op.HERE: "blue underline",
    Op.EQUAL: "",
}
KEY = "[-taken out-] {+put in+}"
MOVES = "; moved from [~here~]→1, to 1→{~here~}"


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("diff")(diff)


def diff(
    article: str = ARTICLE,
    old: str | None = typer.Argument(None, metavar="OLD", help="A version; the one before NEW."),
    new: str | None = typer.Argument(None, metavar="NEW", help="A version; the newest."),
    other: str | None = typer.Option(
        None, "--with", metavar="OTHER", help="Compare it with this article, as with its origin."
    ),
    origin: bool = typer.Option(
        False, "--origin", help="Compare it with the origin of its story: what a copy changed."
    ),
    context: int = typer.Option(1, min=0, max=1000, help="Unchanged sentences around a change."),
    html: str | None = typer.Option(
        None, metavar="FILE", help="Write one page of HTML into this file; - for the output."
    ),
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Show what differs between two versions, or between a copy and its origin, word by word."""
    if html is not None and json:
        raise BadQuery("--html and --json exclude each other: leave one out")
    with_other = _is_with_other(origin, other, versions=bool(old or new))
    when = moment(as_of, known_at)
    found: Diff | Comparison
    with Archive.open() as archive:
        if with_other:
            found = archive.compare(article, other, as_of=when.as_of, known_at=when.known_at)
        else:
            found = archive.diff(article, old, new, as_of=when.as_of, known_at=when.known_at)
    if html is not None:
        _write_page(as_page(found, context), html)
    elif json:
        dump(found)
    elif isinstance(found, Comparison):
        _print_comparison(found, context)
    else:
        _print_diff(found, context)


def _is_with_other(origin: bool, other: str | None, *, versions: bool) -> bool:
    """Whether another article is to be compared; raises BadQuery."""
    if origin and other is not None:
        raise BadQuery("--origin and --with exclude each other: leave one out")
    if (origin or other is not None) and versions:
        raise BadQuery("--origin and --with compare the newest versions: leave OLD and NEW out")
    return origin or other is not None


def _write_page(page: str, target: str) -> None:
    page = clean(page)  # `-` may be a terminal, and a browser has no use for them either
    if target == "-":
        sys.stdout.write(page)
        return
    try:
        Path(target).write_text(page, encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"{target} could not be written: {error.strerror}") from None
    say(f"Written: {target}")


def _print_diff(found: Diff, context: int) -> None:
    say(text(found.title or "(no title)", "bold"))
    versions = f"version {found.old} ({shown(found.old_seen_at)})"
    versions += f" → {found.new} ({shown(found.new_seen_at)})"
    say(text(f"{found.article_id} · {versions}", "cyan"))
    if told := summed(found.summary):
        say(text(told, "dim"))
    if found.old == found.new:
        say(f"It is version {found.old} beside itself: `egov history` lists what there is.")
    elif not found.fields and (found.title or "").startswith("withheld ("):
        say("What differs between them is withheld.")
    elif not found.fields:
        say("Nothing differs between them.")
    _print_fields(found.fields, context)


def _print_comparison(found: Comparison, context: int) -> None:
    say(text(found.copy.title or "(no title)", "bold"))
    _print_side("origin", found.origin)
    _print_side("copy", found.copy)
    say(text(compared(found.summary), "dim"))
    if not found.fields:
        say("Nothing differs between them.")
    _print_fields(found.fields, context)
    say()
    say(text(note_zone(), "dim"))


def _print_side(role: str, side: Side) -> None:
    published = shown(side.published_at, side.published_precision)
    told = f"{role:7}{side.article_id} · {side.site} · {published} · version {side.version_no}"
    say(text(told, "cyan"))


def _print_fields(fields: tuple[Field, ...], context: int) -> None:
    coloured = _coloured()
    for field in fields:
        say()
        say(text(field.name, "bold"))
        for line in near_changes(field, context):
            shown_line = _marked(line, coloured=coloured) if line else text(SKIPPED, "dim")
            say(shown_line, indent=2)
    if fields and not coloured:
        moved = any(line.move is not None for field in fields for line in field.lines)
        say()
        say(f"{KEY}{MOVES if moved else ''}")


def _coloured() -> bool:
    console = paper()
    return console.is_terminal and not console.no_color


def _marked(line: Line, *, coloured: bool) -> Text:
    """Colours on a terminal that has them, marks elsewhere; numbers of what moved in both."""
    style = "bold" if line.kind == "heading" else ""
    if not coloured:
        return text(marked(line), style)
    before, after = numbered(line)
    shown_line = Text(before + lead_in(line), style=style)
    for i, piece in enumerate(line.pieces):
        after_deletion = i and line.pieces[i - 1].op is Op.DELETE and piece.op is Op.INSERT
        shown_line.append(" " if after_deletion else "")
        shown_line.append(clean(piece.text), style=COLOURS[piece.op])
    return shown_line.append(after)
