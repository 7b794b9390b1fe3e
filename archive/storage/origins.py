"""Who names whom as the source of a text: by the id that it bears, a source line, a dateline."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

import sqlalchemy as sa

from archive.storage.address import normal_url
from archive.storage.crossposts import SharedId
from archive.storage.schema import address, host, site
from archive.text import sources
from archive.text.sketch import Text

EVIDENCE = ("id", "source-line", "dateline", "text")  # by falling weight


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions that are compared, with whatever may tell where its text comes from."""

    version_id: int
    article_id: int
    site_id: int
    title: str
    text: Text
    source_name: str | None
    source_url: str | None
    dateline: str | None
    shared_id: SharedId | None = None

    def is_cross_post(self, other: "Side") -> bool:
        """Whether both bear the same id at two sites that share their ids."""
        return self.shared_id is not None and self.shared_id.is_same(other.shared_id)


@dataclass(slots=True)
class Naming:
    """What sites are called and where addresses lead to, each asked for once."""

    conn: sa.Connection
    _called: dict[int, frozenset[str]] = field(default_factory=dict)
    _at: dict[str, frozenset[int]] = field(default_factory=dict)

    def origin(self, own: Side, other: Side) -> tuple[str | None, tuple[str, ...]]:
        """Which of two sides, a (own) or b, the other one names as its source, and by what."""
        return outweighing(self._names(own, other), self._names(other, own))

    def _names(self, one: Side, other: Side) -> set[str]:
        """By what one side names the other, or the site of the other, as its source."""
        found = set()
        if one.is_cross_post(other) and other.shared_id and other.shared_id.is_own:
            found.add("id")
        if self._source_line(one, other):
            found.add("source-line")
        if one.dateline and one.site_id != other.site_id:
            names = sources.of_dateline(one.dateline)
            own, foreign = self.called(one.site_id), self.called(other.site_id)
            if names & foreign and not names & own:
                found.add("dateline")
        return found

    def _source_line(self, one: Side, other: Side) -> bool:
        if one.source_url and other.article_id in self.at(one.source_url):
            return True
        if one.site_id == other.site_id or not (one.source_name or one.source_url):
            return False
        names = sources.nicknames(one.source_name or "") | sources.nicknames(
            sources.host_of(one.source_url) or ""
        )
        return bool(names & self.called(other.site_id) and not names & self.called(one.site_id))

    def at(self, url: str) -> frozenset[int]:
        """The articles at an address, in whatever spelling."""
        if url not in self._at:
            self._at[url] = frozenset(self.conn.scalars(_AT, {"url": normal_url(url)}))
        return self._at[url]

    def called(self, site_id: int) -> frozenset[str]:
        """All that a site may be called."""
        if not self._called:
            hosts: dict[int, list[str]] = {}
            sites: dict[int, tuple[str, str]] = {}
            for row in self.conn.execute(_SITES):
                sites[row.id] = row.name, row.title
                hosts.setdefault(row.id, []).extend([row.host] if row.host else [])
            for one, (name, title) in sites.items():
                self._called[one] = sources.of_site(name, title, tuple(hosts[one]))
        return self._called[site_id]


_AT = sa.select(address.c.article_id).where(address.c.url == sa.bindparam("url"))
_SITES = (
    sa.select(site.c.id, site.c.name, site.c.title, host.c.host)
    .outerjoin(host, host.c.site_id == site.c.id)
    .order_by(site.c.id, host.c.id)
)


def outweighing(a_names_b: Set[str], b_names_a: Set[str]) -> tuple[str | None, tuple[str, ...]]:
    """Which of two is named, a or b, and by what.

    An id weighs more than a source line, that more than a dateline; where both name each other,
    nothing is known.
    """
    for evidence in EVIDENCE[:-1]:
        if (evidence in a_names_b) != (evidence in b_names_a):
            found = a_names_b if evidence in a_names_b else b_names_a
            return ("b" if evidence in a_names_b else "a"), in_order(found)
    return None, ()


def in_order(evidence: Iterable[str]) -> tuple[str, ...]:
    """The kinds of evidence in the order in which they are told."""
    found = set(evidence)
    return tuple(one for one in EVIDENCE if one in found)
