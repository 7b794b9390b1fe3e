"""`egov export` and `egov import`: articles and their pages out of an archive, and into one."""

from itertools import islice
from pathlib import Path

import typer

from archive import Archive
from archive.asking.time import moment
from archive.cli import narrowing
from archive.cli.paper import AsOf, Json, KnownAt, dump, facts, many, say, table, text
from archive.cli.progress import progress
from archive.exchange.export import FORMATS, Exported
from archive.exchange.importing import Imported

MOST = 20  # files, or reasons, that are shown; a file of others can bring as many as it likes
COLUMNS = ("site", "looks", "new", "changed", "unchanged", "gone", "refused")
FIGURES = ("fetched", "new_articles", "new_versions", "unchanged", "gone", "refused")


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    app.command("export", context_settings=narrowing.WORDS_TOO)(export)
    app.command("import")(import_)


def export(
    context: typer.Context,
    words: list[str] | None = typer.Argument(
        None, metavar="[WORDS]", help="Words as for `egov search`; without them all articles."
    ),
    to: str = typer.Option(..., metavar="FORMAT", help=f"{', '.join(FORMATS)}."),
    out: Path = typer.Option(..., metavar="FOLDER", help="A new or an empty folder."),
    versions: bool = typer.Option(False, "--versions", help="A row for each version."),
    public: bool = typer.Option(
        False, "--public", help="For others: without the texts that publishers close to archives."
    ),
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
    any_word: bool = narrowing.ANY_WORD,
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Export articles to a folder: rows for a program or a spreadsheet, or their pages.

    jsonl, csv and parquet hold the rows of the view current_article (with --versions of
    article_version), warc and wacz the pages of all looks: a WACZ opens in ReplayWeb.page. A
    manifest.json tells what was asked, what is covered, and the SHA-256 of each file.
    """
    filters = narrowing.narrowed(context.params)
    query = narrowing.query(words, "export")
    at = moment(as_of, known_at)
    with Archive.open() as archive, progress("export") as told:
        done = archive.export(
            to,
            out,
            query,
            versions=versions,
            public=public,
            as_of=at.as_of,
            known_at=at.known_at,
            progress=told,
            **filters,
        )
    if json:
        dump({**_plain(done), "folder": str(done.folder)})
    else:
        _print_export(done)
    if done.lost:
        raise typer.Exit(1)


def _plain(done: Exported) -> dict[str, object]:
    return {name: getattr(done, name) for name in done.__slots__}


def _print_export(done: Exported) -> None:
    held = f"{many(done.articles, 'article')} with {many(done.versions, 'version')}"
    say(text(f"{held} went to {done.folder}", "bold"))
    say()
    columns = ["file", "bytes", "SHA-256"]
    rows = [(one["name"], f"{one['bytes']:,}", one["sha256"][:16] + "…") for one in done.files]
    table(columns, rows, figures={"bytes"})
    for note in done.notes:
        say()
        say(note)
    say()
    say(text("What is in it, how to cite it: README.txt and manifest.json there.", "dim"))


def import_(
    paths: list[Path] = typer.Argument(..., metavar="PATH…", help="WARC or WACZ files, folders."),
    site: list[str] = narrowing.SITE,
    json: bool = Json,
) -> None:
    """Take in the pages of declared sites from WARC and WACZ files by any writer.

    Times are those of the records; what is held already is left as it is, so that an import that
    was broken off is simply begun again.
    """
    with Archive.open() as archive, progress("import") as told:
        done = archive.import_(list(paths), sites=site, progress=told)
    if json:
        dump(done)
    else:
        _print_import(done)
    if done.bad:
        raise typer.Exit(1)


def _print_import(done: Imported) -> None:
    taken = f"{many(done.looks, 'look')} taken from {many(done.records, 'record')}"
    say(text(f"{taken}, {done.repeats:,} held already", "bold"))
    if done.sites:
        say()
        rows = [(name, *(f"{of[n]:,}" for n in FIGURES)) for name, of in done.sites.items()]
        table(COLUMNS, rows, figures=set(COLUMNS[1:]))
    if done.passed:
        say()
        say("Passed over:")
        passed = islice(done.passed.items(), MOST)
        facts([(f"{number:>9,}", reason) for reason, number in passed])
        if (left := len(done.passed) - MOST) > 0:
            say(f"and for {many(left, 'reason')} more: --json names each", indent=2)
    if done.refused:
        say()
        say("Pages that are no articles:")
        for reason, some in done.refused.items():
            say(f"{some.count:,} {reason}, for example", indent=2)
            for url in some.examples:
                say(text(url, "dim"), indent=4, whole=True)
    for note in done.notes:
        say()
        say(note)
    for file, reason in islice(done.bad.items(), MOST):
        say()
        say(text(file, "red"), whole=True)
        say(reason, indent=2)
    if (left := len(done.bad) - MOST) > 0:
        say()
        say(f"and {many(left, 'file')} more: --json names each")
