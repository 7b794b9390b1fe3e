"""How one site's pages are read in one period: a declaration, with the evidence it rests on.

Selectors are CSS. A field takes a tuple of them, tried in order: the first that gives text wins.
`css@attr` takes an attribute instead of the text (`meta[name=pubdate]@content`). Selectors look at
the whole page, those of `drop`, `cut` and `captions` at the article's own region only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Evidence(StrEnum):
    """What a layout (or an address, or a listing) rests on."""

    REAL = "real"  # a saved page of the site or of its family
    CODE = "code"  # crawlers of others that run
    GUESS = "guess"


class Order(StrEnum):
    """The order of day and month in figures; declared for each spot, never guessed."""

    DMY = "DMY"
    MDY = "MDY"


@dataclass(frozen=True, slots=True)
class DateSpot:
    """A place where a page states a date.

    `origin` becomes `Reading.published_from`. A spot that shows the clock of the rendering (header
    dates) is never declared. ISO dates and Unix seconds are understood in every spot, whatever its
    order.
    """

    select: str
    origin: str = "visible"  # visible, meta, json-ld
    order: Order = Order.DMY


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages are read where `match` (else `body`) is found, on looks from `since` (inclusive) to
    `until` (exclusive).

    name       goes into `Reading.layout`; stable, `<family>-<year or mark of the generation>`
    body       the article's region; of several matches the one with most text is taken
    lead       the element that the site marks as one (sapo); it is taken out of the region if it
               stands there
    author     elements that hold the byline and nothing else; where none gives one, the last
               right-aligned or bold line of the region is tried if `byline` is true (all that
               follows a byline line is dropped then)
    published  tried in order; a spot without a time of day yields to a later one that has it on the
               same day
    section    the innermost section: the last match that has text
    source     element with the source line ("Nguồn: …", "Theo …"), a link in it gives the source's
               URL
    cover      pictures and captions that stand outside the region and open the article
    captions   caption elements besides `figcaption`
    drop       noise inside the region: removed with its text
    cut        the first match ends the article: it and all that follows it in the region is removed
    keep       elements in the region that are kept whatever the general noise rules say of them
    """

    name: str
    evidence: Evidence
    body: tuple[str, ...]
    title: tuple[str, ...]
    lead: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    published: tuple[DateSpot, ...] = ()
    modified: tuple[DateSpot, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    byline: bool = True
    since: date | None = None
    until: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Whether looks of that day are read by this layout; a look of unknown day by any."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


def guessed(layouts: Iterable[Layout], until: date | None = None) -> tuple[Layout, ...]:
    """The layouts of a family at a site where it is inferred that they fit (until that day)."""
    guess = Evidence.GUESS
    return tuple(replace(each, evidence=guess, until=until or each.until) for each in layouts)
