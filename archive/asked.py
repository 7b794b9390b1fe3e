"""What may be asked of an archive's articles: their text, their versions, their copies."""

from collections.abc import Sequence
from datetime import date, datetime

from archive.asking import answers, queries, telling
from archive.asking.compare import beside, compare
from archive.asking.diff import Comparison, Diff
from archive.asking.mentioned import Mentions, mentioned
from archive.asking.search import LIMIT, TAKEN, Filters, Order, SearchPage, search
from archive.opened import Opened
from archive.storage.engine import begin_read
from archive.storage.moments import Moment


class Asked(Opened):
    """Questions. Nothing here writes."""

    def search(
        self,
        query: str | None = None,
        *,
        sites: Sequence[str] = (),
        units: Sequence[str] = (),
        kinds: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        statuses: Sequence[str] = TAKEN,
        min_score: float | None = None,
        max_score: float | None = None,
        mentions: Sequence[str] = (),
        origins_only: bool = False,
        gone: bool | None = None,
        any_word: bool = False,
        order: Order | None = None,
        limit: int = LIMIT,
        after: str | None = None,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> SearchPage:
        """The articles whose text holds the words; without a query, all that the filters leave.

        `after` is that of the page before, all else as in `Filters` and `show`. Raises BadQuery.

        >>> page = archive.search("dich vu cong", sites=["nhipso"], limit=1)
        >>> page.total, page.hits[0].article_id, list(page.facets["site"])
        (1, '9a1e3d26e006', ['nhipso'])
        """
        filters = Filters(
            sites=sites, since=since, until=until, statuses=statuses, units=units, kinds=kinds,
            mentions=mentions, min_score=min_score, max_score=max_score, gone=gone,
            origins_only=origins_only, any_word=any_word,
        )  # fmt: skip
        moment = Moment(as_of, known_at)
        with begin_read(self.engine) as conn:
            return search(
                conn, query, filters, order=order, limit=limit, after=after, moment=moment
            )

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

        >>> archive.show("9a1e3d26e006").version_count
        2
        >>> from archive.asking.time import at
        >>> archive.show("9a1e3d26e006", as_of=at("2026-10-06")).version_count
        1
        """
        with begin_read(self.engine) as conn:
            return queries.show(conn, name, version, Moment(as_of, known_at))

    def history(
        self, name: str, *, as_of: datetime | None = None, known_at: datetime | None = None
    ) -> answers.History:
        """All versions of an article, oldest first; now, or as in `show` at a time.

        Raises NotFound, BadQuery.

        >>> [(version.number, version.kind) for version in archive.history("e01269fbb091").versions]
        [(1, 'first'), (2, 'substantive'), (3, 'reverted')]
        """
        with begin_read(self.engine) as conn:
            return queries.history(conn, name, Moment(as_of, known_at))

    def diff(
        self,
        name: str,
        old: str | int | None = None,
        new: str | int | None = None,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Diff:
        """What differs between two versions, sentence by sentence and word by word.

        Without `new` the newest version, without `old` the one before `new`. `as_of` and `known_at`
        as in `show`. Raises NotFound, BadQuery.

        >>> found = archive.diff("9a1e3d26e006", 1, 2)
        >>> [field.name for field in found.fields], found.summary.edited
        (['body'], 1)
        """
        with begin_read(self.engine) as conn:
            return compare(conn, name, old, new, Moment(as_of, known_at))

    def compare(
        self,
        copy: str,
        origin: str | None = None,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Comparison:
        """What a copy added or cut against the origin of its story, or against another article.

        `summary.kept` is the share of the origin's words that the copy kept (0 to 1). `as_of` and
        `known_at` as in `show`. Raises NotFound where the article has no origin and none is named.

        >>> found = archive.compare("cfabe828a1b6")
        >>> found.origin.site, found.summary.numbers_cut, found.summary.numbers_added
        ('nhipso', ('60',), ('61',))
        """
        with begin_read(self.engine) as conn:
            return beside(conn, copy, origin, Moment(as_of, known_at))

    def story(
        self, name: str, *, as_of: datetime | None = None, known_at: datetime | None = None
    ) -> answers.Story | None:
        """The story of an article, or of a story's id, and apart from it excerpts and related
        pieces; now, or as in `show` at a time. None where nothing is like the article.

        >>> told = archive.story("cfabe828a1b6")
        >>> told.origin.site, [copy.site for copy in told.copies], told.origin.evidence
        ('nhipso', ['baovinhlam'], 'source-line+text')
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
        """The newest stories, those of some sites only if they are named; now, or as at a time.

        Raises NotFound where a site is not known, BadQuery.

        >>> archive.stories(["nhipso"]).total
        2
        """
        moment = Moment(as_of, known_at)
        with begin_read(self.engine) as conn:
            return telling.stories(conn, sites, limit=limit, offset=offset, moment=moment)

    def mentions(
        self,
        words: str = "",
        *,
        kinds: Sequence[str] = (),
        article: str | None = None,
        sites: Sequence[str] = (),
        units: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        limit: int = LIMIT,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Mentions:
        """What articles name (documents, organisations, countries, systems, officials, units), what
        the most articles name first; with words only what has them in its key or label.

        `article`: only what this one names. The other filters are those of `search`, whatever the
        topic status. `as_of` and `known_at` as in `show`. Raises BadQuery, NotFound.

        >>> [thing.key for thing in archive.mentions(kinds=["system"], limit=2).things]
        ['csdl-dan-cu', 'vneid']
        """
        filters = Filters(sites=sites, units=units, since=since, until=until, statuses=())
        with begin_read(self.engine) as conn:
            return mentioned(
                conn,
                words,
                kinds=kinds,
                filters=filters,
                article=article,
                limit=limit,
                moment=Moment(as_of, known_at),
            )
