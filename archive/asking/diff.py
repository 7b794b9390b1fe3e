"""What differs between two versions: sentences are aligned first, then words inside each pair.

White space, NFC and tone style are no difference, as they make no version.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from archive.text.normal import nfc, plain

SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“‘«(]?[\dA-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ])")
SHORTENED = re.compile(
    r"(?:^|\s|\()(?:TP|PGS|GS|TS|ThS|Th\.S|BS|KS|KTS|LS|NSND|NSƯT|St|Tx|TX|Q|P|[A-ZĐ])\.$"
)
WORD = re.compile(r"\d+(?:[.,/:]\d+)*%?|\w+|[^\w\s]")
ALIKE = 0.45  # share of words that two sentences have in common to be one edited sentence
PAIRS = 4000  # sentence pairs looked at within one changed stretch


class Op(StrEnum):
    """What became of a piece of text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and what became of them."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: unchanged, taken out, put in, or edited (pieces of more than one kind)."""

    pieces: tuple[Piece, ...]
    paragraph: bool = False  # whether a new paragraph begins here

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return any(piece.op is not Op.EQUAL for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Field:
    """One field that differs, and its lines; the unchanged ones too."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two versions of an article; `fields` is empty where nothing does."""

    article_id: str
    title: str
    url: str
    old: int
    new: int
    old_seen_at: datetime
    new_seen_at: datetime
    fields: tuple[Field, ...]


def text_field(name: str, old: str, new: str) -> Field | None:
    """How a text of several sentences changed; None where it did not."""
    lines = tuple(_aligned(list(_sentences(old)), list(_sentences(new))))
    return Field(name, lines) if any(line.changed for line in lines) else None


def line_field(name: str, old: str, new: str) -> Field | None:
    """How a text of one line (a title) changed, word by word; None where it did not."""
    if plain(old) == plain(new):
        return None
    return Field(name, (Line(words(old, new)),))


def value_field(name: str, old: str, new: str) -> Field | None:
    """How a single value changed, taken as a whole; None where it did not."""
    if plain(old) == plain(new):
        return None
    pieces = (Piece(Op.DELETE, old), Piece(Op.INSERT, new))
    return Field(name, (Line(tuple(piece for piece in pieces if piece.text)),))


def list_field(name: str, old: Sequence[str], new: Sequence[str]) -> Field | None:
    """How a list of values (images, files) changed; None where it did not."""
    lines = []
    for op, a, b, c, d in _opcodes(list(old), list(new)):
        if op != "equal":
            lines += [Line((Piece(Op.DELETE, value),)) for value in old[a:b]]
            lines += [Line((Piece(Op.INSERT, value),)) for value in new[c:d]]
    return Field(name, tuple(lines)) if lines else None


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two sentences, side by side."""
    old, new = nfc(old), nfc(new)
    before, after = _words(old), _words(new)
    pieces: list[tuple[Op, str]] = []
    for op, a, b, c, d in _smoothed(before, after):
        if op == "equal":
            spans = (_span(new, after, c, d), _span(old, before, a, b))
            pieces.append((Op.EQUAL, spans[spans[1][-1:].isspace()]))
            continue
        pieces += [(Op.DELETE, _span(old, before, a, b)), (Op.INSERT, _span(new, after, c, d))]
    return _joined([(op, text) for op, text in pieces if text])


Place = tuple[str, int, int]  # a word, where it begins, where the next one begins


def _words(text: str) -> list[Place]:
    found = list(WORD.finditer(text))
    begins = [*(match.start() for match in found), len(text)]
    return [(match.group(), begins[i], begins[i + 1]) for i, match in enumerate(found)]


def _span(text: str, places: list[Place], start: int, end: int) -> str:
    return text[places[start][1] : places[end - 1][2]] if end > start else ""


def _joined(pieces: list[tuple[Op, str]]) -> tuple[Piece, ...]:
    """Spaces at the end of a change stand after it, so that marks hug the words."""
    joined: list[Piece] = []
    space = ""
    for i, (op, text) in enumerate(pieces):
        bare = text.rstrip()
        trailing = text[len(bare) :]
        last_of_change = i + 1 == len(pieces) or pieces[i + 1][0] is Op.EQUAL
        if op is Op.EQUAL:
            joined.append(Piece(op, space + text))
            space = ""
        else:
            joined.append(Piece(op, bare))
            space = trailing or space if last_of_change else trailing
    return tuple(joined)


def _smoothed(before: list[Place], after: list[Place]) -> list[tuple[str, int, int, int, int]]:
    """Word opcodes; a lone short word kept between two changes becomes part of them."""
    codes = _opcodes([plain(place[0]) for place in before], [plain(p[0]) for p in after])
    smooth: list[tuple[str, int, int, int, int]] = []
    for i, (op, a, b, c, d) in enumerate(codes):
        between = 0 < i < len(codes) - 1
        lone = op == "equal" and between and b - a == 1 and len(before[a][0]) < 3
        if smooth and smooth[-1][0] != "equal" and (lone or op != "equal"):
            _, start, _, begin, _ = smooth[-1]
            smooth[-1] = ("replace", start, b, begin, d)
        else:
            smooth.append((op, a, b, c, d))
    return smooth


def _opcodes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    return [tuple(code) for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]  # type: ignore[misc]


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences of a text, each with whether it begins a paragraph."""
    for paragraph in re.split(r"\n\s*\n", nfc(text)):
        first = True
        start = 0
        for gap in SENTENCE.finditer(paragraph):
            if SHORTENED.search(paragraph[start : gap.start()]):
                continue
            closing = gap.start() + len(gap.group().rstrip())  # quotes that close the sentence
            yield paragraph[start:closing].strip(), first
            start, first = gap.end(), False
        if rest := paragraph[start:].strip():
            yield rest, first


def _aligned(old: list[tuple[str, bool]], new: list[tuple[str, bool]]) -> Iterator[Line]:
    before = [plain(text) for text, _ in old]
    after = [plain(text) for text, _ in new]
    for op, a, b, c, d in _opcodes(before, after):
        if op == "equal":
            yield from (Line((Piece(Op.EQUAL, text),), first) for text, first in new[c:d])
            continue
        for i, j in _paired(before[a:b], after[c:d]):
            yield _line(
                old[a + i] if i is not None else None, new[c + j] if j is not None else None
            )


def _line(old: tuple[str, bool] | None, new: tuple[str, bool] | None) -> Line:
    if old and new:
        return Line(words(old[0], new[0]), new[1])
    if old:
        return Line((Piece(Op.DELETE, old[0]),), old[1])
    assert new is not None
    return Line((Piece(Op.INSERT, new[0]),), new[1])


def _paired(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Which sentences of a changed stretch are the same, edited: the best pairs that keep order."""
    if len(old) * len(new) > PAIRS:  # nobody reads such a stretch word by word
        return [(i, None) for i in range(len(old))] + [(None, j) for j in range(len(new))]
    bags = [WORD.findall(text) for text in old], [WORD.findall(text) for text in new]
    alike = [[_likeness(a, b) for b in bags[1]] for a in bags[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            pair = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    return list(_trace(best, alike))


def _trace(
    best: list[list[float]], alike: list[list[float]]
) -> Iterator[tuple[int | None, int | None]]:
    i = j = 0
    rows, columns = len(best) - 1, len(best[0]) - 1
    while i < rows or j < columns:
        both = i < rows and j < columns
        if both and alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i + 1][j] >= best[i][j + 1]):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def _likeness(old: list[str], new: list[str]) -> float:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
