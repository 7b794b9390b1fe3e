"""`egov stories`: the same text on several sites, whose it is, and why that is believed."""

from collections.abc import Sequence

import typer

from archive import Archive
from archive.asking.answers import Copy, Relative, Stories, Story
from archive.asking.search import LIMIT
from archive.asking.time import moment, shown
from archive.cli.paper import (
    AsOf,
    Json,
    KnownAt,
    dump,
    heading,
    note_zone,
    percent,
    say,
    table,
    text,
)
from archive.errors import BadQuery

MOST = 10  # excerpts or related pieces that are printed of one story; JSON has all


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("stories")(run)


def run(
    article: str | None = typer.Argument(
        None, metavar="ARTICLE", help="Only its story: an article's id or address, or a story."
    ),
    site: list[str] = typer.Option([], help="Stories that this site is in; may be repeated."),
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many stories."),
    offset: int = typer.Option(0, min=0, help="How many to pass over first."),
    rebuild: bool = typer.Option(False, "--rebuild", help="Derive all state anew from the facts."),
    json: bool = Json,
) -> None:
    """Show articles that are the same text: the origin and its copies, with the evidence.

    Apart from the copies stand excerpts and related pieces, which are no copies.
    """
    if article and site:
        raise BadQuery("an article and --site exclude each other: leave one out")
    then = moment(as_of, known_at)
    times = {"as_of": then.as_of, "known_at": then.known_at}
    with Archive.open() as archive:
        if rebuild:
            archive.rebuild()
        if article:
            one = archive.story(article, **times)
            # what is like an article that has no copy is told; a story it is not
            found = Stories(int(bool(one and one.story_id)), (one,) if one else ())
        else:
            found = archive.stories(site, limit=limit, offset=offset, **times)
    if json:
        dump(found)
    else:
        _print(found, article, rebuild)


def _print(found: Stories, article: str | None, rebuilt: bool) -> None:
    if rebuilt:
        say("All state was derived anew from the facts.")
    if not found.total and article:
        say(f"No copy of {article} is known.")
    elif not found.total:
        say("No stories: no two articles here are the same text.")
    for story in found.stories:
        _print_story(story)
    if len(found.stories) < found.total:
        say(text(f"{len(found.stories)} of {found.total:,} stories; --offset goes on.", "dim"))
    if found.stories:
        say(text(note_zone(), "dim"))


def _print_story(story: Story) -> None:
    members = [*([story.origin] if story.origin else []), *story.copies]
    if members:
        first = members[0]
        say(heading(first.title))
        say(text(f"story {story.story_id}", "cyan"))  # also known by the id of each article in it
        columns = ["role", "site", "article", "published", "alike", "evidence"]
        table(columns, map(_row, members), figures={"alike"}, spare=["alike"])
        for copy in members:
            if copy.title != first.title:
                say(heading(text(f"{copy.article_id} is titled: {copy.title}", "dim")), indent=2)
    _print_apart("Excerpts (no copies: the shorter stands in the longer)", story.excerpts)
    _print_apart("Related (no copies: some of the text is the same)", story.related)
    say()


def _row(copy: Copy) -> tuple[object, ...]:
    role = text(copy.role, "bold" if copy.role == "origin" else "")
    if copy.gone_at:
        role.append(", gone")
    published = shown(copy.published_at, copy.published_precision)
    alike = percent(copy.jaccard) if copy.jaccard is not None else "—"
    evidence = copy.evidence.replace("+", ", ") or "—"
    return role, copy.site, copy.article_id, published, alike, evidence


def _print_apart(what: str, some: Sequence[Relative]) -> None:
    if not some:
        return
    say(text(what, "dim"))
    columns = ["", "site", "article", "published", "in common", "title"]
    rows = map(_apart, some[:MOST])
    table(columns, rows, figures={"in common"}, spare=["published"])
    if len(some) > MOST:
        say(text(f"{len(some) - MOST:,} more with --json.", "dim"), indent=2)


def _apart(one: Relative) -> tuple[object, ...]:
    if one.relation == "excerpt":
        how = "part of" if one.direction == "shorter" else "holds"
    else:
        how = one.direction
    published = shown(one.published_at, one.published_precision)
    # of the shorter one's text
    return (
        f"{how} {one.of}",
        one.site,
        one.article_id,
        published,
        percent(one.containment),
        one.title,
    )
