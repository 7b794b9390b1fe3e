"""How a site rests after failed runs, as the crawler asks for it: see `archive.storage.resting`."""

from archive.storage.resting import (
    BY_HAND,
    KINDS,
    OURS,
    RESTS,
    WEEK,
    Resting,
    rest,
    resting,
    standing,
)

__all__ = ["BY_HAND", "KINDS", "OURS", "RESTS", "WEEK", "Resting", "rest", "resting", "standing"]
