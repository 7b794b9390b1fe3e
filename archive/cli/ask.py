"""`egov show` and `history`: what an article says, and how it came to say it."""

from collections.abc import Iterable

import typer
from rich.text import Text

from archive import Archive
from archive.asking.answers import Article, Version
from archive.asking.time import Moment, moment, shown
from archive.cli.paper import (
    AsOf,
    Json,
    KnownAt,
    dump,
    facts,
    many,
    note_zone,
    percent,
    say,
    table,
    text,
)
from archive.record import DATE_DOUBTS

ARTICLE = typer.Argument(..., metavar="ARTICLE", help="An article's id, or any address of it.")


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (show, history):
        app.command(command.__name__)(command)


def show(
    article: str = ARTICLE,
    version: str | None = typer.Option(None, metavar="NUMBER", help="An earlier version."),
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Show an article: its text, dates, source, topic and story."""
    when = moment(as_of, known_at)
    with Archive.open() as archive:
        found = archive.show(article, version, as_of=when.as_of, known_at=when.known_at)
    if json:
        dump(found)
    else:
        _print_article(found, when)


def _print_article(found: Article, when: Moment) -> None:
    say(text(found.title or "(no title)", "bold"))
    say()
    _say_when(when)
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


def _say_when(when: Moment) -> None:
    """For which moment the answer is, if not for now."""
    said = [("as of", when.as_of), ("known at", when.known_at)]
    if told := ", ".join(f"{what} {shown(at)}" for what, at in said if at):
        say(text(f"({told}, Viet Nam, UTC+7)", "yellow"))
        say()


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


def history(
    article: str = ARTICLE,
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Show the versions of an article: when each was seen first, and what changed."""
    when = moment(as_of, known_at)
    with Archive.open() as archive:
        found = archive.history(article, as_of=when.as_of, known_at=when.known_at)
    if json:
        dump(found)
        return
    say(text(found.title or "(no title)", "bold"))
    say(text(f"{found.article_id} · {found.site} · {found.url}", "cyan"), whole=True)
    say()
    _say_when(when)
    rows = [
        (v.number, shown(v.seen_at), _kind(v), _changed(v), _title(v, before))
        for v, before in zip(found.versions, [None, *found.versions], strict=False)
    ]
    table(["no", "seen first", "kind", "changed", "title"], rows, figures={"no"})
    say()
    end = (
        f"gone since {shown(found.gone_at)}"
        if found.gone_at
        else ("there then" if when else "still there")
    )
    looks = many(found.looks, "look")
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
