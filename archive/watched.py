"""What may be asked of the watching: sites, runs, coverage, what was changed and removed."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from archive.asking import answers, health, watch
from archive.asking.cards import Window
from archive.asking.changes import CHANGES, ChangePage, changes
from archive.asking.coverage import coverage
from archive.asking.covered import Coverage
from archive.asking.health import Health, SiteHealth
from archive.asking.removals import RemovedPage, removed
from archive.asking.search import LIMIT
from archive.asking.time import VIETNAM
from archive.opened import Opened
from archive.storage.engine import begin_read
from archive.storage.moments import Moment


class Watched(Opened):
    """Questions about publishers and about the crawling. Nothing here writes."""

    def gone(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        sites: Sequence[str] = (),
        statuses: Sequence[str] = (),
        back: bool = False,
        limit: int = LIMIT,
        after: str | None = None,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> RemovedPage:
        """The articles that their publishers removed, the newest removal first.

        `since` and `until` (aware, inclusive) bound when they were found gone; with `back` the
        articles that were there again are told instead, and it is their return that is bounded.
        `statuses` are topic statuses, empty takes all. `after` is that of the page before. Raises
        NotFound where a site is not known, BadQuery.

        >>> page = archive.gone(sites=["baosonkhe"])
        >>> page.total, page.articles[0].how, page.articles[0].status
        (1, 'hard', 404)
        >>> archive.gone(back=True).total
        0
        """
        window = Window(since, until, sites, statuses)
        moment = Moment(as_of, known_at)
        with begin_read(self.engine) as conn:
            return removed(conn, window, moment, back=back, limit=limit, after=after)

    def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        sites: Sequence[str] = (),
        kinds: Collection[str] = CHANGES,
        statuses: Sequence[str] = (),
        limit: int = LIMIT,
        after: str | None = None,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> ChangePage:
        """The versions that articles were given, by when they were seen first, newest first.

        `kinds` are `substantive`, `headline`, `media`, `metadata`, `reverted`, and `first` if it is
        named. Each change has the fields that changed and, as `ratio`, the share of the words of
        lead and body that did (0 to 1). The other arguments and errors are those of `gone`.

        >>> page = archive.changes(kinds=["substantive"], sites=["nhipso"])
        >>> [(change.version_no, change.changed_fields) for change in page.changes]
        [(2, ('body',))]
        """
        window = Window(since, until, sites, statuses)
        moment = Moment(as_of, known_at)
        with begin_read(self.engine) as conn:
            return changes(conn, window, moment, kinds=kinds, limit=limit, after=after)

    def coverage(
        self,
        sites: Sequence[str] = (),
        *,
        units: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> Coverage:
        """What was found, fetched and read of each site on each Vietnamese day, and why not more.

        Days are inclusive; without them the last thirty. `cells` has every day of every site,
        `stretches()` folds those that tell the same. `units` leaves the sites of some provinces and
        cities of the old or new map. Raises NotFound where a site or unit is not known, BadQuery.

        >>> from datetime import date
        >>> found = archive.coverage(["nhipso"], since=date(2026, 10, 5), until=date(2026, 10, 8))
        >>> for part in found.stretches():
        ...     print(
        ...         part.first, part.last, part.cell.read, [why.code for why in part.cell.reasons]
        ...     )
        2026-10-05 2026-10-05 0 ['not-begun']
        2026-10-06 2026-10-08 15 []
        """
        today = datetime.now(UTC).astimezone(VIETNAM).date()
        with begin_read(self.engine) as conn:
            return coverage(conn, today, sites, since, until, units)

    def sites(
        self, *, units: Sequence[str] = (), kinds: Sequence[str] = ()
    ) -> tuple[answers.Site, ...]:
        """All sites by name, with what is held of each and how its last run ended; those of some
        units (of the old or new map) and kinds only if they are named.

        Raises NotFound where no unit or kind of site is called so.

        >>> [(site.name, site.articles) for site in archive.sites()][0]
        ('baosonkhe', 7)
        """
        with begin_read(self.engine) as conn:
            return watch.sites(conn, units, kinds)

    def health(self, now: datetime | None = None) -> Health:
        """How the sites are that are crawled, at `now` (aware; else this moment): those that need a
        person first.

        >>> [(state.site, state.state) for state in archive.health().sites][0]
        ('baosonkhe', 'healthy')
        """
        return health.health(self.engine, now or datetime.now(UTC))

    def health_of(self, site: str, now: datetime | None = None) -> SiteHealth:
        """How one site is, with the evidence, what is usual for it, its newest runs and what to do.

        Raises NotFound where no site is called so.

        >>> found = archive.health_of("baosonkhe")
        >>> found.state.needs_person, [run.new for run in found.runs], found.usual.nights
        (False, [0, 2, 5], 2)
        """
        return health.of_site(self.engine, site, now or datetime.now(UTC))

    def runs(self, sites: Sequence[str] = (), *, limit: int = LIMIT) -> tuple[answers.Run, ...]:
        """The newest runs, newest first; those of some sites only if they are named.

        Raises NotFound where a site is not known, BadQuery.

        >>> [run.outcome for run in archive.runs(["baosonkhe"])]
        ['healthy', 'healthy', 'healthy']
        """
        with begin_read(self.engine) as conn:
            return watch.runs(conn, sites, limit=limit)
