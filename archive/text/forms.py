"""Finding the forms of a gazetteer in a text: by syllables, the longest first, capitals minded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.text.gazetteer import Entry
from archive.text.normal import nfc, one_tone_style

END = BREAK = "\x01"  # closes a text, and parts its title, lead and paragraphs
PLAIN = " \n\r\t\xa0_\x01"
AFTER = (END,) * 8
_DASHES = "‐‑‒–—−"
BRIEF = 4  # letters
STRICT = frozenset(("country", "unit", "official"))  # every capital of the form must be there
# What may stand capitalised before a country without being part of a name with it
_OPENING = "Tại Ở Từ Với Của Và Theo Sang Nước Về Trong Như Riêng Còn Nếu Khi Do Bởi Cả Cùng Phía"
OPENING = frozenset(_OPENING.split())
# Before these a country's name is a person's ("chị Nga"); behind these it is a country's
PERSONS = frozenset(
    ["anh", "chị", "cô", "bà", "ông", "em", "bé", "cháu", "cậu", "chú", "bác", "thím", "dì", "con"]
)
_LED = (
    "nước tại của ở sang từ với và người tiếng tới đến thăm giữa cùng hoặc hội phủ quốc giao quán"
)
LED = frozenset([*_LED.split(), "sứ", "thống", "tướng", "hoàng", "vua", "phía", "như"])
JOINS = frozenset((",", "-", "và", "("))


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its syllables, numbers and signs: as written, and in lower case."""

    tokens: list[str]
    lowers: list[str]


def prepared(text: str) -> str:
    """A text in NFC, one tone style, and with one kind of dash: as the forms are."""
    text = one_tone_style(nfc(text))
    for dash in _DASHES:
        text = text.replace(dash, "-")
    return text


def split(text: str) -> Text:
    """The tokens of a prepared text between line ends, so that a look ahead or back is safe."""
    text = text.replace("\0", " ")
    for sign in {letter for letter in set(text) if not (letter.isalnum() or letter in PLAIN)}:
        text = text.replace(sign, f" {sign} ")  # a third of the time of a regular expression
    tokens = [END, *text.replace("\n", f" {BREAK} ").split(), *AFTER]
    return Text(tokens, "\0".join(tokens).lower().split("\0"))


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which something is written."""

    entry: Entry
    tokens: tuple[str, ...]
    capitals: tuple[int, ...]  # the tokens that must have their first letter large
    initials: tuple[int, ...]  # the tokens that must be large as a whole: abbreviations
    any_capital: bool
    brief: bool = False  # so short a country's name that its neighbours must be looked at

    def fits(self, tokens: list[str], start: int) -> bool:
        """Whether the capitals at a place are those of a name."""
        for at in self.capitals:
            if not tokens[start + at][0].isupper():
                return False
        for at in self.initials:
            if not tokens[start + at].isupper():
                return False
        if self.any_capital:
            return any(tokens[start + at][0].isupper() for at in range(len(self.tokens)))
        return True


def form(entry: Entry, written: str) -> Form:
    """A form with what its kind and rules ask of capitals."""
    tokens = tuple(split(written).tokens[1 : -len(AFTER)])
    initials = tuple(i for i, token in enumerate(tokens) if len(token) > 1 and token.isupper())
    large = [i for i, token in enumerate(tokens) if token[0].isupper() and i not in initials]
    if entry.kind in ("stop", "office") or entry.rules & {"small", "loose"}:
        large = []
    elif entry.kind not in STRICT:
        large = [i for i in large if i][:1] or ([] if initials else large[:1])
    if entry.kind == "unit" and tokens[:2] == ("Thành", "phố"):
        large = large[1:]
    loose = "loose" in entry.rules and not initials
    brief = len(written) <= BRIEF and bool(entry.rules & {"lone", "led"})
    return Form(entry, tokens, tuple(large), initials, loose, brief)


Tree = dict[str, Any]  # syllable -> what may follow; "" -> the forms that end here


def tree(forms: Iterable[Form]) -> Tree:
    """The forms by their syllables in lower case."""
    root: Tree = {}
    for one in forms:
        branch = root
        for token in one.tokens:
            branch = branch.setdefault(token.lower(), {})
        here = branch.setdefault("", [])
        if all(other.entry is not one.entry for other in here):  # spaces may be all that differs
            here.append(one)
    return root


Allowed = Callable[[Form, int, int], bool]


def longest(
    root: Tree, text: Text, start: int, allowed: Allowed | None = None
) -> tuple[int, list[Form]] | None:
    """The longest forms at a place that are names there: their end, and all that are so written."""
    lowers = text.lowers
    branch = root.get(lowers[start])
    met: list[tuple[int, list[Form]]] = []
    at = start
    while branch is not None:
        at += 1
        if "" in branch:
            met.append((at, branch[""]))
        branch = branch.get(lowers[at])
    for end, forms in reversed(met):
        fitting = [one for one in forms if one.fits(text.tokens, start)]
        if allowed is not None:
            fitting = [one for one in fitting if allowed(one, start, end)]
        if fitting:
            return end, fitting
    return None


def places(root: Tree, lowers: list[str]) -> list[int]:
    """Where a form may begin: its first syllable stands there, and its second behind it."""
    return [
        at
        for at, (first, second) in enumerate(pairwise(lowers))
        if first in root and (second in root[first] or "" in root[first])
    ]


def stands_alone(text: Text, start: int, end: int, *, led: bool = False) -> bool:
    """Whether a short country's name is no part of a person's or place's name.

    With `led` it must also be led in by a word like `nước` or `tại`, or follow another name.
    """
    before, after = text.tokens[start - 1], text.tokens[end]
    if after[0].isupper():
        return False
    if before[0].isupper() and before not in OPENING:
        return False
    if text.lowers[start - 1] in PERSONS:
        return False
    return not led or text.lowers[start - 1] in LED or before in JOINS
