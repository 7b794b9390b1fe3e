"""What the pages of one run show of its site's layouts: whether they still fit, and what they give.

A layout that fits no more yields to the generic reading, page by page; only many pages together
tell a redesign from an odd page, and a field that a selector finds no more from one that was left
empty.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from archive.record import Reading
from archive.scoring import NAMES, Normals, traits
from crawler.reading.layout import Layout

FEW = 3  # pages that no layout fits, before that says anything
FEW_READ = 5  # pages that a layout read, before a field is missed
FIELDS = ("title", "lead", "author", "published_at")
USED = 0.8  # the share of the site's articles that had a field
MOST = 0.5  # of the pages of a run


@dataclass
class Signs:
    """The pages of a run, counted by what became of the layouts; one address each is kept."""

    pages: int = 0
    unfit: Counter[str] = field(default_factory=Counter)  # by the mark that was not found
    read: Counter[str] = field(default_factory=Counter)  # by layout
    missing: Counter[tuple[str, str]] = field(default_factory=Counter)  # by layout and field
    examples: dict[object, str] = field(default_factory=dict)

    def fits(self, reading: Reading) -> None:
        """A page was read by a layout of the site."""
        self.pages += 1
        self.read[reading.layout] += 1
        for name in set(FIELDS) - traits(reading).fields:
            self.missing[reading.layout, name] += 1
            self.examples.setdefault((reading.layout, name), reading.url)

    def fits_not(self, layout: Layout, html: bytes, content_type: str | None, url: str) -> None:
        """A page was not read by the layout that was expected of it."""
        from crawler.reading.trust import unmatched  # trafilatura takes its time to load

        self.pages += 1
        mark = unmatched(layout, html, content_type)
        said = f"no match for {mark}" if mark else "no text in the region"
        said = f"{said} (layout {layout.name})"
        self.unfit[said] += 1
        self.examples.setdefault(said, url)

    def unfitting(self) -> list[str]:
        """Sentences on layouts that do not fit most pages; empty where they do."""
        total = self.unfit.total()
        if total < FEW or total <= self.pages * MOST:
            return []
        return [
            f"{said} on {number} of {self.pages} pages, e.g. {self.examples[said]}"
            for said, number in self.unfit.most_common()
        ]

    def failing(self, usual: Normals) -> list[str]:
        """Sentences on fields that a layout gives no more on most pages, and gave before."""
        return [
            f"layout {layout} gave no {NAMES.get(name, name)} on {number} of {pages} pages, e.g. "
            f"{self.examples[layout, name]}; {share:.0%} of the site's articles have one"
            for layout, pages in self.read.most_common()
            for name in FIELDS
            if pages >= FEW_READ
            and (number := self.missing[layout, name]) > pages * MOST
            and (normal := usual.layouts.get(layout))
            and (share := normal.shares[name]) >= USED
        ]


def expected(layouts: Sequence[Layout], usual: Normals, day: datetime) -> Layout:
    """The layout that a page should have had: the one that read most, else the first of its day."""
    known = [layout for layout in layouts if usual.counts[layout.name]]
    if known:
        return max(known, key=lambda layout: usual.counts[layout.name])
    return next((each for each in layouts if each.valid_on(day.date())), layouts[0])
