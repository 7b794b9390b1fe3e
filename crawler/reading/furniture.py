"""What stands in many articles of one site, known from earlier nights: the last layer against
noise, behind a layout's named blocks and the general rules.

A piece is bound to the place where it was learned (see `standing`): the tags that lead to a line
from the region down, whether the line is one link, and for the ends of a page whose paragraphs
stand in the very same place, whether it lies before the first sentence or behind the last.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml.html import HtmlElement

from archive.record import BlockKind, Furniture, Piece
from crawler.reading.blocks import Line
from crawler.reading.bylines import byline
from crawler.reading.draft import Draft
from crawler.reading.name import furnished
from crawler.reading.pointers import is_own
from crawler.reading.text import key

LINE, BOX, PLACE, FIGURES = "line", "box", "place", "figures"
DOUBT = "furniture-not-removed"
MOST_REMOVED = 0.5  # of the letters of its sentences: more is no noise, but learning gone wrong
LINKED = 0.95  # a line that is one link, or several
SENTENCE_WORDS = 8
HEADLINE_WORDS = 6
SURELY_TEXT = 40  # words that no headline has
LONGER = 1.5  # times the longest line that was seen in a place may a new one be
SHORTER = 0.8  # times the shortest
ENDS = (".", ";", ":", "…", "!")
FIGURE = re.compile(r"#(?: [^\W\d_]+)?")
CLOSERS = "\"'”’)]»* "


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a reading, as far as furniture is told by it; `zone` is `head` before the first
    sentence, `tail` behind the last, else `mid`.
    """

    text: str
    key: str
    mask: str
    place: str
    zone: str
    words: int
    is_sentence: bool
    style: str  # bold, heading, in brackets: of a box's lines none is taken that looks otherwise

    @property
    def places(self) -> tuple[str, ...]:
        """Its place, and the same with the end of the text that it lies at, if it is long enough to
        be a headline: "(Còn nữa)" closes a text.
        """
        if self.zone == "mid" or self.words < HEADLINE_WORDS or self.text.startswith(("(", "*")):
            return (self.place,)
        return self.place, f"{self.place}@{self.zone}"

    @property
    def item(self) -> str:
        """Its place, and how it looks there: of a box only such lines are taken as it held."""
        return f"{self.place}{self.style}{' sentence' if self.is_sentence else ''}"


def mask(key: str) -> str:
    """A line's words (in the form of `text.key`), each run of figures as `#`."""
    words = ("#" if any(c.isdigit() for c in word) else word for word in key.split())
    masked: list[str] = []
    for word in words:
        if word != "#" or masked[-1:] != ["#"]:
            masked.append(word)
    return " ".join(masked)


def frame(words: str) -> str:
    """Of a masked line its figures, each with the word behind it."""
    return " ".join(FIGURE.findall(words))


def spots(layout: str, lines: Sequence[Line], hosts: Sequence[str] = ()) -> list[Spot]:
    """The lines of a reading by a layout, in their order; `hosts` are those of the page's site."""
    sentences = [place for place, line in enumerate(lines) if is_sentence(line)]
    first, last = (sentences[0], sentences[-1]) if sentences else (len(lines), -1)
    found = []
    for place, line in enumerate(lines):
        zone = "head" if place < first else "tail" if place > last else "mid"
        where = f"{layout}:{line.path}{_link(line, hosts)}"
        style = " heading" if line.level else " bold" if line.bold >= LINKED else ""
        style += " bracket" if line.text.startswith("(") else ""
        sentence = is_sentence(line)
        found.append(
            Spot(line.text, line.key, mask(line.key), where, zone, line.words, sentence, style)
        )
    return found


def _link(line: Line, hosts: Sequence[str]) -> str:
    """Whether a line is one link, and where to: papers and other sites are no teasers."""
    if line.linked < LINKED or not line.hrefs:
        return ""
    return " link" if all(is_own(href, hosts) for href in line.hrefs) else " out"


def is_sentence(line: Line) -> bool:
    """A line that ends as a sentence does, or is longer than any headline, and is no link."""
    if line.linked >= 0.4 or line.kind in (BlockKind.CAPTION, BlockKind.ROW):
        return False
    ends = line.text.rstrip(CLOSERS).endswith(ENDS)
    return line.words >= SURELY_TEXT or (line.words >= SENTENCE_WORDS and ends)


def found(some: Sequence[Spot], pieces: Iterable[Piece], title: str = "") -> dict[int, Piece]:
    """The lines that are furniture, by their places among `some`, each with its piece; `title` is
    the article's: figures of what it names are its own.
    """
    known = Known(pieces)
    marks = _counted(some, known, key(title))
    for number, spot in enumerate(some):
        if box := known.boxes.get((spot.place, spot.mask)):
            marks[number] = box
            marks.update(dict.fromkeys(_behind(some, number, box), box))
    return marks


def _counted(some: Sequence[Spot], known: "Known", title: str) -> dict[int, Piece]:
    """What is told by itself. Where a page has more or fewer of it than any had before, the
    article's own may stand among them, and all of it stays.
    """
    marks = {n: piece for n, spot in enumerate(some) if (piece := known.of(spot))}
    counts = Counter(marks.values())
    return {
        n: piece
        for n, piece in marks.items()
        if piece.fewest <= counts[piece] <= (piece.lines or len(some))
        and not is_about(some[n].mask, title)
    }


def is_about(words: str, title: str) -> bool:
    """Whether a title (in the form of `text.key`) names what the figures of a masked line are of:
    "vàng nhẫn # triệu" is text below "Giá vàng nhẫn lập đỉnh".
    """
    named, figures, _ = words.partition("#")
    return bool(figures and named.strip()) and f" {named.strip()} " in f" {title} "


class Known:
    """Pieces, found by what they are told by."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.lines: dict[tuple[str, str], Piece] = {}
        self.boxes: dict[tuple[str, str], Piece] = {}
        self.places: dict[str, Piece] = {}
        self.figures: dict[tuple[str, str], Piece] = {}
        for piece in pieces:
            if piece.kind == PLACE:
                other = self.places.get(piece.place)
                if other is None or _width(other) < _width(piece):
                    self.places[piece.place] = piece
            elif piece.kind == BOX:
                held = self.boxes.get((piece.place, piece.text))
                if held is None or held.lines < piece.lines:
                    self.boxes[piece.place, piece.text] = piece
            else:
                told = self.figures if piece.kind == FIGURES else self.lines
                same = told.get((piece.place, piece.text))
                if same is None or _width(same) < _width(piece):
                    told[piece.place, piece.text] = piece

    def of(self, spot: Spot) -> Piece | None:
        """The piece that a line is by itself."""
        for where in spot.places:
            if piece := self.lines.get((where, spot.mask)):
                return piece
            piece = self.places.get(where)
            if piece and fits(spot, piece):
                return piece
        figures = self.figures.get((spot.place, frame(spot.mask)))
        few = figures and not spot.is_sentence and spot.words <= figures.longest
        return figures if few else None


def fits(spot: Spot, piece: Piece) -> bool:
    """Whether a line is about as long as those that were seen."""
    most = max(piece.longest * LONGER, SENTENCE_WORDS)
    return piece.shortest * SHORTER <= spot.words <= most


def _width(piece: Piece) -> tuple[int, int]:
    return piece.lines, piece.longest


def _behind(some: Sequence[Spot], label: int, box: Piece) -> Iterable[int]:
    """The lines of a box behind its label: no more than were ever seen, and never a sentence unless
    one was seen.
    """
    for number in range(label + 1, min(label + 1 + box.lines, len(some))):
        spot = some[number]
        if spot.item not in box.items or not fits(spot, box):
            return
        yield number


def remove(
    draft: Draft, furniture: Furniture, hosts: Sequence[str] = (), names: Sequence[str] = ()
) -> list[tuple[Piece, str]]:
    """Takes the furniture out of a draft, its pictures and links too; what was taken, in order.

    Where that were too much of the text, or all of it, nothing is taken and a doubt is left. A
    byline that stood before furniture is found now; `hosts` and `names` are those of the site.
    """
    draft.reader = furnished(furniture)
    marks = found(spots(draft.layout, draft.lines, hosts), furniture.pieces, draft.title)
    if not marks:
        return []
    if _is_too_much(draft.lines, marks):
        draft.doubts = (*draft.doubts, DOUBT)
        return []
    taken = [(piece, draft.lines[place].text) for place, piece in sorted(marks.items())]
    _drop_links(draft, marks)
    _drop_pictures(draft, marks)
    draft.lines = [line for place, line in enumerate(draft.lines) if place not in marks]
    if not draft.author and (signed := byline(draft.lines, names)):
        draft.lines, draft.author = draft.lines[: signed[0]], signed[1]
    return taken


def _is_too_much(lines: Sequence[Line], marks: Mapping[int, Piece]) -> bool:
    """Whether half of the sentences would go, or all that is no caption."""
    body = {n for n, line in enumerate(lines) if line.kind is not BlockKind.CAPTION}
    sentences = {n: len(lines[n].text) for n in body if is_sentence(lines[n])}
    removed = sum(letters for n, letters in sentences.items() if n in marks)
    return removed > MOST_REMOVED * sum(sentences.values()) or body <= set(marks)


def _drop_links(draft: Draft, marks: Mapping[int, Piece]) -> None:
    gone = {href for place in marks for href in draft.lines[place].hrefs}
    kept = {href for n, line in enumerate(draft.lines) if n not in marks for href in line.hrefs}
    draft.links = [link for link in draft.links if link[0] not in gone - kept]


def _drop_pictures(draft: Draft, marks: Mapping[int, Piece]) -> None:
    """Pictures in an element of nothing but furniture go with it; the others keep their places."""
    own = {above for n, line in enumerate(draft.lines) if n not in marks for above in _around(line)}
    gone = {above for place in marks for above in _around(draft.lines[place])} - own
    before = [0, *accumulate(place not in marks for place in range(len(draft.lines)))]
    kept = []
    for picture in draft.pictures:
        if not any(above in gone for above in picture.element.iterancestors()):
            picture.position = before[min(picture.position, len(draft.lines))]
            kept.append(picture)
    draft.pictures = kept


def _around(line: Line) -> Iterator[HtmlElement]:
    yield line.element
    yield from line.element.iterancestors()
