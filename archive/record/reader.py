"""How the archive has pages read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from archive.record.furniture import Furniture, HeldPage, Piece, Standing
from archive.record.reading import Reading
from archive.record.site import ArticleKey, SiteFacts


class Reader(Protocol):
    """How the archive reads pages; the crawler provides one by the entry point `egov.reader`.

    `name` is name and version of the reader without furniture.
    """

    @property
    def name(self) -> str:
        """Name and version, without any site's furniture."""

    def name_of(self, site: str) -> str:
        """The name under which it reads pages of a site: `name`, and `+f<number>` where it knows
        furniture of that site.
        """

    def furnished(self, sets: Mapping[str, Furniture]) -> "Reader":
        """A reader that knows this furniture, by site, and no other."""

    def standing(
        self,
        site: str,
        pages: Iterable[HeldPage],
        headlines: Iterable[tuple[str, str]],
        known: Sequence[Piece] = (),
        refused: Sequence[Piece] = (),
    ) -> Sequence[Standing]:
        """The furniture that these pages of a site show: what is `known`, with today's evidence,
        and what is new, without an id. `headlines` are titles of the site's articles, behind an
        empty word, and leads, each behind the article's `kin`. What a `refused` piece names, since
        a person took it for text, is never named again.
        """

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        """The reading of a page; raises `archive.errors.Refused` where it is no article."""

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        """The identity that a URL names on its site at that time; None where no declared site has
        that host.
        """

    def sites(self) -> Sequence[SiteFacts]:
        """All declared sites."""
