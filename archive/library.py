"""The Python library: `Archive`, the questions that a program may ask of one archive."""

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from archive.asking import answers, queries, watch
from archive.asking.compare import compare
from archive.asking.diff import Diff
from archive.asking.search import LIMIT, TAKEN, Filters, SearchPage, search
from archive.storage.engine import begin_read, begin_write, connect
from archive.storage.upgrade import check_head


class Archive:
    """Questions to one archive. An article is named by its id or by any of its addresses.

    Every method raises errors of `archive.errors`: NotFound where nothing answers to a name,
    BadQuery where a question cannot be understood.
    """

    def __init__(self, engine: sa.Engine, data_dir: Path) -> None:
        self.engine = engine
        self.data_dir = data_dir

    @classmethod
    def open(cls, url: str | None = None, data_dir: Path | str | None = None) -> Self:
        """Opens the archive at `url`, else at `ARCHIVE_DATABASE_URL`, else `data/archive.db`.

        Raises SchemaBehind or SchemaAhead where the database is not at this release's revision.
        """
        engine = connect(url)
        try:
            check_head(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, data_folder(data_dir))

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def search(
        self,
        query: str,
        *,
        sites: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        statuses: Sequence[str] = TAKEN,
        origins_only: bool = False,
        limit: int = LIMIT,
        after: str | None = None,
    ) -> SearchPage:
        """The articles whose current text holds all words; `after` is an article of the last page.

        Days are Vietnamese and inclusive; empty `statuses` takes every article whatever its topic.
        """
        filters = Filters(sites, since, until, statuses, origins_only)
        with begin_read(self.engine) as conn:
            return search(conn, query, filters, limit=limit, after=after)

    def show(self, name: str, version: str | int | None = None) -> answers.Article:
        """An article as its newest version, or the one named by number or id, shows it."""
        with begin_read(self.engine) as conn:
            return queries.show(conn, name, version)

    def history(self, name: str) -> answers.History:
        """All versions of an article, oldest first."""
        with begin_read(self.engine) as conn:
            return queries.history(conn, name)

    def diff(self, name: str, old: str | int | None = None, new: str | int | None = None) -> Diff:
        """What differs between two versions; without numbers between the last two."""
        with begin_read(self.engine) as conn:
            return compare(conn, name, old, new)

    def story(self, name: str) -> answers.Story | None:
        """The story of an article, or of a story's id; None where it has no copies."""
        with begin_read(self.engine) as conn:
            return queries.story(conn, name)

    def stories(
        self, sites: Sequence[str] = (), *, limit: int = LIMIT, offset: int = 0
    ) -> answers.Stories:
        """The newest stories, those of some sites only if they are named."""
        with begin_read(self.engine) as conn:
            return queries.stories(conn, sites, limit=limit, offset=offset)

    def rebuild(self) -> None:
        """Derives all state anew from the facts; takes the time of reading them all."""
        from archive.storage.store import Store  # the writing side, which questions do not need

        with closing(Store(self.engine, self.data_dir)) as store:
            store.rebuild()

    def sites(self) -> tuple[answers.Site, ...]:
        """All sites, with what is held of each."""
        with begin_read(self.engine) as conn:
            return watch.sites(conn)

    def confirm(self, site: str) -> tuple[str, ...]:
        """Confirms the guessed layouts and listings of a site that matched; what was confirmed."""
        with begin_write(self.engine) as conn:
            return watch.confirm(conn, site, datetime.now(UTC))

    def runs(self, sites: Sequence[str] = (), *, limit: int = LIMIT) -> tuple[answers.Run, ...]:
        """The newest runs, newest first."""
        with begin_read(self.engine) as conn:
            return watch.runs(conn, sites, limit=limit)


def data_folder(given: Path | str | None = None) -> Path:
    """The folder of pages given, else that of `ARCHIVE_DATA_DIR`, else `data`."""
    return Path(given or os.environ.get("ARCHIVE_DATA_DIR") or "data")
