"""What kills of crawls came to."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What was done, and what went wrong."""

    kills: Counter[str] = field(default_factory=Counter)  # by where
    runs: int = 0
    unreached: int = 0  # points that a run did not come to
    cut: int = 0
    asked: int = 0  # articles and files
    in_flight: int = 0  # asked, and not captured when a crawl was killed
    again: list[str] = field(default_factory=list)  # captured before, and asked again
    crowded: list[str] = field(default_factory=list)  # more than one in flight
    odd: list[str] = field(default_factory=list)  # ends that no kill explains
