"""What is to be looked at by a person, and what the person found."""

from collections.abc import Sequence

from archive.asking import review
from archive.asking.review import Doubted, DoubtedPage
from archive.asking.search import LIMIT
from archive.opened import Opened
from archive.storage import pages
from archive.storage.clock import wall_clock
from archive.storage.engine import begin_read, begin_write


class Reviewed(Opened):
    """Trust in readings, and the people who look at them."""

    def review(self, sites: Sequence[str] = (), *, limit: int = LIMIT) -> DoubtedPage:
        """The articles whose reading is to be looked at, the newest reading first.

        They are those whose score is below the bar, but for what a person found good, and those
        that a person found bad. Raises NotFound where a site is not known, BadQuery.

        >>> archive.review(["nhipso"]).total
        0
        """
        with begin_read(self.engine) as conn:
            return review.doubted(conn, sites, limit=limit)

    def score_of(self, name: str) -> Doubted:
        """How far the reading that an article shows now is to be believed, and why.

        Raises NotFound where the article is not known or has no score yet, BadQuery.

        >>> archive.score_of("9a1e3d26e006").score
        1.0
        """
        with begin_read(self.engine) as conn:
            return review.one(conn, name)

    def reviewed(self, name: str, verdict: str, note: str = "") -> Doubted:
        """Notes that a person found the reading of an article `good` or `bad`.

        It holds until the article is read otherwise. Raises NotFound, BadQuery.

        >>> archive.reviewed("9a1e3d26e006", "good").review
        'good'
        """
        with begin_write(self.engine) as conn:
            return review.note(conn, name, verdict, note, wall_clock())

    def page_of(self, name: str) -> bytes:
        """The page that the reading of an article was made of, as its site served it.

        Raises NotFound, BadQuery, and PageLost where its record is damaged or withheld.

        >>> b"<html" in archive.page_of("9a1e3d26e006")
        True
        """
        with begin_read(self.engine) as conn:
            return pages.read(conn, self.data_dir, review.page_of(conn, name))
