"""`egov mentions`: what articles name, and how often."""

import typer
from rich.text import Text

from archive import Archive
from archive.asking.mentioned import LIMIT, Mentioned, Mentions
from archive.asking.time import day, moment
from archive.cli.narrowing import SINCE, UNTIL
from archive.cli.paper import AsOf, Json, KnownAt, clean, dump, many, say, table, text
from archive.errors import BadQuery
from archive.text.mentions import KINDS

_WORDS_HELP = (
    "Only what has these words in its name or key; marks and capitals do not matter. "
    "document:06 looks among one kind."
)


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("mentions")(run)


def run(
    words: list[str] | None = typer.Argument(None, metavar="[WORDS]", help=_WORDS_HELP),
    kind: list[str] = typer.Option([], help=f"{', '.join(KINDS)}; may be repeated."),
    article: str | None = typer.Option(
        None, metavar="ARTICLE", help="Only what this article names: its id or address."
    ),
    site: list[str] = typer.Option([], help="In articles of this site; may be repeated."),
    unit: list[str] = typer.Option(
        [], help="In articles of this province's or city's sites; may be repeated."
    ),
    since: str | None = SINCE,
    until: str | None = UNTIL,
    limit: int = typer.Option(LIMIT, min=1, max=10_000, help="How many things."),
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Show what articles name: documents, organisations, countries, systems, officials, units.

    What the most articles name comes first, with the days of the first and the last of them. Days
    are 2026-03-07 or 07/03/2026, in Viet Nam.
    """
    if article and (site or unit or since or until):
        raise BadQuery("--article excludes --site, --unit, --since and --until: leave them out")
    when = moment(as_of, known_at)
    with Archive.open() as archive:
        found = archive.mentions(
            " ".join(words or []),
            kinds=kind,
            article=article,
            sites=site,
            units=unit,
            since=day(since) if since is not None else None,
            until=day(until) if until is not None else None,
            limit=limit,
            as_of=when.as_of,
            known_at=when.known_at,
        )
    if json:
        dump(found)
    elif found.things:
        _print(found, one=article is not None)
    elif words:
        say(f"Nothing that is named has “{clean(' '.join(words))}” in its name or key.")
    else:
        say("Nothing is named there.")


def _print(found: Mentions, *, one: bool) -> None:
    if one:
        table(["kind", "key", "times", "name"], map(_row_of_one, found.things), figures={"times"})
    else:
        columns = ["kind", "key", "articles", "times", "first", "last", "name"]
        spare = ["first", "times", "last"]
        table(columns, map(_row, found.things), figures={"articles", "times"}, spare=spare)
    say()
    if len(found.things) < found.total:
        shown = f"{len(found.things):,} of {many(found.total, 'thing')}; --limit shows more."
        say(text(shown, "dim"))
    first = found.things[0]
    named = f"{first.kind}:{first.key}"
    quoted = f"'{named}'" if " " in named else named
    say(text(f"egov search --mention {quoted} finds the articles.", "dim"))


def _row(thing: Mentioned) -> tuple[object, ...]:
    return (
        thing.kind,
        _key(thing),
        f"{thing.articles:,}",
        f"{thing.times:,}",
        thing.first or "—",
        thing.last or "—",
        thing.label,
    )


def _row_of_one(thing: Mentioned) -> tuple[object, ...]:
    return thing.kind, _key(thing), f"{thing.times:,}", thing.label


def _key(thing: Mentioned) -> Text:
    return text(thing.key, "cyan")
