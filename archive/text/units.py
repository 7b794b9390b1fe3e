"""Provinces and cities by both maps: the 63 until 2025-06-30 and the 34 since then."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit on one map; `now_code` is the unit of today's map that it is or became part of."""

    map: str
    code: str
    name: str
    now_code: str
    changed_on: date | None
    forms: tuple[str, ...]  # other ways in which its name is written


@cache
def units() -> tuple[Unit, ...]:
    """All units of both maps, the older map first."""
    text = (files("archive.text") / "data" / "units.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(_unit(*row) for row in rows[1:])


def _unit(map: str, code: str, name: str, now: str, changed: str = "", forms: str = "") -> Unit:
    day = date.fromisoformat(changed) if changed else None
    return Unit(map, code, name, now, day, tuple(filter(None, forms.split("|"))))
