"""`egov stories`: the same text on several sites, whose it is, and why that is believed."""

import typer

from archive import Archive
from archive.asking.answers import Copy, Stories, Story
from archive.asking.search import LIMIT
from archive.asking.time import shown
from archive.cli.paper import Json, dump, note_zone, percent, say, table, text
from archive.errors import BadQuery


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("stories")(run)


def run(
    article: str | None = typer.Argument(
        None, metavar="ARTICLE", help="Only its story: an article's id or address, or a story."
    ),
    site: list[str] = typer.Option([], help="Stories that this site is in; may be repeated."),
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many stories."),
    offset: int = typer.Option(0, min=0, help="How many to pass over first."),
    rebuild: bool = typer.Option(False, "--rebuild", help="Derive all state anew from the facts."),
    json: bool = Json,
) -> None:
    """Show articles that are the same text: the origin and its copies, with the evidence."""
    if article and site:
        raise BadQuery("an article and --site exclude each other: leave one out")
    with Archive.open() as archive:
        if rebuild:
            archive.rebuild()
        if article:
            one = archive.story(article)
            found = Stories(1, (one,)) if one else Stories(0, ())
        else:
            found = archive.stories(site, limit=limit, offset=offset)
    if json:
        dump(found)
    else:
        _print(found, article, rebuild)


def _print(found: Stories, article: str | None, rebuilt: bool) -> None:
    if rebuilt:
        say("All state was derived anew from the facts.")
    if not found.stories and article:
        say(f"No copy of {article} is known.")
    elif not found.stories:
        say("No stories: no two articles here are the same text.")
    for story in found.stories:
        _print_story(story)
    if len(found.stories) < found.total:
        say(text(f"{len(found.stories)} of {found.total:,} stories; --offset goes on.", "dim"))
    if found.stories:
        say(text(note_zone(), "dim"))


def _print_story(story: Story) -> None:
    first = story.origin or story.copies[0]
    say(text(first.title or "(no title)", "bold"))
    say(text(f"story {story.story_id}", "cyan"))  # also known by the id of each article in it
    members = [*([story.origin] if story.origin else []), *story.copies]
    columns = ["role", "site", "article", "published", "alike", "evidence"]
    table(columns, map(_row, members), figures={"alike"}, spare=["alike"])
    for copy in members:
        if copy.title != first.title:
            say(text(f"{copy.article_id} is titled: {copy.title}", "dim"), indent=2)
    say()


def _row(copy: Copy) -> tuple[object, ...]:
    role = text(copy.role, "bold" if copy.role == "origin" else "")
    if copy.gone_at:
        role.append(", gone")
    published = shown(copy.published_at, copy.published_precision)
    alike = percent(copy.jaccard) if copy.jaccard is not None else "—"
    evidence = copy.evidence.replace("+", ", ") or "—"
    return role, copy.site, copy.article_id, published, alike, evidence
