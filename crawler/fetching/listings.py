"""Where article addresses are found: feeds, sitemaps, section pages, and how a section goes on."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.fetching.periods import Period

ListingKind = Literal["section", "feed", "sitemap"]
TOPICS = ("chuyen-doi-so", "cai-cach-hanh-chinh", "khoa-hoc-cong-nghe")


@dataclass(frozen=True, slots=True)
class MoreRule:
    """How a section page goes on after its first page.

    `template` builds the address of page N from `{url}` (the section without query and last slash),
    `{stem}` (the same without its extension), `{root}` (scheme and host), `{host}`, `{zone}` (see
    below), `{page}` and `{offset}`, which is `(page - 1) * step`. `zone` is an XPath to a string of
    the section page, for load-more addresses that carry an id which stands in it. `first` is the
    number of the page after the section page itself.
    """

    template: str
    zone: str = ""
    first: int = 2
    step: int = 20

    def zone_of(self, tree: HtmlElement) -> str | None:
        """The id that the section page holds; None where the rule needs one and it is not there."""
        if not self.zone:
            return ""
        found = tree.xpath(self.zone)
        text = found[0] if isinstance(found, list) and found else found
        return str(text).strip() or None if text or text == 0 else None

    def address(self, section: str, number: int, zone: str = "") -> str:
        """The address of the `number`-th page after the section page itself, from 1."""
        parts = urlsplit(section)
        root = f"{parts.scheme}://{parts.netloc}"
        url = f"{root}{parts.path}".rstrip("/")
        head, dot, extension = url.rpartition(".")
        page = self.first + number - 1
        return self.template.format(
            url=url,
            stem=head if dot and "/" not in extension else url,
            root=root,
            host=parts.netloc.removeprefix("www."),
            zone=zone,
            page=page,
            offset=(page - 1) * self.step,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, sitemap or section page of a site.

    `topic` marks an e-government listing, of which every article is fetched. `pages` bounds how
    many pages of a section (or sitemaps of an index) an ordinary run walks. `evidence` says on what
    its address rests: `real` (seen in a saved page), `code` (used by a public crawler) or `guess`.
    `more` overrides the site's rule. `instead` are candidates for a guessed address, tried in order
    until one answers as a listing that names articles, which is remembered.
    """

    url: str
    topic: bool = False
    evidence: str = "code"
    kind: ListingKind = "section"
    pages: int = 2
    more: MoreRule | None = None
    instead: tuple[str, ...] = ()

    @property
    def candidates(self) -> tuple[str, ...]:
        """The address, then those that may answer in its place."""
        return (self.url, *self.instead)

    def is_guess(self, url: str) -> bool:
        """Whether one of its addresses rests on nothing but a guess."""
        return url != self.url or self.evidence == "guess"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a walk over a listing stands.

    `base` is the address that is asked for the listing, `url` this page's or sitemap's; `page`
    counts pages of a section, and the depth of a sitemap within its index. `left` are candidates
    not tried yet, `failed` says of the others why not they. `before` are the addresses of the page
    before, `deepest` is the page to which an earlier backfill came. `period` are a sitemap's days.
    """

    listing: Listing
    base: str
    url: str
    page: int = 0
    zone: str = ""
    priority: int = 0
    left: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    before: frozenset[int] = frozenset()
    deepest: int = 0
    period: Period | None = None

    @property
    def first(self) -> bool:
        """Whether this is the listing itself, and no further page or sitemap of it."""
        return self.page == 0


def topics(root: str, names: tuple[str, ...] = TOPICS, ending: str = "") -> Listing:
    """The e-government section of a site that is not known to have one: its likely names."""
    first, *others = (f"{root}/{name}{ending}" for name in names)
    return Listing(first, topic=True, evidence="guess", instead=tuple(others))


def front(root: str) -> Listing:
    """The first page of a site, of which nobody has seen what it lists."""
    return Listing(f"{root}/", evidence="guess", pages=1)


def likely_feed(root: str) -> Listing:
    """The feed of a site that is not known to have one."""
    return Listing(f"{root}/rss/home.rss", False, "guess", "feed", instead=(f"{root}/rss",))


def likely_sitemap(root: str) -> Listing:
    """The sitemap of a site that is not known to have one."""
    return Listing(f"{root}/sitemap.xml", evidence="guess", kind="sitemap")


def declared(listing: str | Listing, kind: ListingKind) -> Listing:
    """A declared listing; a plain address is of the kind of the attribute that it stands in."""
    return Listing(listing, kind=kind) if isinstance(listing, str) else listing
