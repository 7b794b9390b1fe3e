"""A diff for people: text with [-…-]{+…+} marks, a fragment of HTML."""

from collections.abc import Iterator, Sequence
from html import escape

from archive.asking.diff import Comparison, Diff, Field, Line, Summary
from archive.asking.wording import Op, Piece

CONTEXT = 1  # unchanged sentences shown before and after a change
SKIPPED = "…"
MARKS = {
    Op.EQUAL: ("", ""),
    Op.DELETE: ("[-", "-]"),
    Op.INSERT: ("{+", "+}"),
    Op.AWAY: ("[~", "~]"),
    Op.HERE: ("{~", "~}"),
}
TAGS = {
    Op.EQUAL: ("", ""),
    Op.DELETE: ("<del>", "</del>"),
    Op.INSERT: ("<ins>", "</ins>"),
    Op.AWAY: ('<del class="moved">', "</del>"),
    Op.HERE: ('<ins class="moved">', "</ins>"),
}


def near_changes(field: Field, context: int = CONTEXT) -> Iterator[Line | None]:
    """The changed lines with their surroundings; None where unchanged ones are left out."""
    for group in folded(field, context):
        if isinstance(group, Line):
            yield group
        else:
            yield None


def folded(field: Field, context: int = CONTEXT) -> Iterator[Line | tuple[Line, ...]]:
    """The changed lines with their surroundings; together what lies between and is unchanged."""
    changed = [i for i, line in enumerate(field.lines) if line.changed]
    shown = {j for i in changed for j in range(i - context, i + context + 1)}
    start = 0
    for i, line in enumerate(field.lines):
        if i in shown:
            if i > start:
                yield field.lines[start:i]
            yield line
            start = i + 1
    if start < len(field.lines):
        yield field.lines[start:]


def marked(line: Line) -> str:
    """One line with its marks: [-taken out-]{+put in+}; moved from [~here~]→1, to 1→{~here~}."""
    text = "".join(map(mark, line.pieces))
    before, after = numbered(line)
    return f"{before}{lead_in(line)}{text}{after}"


def numbered(line: Line) -> tuple[str, str]:
    """What stands before and behind a line that was moved."""
    if line.move is None:
        return "", ""
    return ("", f"→{line.move}") if Op.AWAY in line.ops() else (f"{line.move}→", "")


def lead_in(line: Line) -> str:
    """What tells headings and list items from other sentences."""
    if line.kind == "heading":
        return f"{'#' * (line.level or 2)} "
    return "• " if line.kind == "item" and line.paragraph else ""


def mark(piece: Piece) -> str:
    """One piece with its marks."""
    return piece.text.join(MARKS[piece.op])


def as_html(diff: Diff | Comparison, context: int = CONTEXT) -> str:
    """The diff as a fragment of HTML: a section a field, del and ins in it; all text escaped."""
    parts = []
    for field in diff.fields:
        parts.append(f'<section class="diff"><h3 lang="en">{escape(field.name)}</h3>')
        told: set[str] = set()
        groups = folded(field, context)
        parts += [_html_line(g, told) if isinstance(g, Line) else _folded(g) for g in groups]
        parts.append("</section>")
    return "\n".join(parts)


def _html_line(line: Line, told: set[str]) -> str:
    """One sentence, heading, list item or row; the first of what moved links to its other place."""
    marks = "".join(escape(piece.text).join(TAGS[piece.op]) for piece in line.pieces)
    names = [line.kind] if line.kind != "paragraph" else []
    names += ["begins"] if line.paragraph else []
    shown = f' class="{" ".join(names)}"' if names else ""
    return f"<p{shown}>{_move(line, told)}{marks}</p>"


def _move(line: Line, told: set[str]) -> str:
    if line.move is None:
        return ""
    away = Op.AWAY in line.ops()
    own, other = (f"{end}-{line.move}" for end in (("from", "to") if away else ("to", "from")))
    if own in told:
        return ""
    told.add(own)
    words = f"{'moved from here' if away else 'moved to here'} ({line.move})"
    return f'<a class="move" lang="en" id="{own}" href="#{other}">{words}</a> '


def _folded(lines: Sequence[Line]) -> str:
    text = "\n".join(_html_line(line, set()) for line in lines)
    many = f"{len(lines)} unchanged sentence{'' if len(lines) == 1 else 's'}"
    return f'<details class="skipped"><summary lang="en">{many}</summary>\n{text}\n</details>'


def summed(summary: Summary, old: str = "before", new: str = "after") -> str:
    """The figures of a diff in a line for people; empty where the text is the same.

    `old` and `new` say where a number stands that the other text has not.
    """
    counts = [
        (summary.edited, "edited"),
        (summary.added, "added"),
        (summary.cut, "cut"),
        (summary.moved, "moved"),
    ]
    told = [f"{number:,} {word}" for number, word in counts if number]
    numbers = [
        f"{name} {', '.join(values)}"
        for name, values in (
            (f"numbers only {old}:", summary.numbers_cut),
            (f"numbers only {new}:", summary.numbers_added),
        )
        if values
    ]
    sentences = [f"sentences: {', '.join(told)}"] if told else []
    return "; ".join([*sentences, *numbers])


def compared(summary: Summary) -> str:
    """The figures of a copy beside its origin in a line for people."""
    kept = f"kept {percent(summary.kept)} of the origin's words"
    return "; ".join(filter(None, (kept, summed(summary, "in the origin", "in the copy"))))


def percent(share: float) -> str:
    """A share as whole per cents: 100 only where nothing, and 0 only where all is missing."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{share:.0%}"
