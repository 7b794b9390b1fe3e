"""What a crawl asks the archive: what it holds of an address, an article, a site."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from archive.errors import PageLost
from archive.record import Known
from archive.scoring import Normals
from archive.storage import attached, declared, knowing, pages, trust
from archive.storage import found as named
from archive.storage.declared import LayoutSeen
from archive.storage.engine import begin_read
from archive.storage.found import Walk
from archive.storage.writing import Writing


class Remembered(Writing):
    """Questions that a crawl asks of the archive that it writes into; nothing here writes."""

    def usual(self, site: str) -> Normals:
        """What the readings of a site usually yield."""
        with begin_read(self.engine) as conn:
            return trust.normals(conn, self._site_id(conn, site))

    def files_offered(self, article_id: str) -> tuple[attached.File, ...]:
        """The files that an article (its public id) offers now, with what is held of each."""
        with begin_read(self.engine) as conn:
            return attached.offered(conn, article_id)

    def known(self, site: str, url: str) -> Known | None:
        """What is known of the article at an address, in whatever spelling."""
        with begin_read(self.engine) as conn:
            return knowing.known(conn, self._site_id(conn, site), url)

    def shown(self, site: str, urls: Sequence[str]) -> set[str]:
        """Those of the addresses, in whatever spelling, that lead to an article."""
        with begin_read(self.engine) as conn:
            return knowing.shown(conn, self._site_id(conn, site), urls)

    def known_all(self, site: str) -> Iterable[Known]:
        """What is known of all articles of a site, the least recently asked first."""
        with begin_read(self.engine) as conn:
            return list(knowing.known_all(conn, self._site_id(conn, site)))

    def walked(self, urls: Sequence[str]) -> dict[str, Walk]:
        """Those of the listing pages and sitemaps that were walked whole, and when."""
        with begin_read(self.engine) as conn:
            return named.walked(conn, urls)

    def unread(
        self, site: str, lost: Callable[[PageLost], None] | None = None
    ) -> Iterator[tuple[int, str, datetime, bytes, str | None]]:
        """Article pages that were kept and never read: look, URL, time, body, content type.

        A page whose bytes are lost raises PageLost, or is told to `lost` and passed.
        """
        with begin_read(self.engine) as conn:
            rows = knowing.unread(conn, self._site_id(conn, site))
        return pages.bodies(self.page_bytes, rows, lost)

    def page_bytes(self, sha256: str) -> bytes:
        """The decoded bytes of a page; raises PageLost where they are not as they were."""
        with begin_read(self.engine) as conn:
            return pages.read(conn, self.data_dir, sha256)

    def listing_validators(self, site: str, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified of the newest 200 of an address."""
        with begin_read(self.engine) as conn:
            return knowing.listing_validators(conn, url)

    def layouts_seen(self, site: str) -> tuple[LayoutSeen, ...]:
        """The layouts and listings of a site that have matched."""
        with begin_read(self.engine) as conn:
            return declared.layouts_seen(conn, self._site_id(conn, site))
