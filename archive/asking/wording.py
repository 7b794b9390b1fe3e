"""Words of two sentences side by side, and sentences out of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.asking.matching import Code, opcodes
from archive.text.normal import nfc, plain

SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“‘«(]?[\dA-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ])")
SHORTENED = re.compile(
    r"(?:^|\s|\()(?:TP|PGS|GS|TS|ThS|Th\.S|BS|KS|KTS|LS|NSND|NSƯT|St|Tx|TX|Q|P|[A-ZĐ])\.$"
)
WORD = re.compile(r"\d+(?:[.,/:]\d+)*%?|\w+|[^\w\s]")
NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*%?")
CELL = "|"  # between the cells of a table row
ANCHOR = 3  # words in a row that a long text is cut at


class Op(StrEnum):
    """What became of a piece of text; a moved one is shown where it stood and where it stands."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    AWAY = "moved-away"
    HERE = "moved-here"


OLD = frozenset((Op.EQUAL, Op.DELETE, Op.AWAY))  # what the older text is made of
NEW = frozenset((Op.EQUAL, Op.INSERT, Op.HERE))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and what became of them."""

    op: Op
    text: str


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


def _smoothed(before: list[Place], after: list[Place]) -> list[Code]:
    """Word opcodes; a lone short word kept between two changes becomes part of them."""
    old, new = [plain(place[0]) for place in before], [plain(place[0]) for place in after]
    codes = opcodes(old, new, anchor=ANCHOR)
    smooth: list[Code] = []
    for i, (op, a, b, c, d) in enumerate(codes):
        between = 0 < i < len(codes) - 1
        lone = op == "equal" and between and b - a == 1 and len(before[a][0]) < 3
        lone = lone and before[a][0] != CELL
        if smooth and smooth[-1][0] != "equal" and (lone or op != "equal"):
            _, start, _, begin, _ = smooth[-1]
            smooth[-1] = ("replace", start, b, begin, d)
        else:
            smooth.append((op, a, b, c, d))
    return smooth


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; an abbreviation ends none."""
    paragraph = nfc(paragraph)
    start = 0
    for gap in SENTENCE.finditer(paragraph):
        if SHORTENED.search(paragraph[start : gap.start()]):
            continue
        closing = gap.start() + len(gap.group().rstrip())  # quotes that close the sentence
        yield paragraph[start:closing].strip()
        start = gap.end()
    if rest := paragraph[start:].strip():
        yield rest
