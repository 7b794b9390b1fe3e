"""What stands in many articles of one site, and the pages from which that is learned."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of furniture: what stands in many articles of one site and is no article's text.

    `kind` is `line` (these words, figures masked as `#`), `figures` (these figures and units in a
    line of few words), `box` (a label of these words, and up to `lines` lines behind it) or `place`
    (whatever stands there). `place` is where it stands: a
    layout, tags from the region down, no class names. `items` are the places of a box's lines,
    `longest` and `shortest` the most and fewest words of a line that was seen there. Of any other
    kind than a box a page had `fewest` to `lines` lines: where it has more, or fewer, something
    else stands among them. `id` is the archive's name for it.
    """

    kind: str
    place: str
    text: str = ""
    items: tuple[str, ...] = ()
    lines: int = 0
    longest: int = 0
    shortest: int = 0
    fewest: int = 0
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of a site as it stood at a number; number 0 is that nothing was learned."""

    site: str
    number: int = 0
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A stored page of an article, from which furniture is learned; `kin` names the article's
    story, or the article where it has none: the same text is one witness. `own` are the title and
    lead that were read in it before.
    """

    article_id: str
    kin: str
    own: tuple[str, ...]
    url: str
    seen_at: datetime
    html: bytes = field(repr=False)
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece that was found, with its evidence.

    It stands in `articles` of the `of` articles that were looked at, which are of `kins` different
    stories; `examples` are ids of some, `shows` some of its lines as they stand there.
    """

    piece: Piece
    articles: int
    kins: int
    of: int
    examples: tuple[str, ...]
    shows: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
