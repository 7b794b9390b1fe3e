"""An open archive: its database, its folder of pages, and how both are found."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from archive.storage.engine import connect
from archive.storage.upgrade import check_head, check_there


class Opened:
    """One archive; closed by `close`, or at the end of a `with`."""

    def __init__(self, engine: sa.Engine, data_dir: Path) -> None:
        self.engine = engine
        self.data_dir = data_dir

    @classmethod
    def open(cls, url: str | None = None, data_dir: Path | str | None = None) -> Self:
        """Opens the archive at `url`, else at `ARCHIVE_DATABASE_URL`, else `data/archive.db`.

        Raises SchemaBehind or SchemaAhead where the database is not at this release's revision.

            with Archive.open("sqlite:///data/demo/archive.db", "data/demo") as archive:
                print(archive.search("dịch vụ công").total)
        """
        check_there(url)
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


def data_folder(given: Path | str | None = None) -> Path:
    """The folder of pages given, else that of `ARCHIVE_DATA_DIR`, else `data`."""
    return Path(given or os.environ.get("ARCHIVE_DATA_DIR") or "data")
