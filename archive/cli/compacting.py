"""`egov compact`: pages that changed nothing make room."""

from dataclasses import asdict

import typer

from archive import Archive
from archive.cli.paper import Json, dump, say
from archive.cli.progress import progress

DRY = typer.Option(False, "--dry-run", help="Say what would be given up, and change nothing.")
ALL = typer.Option(False, "--all", help="Of all articles, not only of those looked at lately.")


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("compact")(compact)


def compact(whole: bool = ALL, dry_run: bool = DRY, json: bool = Json) -> None:
    """Give up the bytes of pages that changed nothing, as each night does; their hashes stay.

    Of an article and of a listing the first page stays, the newest, one a month, and each page that
    a version or a reading was made of.
    """
    with Archive.open() as archive, progress("compacting, sites") as told:
        done = archive.compact(
            whole=whole,
            dry_run=dry_run,
            tell=lambda words: None if json else say(words),
            progress=told,
        )
    if json:
        dump({**asdict(done), "words": done.words})
        return
    say(f"{done.words[0].upper()}{done.words[1:]}.")
