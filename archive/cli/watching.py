"""`egov gone` and `changes`: what publishers took away, and what they changed."""

import typer
from rich.text import Text

from archive import Archive
from archive.asking.changes import CHANGES, Change, ChangePage
from archive.asking.removals import Removed, RemovedPage
from archive.asking.search import LIMIT
from archive.asking.time import at, begin, moment, shown
from archive.cli.narrowing import SITE
from archive.cli.paper import (
    AsOf,
    Json,
    KnownAt,
    dump,
    heading,
    many,
    note_zone,
    percent,
    say,
    text,
)

STATUS = typer.Option([], help="Only this topic status; may be repeated. Without it all.")
AFTER = typer.Option(None, metavar="MARK", help="The next page: the mark under the page before.")
HOW = {"hard": "answered", "soft": "no longer shown, answered"}


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (gone, changes):
        app.command(command.__name__)(command)


def gone(
    site: list[str] = SITE,
    since: str | None = typer.Option(None, metavar="TIME", help="Found gone then or later."),
    until: str | None = typer.Option(None, metavar="TIME", help="Found gone then or before."),
    back: bool = typer.Option(
        False, "--back", help="Those that came back; --since and --until bound their return."
    ),
    status: list[str] = STATUS,
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many articles a page."),
    after: str | None = AFTER,
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Show articles that their publishers removed, and those that came back.

    Times are days (2026-03-07, 07/03/2026) or 2026-03-07T10:30, in Viet Nam.
    """
    when = moment(as_of, known_at)
    with Archive.open() as archive:
        page = archive.gone(
            since=begin(since) if since is not None else None,
            until=at(until) if until is not None else None,
            sites=site,
            statuses=status,
            back=back,
            limit=limit,
            after=after,
            as_of=when.as_of,
            known_at=when.known_at,
        )
    if json:
        dump(page)
    elif page.total:
        _print_gone(page, back=back)
    else:
        say(f"No article {'came back' if back else 'is gone'}, as far as was asked for.")


def _print_gone(page: RemovedPage, *, back: bool) -> None:
    what = "came back" if back else ("is gone" if page.total == 1 else "are gone")
    say(text(f"{many(page.total, 'article')} {what}{_part(page.total, page.articles)}", "bold"))
    for one in page.articles:
        say()
        _print_removed(one)
    _end(page.after)


def _part(total: int, rows: tuple[object, ...]) -> str:
    return f", {len(rows):,} shown" if len(rows) < total else ""


def _end(after: str | None) -> None:
    say()
    more = f"More: the same with --after {after}" if after else ""
    if more:
        say(text(more, "dim"), whole=True)
    say(text(note_zone(), "dim"))


def _print_removed(one: Removed) -> None:
    say(heading(one.title))
    published = shown(one.published_at, one.published_precision)
    say(text(f"{one.article_id} · {one.site} · published {published}", "cyan"), indent=2)
    told = f"last seen {shown(one.last_seen_at)}, gone since {shown(one.gone_at)}"
    told += f" ({HOW[one.how]} {one.status or '—'})"
    told += f", back since {shown(one.back_at)}" if one.back_at else ""
    say(told, indent=2)
    say(text(one.url, "dim"), indent=2, whole=True)


def changes(
    site: list[str] = SITE,
    since: str | None = typer.Option(None, metavar="TIME", help="Seen first then or later."),
    until: str | None = typer.Option(None, metavar="TIME", help="Seen first then or before."),
    kind: list[str] = typer.Option(
        [], help=f"Only this kind, of {', '.join(CHANGES)}, first; may be repeated."
    ),
    status: list[str] = STATUS,
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many versions a page."),
    after: str | None = AFTER,
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Show what publishers changed: the versions seen since a time, newest first.

    New articles are told with --kind first alone. Times are days (2026-03-07, 07/03/2026) or
    2026-03-07T10:30, in Viet Nam.
    """
    when = moment(as_of, known_at)
    with Archive.open() as archive:
        page = archive.changes(
            since=begin(since) if since is not None else None,
            until=at(until) if until is not None else None,
            sites=site,
            kinds=kind or CHANGES,
            statuses=status,
            limit=limit,
            after=after,
            as_of=when.as_of,
            known_at=when.known_at,
        )
    if json:
        dump(page)
    elif page.total:
        _print_changes(page)
    else:
        say("Nothing changed, as far as was asked for.")


def _print_changes(page: ChangePage) -> None:
    say(text(f"{many(page.total, 'change')}{_part(page.total, page.changes)}", "bold"))
    for change in page.changes:
        say()
        _print_change(change)
    _end(page.after)


def _print_change(change: Change) -> None:
    say(heading(change.title))
    place = f"{change.article_id} · {change.site} · version {change.version_no}"
    say(text(f"{place}, seen first {shown(change.seen_at)}", "cyan"), indent=2)
    say(_what(change), indent=2)
    if change.title_before is not None:
        say(heading(text(f"was titled: {change.title_before}", "dim")), indent=2)
    say(text(change.url, "dim"), indent=2, whole=True)


def _what(change: Change) -> Text:
    kind = f"back to version {change.reverted_to}" if change.reverted_to else change.kind
    told = text(kind, "yellow")
    if change.changed_fields:
        told.append(f": {', '.join(change.changed_fields)}")
    if change.ratio:
        told.append(f" ({percent(change.ratio)} of the words)")
    return told
