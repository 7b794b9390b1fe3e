"""`egov verify` and `egov withhold`: proofs, and what the law takes out."""

from dataclasses import asdict

import typer

from archive import Archive
from archive.cli.paper import Json, dump, many, progress, say, table, text
from archive.keeping.finding import Finding
from archive.keeping.verify import Verified

SITE = typer.Option(None, "--site", help="Only this site's pages and readings; seals as ever.")
QUICK = typer.Option(False, "--quick", help="Without the bytes of pages, and without a rebuild.")
REPAIR = typer.Option(False, "--repair", help="Derive anew what is derived and does not fit.")
SEAL = typer.Option(False, "--seal", help="Take a seal by hand, as the nightly job does, and end.")


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    app.command("verify")(verify)
    app.command("withhold")(withhold)


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
        with progress("proving the archive") as told:
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
    if found.findings:
        table(("kind", "where", "article", "what"), [_row(one) for one in found.findings],
              spare=("kind", "article"))  # fmt: skip
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


def _row(one: Finding) -> tuple[object, ...]:
    kind = text("warning", "yellow") if one.warning else text(one.kind, "red")
    return kind, one.where, one.article or "", one.sentence


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
    say("Listing pages that name it, and copies by other papers, are kept: see `egov story`.")
