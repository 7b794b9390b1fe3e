"""Officials: an office and a personal name behind it, or before it behind a comma.

Between office and name may stand what the office belongs to: further offices, an organisation, a
country, a unit (`Thứ trưởng Bộ Ngoại giao Estonia Andres Rundu`). A name in full that comes again
without its office, and a short one behind the same office (`Đại sứ Yamada`), count for it too.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from archive.text import names
from archive.text.forms import Form, Text, Tree, longest
from archive.text.gazetteer import Entry

_BETWEEN = "tỉnh thành phố tp nước tại của ngài ông bà đồng chí bộ kiêm thường trực ở cộng hòa"
BETWEEN = frozenset(_BETWEEN.split())
REACH = 24  # tokens between an office and its name
RANK = 12  # tokens of a rank in the Party


@dataclass(slots=True)
class Chain:
    """What stands behind an office: the offices, where they are, and where a name may begin."""

    offices: list[Entry]
    at: int
    placed: bool = False  # an organisation, country or unit was named
    abroad: bool = False  # … of another country
    countries: list[int] = field(default_factory=list)  # where countries stand in it
    starts: list[int] = field(default_factory=list)  # where its further offices stand
    polite: bool = False  # `ông`, `bà` stands before the name


Find = Callable[[Text, int], tuple[int, list[Form]] | None]


def chain(text: Text, office: Entry, at: int, find: Find, fields: Tree) -> Chain:
    """Reads on behind an office."""
    found = Chain([office], at)
    last = at + REACH
    while found.at < last and _step(text, found, find, fields):
        pass
    return found


def _step(text: Text, found: Chain, find: Find, fields: Tree) -> bool:
    at = found.at
    word = text.lowers[at]
    if word in (",", "-") or word == "kiêm":
        hit = find(text, at + 1)
        if hit and hit[1][0].entry.kind == "office":
            found.offices.append(hit[1][0].entry)
            found.starts.append(at + 1)
            found.at = hit[0]
            return True
        if word == "," and text.lowers[at + 1] in ("ông", "bà", "ngài"):
            found.at, found.polite = at + 2, True
            return True
        return False
    hit = find(text, at)
    if hit and hit[1][0].entry.kind in ("organisation", "country", "unit"):
        _place(text, found, *hit)
        return True
    if hit is None and (hit := longest(fields, text, at)):  # Bộ trưởng (Bộ) Công an
        found.at, found.placed = hit[0], True
        return True
    if word in BETWEEN or (word == "." and text.lowers[at - 1] == "tp"):
        found.polite = found.polite or word in ("ông", "bà", "ngài", "chí")
        found.at = at + 1
        return True
    return False


def _place(text: Text, found: Chain, end: int, forms: list[Form]) -> None:
    entry = forms[0].entry
    found.placed = True
    if entry.kind == "country":
        found.countries.append(found.at)
        found.abroad = found.abroad or entry.key != "VN"
    elif entry.kind == "organisation" and entry.key[2:3] == "-":  # RU-…, KR-…
        found.abroad = True
    found.at = end


class Officials:
    """The officials of one text, as they are met."""

    def __init__(self, text: Text, day: date | None) -> None:
        self.text = text
        self.day = day
        self.found: dict[tuple[str, str], int] = {}  # key, label -> times with the office
        self.names: dict[str, list[tuple[str, str]]] = defaultdict(list)  # name -> keys, labels
        self.short: list[tuple[list[str], str]] = []  # short name behind one of these offices
        # a listed name without an office, by its place, and whether it may count by itself
        self.bare: dict[int, tuple[list[Entry], bool]] = {}
        self.spans: dict[int, int] = {}  # names that were taken: start -> end
        self.covered: set[int] = set()  # the tokens of these names
        self.taken: set[int] = set()  # offices that have their name

    def name_behind(self, met: Chain, find: Find) -> bool:
        """Takes the name behind an office, if there is one."""
        text, at = self.text, met.at
        listed = find(text, at)
        if listed and listed[1][0].entry.kind == "official":
            return self._take(met, at, listed[0], [form.entry for form in listed[1]])
        if met.offices[0].rules & {"of"} and not met.placed:
            return False
        end = names.vietnamese(text, at)
        if end is None and (met.abroad or met.polite):
            end = names.foreign(text, at)
        if end is not None:
            return self._take(met, at, end, [])
        if names.is_name_part(text.tokens[at]) and listed is None:
            self.short.append(([office.key for office in met.offices], text.tokens[at]))
        return False

    def name_before(self, met: Chain, office: int, find: Find) -> bool:
        """Takes the name before an office, if it stands there: `ông …, Thứ trưởng …`."""
        text = self.text
        if text.tokens[office - 1] not in (",", "-", "("):
            return False
        if met.offices[0].rules & {"of"} and not met.placed:
            return False
        comma = self._comma(office)
        start = names.before(text, comma)
        if start is None or start in self.spans:
            return False
        listed = find(text, start)
        entries = []
        if listed and listed[1][0].entry.kind == "official" and listed[0] == comma:
            entries = [form.entry for form in listed[1]]
        elif comma - start < 2:
            return False
        return self._take(met, start, comma, entries)

    def _comma(self, office: int) -> int:
        """The sign behind the name before an office: before its rank in the Party, if one stands
        between them (`…, Ủy viên Bộ Chính trị, Bộ trưởng …`).
        """
        for at in range(office - 2, max(office - RANK, 1), -1):
            if self.text.lowers[at : at + 2] == ["ủy", "viên"]:
                return at - 1
        return office - 1

    def _take(self, met: Chain, start: int, end: int, listed: list[Entry]) -> bool:
        name = names.written(self.text, start, end)
        held = [office.key for office in met.offices]
        known = [entry for entry in listed if entry.key.partition("/")[2] in held]
        if known:
            self._count(known[0].key, known[0].label)
        else:
            person = listed[0].key.partition("/")[0] if listed else names.slug(name)
            office = met.offices[0]
            both = self._count(f"{person}/{office.key}", f"{office.label} {name}")
            if not listed and both not in self.names[name]:
                self.names[name].append(both)
        self.spans[start] = end
        self.covered.update(range(start, end))
        self.bare.pop(start, None)
        self.taken.update(met.starts)
        return True

    def _count(self, key: str, label: str) -> tuple[str, str]:
        both = (key, label)
        self.found[both] = self.found.get(both, 0) + 1
        return both

    def name_alone(self, entries: list[Entry], start: int, end: int) -> None:
        """Notes a listed name that stands without an office.

        It counts by itself where its row says so, or behind a rank (`Đại tướng …`).
        """
        ranked = self.text.lowers[start - 1] == "tướng"
        alone = end - start > 1 and (ranked or any("alone" in one.rules for one in entries))
        self.bare[start] = entries, alone

    def all(self) -> dict[tuple[str, str], int]:
        """Key and label of every official, with how often each is named."""
        self._add_repeated()
        for offices, token in self.short:
            self._add_short(offices, token)
        for entries, alone in self.bare.values():
            self._add_bare(entries, alone)
        return self.found

    def _add_repeated(self) -> None:
        """Names in full that are not listed, and come again without their office."""
        if not self.names:
            return
        whole = f" {' '.join(self.text.tokens)} "
        taken = Counter(" ".join(self.text.tokens[start:end]) for start, end in self.spans.items())
        for name, keys in self.names.items():
            spaced = name.replace("-", " - ").replace(".", " . ").replace("  ", " ")
            if " " not in name or len(keys) != 1:
                continue
            more = whole.count(f" {spaced} ") - taken[spaced]
            if more > 0 and keys[0] in self.found:
                self.found[keys[0]] += more

    def _add_short(self, offices: list[str], token: str) -> None:
        meant = [
            both
            for both in self.found
            if both[0].partition("/")[2] in offices
            and names.slug(token) in both[0].partition("/")[0].split("-")
            and token in both[1].replace("-", " ").replace(".", " ").split()
        ]
        if len(meant) == 1:
            self.found[meant[0]] += 1

    def _add_bare(self, entries: list[Entry], alone: bool) -> None:
        persons = {entry.key.partition("/")[0] for entry in entries}
        met = [both for both in self.found if both[0].partition("/")[0] in persons]
        if met:
            self.found[max(met, key=lambda both: self.found[both])] += 1
            return
        current = [entry for entry in entries if entry.holds(self.day)]
        if alone and len(current) == 1:
            self._count(current[0].key, current[0].label)
