"""Where a page of a search ends, as a text that asks for the next one.

It holds the sort key of the last hit, so that a page begins behind that place whatever was added
since, and a mark of the search, so that it is not used with another one.
"""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from archive.errors import BadQuery


@dataclass(frozen=True, slots=True)
class Place:
    """The sort key of a hit: its order, and there its grade, its time and its article."""

    order: str
    grade: int
    dated: str  # as SQLite holds times; empty without a date
    article_id: str


def mark(*asked: object) -> str:
    """What tells one search from another: a short hash."""
    told = json.dumps([repr(one) for one in asked], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def token(place: Place, of: str) -> str:
    """The text that a next page is asked for with."""
    told = json.dumps([of, *asdict(place).values()], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place(text: str, of: str) -> Place:
    """The place that a token names; raises BadQuery where it is none, or of another search."""
    try:
        padded = text.strip() + "=" * (-len(text.strip()) % 4)
        told = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        held, order, grade, dated, article_id = told
        found = Place(str(order), int(grade), str(dated), str(article_id))
    except (ValueError, TypeError):
        raise BadQuery(
            f"“{text}” does not say where a page ends: take the whole --after of the page before"
        ) from None
    if held != of:
        raise BadQuery("this --after belongs to another search: leave it out, or repeat that one")
    return found
