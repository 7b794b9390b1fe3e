"""Where article addresses are found: feeds, sitemaps, section pages, and how a section goes on."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

ListingKind = Literal["section", "feed", "sitemap"]


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
    until one answers as a listing, which is remembered.
    """

    url: str
    topic: bool = False
    evidence: str = "code"
    kind: ListingKind = "section"
    pages: int = 2
    more: MoreRule | None = None
    instead: tuple[str, ...] = ()


def declared(listing: str | Listing, kind: ListingKind) -> Listing:
    """A declared listing; a plain address is of the kind of the attribute that it stands in."""
    return Listing(listing, kind=kind) if isinstance(listing, str) else listing
