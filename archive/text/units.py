"""Provinces and cities by both maps: the 63 until 2025-06-30 and the 34 since then."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from archive.text.normal import fold, nfc, one_tone_style

_KIND = re.compile(r"^(?:tinh|thanh pho|tp|province|city)\s+")
_SIGNS = re.compile(r"[\W_]+")


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


def codes_for(text: str) -> frozenset[str]:
    """The codes of all units that a name or code of either map covers; none if none is so called.

    A unit of today's map covers those that were merged into it (`Lào Cai`: VN-02 and VN-06), a unit
    of the former map itself alone (`Yên Bái`: VN-06). Marks, capitals, signs and a `tỉnh` or
    `thành phố` before the name do not matter.
    """
    return _codes().get(_spoken(text), frozenset())


def alike(text: str, most: int = 3) -> tuple[str, ...]:
    """The names that are spelled most like a text in which no unit was found, the nearest first."""
    names = {_spoken(unit.name): unit.name for unit in units()}
    return tuple(names[near] for near in get_close_matches(_spoken(text), names, most))


def _spoken(text: str) -> str:
    """A name without what does not tell two units apart; `TP.HCM` -> `tp hcm`."""
    plain = _SIGNS.sub(" ", fold(one_tone_style(nfc(text)))).strip()
    return _KIND.sub("", plain, count=1)


@cache
def _codes() -> Mapping[str, frozenset[str]]:
    covered: dict[str, set[str]] = defaultdict(set)
    for unit in units():
        covered[unit.now_code].add(unit.code)
    return {
        _spoken(name): frozenset(covered.get(unit.code, {unit.code}))
        for unit in units()
        for name in (unit.code, unit.name, *unit.forms)
    }
