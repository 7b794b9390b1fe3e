"""Whether the folder of the pages is the one that the archive was written into."""

from pathlib import Path

import sqlalchemy as sa

from archive.errors import PagesAway
from archive.storage.engine import begin_read
from archive.storage.schema import fetch_event


def check_folder(engine: sa.Engine, data_dir: Path) -> None:
    """Raises PagesAway where the data folder holds no page, although the ledger names some: else
    an archive whose disk is not mounted would be begun anew.
    """
    if any((data_dir / "warc").glob("*/*/*")):
        return
    with begin_read(engine) as conn:
        named = conn.scalar(
            sa.select(fetch_event.c.file).where(fetch_event.c.file.is_not(None)).limit(1)
        )
    if named is not None:
        raise PagesAway(
            f"{data_dir} holds no page, and the archive names some ({named}): is its disk mounted, "
            "is ARCHIVE_DATA_DIR the right folder? Else restore it from a backup"
        )
