"""`egov search`, `show`, `history` and `diff`: questions about articles."""

from collections.abc import Iterable

import typer
from rich.text import Text

from archive import Archive
from archive.asking.answers import Article, Version
from archive.asking.diff import Diff, Line, Op
from archive.asking.marks import SKIPPED, mark, near_changes
from archive.asking.search import LIMIT, STATUSES, TAKEN, Hit, SearchPage
from archive.asking.time import day, shown
from archive.cli.paper import Json, clean, dump, facts, note_zone, paper, percent, say, table, text
from archive.errors import BadQuery
from archive.record import DATE_DOUBTS

ARTICLE = typer.Argument(..., metavar="ARTICLE", help="An article's id, or any address of it.")
COLOURS = {Op.DELETE: "red strike", Op.INSERT: "green underline", Op.EQUAL: ""}
OPERATORS = {"and", "or", "not", "near"}
_STATUS_HELP = (
    f"Topic status: {', '.join(STATUSES)}; may be repeated. Without it {' and '.join(TAKEN)}."
)


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    # -words are words, not options
    app.command("search", context_settings={"ignore_unknown_options": True})(search)
    for command in (show, history, diff):
        app.command(command.__name__)(command)


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
    say(
        text(f"{_many(page.total, 'article')}{f', {len(page.hits)} shown' if more else ''}", "bold")
    )
    for hit in page.hits:
        say()
        _print_hit(hit)
    say()
    facts([(name, _counted(counts)) for name, counts in page.facets.items()])
    more_hint = f"More: the same with --after {page.after}. " if page.after else ""
    say(text(f"{more_hint}{note_zone()}", "dim"))


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{value} {count:,}" for value, count in counts.items())


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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


def show(
    article: str = ARTICLE,
    version: str | None = typer.Option(None, metavar="NUMBER", help="An earlier version."),
    json: bool = Json,
) -> None:
    """Show an article: its text, dates, source, topic and story."""
    with Archive.open() as archive:
        found = archive.show(article, version)
    if json:
        dump(found)
    else:
        _print_article(found)


def _print_article(found: Article) -> None:
    say(text(found.title or "(no title)", "bold"))
    say()
    facts(_facts(found))
    if found.lead:
        say()
        say(text(found.lead, "bold"))
    say()
    say(found.body or "(no text)")
    for caption in found.captions:
        say()
        say(text(f"[picture] {caption}", "italic"))
    if found.attachments:
        say()
        facts([("file", f"{file.label} {file.url}".strip()) for file in found.attachments])


def _doubtful(doubts: Iterable[str]) -> str:
    """What speaks against a field, to stand behind it."""
    named = ", ".join(doubts)
    return f" (doubtful: {named})" if named else ""


def _facts(found: Article) -> list[tuple[str, object]]:
    published = shown(found.published_at, found.published_precision)
    zone = "" if found.published_at is None else " (Viet Nam, UTC+7)"
    doubts = _doubtful(doubt for doubt in found.doubts if doubt in DATE_DOUBTS)
    source = " ".join(filter(None, (found.source_name, found.source_url)))
    role = "the origin" if found.is_origin else "a copy"
    return [
        ("article", found.article_id),
        ("site", f"{found.site_title} ({found.site})"),
        ("address", found.url),
        ("published", f"{published}{zone}{doubts}"),
        ("modified", shown(found.modified_at) if found.modified_at else None),
        ("author", found.author),
        ("section", found.section),
        ("source", source),
        ("text", _doubtful(doubt for doubt in found.doubts if doubt not in DATE_DOUBTS).strip()),
        ("version", f"{found.version_no} of {found.version_count} ({found.change})"),
        ("seen", f"{shown(found.first_seen_at)} to {shown(found.last_seen_at)}"),
        ("gone", shown(found.gone_at) if found.gone_at else None),
        ("topic", _topic(found)),
        ("story", f"{found.story_id} ({role})" if found.story_id else None),
        ("names", ", ".join(named.label for named in found.mentions)),
    ]


def _topic(found: Article) -> str | None:
    if found.topic_status is None:
        return None
    terms = sorted(found.topic_terms.items(), key=lambda item: -item[1])
    listed = ", ".join(f"{term} {points:g}" for term, points in terms[:6])
    more = f" and {len(terms) - 6} more" if len(terms) > 6 else ""
    return f"{found.topic_status}, {found.topic_score:g}" + (f": {listed}{more}" if terms else "")


def history(article: str = ARTICLE, json: bool = Json) -> None:
    """Show the versions of an article: when each was seen first, and what changed."""
    with Archive.open() as archive:
        found = archive.history(article)
    if json:
        dump(found)
        return
    say(text(found.title or "(no title)", "bold"))
    say(text(f"{found.article_id} · {found.site} · {found.url}", "cyan"), whole=True)
    say()
    rows = [
        (v.number, shown(v.seen_at), _kind(v), _changed(v), _title(v, before))
        for v, before in zip(found.versions, [None, *found.versions], strict=False)
    ]
    table(["no", "seen first", "kind", "changed", "title"], rows, figures={"no"})
    say()
    end = f"gone since {shown(found.gone_at)}" if found.gone_at else "still there"
    looks = _many(found.looks, "look")
    say(text(f"{looks}, last seen {shown(found.last_seen_at)}, {end}. {note_zone()}", "dim"))


def _kind(version: Version) -> str:
    return f"back to {version.reverted_to}" if version.reverted_to else version.kind


def _title(version: Version, before: Version | None) -> Text:
    """Whole where it is new; else on one line, cut if need be."""
    title = text(version.title)
    if before and before.title == version.title:
        title.no_wrap, title.overflow = True, "ellipsis"
    return title


def _changed(version: Version) -> str:
    share = f" ({percent(version.ratio)})" if version.ratio else ""
    return f"{', '.join(version.changed_fields)}{share}" if version.changed_fields else "—"


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
