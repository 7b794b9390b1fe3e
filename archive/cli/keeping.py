"""`egov verify`, `withhold`, `backup`, `restore`: proofs, takedowns, and copies for a bad day."""

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa
import typer

from archive import Archive
from archive.cli.paper import Json, dump, many, say, text
from archive.cli.progress import progress
from archive.keeping.restore import restore as restore_into
from archive.keeping.verify import Verified
from archive.keeping.verify import verify as prove_all

PROVING = "proving the archive"
SHOWN = 50  # findings that are printed
SITE = typer.Option(None, "--site", help="Only this site's pages and readings; seals as ever.")
QUICK = typer.Option(False, "--quick", help="Without the bytes of pages, and without a rebuild.")
REPAIR = typer.Option(False, "--repair", help="Derive anew what is derived and does not fit.")
SEAL = typer.Option(False, "--seal", help="Take a seal by hand, as the nightly job does, and end.")


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    app.command("verify")(verify)
    app.command("withhold")(withhold)
    app.command("backup")(backup)
    app.command("restore")(restore)


def verify(
    site: str | None = SITE,
    quick: bool = QUICK,
    repair: bool = REPAIR,
    seal: bool = SEAL,
    json: bool = Json,
) -> None:
    """Prove that nothing was changed: pages, chains, seals, digests, state. Exit status 1 if not.

    Warnings, and what is withheld by law, do not count. Only what is derived can be repaired.
    """
    with Archive.open() as archive:
        if seal:
            taken = archive.seal()
            if json:
                dump(taken)
            else:
                say(taken.words)
            return
        with progress(PROVING) as told:
            found = archive.verify(site=site, quick=quick, repair=repair, progress=told)
    if json:
        dump({**_plain(found), "ok": found.is_whole})
    else:
        _print(found)
    if not found.is_whole:
        raise typer.Exit(1)


def _plain(found: Verified) -> dict[str, object]:
    names = ("looks", "readings", "withheld", "unsealed", "repaired", "seal", "findings")
    return {name: getattr(found, name) for name in names}


def _print(found: Verified) -> None:
    for one in found.findings[:SHOWN]:
        kind = text("warning", "bold yellow") if one.warning else text(one.kind, "bold red")
        row = f" {one.row}" if one.row and one.row != one.where else ""
        say(kind + text(f"  {one.where}{row}{f'  article {one.article}' if one.article else ''}"))
        say(one.sentence, indent=2)
    if len(found.findings) > SHOWN:
        say(f"… and {len(found.findings) - SHOWN:,} more: --json lists them all.")
    if found.findings:
        say()
    if found.repaired:
        say(f"Repaired: {many(found.repaired, 'row')} of state, derived anew.")
    say(
        f"{many(found.looks, 'look')} and {many(found.readings, 'reading')} proved, "
        f"{many(found.withheld, 'page')} withheld."
    )
    if found.seal is None:
        say("There is no seal yet: `egov verify --seal` takes one, and so does each night.")
    else:
        say(f"{found.seal.words[0].upper()}{found.seal.words[1:]}.")
        if found.unsealed:
            say(f"{many(found.unsealed, 'look')} since, which the next seal covers.")
    wrong = sum(not one.warning for one in found.findings)
    warned = len(found.findings) - wrong
    end = many(wrong, "finding") if wrong else "Nothing was changed"
    say(f"{end}, {many(warned, 'warning')}." if warned else f"{end}.")


ARTICLE = typer.Argument(help="An article's id, or any address of it.")
VERSION = typer.Option(None, "--version", help="This version only, by its number.")
REASON = typer.Option(..., "--reason", help="Why: it is shown in place of the text.")
BY = typer.Option(..., "--by", help="Who decided it: a name or an office.")
DRY = typer.Option(False, "--dry-run", help="Say what would be taken out, and change nothing.")


def withhold(
    article: str = ARTICLE,
    version: int | None = VERSION,
    reason: str = REASON,
    by: str = BY,
    dry_run: bool = DRY,
    json: bool = Json,
) -> None:
    """Take an article's words and bytes out for good, as the law asks.

    Its hashes, its addresses, the reason, who and when are left. A whole article is not fetched
    again. A call that was broken off is finished by the same call.
    """
    with Archive.open() as archive:
        found = archive.withhold(article, version, reason=reason, by=by, dry_run=dry_run)
    if json:
        dump({**asdict(found), "dry_run": dry_run})
        return
    what = f"version {version} of article" if version else "article"
    parts = ", ".join(
        many(number, noun)
        for number, noun in (
            (found.pages, "page"), (found.readings, "reading"), (found.records, "record")
        )
    )  # fmt: skip
    say(f"{'Would withhold' if dry_run else 'Withheld'} {what} {found.article_id}: {parts}.")
    if found.finished:
        say(f"{many(found.finished, 'page')} of it withheld before; their records are overwritten.")
    if found.others:
        say(f"The same pages are those of other articles, too: {', '.join(found.others)}.")
    say("Listing pages that name it, and copies by other papers, are kept: see `egov stories`.")


FOLDER = typer.Argument(help="The folder of the backups, best on another disk.")
ROTATE = typer.Option(None, "--rotate", help="Keep this many of the newest backups, no more.")


def backup(folder: Path = FOLDER, rotate: int | None = ROTATE, json: bool = Json) -> None:
    """Back up database and pages as they are at this moment; a crawl may go on meanwhile."""
    with Archive.open() as archive, progress("copying pages", size=True) as told:
        made = archive.backup(folder, rotate=rotate, progress=told)
    if json:
        dump(asdict(made) | {"folder": str(made.folder)})
        return
    say(f"Backed up into {made.folder}", whole=True)
    say(
        f"{many(made.articles, 'article')}, {many(made.versions, 'version')}, "
        f"{made.pages / MB:,.1f} MB of pages ({made.copied / MB:,.1f} MB of them new here)."
    )
    say(f"Newest seal: {made.seal}" if made.seal else "There is no seal in it yet.", whole=True)
    if made.removed:
        say(f"Removed: {', '.join(made.removed)}.")


MB = 1_000_000
SOURCE = typer.Argument(help="A backup, or the folder of backups: then the newest.")
INTO = typer.Option(..., "--into", help="The database to make: sqlite:///… or postgresql://…")
DATA = typer.Option(..., "--data", help="The folder to put the pages into; it must be empty.")


def restore(folder: Path = SOURCE, into: str = INTO, data: Path = DATA, json: bool = Json) -> None:
    """Make an archive of a backup, in an empty place, and prove it. Exit status 1 if it fails."""
    with ExitStack() as bar:

        def prove(engine: sa.Engine, data_dir: Path) -> Verified:
            bar.close()
            return prove_all(engine, data_dir, told=bar.enter_context(progress(PROVING)))

        checking = bar.enter_context(progress("checking the backup", size=True))
        made = restore_into(folder, into, data, told=checking, prove=prove)
    if json:
        dump(made)
    else:
        held = f"{many(made.files, 'file')}, {many(made.counts['article'], 'article')}"
        say(f"Restored backup {made.backup}: {held}, all hashes and counts as they were.")
        if made.verified is None:
            say(f"It is at revision {made.revision}: run `egov upgrade`, then `egov verify`.")
        else:
            _print(made.verified)
    if made.verified is not None and not made.verified.is_whole:
        raise typer.Exit(1)
