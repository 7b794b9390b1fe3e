"""The gazetteers: files in `data/` that a person can edit, one row for each thing that is named.

`python -m archive.text.gazetteer` checks them and names the file and line of every mistake;
docs/gazetteers.md tells how to edit them.
"""

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TextIO

from archive.text.normal import plain

FILES = {
    "documents": "document",
    "organisations": "organisation",
    "countries": "country",
    "systems": "system",
    "offices": "office",
    "officials": "official",
    "stops": "stop",
}
COLUMNS = ("key", "label", "forms", "since", "until", "successor", "rules", "note")
RULES = {
    "abroad": "with another country behind it, it is that country's",
    "local": "only with a unit behind it, and then one for each unit",
    "embassy": "only with a country behind it",
    "loose": "one capital somewhere is enough",
    "small": "no capital is needed",
    "dated": "only in articles from since to until",
    "lone": "not beside a capitalised word",
    "led": "like lone, and only behind a word like “nước”, or beside a country",
    "alone": "a person's name that counts also where no office stands by it",
    "of": "an office only with an organisation, country or unit behind it",
}
METHOD = "1"  # raised when the rules in the code change what is found
_AROUND = re.compile(r"\s*([^\w\s])\s*")  # spaces around signs do not tell two forms apart
_DASHES = re.compile("[‐‑‒–—−]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a thing, the ways in which it is written, and when they count."""

    kind: str
    key: str
    label: str
    forms: tuple[str, ...]
    since: date | None
    until: date | None
    successor: str
    rules: frozenset[str]
    note: str
    file: str
    line: int

    def holds(self, day: date | None) -> bool:
        """Whether the row's period covers a day; each covers a day that is not known."""
        if day is None:
            return True
        return (self.since or day) <= day <= (self.until or day)


def plain_dashes(text: str) -> str:
    """NFC, one tone style, single spaces, and every dash a hyphen."""
    return _DASHES.sub("-", plain(text))


def read(file: str, text: str) -> tuple[list[Entry], list[str]]:
    """The rows of one file, and its mistakes in plain words, each with file and line."""
    entries, mistakes = [], []
    head: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith(("#", '"#')):
            continue  # a spreadsheet puts comments that hold a comma in quotes
        cells = [cell.strip() for cell in line.split("\t")]
        if head is None:
            head = cells
            if missing := [name for name in COLUMNS if name not in head]:
                mistakes.append(f"{file} line {number}: column missing: {', '.join(missing)}")
                break
            continue
        values = dict(zip(head, [*cells, *[""] * len(head)], strict=False))
        wrong = list(_wrong(values, len(cells) > len(head)))
        mistakes.extend(f"{file} line {number}: {what}" for what in wrong)
        if not wrong:
            entries.append(_entry(file, number, values))
    if head is None:
        mistakes.append(f"{file}: there is no row of column names: {', '.join(COLUMNS)}")
    return entries, mistakes


def _wrong(values: Mapping[str, str], too_long: bool) -> Iterator[str]:
    if too_long:
        yield "more cells than columns: is there a tab inside a cell?"
    for name in ("key", "label"):
        if not values[name]:
            yield f"{name} is empty"
    days = []
    for name in ("since", "until"):
        try:
            days.append(date.fromisoformat(values[name]) if values[name] else None)
        except ValueError:
            yield f"{name} is “{values[name]}”, which is no day: write it as 2025-03-01"
    if len(days) == 2 and days[0] and days[1] and days[0] > days[1]:
        yield f"since {days[0]} is later than until {days[1]}"
    for rule in values["rules"].split():
        if rule not in RULES:
            yield f"unknown rule “{rule}”: the rules are {', '.join(RULES)}"
    if '"' in values["forms"] + values["key"]:
        yield 'a quotation mark (") in key or forms: the spreadsheet put it there, take it out'


def _entry(file: str, number: int, values: Mapping[str, str]) -> Entry:
    return Entry(
        kind=FILES[file.removesuffix(".tsv")],
        key=plain_dashes(values["key"]),
        label=plain(values["label"]),
        forms=tuple(filter(None, (plain_dashes(form) for form in values["forms"].split("|")))),
        since=date.fromisoformat(values["since"]) if values["since"] else None,
        until=date.fromisoformat(values["until"]) if values["until"] else None,
        successor=plain_dashes(values["successor"]),
        rules=frozenset(values["rules"].split()),
        note=values["note"],
        file=file,
        line=number,
    )


def mistakes(entries: Iterable[Entry]) -> list[str]:
    """What is wrong between rows: keys and forms given twice, and keys that are nowhere."""
    entries = list(entries)
    keys = defaultdict(set)
    for entry in entries:
        keys[entry.kind].add(entry.key)
    return [*_twice(entries), *_nowhere(entries, keys)]


def _twice(entries: list[Entry]) -> Iterator[str]:
    held: dict[tuple[str, str], Entry] = {}
    written: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        first = held.setdefault((entry.kind, entry.key), entry)
        if first is not entry:
            yield f"{_at(entry)}: key “{entry.key}” stands in line {first.line} already"
        for form in entry.forms:
            close = _AROUND.sub(r"\1", form.lower())
            for other in written[close]:
                if other is not entry and _both(entry, other):
                    yield f"{_at(entry)}: form “{form}” stands in {_at(other)} already"
            written[close].append(entry)


def _both(one: Entry, other: Entry) -> bool:
    """Whether two rows of one form count at the same time: then it is not clear which is meant."""
    if "office" in (one.kind, other.kind) and one.kind != other.kind:
        return False
    return not (
        (one.until and other.since and one.until < other.since)
        or (other.until and one.since and other.until < one.since)
    )


def _nowhere(entries: list[Entry], keys: Mapping[str, set[str]]) -> Iterator[str]:
    for entry in entries:
        if entry.successor and entry.successor not in keys[entry.kind]:
            yield f"{_at(entry)}: successor “{entry.successor}” is the key of no row"
        if entry.successor == entry.key:
            yield f"{_at(entry)}: “{entry.key}” is its own successor"
        if entry.kind == "official" and entry.key.partition("/")[2] not in keys["office"]:
            yield f"{_at(entry)}: “{entry.key}” does not end in / and a key of offices.tsv"


def _at(entry: Entry) -> str:
    return f"{entry.file} line {entry.line}"


def _texts() -> dict[str, str]:
    folder = files("archive.text") / "data"
    return {f"{name}.tsv": (folder / f"{name}.tsv").read_text("utf-8-sig") for name in FILES}


@cache
def entries() -> tuple[Entry, ...]:
    """The rows of all files; raises ValueError that names every mistake."""
    found, wrong = check(_texts())
    if wrong:
        raise ValueError("the gazetteers hold mistakes:\n" + "\n".join(wrong))
    return tuple(found)


def check(texts: Mapping[str, str]) -> tuple[list[Entry], list[str]]:
    """The rows of files, by name, and what is wrong in and between them."""
    found: list[Entry] = []
    wrong: list[str] = []
    for file, text in texts.items():
        some, bad = read(file, text)
        found += some
        wrong += bad
    return found, [*wrong, *mistakes(found)]


@cache
def version() -> str:
    """The name of today's gazetteers: another one whenever a row or a rule is changed."""
    units = (files("archive.text") / "data" / "units.tsv").read_text("utf-8")
    whole = "\0".join([METHOD, units, *(f"{name}\0{text}" for name, text in _texts().items())])
    whole = whole.replace("\r\n", "\n")
    return f"mentions-{METHOD}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def main(out: TextIO = sys.stdout) -> int:
    """Checks the files and prints each mistake; the exit status is 1 where there are any."""
    found, wrong = check(_texts())
    for line in wrong:
        print(line, file=out)
    print(f"{len(found)} rows, {len(wrong)} mistakes, version {version()}", file=out)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
