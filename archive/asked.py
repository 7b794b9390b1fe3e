"""What may be asked of an archive: its articles, their versions, copies, sites and runs."""

from collections.abc import Sequence
from datetime import date

from archive.asking import answers, queries, watch
from archive.asking.compare import compare
from archive.asking.diff import Diff
from archive.asking.search import LIMIT, TAKEN, Filters, SearchPage, search
from archive.opened import Opened
from archive.storage.engine import begin_read


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

    def sites(self) -> tuple[answers.Site, ...]:
        """All sites, with what is held of each."""
        with begin_read(self.engine) as conn:
            return watch.sites(conn)

    def runs(self, sites: Sequence[str] = (), *, limit: int = LIMIT) -> tuple[answers.Run, ...]:
        """The newest runs, newest first."""
        with begin_read(self.engine) as conn:
            return watch.runs(conn, sites, limit=limit)
