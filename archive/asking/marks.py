"""A diff for people and programs: text with [-…-]{+…+} marks, HTML with del and ins, JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from typing import Any

from archive.asking.diff import Diff, Field, Line, Op, Piece

CONTEXT = 1  # unchanged sentences shown before and after a change
SKIPPED = "…"


def near_changes(field: Field, context: int = CONTEXT) -> Iterator[Line | None]:
    """The changed lines with their surroundings; None where unchanged ones are left out."""
    changed = [i for i, line in enumerate(field.lines) if line.changed]
    shown = {j for i in changed for j in range(i - context, i + context + 1)}
    last = -1
    for i, line in enumerate(field.lines):
        if i in shown:
            if i > last + 1:
                yield None
            yield line
            last = i
    if last < len(field.lines) - 1:
        yield None


def as_text(diff: Diff, context: int = CONTEXT) -> str:
    """The diff in plain text: [-taken out-]{+put in+}."""
    blocks = []
    for field in diff.fields:
        lines = [
            SKIPPED if line is None else _marked(line) for line in near_changes(field, context)
        ]
        blocks.append("\n".join([field.name, *(f"  {line}" for line in lines)]))
    return "\n\n".join(blocks)


def _marked(line: Line) -> str:
    return "".join(mark(piece) for piece in line.pieces)


def mark(piece: Piece) -> str:
    """One piece with its marks."""
    if piece.op is Op.DELETE:
        return f"[-{piece.text}-]"
    return f"{{+{piece.text}+}}" if piece.op is Op.INSERT else piece.text


def as_html(diff: Diff, context: int = CONTEXT) -> str:
    """The diff as a fragment of HTML: a section a field, del and ins in it; all text escaped."""
    tags = {Op.EQUAL: ("", ""), Op.DELETE: ("<del>", "</del>"), Op.INSERT: ("<ins>", "</ins>")}
    parts = []
    for field in diff.fields:
        parts.append(f'<section class="diff"><h3>{escape(field.name)}</h3>')
        for line in near_changes(field, context):
            if line is None:
                parts.append(f'<p class="skipped">{SKIPPED}</p>')
                continue
            marked = (escape(piece.text).join(tags[piece.op]) for piece in line.pieces)
            parts.append(f"<p>{''.join(marked)}</p>")
        parts.append("</section>")
    return "\n".join(parts)


def as_json(diff: Diff) -> dict[str, Any]:
    """The diff as an object: fields, their lines, and the pieces with what became of them."""
    return asdict(diff)
