"""The archive open for writing: its transactions, its WARC files, the time at which it records."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from archive.record import ArticleKey, Furniture, Reader
from archive.storage import clock, declared, furniture, identity, pages, sightings
from archive.storage.clock import wall_clock
from archive.storage.engine import begin_read, begin_write
from archive.storage.warc import Place, Writer

WRITERS = 0x65676F77  # PostgreSQL's advisory lock of recording transactions: "egow"


class Writing:
    """An archive that one process writes; `now` gives `recorded_at`, the wall clock."""

    def __init__(
        self,
        engine: sa.Engine,
        data_dir: Path,
        reader: Reader | None = None,
        now: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.engine = engine
        self.data_dir = data_dir
        self.reader = reader
        self.now = now
        self.furniture: Mapping[str, Furniture] = {}
        self.placed: Place | None = None  # the record of the look that is being kept
        self._writers: dict[str, Writer] = {}
        self._sites: dict[str, int] = {}

    def furnish(self) -> None:
        """Tells the reader of the furniture of all sites, as it stands now; it stays so until this
        is called again.
        """
        with begin_read(self.engine) as conn:
            self.furniture = furniture.sets(conn)
        if self.reader is not None:
            self.reader = self.reader.furnished(self.furniture)

    def close(self) -> None:
        """Ends the WARC files and the database's connections."""
        self.end_files()
        self.engine.dispose()

    def end_files(self) -> None:
        """Ends the WARC files; the next look opens others."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    @contextmanager
    def _writing(self, *, alone: bool = True) -> Iterator[sa.Connection]:
        """A writing transaction; `alone`: two that link articles must see each other's rows."""
        try:
            with begin_write(self.engine) as conn:
                if alone and conn.dialect.name == "postgresql":
                    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS)))
                yield conn
        except BaseException:
            self._sites.clear()  # a site's row may have been undone
            raise

    @contextmanager
    def desk(self) -> Iterator[sightings.Desk]:
        """A writing transaction, with what its work needs."""
        with self._writing() as conn:
            yield self._desk(conn)

    def moment(self, conn: sa.Connection) -> datetime:
        """The time to record at, never before what was recorded already."""
        return clock.moment(conn, self.now())

    def _desk(self, conn: sa.Connection) -> sightings.Desk:
        return sightings.Desk(
            conn,
            self.reader,
            lambda c, digest: pages.read(c, self.data_dir, digest),
            self.moment(conn),
        )

    def _writer(self, site: str) -> Writer:
        if site not in self._writers:
            self._writers[site] = Writer(self.data_dir, site)
        return self._writers[site]

    def _site(self, conn: sa.Connection, name: str) -> int:
        """A site's id; one that nobody declared (a single page asked for) is noted by its name."""
        if name not in self._sites:
            self._sites[name] = declared.site_id_made(conn, name)
        return self._sites[name]

    def _site_id(self, conn: sa.Connection, name: str) -> int:
        return self._sites.get(name) or declared.site_id(conn, name)

    def _identity(
        self, conn: sa.Connection, fetch_id: int, key_or_url: ArticleKey | str, at: datetime
    ) -> identity.Identity | None:
        if isinstance(key_or_url, str):
            return identity.at_url(conn, pages.site_of(conn, fetch_id), key_or_url, at)
        return identity.existing(conn, self._site(conn, key_or_url.site), key_or_url, at)
