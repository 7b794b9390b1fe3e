"""`egov export` and `egov import`: articles and their pages out of an archive, and into one."""

from itertools import islice
from pathlib import Path

import typer

from archive import Archive
from archive.asking import time
from archive.asking.search import TAKEN
from archive.cli.paper import AsOf, Json, KnownAt, dump, facts, many, say, table, text
from archive.cli.progress import progress
from archive.errors import BadQuery
from archive.exchange.export import FORMATS, Exported
from archive.exchange.importing import Imported

MOST = 20  # files, or reasons, that are shown; a file of others can bring as many as it likes
COLUMNS = ("site", "looks", "new", "changed", "unchanged", "gone", "refused")
FIGURES = ("fetched", "new_articles", "new_versions", "unchanged", "gone", "refused")


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    # -words are words, not options
    app.command("export", context_settings={"ignore_unknown_options": True})(export)
    app.command("import")(import_)


def export(
    words: list[str] | None = typer.Argument(
        None, metavar="[WORDS]", help="Words as for `egov search`; without them all articles."
    ),
    to: str = typer.Option(..., metavar="FORMAT", help=f"{', '.join(FORMATS)}."),
    out: Path = typer.Option(..., metavar="FOLDER", help="A new or an empty folder."),
    versions: bool = typer.Option(False, "--versions", help="A row for each version."),
    public: bool = typer.Option(
        False, "--public", help="For others: without the texts that publishers close to archives."
    ),
    site: list[str] = typer.Option([], help="Only this site; may be repeated."),
    unit: list[str] = typer.Option([], help="Only sites of this province or city, old or new."),
    kind: list[str] = typer.Option([], help="Only sites of this kind: central, provincial …"),
    since: str | None = typer.Option(None, metavar="DAY", help="Published on this day or later."),
    until: str | None = typer.Option(None, metavar="DAY", help="Published on this day or before."),
    status: list[str] = typer.Option([], help="Topic status; may be repeated."),
    all_topics: bool = typer.Option(False, "--all-topics", help="Whatever the topic status."),
    min_score: float | None = typer.Option(None, help="Only with a topic score of at least this."),
    max_score: float | None = typer.Option(None, help="Only with a topic score of at most this."),
    mention: list[str] = typer.Option([], help="Only what names this: document:06/QĐ-TTg …"),
    origins_only: bool = typer.Option(False, "--origins-only", help="Leave copies out."),
    gone: bool = typer.Option(False, "--gone", help="Only articles that were removed."),
    there: bool = typer.Option(False, "--there", help="Only articles that are still there."),
    any_word: bool = typer.Option(False, "--any", help="One of the words is enough."),
    as_of: str | None = AsOf,
    known_at: str | None = KnownAt,
    json: bool = Json,
) -> None:
    """Export articles to a folder: rows for a program or a spreadsheet, or their pages.

    jsonl, csv and parquet hold the rows of the view current_article (with --versions of
    article_version), warc and wacz the pages of all looks: a WACZ opens in ReplayWeb.page. A
    manifest.json tells what was asked, what is covered, and the SHA-256 of each file.
    """
    if all_topics and status:
        raise BadQuery("--all-topics and --status exclude each other: leave one out")
    if gone and there:
        raise BadQuery("--gone and --there exclude each other: leave one out")
    for word in words or ():
        if word.startswith("--"):
            raise BadQuery(f"there is no option {word.split('=')[0]}: see `egov export --help`")
    moment = time.moment(as_of, known_at)
    with Archive.open() as archive, progress("export") as told:
        done = archive.export(
            to,
            out,
            " ".join(words) if words else None,
            versions=versions,
            public=public,
            as_of=moment.as_of,
            known_at=moment.known_at,
            progress=told,
            sites=site,
            since=time.day(since) if since is not None else None,
            until=time.day(until) if until is not None else None,
            statuses=() if all_topics else status or TAKEN,
            origins_only=origins_only,
            units=unit,
            kinds=kind,
            min_score=min_score,
            max_score=max_score,
            mentions=mention,
            gone=True if gone else False if there else None,
            any_word=any_word,
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
    site: list[str] = typer.Option([], help="Only this site; may be repeated."),
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
