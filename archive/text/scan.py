"""One way through a text from name to name: which of them stands at a place, and what it means."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from archive.text import documents
from archive.text.forms import (
    JOINS,
    Form,
    Text,
    Tree,
    form,
    longest,
    places,
    stands_alone,
    tree,
)
from archive.text.gazetteer import Entry, entries, plain_dashes
from archive.text.names import SURNAMES
from archive.text.officials import Officials, chain
from archive.text.units import units

CHECKED = frozenset(("country", "document", "unit"))  # kinds whose neighbours tell, too
TO_UNIT = frozenset(("tỉnh", "thành", "phố", "tp", "."))
# behind these a unit's name is that of a street, a bridge or a place within another unit
PLACES = frozenset(
    [
        "đường",
        "phố",
        "ngõ",
        "hẻm",
        "phường",
        "xã",
        "trấn",
        "quận",
        "huyện",
        "thôn",
        "xóm",
        "ga",
        "cầu",
        "chợ",
    ]
)


@dataclass(frozen=True, slots=True)
class Names:
    """All that is looked for: the tree of forms, the ministries' fields, and labels."""

    root: Tree
    fields: Tree
    labels: dict[tuple[str, str], str]


@cache
def rows() -> tuple[Entry, ...]:
    """The rows of the gazetteers, and the units as such."""
    return (*entries(), *_unit_rows())


@cache
def known() -> Names:
    """The gazetteers and the units, ready for searching."""
    forms = [form(row, written) for row in rows() for written in row.forms]
    root = tree(forms)
    for first, second in documents.ACTS:  # looked at, too, though no form by themselves
        root.setdefault(first, {}).setdefault(second, {})
    fields = [
        Form(one.entry, one.tokens[1:], one.capitals and (0,), (), any_capital=False)
        for one in forms
        if one.entry.kind == "organisation" and one.tokens[0] == "Bộ" and len(one.tokens) > 1
    ]
    labels = {(row.kind, row.key): row.label for row in rows()}
    return Names(root, tree(fields), labels)


def _unit_rows() -> Iterator[Entry]:
    """The units as rows; today's name last, so that it is the label."""
    seen: set[tuple[str, str]] = set()
    for unit in units():
        forms = tuple(map(plain_dashes, dict.fromkeys((unit.name, *unit.forms))))
        new = tuple(one for one in forms if (unit.code, one) not in seen)
        seen.update((unit.code, one) for one in new)
        yield Entry(
            "unit", unit.code, unit.name, new, None, None, "", frozenset(), "", "units.tsv", 0
        )


class Scan:
    """One way through a text."""

    def __init__(self, text: Text, day: date | None) -> None:
        self.text = text
        self.day = day
        self.names = known()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.labels: dict[tuple[str, str], str] = {}
        self.officials = Officials(text, day)
        self.sure: set[int] = set()  # where a country certainly stands
        self.hits: dict[int, tuple[int, list[Form]] | None] = {}

    def read(self) -> None:
        """Counts all that is named."""
        free = 1
        covered = self.officials.covered
        for at in places(self.names.root, self.text.lowers):
            if at >= free and at not in covered:
                free = self._at(at)
        for (key, label), count in self.officials.all().items():
            self.counts["official", key] += count
            self.labels["official", key] = label

    def _at(self, at: int) -> int:
        """Takes what stands at a place, if anything does; where to go on."""
        if (act := documents.act(self.text, at)) and (end := self._act(*act)):
            return end
        hit = self._any(self.text, at)
        if hit and hit[1][0].entry.kind in CHECKED:
            hit = longest(self.names.root, self.text, at, self._allowed)
        if hit is None:
            return at + 1
        end, forms = hit
        entry = forms[0].entry
        if entry.kind == "office":
            return self._office(entry, at, end)
        if entry.kind == "official":
            self.officials.name_alone([one.entry for one in forms], at, end)
        elif entry.kind != "stop" and (meant := self._meant(forms)):
            if meant.kind == "organisation":
                self._organisation(meant, end)
            else:
                self.counts[meant.kind, meant.key] += 1
        return self._explained(entry, end)

    def _explained(self, entry: Entry, end: int) -> int:
        """Passes over another form of the same in brackets: `Cơ quan Phát triển Pháp (AFD)`."""
        if self.text.tokens[end] != "(":
            return end
        hit = self._any(self.text, end + 1)
        again = hit and hit[1][0].entry is entry and self.text.tokens[hit[0]] == ")"
        return hit[0] if hit and again else end

    def _allowed(self, one: Form, start: int, end: int) -> bool:
        """Whether a form is a name where it stands."""
        entry = one.entry
        if entry.kind == "country" and start not in self.sure and self._behind_surname(start):
            return False
        if entry.kind == "country" and one.brief and start not in self.sure:
            led = "led" in entry.rules and not self._listed_with_country(end)
            return stands_alone(self.text, start, end, led=led)
        if entry.kind == "unit":
            return self._is_unit(start, end)
        if entry.kind == "document" and one.tokens[-1][:1].isdigit():
            return not documents.goes_on(self.text, end)
        return True

    def _listed_with_country(self, end: int) -> bool:
        """Whether a country stands behind the sign or `và` at a place: `Anh, Pháp và Đức`."""
        hit = self._any(self.text, end + 1) if self.text.lowers[end] in JOINS else None
        return hit is not None and hit[1][0].entry.kind == "country"

    def _is_unit(self, start: int, end: int) -> bool:
        tokens, lowers = self.text.tokens, self.text.lowers
        if self._behind_surname(start):
            return False
        if lowers[start - 1] not in PLACES:
            return True
        city = lowers[start - 1] == "phố" and lowers[start - 2] == "thành"
        return city or (lowers[start - 1] == "đường" and tokens[end] == "-")  # a route

    def _behind_surname(self, start: int) -> bool:
        """Whether a surname, or a surname and a middle name, stands right before a place."""
        last, earlier = self.text.tokens[start - 1], self.text.tokens[start - 2]
        return last in SURNAMES or (earlier in SURNAMES and last[0].isupper())

    def _office(self, entry: Entry, at: int, end: int) -> int:
        officials = self.officials
        if at not in officials.taken:
            met = chain(self.text, entry, end, self._any, self.names.fields)
            if officials.name_behind(met, self._any) or officials.name_before(met, at, self._any):
                self.sure.update(met.countries)
        for inner in range(at + 1, end):  # Chủ tịch UBND tỉnh …: the committee is named, too
            hit = self._any(self.text, inner)
            if hit and "local" in hit[1][0].entry.rules:
                return inner
        return end

    def _any(self, text: Text, at: int) -> tuple[int, list[Form]] | None:
        """The longest name at a place, be it part of another one or not."""
        if at not in self.hits:
            self.hits[at] = longest(self.names.root, text, at)
        return self.hits[at]

    def _meant(self, forms: list[Form]) -> Entry | None:
        """The row that is meant by the forms at a place: the article's day may have to tell.

        A document that is called by its year (`Luật Dữ liệu năm 2024`) is so called at any time.
        """
        first = forms[0]
        if len(forms) == 1:
            whenever = first.entry.kind != "document" or documents.is_year(first.tokens[-1])
            if whenever and "dated" not in first.entry.rules:
                return first.entry
        rows = [one.entry for one in forms if one.entry.holds(self.day)]
        if self.day is None:
            rows = [row for row in rows if "dated" not in row.rules]
        return rows[0] if len(rows) == 1 else None

    def _act(self, sign: str, at: int) -> int | None:
        """Counts a document named by kind, number and issuer; where to go on, if it was one."""
        year, end = documents.year_behind(self.text, at)
        place = documents.issuer_place(self.text, end)
        issuer = self._issuer(place) if place else None
        key = documents.spoken_key(sign, self.text.lowers[at], year, issuer)
        if key:
            self.counts["document", key] += 1
        return end if key or place else None

    def _issuer(self, at: int) -> str | None:
        """The issuer as it stands in a document's number: `TTg`, `CP`, `BTTTT`."""
        hit = self._any(self.text, at)
        entry = hit[1][0].entry if hit else None
        if entry is None:
            return None
        if entry.kind == "office":
            return "TTg" if entry.key == "thu-tuong" else None
        return entry.key.partition("-")[0] if entry.kind == "organisation" else None

    def _organisation(self, entry: Entry, end: int) -> None:
        """Counts an organisation; with a unit or country behind it, that one's."""
        key, label = entry.key, entry.label
        if entry.rules & {"local"}:
            unit = self._unit_behind(end)
            if unit is None:
                return
            key, label = f"{key}-{unit.key}", f"{label} {unit.label}"
        elif entry.rules & {"abroad", "embassy"}:
            country = self._country_behind(end)
            if country is None and "embassy" in entry.rules:
                return
            if country and (country.key != "VN" or "embassy" in entry.rules):
                key, label = f"{key}-{country.key}", f"{label} {country.label}"
        self.counts["organisation", key] += 1
        if key != entry.key:
            self.labels["organisation", key] = label

    def _unit_behind(self, at: int) -> Entry | None:
        while self.text.lowers[at] in TO_UNIT:
            hit = self._any(self.text, at)  # TP. Hồ Chí Minh
            if hit and hit[1][0].entry.kind == "unit":
                break
            at += 1
        hit = self._any(self.text, at)
        return hit[1][0].entry if hit and hit[1][0].entry.kind == "unit" else None

    def _country_behind(self, at: int) -> Entry | None:
        if self.text.lowers[at] == "nước":
            at += 1
        hit = self._any(self.text, at)
        if hit is None or hit[1][0].entry.kind != "country":
            return None
        self.sure.add(at)
        return hit[1][0].entry
