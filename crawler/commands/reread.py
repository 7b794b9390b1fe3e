"""`scrapy reread [SITE…]`: stored pages read again with today's reader; no version is made."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from archive.errors import ArchiveError
from archive.stopping import Stopping
from crawler import sites
from crawler.commands import stop

if TYPE_CHECKING:
    from archive.storage.rereading import Reread

NAMED = 20  # pages that could not be read, named one by one


class Command(ScrapyCommand):
    """Adds readings by today's reader, with today's furniture of each site, to the versions that
    have none, and labels by today's lexicon and gazetteers; goes on where an earlier call was cut
    short.
    """

    requires_project = True
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """How it is called."""
        return "[SITE …] [--site SITE] [--limit N] [--dry-run]"

    def short_desc(self) -> str:
        """One line of help."""
        return "Read stored pages again with today's reader; makes no version"

    def add_options(self, parser: ArgumentParser) -> None:
        """The options beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument(
            "--site", action="append", default=[], help="this site only; repeatable"
        )
        parser.add_argument("--limit", metavar="N", help="read so many versions at most")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would differ, and write nothing"
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        """Reads again, and tells what differs; exit status 1 where pages were lost."""
        # every scrapy command loads this module; the archive's commands take half a second
        from archive.cli.paper import clean
        from archive.cli.progress import progress
        from archive.storage.rereading import reread
        from crawler.fetching.opening import open_store

        limit = number(opts.limit)
        Stopping("scrapy").at_work()
        try:
            store = open_store()
            try:
                with progress("versions read again") as told:
                    assert store.reader is not None
                    names = [*args, *opts.site]
                    found = reread(
                        store, store.reader, names, limit, dry_run=opts.dry_run, progress=told
                    )
            finally:
                store.close()
        except ArchiveError as error:
            stop(str(error))
        print("\n".join(clean(line) for line in lines(found, dry_run=opts.dry_run)))
        self.exitcode = 1 if found.lost else 0


def number(text: str | None) -> int | None:
    """A count from 1 that a person gave."""
    if text is not None and (not text.isdecimal() or int(text) < 1):
        stop(f"--limit {text}: write a number of versions, like --limit 500")
    return None if text is None else int(text)


def lines(found: "Reread", *, dry_run: bool) -> Iterator[str]:
    """What came of it, or would come of it, for a person."""
    if not found.versions:
        yield f"Nothing to do: all has been read by {sites.reader.name}."
        return
    would = "would be " if dry_run else ""
    yield f"{found.versions} versions: {found.read} {would}read again by {sites.reader.name}."
    if found.labelled:
        yield f"{found.labelled} were labelled again, without being read."
    yield f"{found.same} say the same as before."
    for name in sorted(found.differing, key=lambda name: (-found.differing[name], name)):
        yield f"{name}: {found.differing[name]} {'would ' if dry_run else ''}differ"
        for one in found.examples[name]:
            yield f"  {one.url}\n    - {one.before}\n    + {one.after}"
    if found.refused or found.lost:
        yield f"{found.refused} refused, {found.lost} lost; their newest reading stays:"
    yield from (f"  {told}" for told in found.told[:NAMED])
    if len(found.told) > NAMED:
        yield f"  and {len(found.told) - NAMED} more"
