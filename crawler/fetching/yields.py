"""What the pages and listings of one run gave, as it is kept with the run's row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from archive.record import Found, Look, Reading
from archive.scoring import traits

NAMES = {"published_at": "date"}  # the fields of `traits` that are called otherwise here


@dataclass
class Listed:
    """What one listing named: article addresses on its first page, those of all its pages that were
    not known, the newest time that one of them bears.
    """

    found: int = 0
    new: int = 0
    newest: datetime | None = None

    def add(self, new: int, batch: Iterable[Found]) -> None:
        """Counts addresses, of which some were not known."""
        self.new += new
        times = [each.published_at for each in batch if each.published_at]
        self.newest = max([*times, *([self.newest] if self.newest else [])], default=None)


@dataclass
class Yield:
    """The pages of a run that could be read, by what they gave."""

    pages: int = 0
    fresh: int = 0  # of the days before the run
    fields: Counter[str] = field(default_factory=Counter)
    layouts: Counter[str] = field(default_factory=Counter)
    words: list[int] = field(default_factory=list)
    empty: dict[str, str] = field(default_factory=dict)  # a page without the field, by field
    shortest: tuple[int, str] | None = None  # words and address

    def add(self, reading: Reading, since: datetime | None = None) -> None:
        """Counts a reading; it is fresh where it was published after a moment."""
        found = traits(reading)
        at = reading.published_at
        self.fresh += at is not None and since is not None and at >= since
        had = {NAMES.get(name, name) for name in found.fields}
        had |= {name for name in ("body", "images") if getattr(reading, name)}
        self.pages += 1
        self.fields.update(had)
        self.layouts[reading.layout] += 1
        self.words.append(found.words)
        for name in {"title", "lead", "author", "date", "body", "images"} - had:
            self.empty.setdefault(name, reading.url)
        if self.shortest is None or found.words < self.shortest[0]:
            self.shortest = found.words, reading.url

    @property
    def shares(self) -> dict[str, float]:
        """The share of the pages that had a field."""
        return {name: round(number / self.pages, 3) for name, number in sorted(self.fields.items())}

    @property
    def median_words(self) -> float | None:
        """The median of their lengths, in words of lead and body."""
        return median(self.words) if self.words else None


@dataclass(frozen=True, slots=True)
class Example:
    """A look that ended in some way: its address, and what was answered."""

    url: str
    fetch_id: int
    words: str

    @classmethod
    def of(cls, look: Look, fetch_id: int) -> "Example":
        """The look as it is quoted."""
        status = f"answered {look.status}" if look.status else ""
        return cls(look.url, fetch_id, ", ".join(filter(None, (status, look.detail))))
