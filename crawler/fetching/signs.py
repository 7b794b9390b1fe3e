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
from archive.shortage import share_is_gone
from archive.storage.health import Failing
from crawler.reading.layout import Layout

FEW = 3  # pages that no layout fits, before that says anything
FEW_READ = 5  # pages that a layout read, before a field is missed
FIELDS = ("title", "lead", "author", "published_at")
USED = 0.66  # the share of the site's articles that had a field
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

    def unfitting(self) -> list[Failing]:
        """The marks of layouts that do not fit most pages; empty where they do."""
        total = self.unfit.total()
        if total < FEW or total <= self.pages * MOST:
            return []
        return [
            self.failing_at(
                "mark", f"{said} on {number} of {self.pages} pages", said, number, self.pages
            )
            for said, number in self.unfit.most_common()
        ]

    def failing(self, usual: Normals) -> list[Failing]:
        """The fields that a layout gives no more on most pages, and gave before."""
        found = []
        for layout, pages in self.read.most_common():
            normal = usual.layouts.get(layout)
            for name in FIELDS if normal and pages >= FEW_READ else ():
                number, share = self.missing[layout, name], normal.shares[name] if normal else 0.0
                lost = number > pages * MOST and share_is_gone(
                    *(pages - number, pages, share, normal.readings if normal else 0)
                )
                if lost and share >= USED:
                    said = f"layout {layout} gave no {NAMES.get(name, name)} on"
                    told = f"{said} {number} of {pages} pages"
                    one = self.failing_at("field", told, (layout, name), number, pages, share)
                    found.append(one)
        return found

    def failing_at(
        self, rule: str, told: str, key: object, number: int, pages: int, share: float = 1.0
    ) -> Failing:
        """A rule that failed on so many pages of the run, with one of them."""
        url = self.examples[key]
        usual = f"; {share:.0%} of the site's articles have one" if rule == "field" else ""
        numbers = {"found": pages - number, "of": pages, "usual": round(share, 3)}
        return Failing(rule, f"{told}, e.g. {url}{usual}", url, numbers=numbers)


def expected(layouts: Sequence[Layout], usual: Normals, day: datetime) -> Layout:
    """The layout that a page should have had: the one that read most, else the first of its day."""
    known = [layout for layout in layouts if usual.counts[layout.name]]
    if known:
        return max(known, key=lambda layout: usual.counts[layout.name])
    return next((each for each in layouts if each.valid_on(day.date())), layouts[0])
