"""What may be asked of an archive: its articles, their versions, copies, sites and runs."""

from collections.abc import Sequence
from datetime import date, datetime

from archive.asking import answers, queries, telling, watch
from archive.asking.compare import beside, compare
from archive.asking.diff import Comparison, Diff
from archive.asking.search import LIMIT, TAKEN, Filters, SearchPage, search
from archive.opened import Opened
from archive.storage.engine import begin_read
from archive.storage.moments import Moment


class Asked(Opened):
    """Questions. Nothing here writes."""

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

    def show(
        self,
        name: str,
        version: str | int | None = None,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> answers.Article:
        """An article as its newest version, or the one named by number or id, shows it.

        As of a time: by what its publisher had shown by then. Known at a time: by what this archive
        had recorded by then. Raises NotFound where it was not there.
        """
        with begin_read(self.engine) as conn:
            return queries.show(conn, name, version, Moment(as_of, known_at))

    def history(
        self, name: str, *, as_of: datetime | None = None, known_at: datetime | None = None
    ) -> answers.History:
        """All versions of an article, oldest first; now, or as in `show` at a time."""
        with begin_read(self.engine) as conn:
            return queries.history(conn, name, Moment(as_of, known_at))

    def diff(self, name: str, old: str | int | None = None, new: str | int | None = None) -> Diff:
        """What differs between two versions; without numbers between the last two."""
        with begin_read(self.engine) as conn:
            return compare(conn, name, old, new)

    def compare(self, copy: str, origin: str | None = None) -> Comparison:
        """What a copy added or cut against the origin of its story, or against another article.

        Raises NotFound where the article has no origin and none is named.
        """
        with begin_read(self.engine) as conn:
            return beside(conn, copy, origin)

    def story(
        self, name: str, *, as_of: datetime | None = None, known_at: datetime | None = None
    ) -> answers.Story | None:
        """The story of an article, or of a story's id, and apart from it excerpts and related
        pieces; now, or as in `show` at a time. None where nothing is like the article.
        """
        with begin_read(self.engine) as conn:
            return telling.story(conn, name, Moment(as_of, known_at))

    def stories(
        self,
        sites: Sequence[str] = (),
        *,
        limit: int = LIMIT,
        offset: int = 0,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> answers.Stories:
        """The newest stories, those of some sites only if they are named; now, or as at a time."""
        moment = Moment(as_of, known_at)
        with begin_read(self.engine) as conn:
            return telling.stories(conn, sites, limit=limit, offset=offset, moment=moment)

    def sites(self) -> tuple[answers.Site, ...]:
        """All sites, with what is held of each."""
        with begin_read(self.engine) as conn:
            return watch.sites(conn)

    def runs(self, sites: Sequence[str] = (), *, limit: int = LIMIT) -> tuple[answers.Run, ...]:
        """The newest runs, newest first."""
        with begin_read(self.engine) as conn:
            return watch.runs(conn, sites, limit=limit)
