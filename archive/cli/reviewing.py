"""`egov review`: the readings that a person should look at, and what the person found."""

from pathlib import Path
from shlex import quote

import typer

from archive import Archive
from archive.asking.review import BAD, GOOD, Doubted, DoubtedPage
from archive.asking.search import LIMIT
from archive.asking.time import shown
from archive.cli.narrowing import SITE
from archive.cli.paper import Json, clean, dump, facts, heading, many, note_zone, say, text
from archive.errors import BadQuery


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("review")(review)


def review(
    article: str | None = typer.Argument(
        None, metavar="ARTICLE", help="One article: its score, or what you found in it."
    ),
    good: bool = typer.Option(False, "--good", help="It reads right: off the list."),
    bad: bool = typer.Option(False, "--bad", help="It reads wrong: it stays on the list."),
    note: str = typer.Option("", metavar="TEXT", help="What you found, in your words."),
    page: Path | None = typer.Option(
        None, metavar="FILE", help="Write the article's page there, as its site served it."
    ),
    site: list[str] = SITE,
    limit: int = typer.Option(LIMIT, min=1, max=1000, help="How many articles."),
    json: bool = Json,
) -> None:
    """Show articles whose reading is to be doubted, and note what you found in one of them.

    A reading is scored at the end of a run, by what its site usually yields. What you found holds
    until the article is read otherwise.
    """
    _check(article, good=good, bad=bad, note=note, page=page, site=site)
    with Archive.open() as archive:
        if article is None:
            _show(archive.review(site, limit=limit), json=json)
            return
        if good or bad:
            one = archive.reviewed(article, GOOD if good else BAD, note)
        else:
            one = archive.score_of(article)
        if page is not None:
            page.write_bytes(archive.page_of(article))
    _show(one, page, json=json)


def _show(found: DoubtedPage | Doubted, page: Path | None = None, *, json: bool) -> None:
    if json:
        dump(found)
    elif isinstance(found, DoubtedPage):
        _print_list(found)
    else:
        _print_one(found, page)


def _check(
    article: str | None, *, good: bool, bad: bool, note: str, page: Path | None, site: list[str]
) -> None:
    """Raises BadQuery where the options do not go together."""
    if article is None and (good or bad or note or page):
        raise BadQuery("name the article that this is about: egov review ARTICLE …")
    if article is not None and site:
        raise BadQuery("--site narrows the list; one article needs none")
    if good and bad:
        raise BadQuery("a reading is found good or bad, not both")
    if note and not (good or bad):
        raise BadQuery("--note goes with --good or --bad: what did you find?")


def _print_list(found: DoubtedPage) -> None:
    if not found.total:
        say("No reading is to be doubted, as far as was asked for.")
        return
    shown_of = f", {len(found.articles):,} shown" if len(found.articles) < found.total else ""
    say(text(f"{many(found.total, 'reading')} to look at{shown_of}", "bold"))
    for one in found.articles:
        say()
        _print_head(one)
    say()
    say(text("To look at one: egov review ARTICLE --page page.html", "dim"))
    say(text("Then: egov review ARTICLE --good, or --bad --note TEXT", "dim"))
    say(text(note_zone(), "dim"))


def _print_head(one: Doubted) -> None:
    say(heading(one.title))
    told = f"{one.article_id} · {one.site} · {one.layout} · score {one.score:.2f}"
    say(text(f"{told}, seen {shown(one.seen_at)}", "cyan"), indent=2)
    for reason in one.reasons:
        say(f"- {reason}", indent=2)
    if one.review:
        said = f": {one.note}" if one.note else ""
        say(text(f"found {one.review} on {shown(one.reviewed_at)}{said}", "yellow"), indent=2)
    say(text(one.url, "dim"), indent=2, whole=True)


def _print_one(one: Doubted, page: Path | None) -> None:
    _print_head(one)
    say()
    facts([("reader", one.reader), ("page", one.page_sha256), ("in", one.page_file)])
    file = quote(str(page or "page.html"))
    kind = f" --content-type {quote(clean(one.content_type))}" if one.content_type else ""
    if page is None:
        say(text(f"egov review {one.article_id} --page {file}", "dim"), whole=True)
    command = f"scrapy read {file} --url {quote(clean(one.url))} --at {one.seen_at:%Y-%m-%dT%H:%MZ}"
    say(text(f"{command}{kind} --removed", "dim"), whole=True)
