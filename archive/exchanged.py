"""What goes out of an archive and comes in: exports, and imports of WARC and WACZ files."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from archive.asking.search import Filters
from archive.errors import ArchiveError
from archive.opened import Opened
from archive.storage.engine import begin_read
from archive.storage.moments import Moment

if TYPE_CHECKING:
    from archive.exchange.export import Exported
    from archive.exchange.importing import Imported
    from archive.record import Reader

Progress = Callable[[int, int | None], None]


class Narrowed(TypedDict, total=False):
    """The filters of a search (see `archive.asking.filters.Filters`)."""

    sites: Sequence[str]
    since: date | None
    until: date | None
    statuses: Sequence[str]
    origins_only: bool
    units: Sequence[str]
    kinds: Sequence[str]
    min_score: float | None
    max_score: float | None
    mentions: Sequence[str]
    gone: bool | None
    any_word: bool


class Exchanged(Opened):
    """Exports and imports."""

    def export(
        self,
        to: str,
        out: Path | str,
        query: str | None = None,
        *,
        versions: bool = False,
        public: bool = False,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        progress: Progress | None = None,
        **filters: Unpack[Narrowed],
    ) -> "Exported":
        """Exports the articles that a search with these filters finds to a new or empty folder.

        `to` is `jsonl`, `csv`, `parquet` (rows of `current_article`, with `versions` of
        `article_version`), `warc` or `wacz` (the pages of all their looks). `public` leaves out the
        texts that publishers ask archives not to show. Nothing of it is held in memory. Raises
        BadQuery, NotFound, and an ArchiveError where the folder is not empty.

        >>> archive.export("csv", folder / "rows", sites=["nhipso"]).rows
        5
        >>> archive.export("warc", folder / "pages", sites=["nhipso"]).articles
        5
        """
        from archive.exchange import export, manifest

        asked = manifest.Asked(
            to, query, Filters(**filters), Moment(as_of, known_at), versions, public
        )
        with begin_read(self.engine) as conn:
            return export.export(conn, self.data_dir, Path(out), asked, progress)

    def import_(
        self,
        paths: Sequence[Path | str],
        *,
        sites: Sequence[str] = (),
        progress: Progress | None = None,
        reader: "Reader | None" = None,
    ) -> "Imported":
        """Takes in the pages of declared sites from WARC and WACZ files, or folders of them.

        The times are those of the records. What is held already is left as it is. A file that
        cannot be read is named in the answer's `bad`, and the others are taken in.

        >>> taken = archive.import_([folder / "pages"])  # what is held already adds nothing
        >>> taken.looks, taken.bad
        (0, {})
        """
        from archive.exchange.importing import Import
        from archive.storage.store import Store

        reader = reader or installed_reader()
        with closing(Store(self.engine, self.data_dir, reader)) as store:
            store.furnish()  # that of this archive: what it stood in elsewhere tells nothing here
            files = [Path(path) for path in paths]
            return Import(store, store.reader or reader).run(files, sites, progress)


def installed_reader() -> "Reader":
    """The reader that a package provides by the entry point `egov.reader`.

    Raises ArchiveError where none does.
    """
    for found in entry_points(group="egov.reader"):
        reader: Reader = found.load()
        return reader
    raise ArchiveError("no reader of pages is installed: pip install egov-archive")
