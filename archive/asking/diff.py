"""What differs between two texts of an article: sentences are aligned first, then words.

White space, NFC and tone style are no difference, as they make no version.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archive.asking.aligning import Alignment, Match, Unit
from archive.asking.matching import opcodes
from archive.asking.wording import NUMBER, OLD, Op, Piece, sentences, words
from archive.record import BlockKind
from archive.text.normal import nfc, plain, syllables

WHOLE = frozenset((BlockKind.HEADING, BlockKind.ROW, BlockKind.CAPTION))  # not cut into sentences
TEXT = ("lead", "body", "text")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, heading or table row: unchanged, taken out, put in, edited, or moved.

    `kind` is that of its block (`paragraph`, `heading`, `item`, `row`, `quote`), `paragraph` tells
    whether a block begins here. What was moved stands here twice, under the number `move`: where it
    stood (pieces `moved-away`) and where it stands (pieces `moved-here`).
    """

    pieces: tuple[Piece, ...]
    paragraph: bool = False
    kind: str = "paragraph"
    level: int = 0
    move: int | None = None

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return any(piece.op is not Op.EQUAL for piece in self.pieces)

    def ops(self) -> set[Op]:
        """What became of its pieces."""
        return {piece.op for piece in self.pieces}


@dataclass(frozen=True, slots=True)
class Field:
    """One field that differs, and its lines; the unchanged ones too."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How much of lead and body differs, in sentences; `kept` is the share of the older text's
    words, title included, that the newer one keeps: 1 where nothing is cut.

    `numbers_cut` stand in the older text more often than in the newer one (title, lead, body),
    `numbers_added` in the newer one.
    """

    kept: float = 1.0
    added: int = 0
    cut: int = 0
    edited: int = 0
    moved: int = 0
    numbers_added: tuple[str, ...] = ()
    numbers_cut: tuple[str, ...] = ()


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
    summary: Summary = field(default_factory=Summary)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two articles that are compared."""

    article_id: str
    site: str
    url: str
    title: str
    version_no: int
    seen_at: datetime
    published_at: datetime | None
    published_precision: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a copy added to its origin, or cut; in `fields` the origin is the older text."""

    copy: Side
    origin: Side
    fields: tuple[Field, ...]
    summary: Summary


def text_field(name: str, old: str, new: str) -> Field | None:
    """How a text of several sentences changed; None where it did not."""
    return units_field(name, list(_units(old)), list(_units(new)))


def blocks_field(
    name: str, old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]
) -> Field | None:
    """How the blocks of a body (`kind`, `text`, `level`) changed, captions aside."""
    return units_field(name, list(_block_units(old)), list(_block_units(new)))


def story_field(
    old_lead: str, old: Iterable[Mapping[str, Any]], new_lead: str, new: Iterable[Mapping[str, Any]]
) -> Field | None:
    """How lead and body of two articles differ as one text: what is a lead in the one is often the
    first paragraph of the other.
    """
    before = [*_units(old_lead), *_block_units(old)]
    return units_field("text", before, [*_units(new_lead), *_block_units(new)])


def units_field(name: str, old: Sequence[Unit], new: Sequence[Unit]) -> Field | None:
    """How sentences, headings and rows changed; None where they did not."""
    found = tuple(_lines(old, new))
    return Field(name, found) if any(line.changed for line in found) else None


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
    for op, a, b, c, d in opcodes(list(old), list(new)):
        if op != "equal":
            lines += [Line((Piece(Op.DELETE, value),)) for value in old[a:b]]
            lines += [Line((Piece(Op.INSERT, value),)) for value in new[c:d]]
    return Field(name, tuple(lines)) if lines else None


def summary(fields: Sequence[Field], old: str, new: str) -> Summary:
    """The figures of a diff; `old` and `new` are the whole texts, title included."""
    lines = [line for one in fields if one.name in TEXT for line in one.lines]
    told = [line.ops() for line in lines]
    total = len(syllables(old))
    before, after = Counter(NUMBER.findall(old)), Counter(NUMBER.findall(new))
    return Summary(
        kept=round(1 - _cut(fields) / total, 4) if total else 1.0,
        added=told.count({Op.INSERT}),
        cut=told.count({Op.DELETE}),
        edited=sum(1 for ops in told if len(ops) > 1 and Op.AWAY not in ops),
        moved=sum(1 for ops in told if Op.HERE in ops),
        numbers_added=tuple(sorted(after - before)),
        numbers_cut=tuple(sorted(before - after)),
    )


def _cut(fields: Iterable[Field]) -> int:
    """How many words of the older text are gone."""
    lines = (line for one in fields if one.name in ("title", *TEXT) for line in one.lines)
    pieces = (piece for line in lines for piece in line.pieces)
    return sum(len(syllables(piece.text)) for piece in pieces if piece.op is Op.DELETE)


def _units(text: str) -> Iterator[Unit]:
    for paragraph in re.split(r"\n\s*\n", nfc(text)):
        for number, sentence in enumerate(sentences(paragraph)):
            yield Unit(sentence, first=not number)


def _block_units(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Unit]:
    for block in blocks:
        kind, text, level = block["kind"], nfc(block["text"]), block.get("level") or 0
        if kind == BlockKind.CAPTION:
            continue
        parts = [text.strip()] if kind in WHOLE else sentences(text)
        for number, part in enumerate(part for part in parts if part):
            yield Unit(part, kind, level, first=not number)


def _lines(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Line]:
    aligned = Alignment(old, new)
    for match in aligned.matches():
        before = old[match.old] if match.old is not None else None
        after = new[match.new] if match.new is not None else None
        shown = before if match.move and not match.here else after or before
        assert shown is not None
        same = match.old is not None and match.new is not None
        same = same and aligned.before[match.old or 0] == aligned.after[match.new or 0]
        pieces = tuple(_pieces(match, before, after, same=same))
        yield Line(pieces, shown.first, shown.kind, shown.level, match.move)


def _pieces(
    match: Match, before: Unit | None, after: Unit | None, *, same: bool
) -> Iterator[Piece]:
    if before is None or after is None:
        one = before or after
        assert one is not None
        yield Piece(Op.DELETE if before else Op.INSERT, one.text)
    elif match.move is None:
        yield from (Piece(Op.EQUAL, after.text),) if same else words(before.text, after.text)
    else:
        op, text = (Op.HERE, after.text) if match.here else (Op.AWAY, before.text)
        found = (Piece(Op.EQUAL, text),) if same else words(before.text, after.text)
        other = OLD if match.here else frozenset((Op.INSERT,))
        for piece in found:
            if piece.op is Op.EQUAL:
                yield Piece(op, piece.text)
            elif piece.op not in other:
                yield piece
