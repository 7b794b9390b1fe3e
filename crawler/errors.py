"""Why a page is not read as an article, by name; each name goes into the ledger as it stands.

archive.errors.Refused
└── PageRefused          any refusal by the crawler's reader
    ├── NoBody           no-body: a page without an article's text
    ├── EmptyPage        empty: no bytes, or no markup in them
    ├── NotHtml          not-html: an image, a PDF, JSON, a feed
    ├── TooLarge         too-large: more bytes than a page may have
    ├── TooDeep          too-deep: elements nested beyond any real page
    ├── Undecodable      undecodable: no charset gives text
    ├── SoftMissing      soft-404: "not found" answered with status 200
    ├── Challenge        challenge: a cookie or bot check in place of the page
    ├── ListingPage      listing: a section, topic, search or front page
    ├── VideoPage        video: a player and at most a caption
    ├── GalleryPage      gallery: pictures and at most captions
    ├── EncryptedBody    encrypted-body: the text is a cipher that a script decodes
    └── Unrendered       unrendered: templates that a script would have filled
"""

from typing import ClassVar

from archive.errors import Refused


class PageRefused(Refused):
    """A page that is no article; `name` is the reason that the ledger keeps."""

    name: ClassVar[str] = "refused"

    def __init__(self, detail: str = "") -> None:
        super().__init__(self.name, detail)


class NoBody(PageRefused):
    """The page has no article's text, and nothing says why."""

    name = "no-body"


class EmptyPage(PageRefused):
    """There are no bytes, or nothing but white space and tags."""

    name = "empty"


class NotHtml(PageRefused):
    """The bytes are of another kind: an image, a PDF, JSON, a feed."""

    name = "not-html"


class TooLarge(PageRefused):
    """More bytes than a page may have."""

    name = "too-large"


class TooDeep(PageRefused):
    """Elements nested beyond any real page."""

    name = "too-deep"


class Undecodable(PageRefused):
    """No charset turns the bytes into text."""

    name = "undecodable"


class SoftMissing(PageRefused):
    """The page says that the article is not there, with status 200."""

    name = "soft-404"


class Challenge(PageRefused):
    """A cookie or bot check stands in place of the page."""

    name = "challenge"


class ListingPage(PageRefused):
    """A section, topic, search or front page."""

    name = "listing"


class VideoPage(PageRefused):
    """A player with at most a caption."""

    name = "video"


class GalleryPage(PageRefused):
    """Pictures with at most captions."""

    name = "gallery"


class EncryptedBody(PageRefused):
    """The text is a cipher that a script decodes in the browser."""

    name = "encrypted-body"


class Unrendered(PageRefused):
    """Templates that a script would have filled in the browser."""

    name = "unrendered"
