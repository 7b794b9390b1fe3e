"""What is done to an archive: derived anew, confirmed, sealed, proved, given out and taken in."""

from contextlib import closing
from datetime import UTC, datetime

from archive.asking import watch
from archive.exchanged import Exchanged
from archive.storage.engine import begin_write


class Kept(Exchanged):
    """Work on an archive."""

    def rebuild(self) -> None:
        """Derives all state anew from the facts; takes the time of reading them all."""
        from archive.storage.store import Store  # the writing side, which questions do not need

        with closing(Store(self.engine, self.data_dir)) as store:
            store.rebuild()

    def confirm(self, site: str) -> tuple[str, ...]:
        """Confirms the guessed layouts and listings of a site that matched; what was confirmed."""
        with begin_write(self.engine) as conn:
            return watch.confirm(conn, site, datetime.now(UTC))
