"""How answers come to a terminal or into a pipe: harmless text, tables, JSON."""

import io
import json
import re
import sys
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime

import typer
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from archive.text.controls import CONTROL, escaped

LONGEST = 300  # columns of a title in a list
ADDRESS = re.compile(r"https?://\S+")


class Paper(Console):
    """A console whose closed pipe is told to the caller, not taken for a failure."""

    def on_broken_pipe(self) -> None:
        """Called by rich where writing failed."""
        raise BrokenPipeError


def paper() -> Paper:
    """Where answers go; made anew so that tests and pipes are seen."""
    return Paper(highlight=False, markup=False, emoji=False, soft_wrap=False)


def bear_all_letters() -> None:
    """Has letters that a terminal or pipe does not know (Vietnamese ones, in a locale of old)
    written as question marks, so that none ends what was begun.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(message: str) -> None:
    """One line on stderr."""
    print(f"egov: {' '.join(clean(message).split())}", file=sys.stderr)


def clean(text: str) -> str:
    """Text of a page as it may reach a terminal: no control characters but line ends and tabs."""
    return CONTROL.sub("", text.replace("\r\n", "\n"))


def text(words: object, style: str = "") -> Text:
    """A piece of text that nothing in it can turn into markup or a command of the terminal."""
    return Text(clean(str(words)), style=style)


def heading(title: str | Text | None) -> Text:
    """A title over what is said of an article in a list: of one without end the beginning."""
    shown = title if isinstance(title, Text) else text(title or "(no title)", "bold")
    shown.truncate(LONGEST, overflow="ellipsis")
    return shown


def say(line: str | Text = "", *, indent: int = 0, whole: bool = False) -> None:
    """A paragraph, wrapped at the width of the terminal; `whole`: never wrapped (addresses)."""
    shown = line if isinstance(line, Text) else text(line)
    console = paper()
    width = max(console.width - indent, 20)
    lines = (
        [shown] if whole else [row for part in shown.split("\n") for row in _wrapped(part, width)]
    )
    for row in lines:
        row.rstrip()
        console.print(Text(" " * indent if row else "") + row, soft_wrap=True)


def _wrapped(part: Text, width: int) -> Iterable[Text]:
    return part.wrap(paper(), width) or [part]


GAP = 2  # columns of the terminal between two columns of a table
LEAST = 16  # columns left to the last one, which is wrapped


def many(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    figures: Container[str] = (),
    spare: Sequence[str] = (),
    cut: bool = False,
    least: int = LEAST,
) -> None:
    """A table without lines; `figures` stand to the right.

    The last column takes what width is left and is wrapped, or `cut` to one line. Where the
    terminal is too narrow for `least` letters of it, the columns of `spare` are left out, one after
    the other.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [
        max(cell_len(name), *(row[i].cell_len for row in cells)) for i, name in enumerate(columns)
    ]
    kept = _kept(columns, widths, spare, paper().width, least)
    grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for i in kept:
        side: JustifyMethod = "right" if columns[i] in figures else "left"
        grid.add_column(columns[i], justify=side, no_wrap=i != kept[-1], overflow="fold")
    room = paper().width - sum(widths[i] + GAP for i in kept[:-1])
    for row in cells:
        if cut:
            row[kept[-1]].truncate(max(room, 1), overflow="ellipsis")
        grid.add_row(*(row[i] for i in kept))
    _put(grid)


def _cell(value: object) -> Text:
    return value if isinstance(value, Text) else text(value)


def _kept(
    columns: Sequence[str], widths: Sequence[int], spare: Sequence[str], width: int, least: int
) -> list[int]:
    """The numbers of the columns that fit."""
    kept = list(range(len(columns)))
    for name in spare:
        *fixed, last = kept
        needed = sum(widths[i] + GAP for i in fixed) + min(widths[last], least)
        if needed <= width:
            break
        kept.remove(columns.index(name))
    return kept


def facts(rows: Iterable[tuple[str, object]]) -> None:
    """Names and values, one a line, values aligned; empty values are left out, addresses whole."""
    kept = [(name, value) for name, value in rows if value not in (None, "", ())]
    indent = max((cell_len(name) for name, _ in kept), default=0) + GAP
    console = paper()
    for name, value in kept:
        shown = value if isinstance(value, Text) else text(value)
        lines = (
            [shown] if ADDRESS.fullmatch(shown.plain) else _wrapped(shown, console.width - indent)
        )
        for number, line in enumerate(lines):
            label = Text("" if number else name, style="dim")
            label.pad_right(indent - label.cell_len)
            line.rstrip()
            console.print(label + line, soft_wrap=True)


def _put(grid: Table) -> None:
    """Prints a table without the spaces that fill its lines up."""
    console = paper()
    with console.capture() as drawn:
        console.print(grid)
    console.file.write("\n".join(each.rstrip(" ") for each in drawn.get().split("\n")))


def dump(answer: object) -> None:
    """An answer as JSON: times in UTC, Vietnamese readable, control characters escaped."""
    plain = asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else answer
    written = json.dumps(plain, ensure_ascii=False, indent=2, default=_plain)
    print(escaped(written))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value)} has no form in JSON")


def note_zone() -> str:
    """What is said under a table of times."""
    return "Times are those of Viet Nam (UTC+7)."


def percent(share: float) -> str:
    """A share of 1 as whole per cents, and never 0 where there is something."""
    return f"{share:.0%}" if share >= 0.01 else "<1%"


Json = typer.Option(False, "--json", help="Print an object for a program.")
AsOf = typer.Option(
    None, metavar="TIME", help="By what publishers had shown then: 2026-03-07, 2026-03-07T10:30."
)
KnownAt = typer.Option(None, metavar="TIME", help="By what this archive had recorded then.")
