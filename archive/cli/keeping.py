"""`egov verify`: whether the archive is as it was recorded."""

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
