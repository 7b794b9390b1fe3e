"""`egov search`: articles by their words, or by filters alone."""

import shlex
from datetime import date
from typing import Any, cast

import typer
from rich.text import Text

from archive import Archive
from archive.asking.search import LIMIT, ORDERS, TAKEN, Hit, Order, SearchPage
from archive.asking.time import moment, shown
from archive.cli import narrowing
from archive.cli.paper import (
    AsOf,
    Json,
    KnownAt,
    clean,
    dump,
    facts,
    heading,
    many,
    note_zone,
    say,
    text,
)
from archive.text.units import units

_WORDS_HELP = (
    "Words, all of which are found. 'words in \"a phrase\"', -words to leave out, one OR other, "
    "the beginning of a word with *, title:word or lead:word. Without words the newest are listed."
)
_SHOWN = 12  # values of a facet


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("search", context_settings=narrowing.WORDS_TOO)(search)


def search(
    context: typer.Context,
    words: list[str] | None = typer.Argument(None, metavar="[WORDS]", help=_WORDS_HELP),
    any_word: bool = narrowing.ANY_WORD,
    site: list[str] = narrowing.SITE,
    unit: list[str] = narrowing.UNIT,
    kind: list[str] = narrowing.KIND,
    since: str | None = narrowing.SINCE,
    until: str | None = narrowing.UNTIL,
    status: list[str] = narrowing.STATUS,
    all_topics: bool = narrowing.ALL_TOPICS,
    min_score: float | None = narrowing.MIN_SCORE,
    max_score: float | None = narrowing.MAX_SCORE,
    mention: list[str] = narrowing.MENTION,
    origins_only: bool = narrowing.ORIGINS_ONLY,
    gone: bool = narrowing.GONE,
    there: bool = narrowing.THERE,
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    order: str | None = typer.Option(None, help=f"{', '.join(ORDERS)}."),
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many articles a page."),
    after: str | None = typer.Option(
        None, metavar="MARK", help="The next page: the mark under the page before."
    ),
    json: bool = Json,
) -> None:
    """Find articles by words, with or without their marks.

    Articles with the marks as typed come first, then those with the words in the title, then in
    title and lead, then the newer. Days are 2026-03-07 or 07/03/2026, in Viet Nam; a TIME is a
    day, meant to its end, or 2026-03-07 10:30.
    """
    asked: dict[str, Any] = {**narrowing.narrowed(context.params)}
    query = narrowing.query(words, "search")
    at = moment(as_of, known_at)
    times: dict[str, Any] = {"as_of": at.as_of, "known_at": at.known_at}
    with Archive.open() as archive:
        page = archive.search(
            query, **asked, **times, order=cast("Order | None", order), limit=limit, after=after
        )
        everywhere = page
        if not (page.total or json):
            everywhere = archive.search(query, any_word=any_word, statuses=(), limit=1)
    if json:
        dump(page)
    elif page.total:
        _print_page(page, query, asked | times | {"order": order, "limit": limit})
    else:
        _print_nothing(query, asked | times, everywhere.total)


def _print_page(page: SearchPage, query: str | None, asked: dict[str, Any]) -> None:
    more = len(page.hits) < page.total
    count = f"{many(page.total, 'article')}{f', {len(page.hits)} shown' if more else ''}"
    say(text(count, "bold") + text(_narrowed(asked), "dim"))
    for hit in page.hits:
        say()
        _print_hit(hit)
    say()
    facts([(name, _counted(name, counts)) for name, counts in page.facets.items()])
    if page.after:
        say(text("More:", "dim"))
        say(text(_command(query, asked, page.after), "dim"), indent=2, whole=True)
    say(text(note_zone(), "dim"))


def _narrowed(asked: dict[str, Any]) -> str:
    """The filters in words."""
    told = [
        f"{name} {' or '.join(map(str, asked[key]))}"
        for name, key in (("site", "sites"), ("unit", "units"), ("kind", "kinds"))
        if asked[key]
    ]
    told += [f"naming {name}" for name in asked["mentions"]]
    told += [f"{name} {asked[name]}" for name in ("since", "until") if asked[name]]
    told.append(f"topic {' or '.join(asked['statuses'])}" if asked["statuses"] else "any topic")
    if asked["min_score"] is not None:
        told.append(f"score {asked['min_score']:g} or more")
    if asked["max_score"] is not None:
        told.append(f"score {asked['max_score']:g} or less")
    told += ["origins only"] if asked["origins_only"] else []
    told += [] if asked["gone"] is None else ["gone" if asked["gone"] else "still there"]
    told += [f"as of {shown(asked['as_of'])}"] if asked["as_of"] else []
    told += [f"known at {shown(asked['known_at'])}"] if asked["known_at"] else []
    return "".join(f" · {one}" for one in told)


_OPTIONS = {
    "sites": "--site", "units": "--unit", "kinds": "--kind", "since": "--since",
    "until": "--until", "min_score": "--min-score", "max_score": "--max-score",
    "mentions": "--mention", "as_of": "--as-of", "known_at": "--known-at", "order": "--order",
}  # fmt: skip


def _command(query: str | None, asked: dict[str, Any], after: str) -> str:
    """The command that shows the next page."""
    parts = ["egov", "search", *([query] if query else [])]
    for name, option in _OPTIONS.items():
        values = asked[name] if isinstance(asked[name], list) else [asked[name]]
        for value in values:
            if value is not None:
                parts += [option, _written(value)]
    if asked["statuses"] != TAKEN:
        statuses = [["--status", status] for status in asked["statuses"]] or [["--all-topics"]]
        parts += [part for option in statuses for part in option]
    flags = {"--any": "any_word", "--origins-only": "origins_only"}
    parts += [flag for flag, name in flags.items() if asked[name]]
    parts += [] if asked["gone"] is None else ["--gone" if asked["gone"] else "--there"]
    parts += ["--limit", str(asked["limit"])] if asked["limit"] != LIMIT else []
    return shlex.join([*parts, "--after", after])


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _counted(name: str, counts: dict[str, int]) -> str:
    names = {unit.code: unit.name for unit in units()} if name == "unit" else {}
    told = [f"{names.get(value, value)} {count:,}" for value, count in counts.items()]
    more = [f"{len(told) - _SHOWN} more"] if len(told) > _SHOWN else []
    return ", ".join([*told[:_SHOWN], *more])


def _print_hit(hit: Hit) -> None:
    say(heading(_highlighted(hit.title, hit.title_marks, "bold") if hit.title else None))
    notes = [hit.site, shown(hit.published_at, hit.published_precision)]
    notes += [hit.topic_status] if hit.topic_status not in (None, "accepted") else []
    notes += ["gone"] if hit.gone_at else []
    notes += [f"copy of {hit.story_id}"] if hit.story_id and not hit.is_origin else []
    say(text(" · ".join([hit.article_id, *map(str, notes)]), "cyan"), indent=2)
    say(_highlighted(hit.snippet, hit.marks), indent=2)
    say(text(hit.url, "dim"), indent=2, whole=True)


def _highlighted(words: str, marks: tuple[tuple[int, int], ...], style: str = "") -> Text:
    shown_text = Text()
    end = 0
    for start, stop in marks:
        shown_text.append(clean(words[end:start]), style=style)
        shown_text.append(clean(words[start:stop]), style="bold yellow")
        end = stop
    return shown_text.append(clean(words[end:]), style=style)


def _print_nothing(query: str | None, asked: dict[str, Any], everywhere: int) -> None:
    found = f"No article was found for: {query}" if query else "No article was found."
    say(text(found) + text(_narrowed(asked), "dim"))
    if everywhere:
        say(f"Without filters and in all topics there are {everywhere:,}: try --all-topics.")
