"""`egov search`: articles by their words."""

import typer
from rich.text import Text

from archive import Archive
from archive.asking.search import LIMIT, STATUSES, TAKEN, Hit, SearchPage
from archive.asking.time import day, shown
from archive.cli.paper import Json, clean, dump, facts, many, note_zone, say, text
from archive.errors import BadQuery

OPERATORS = {"and", "or", "not", "near"}
_STATUS_HELP = (
    f"Topic status: {', '.join(STATUSES)}; may be repeated. Without it {' and '.join(TAKEN)}."
)


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    # -words are words, not options
    app.command("search", context_settings={"ignore_unknown_options": True})(search)


def search(
    words: list[str] = typer.Argument(
        ..., metavar="WORDS", help="Words, 'words in \"a phrase\"', -words to leave out."
    ),
    site: list[str] = typer.Option([], help="Only this site; may be repeated."),
    since: str | None = typer.Option(None, metavar="DAY", help="Published on this day or later."),
    until: str | None = typer.Option(None, metavar="DAY", help="Published on this day or before."),
    status: list[str] = typer.Option([], help=_STATUS_HELP),
    all_topics: bool = typer.Option(False, "--all-topics", help="Whatever the topic status."),
    origins_only: bool = typer.Option(False, "--origins-only", help="Leave copies out."),
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many articles a page."),
    after: str | None = typer.Option(None, metavar="ID", help="The page behind this article."),
    json: bool = Json,
) -> None:
    """Find articles by words, with or without their marks.

    Articles with the marks as typed come first. Days are 2026-03-07 or 07/03/2026, in Viet Nam.
    """
    query = _query(words)
    if all_topics and status:
        raise BadQuery("--all-topics and --status exclude each other: leave one out")
    with Archive.open() as archive:
        page = archive.search(
            query,
            sites=site,
            since=day(since) if since else None,
            until=day(until) if until else None,
            statuses=() if all_topics else status or TAKEN,
            origins_only=origins_only,
            limit=limit,
            after=after,
        )
        everywhere = page if page.total or json else archive.search(query, statuses=(), limit=1)
    if json:
        dump(page)
    elif page.total:
        _print_page(page)
    else:
        _print_nothing(query, everywhere.total)


def _query(words: list[str]) -> str:
    for word in words:
        if word.startswith("--"):
            raise BadQuery(f"there is no option {word.split('=')[0]}: see `egov search --help`")
    return " ".join(words)


def _print_page(page: SearchPage) -> None:
    more = len(page.hits) < page.total
    say(text(f"{many(page.total, 'article')}{f', {len(page.hits)} shown' if more else ''}", "bold"))
    for hit in page.hits:
        say()
        _print_hit(hit)
    say()
    facts([(name, _counted(counts)) for name, counts in page.facets.items()])
    more_hint = f"More: the same with --after {page.after}. " if page.after else ""
    say(text(f"{more_hint}{note_zone()}", "dim"))


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{value} {count:,}" for value, count in counts.items())


def _print_hit(hit: Hit) -> None:
    say(text(hit.title or "(no title)", "bold"))
    notes = [hit.site, shown(hit.published_at, hit.published_precision)]
    notes += [hit.topic_status] if hit.topic_status not in (None, "accepted") else []
    notes += ["gone"] if hit.gone_at else []
    notes += [f"copy of {hit.story_id}"] if hit.story_id and not hit.is_origin else []
    say(text(" · ".join([hit.article_id, *map(str, notes)]), "cyan"), indent=2)
    say(_highlighted(hit), indent=2)
    say(text(hit.url, "dim"), indent=2, whole=True)


def _highlighted(hit: Hit) -> Text:
    shown_text = Text()
    end = 0
    for start, stop in hit.marks:
        shown_text.append(clean(hit.snippet[end:start]))
        shown_text.append(clean(hit.snippet[start:stop]), style="bold yellow")
        end = stop
    return shown_text.append(clean(hit.snippet[end:]))


def _print_nothing(query: str, everywhere: int) -> None:
    say(f"No article was found for: {query}")
    if everywhere:
        say(f"Without filters and in all topics there are {everywhere:,}: try --all-topics.")
    if OPERATORS & set(query.lower().split()):
        say("AND, OR, NOT and NEAR are looked for as words: all words must be there anyway.")
