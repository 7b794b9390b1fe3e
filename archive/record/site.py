"""What the crawler declares of a site, and how an article is known within it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """The identity of an article in its site: the native id of its address, else the path.

    Exactly one of `native_id` and `path` is set. `id_space` keeps the ids of different systems of
    one site apart (`vccorp`, `vgp`, `post`, `path`, …). The archive adds the serial when an address
    is reused.
    """

    site: str
    id_space: str
    native_id: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class HostFacts:
    """A host and the days on which it was the site's: `since` inclusive, `until` exclusive."""

    host: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the crawler declares of a site; `kind` is central, ministry, provincial or other.

    `id_prefix` is `<id space>:<prefix>`: sites that declare one for a space share its ids, and
    those that begin with the prefix are the site's own. `enabled`: it is crawled each night.
    """

    name: str
    title: str
    hosts: tuple[HostFacts, ...]
    unit: str | None = None
    kind: str = "other"
    successor: str | None = None
    since: date | None = None
    until: date | None = None
    id_prefix: str | None = None
    enabled: bool = True
