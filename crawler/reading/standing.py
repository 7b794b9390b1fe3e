"""What stands again and again in the articles of one site: furniture, learned from many readings.

An article's own text stands in one story. What is no text is told by these signs, all of which are
kept as evidence: the same line (figures aside) in many stories; a line that is the title or lead of
another article; a place in the page where nothing but such lines ever stands; a label that such
lines follow. What reads as text stays text however often it stands:

- a sentence that is no link, where paragraphs stand, is furniture only in nine of ten articles and
  at the outer end of the text: openings and closings of a series, corrections and paragraphs that
  are used again are text;
- so is a short line beside the paragraphs, unless its figures change or nothing of the article
  follows it: a heading that articles share ("Hồ sơ cần có") heads text;
- legal formulas, numbered headings and datelines are never furniture.

Copies of one text, and articles whose titles differ in figures alone, are one witness.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from archive.record import Piece, Standing
from crawler.reading.furniture import BOX, LINE, PLACE, Spot, found, mask

LEAST_ARTICLES = 20  # of one layout: fewer show nothing of a site
KINS = 5  # different stories
AGAIN = 3  # stories in which a line makes it doubtful that it is any article's own
TITLE_WORDS = 4  # fewer may be anything
RARE = 0.05  # share of articles that have a label or a place of furniture
OFTEN = 0.3  # share of articles that have a line apart from the text
FIGURED = 0.2  # the same of a line whose figures change
HALF = 0.5  # the same of a sentence apart from the text
NEARLY_ALL = 0.9  # the same of a line where paragraphs stand
EVIDENCE = 0.9  # share of the lines of a place, or of a box, that are no article's own
MANY_KINS = 20
BOX_LINES = 12
LABEL_WORDS = 8
EXAMPLES = 5
FORMULA = re.compile(
    r"(?:căn cứ|theo đề nghị|xét đề nghị|quyết định|quyết nghị|nghị quyết|nghị định|thông tư|luật"
    r"|điều|khoản|chương|mục|phụ lục|nơi nhận|kính gửi|cộng h[oò]a xã hội|độc lập tự do|thủ tướng"
    r"|phó thủ tướng|chính phủ|chủ tịch|bộ trưởng|bước|câu hỏi|hỏi|trả lời|đáp|hình|bảng|biểu|số #"
    r"|bài #|kỳ #|phần #|câu #|ngày #|#|đính chính|cải chính|còn nữa|hết|tuy nhiên|theo đó)(?: |$)"
    r"|.*\bngày # tháng #"
)
WRAPPERS = re.compile(r"(?:/(?:ul|ol|dl|table|tbody|thead|tr|blockquote|figure))+$")
TAIL = re.compile(r"(?:/[^/]*)$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one article's reading, as it is without furniture."""

    article_id: str
    kin: str
    seen_at: datetime
    own: frozenset[str]  # title and lead, in the form of `text.key`
    layout: str
    spots: Sequence[Spot] = field(repr=False)


Where = tuple[int, int]  # a sheet, and a line in it


def learned(
    sheets: Sequence[Sheet],
    headlines: Iterable[str],
    known: Sequence[Piece] = (),
    refused: Sequence[Piece] = (),
) -> list[Standing]:
    """The furniture of a site: what is known, as far as it still stands there, then what is new.

    `headlines` are titles and leads of the site's articles, in the form of `text.key`.
    """
    titles = frozenset(key for key in headlines if key.count(" ") >= TITLE_WORDS - 1)
    pages = _Marks(sheets)
    for piece in refused:
        pages.refuse(piece)
    told = [standing for piece in known if (standing := pages.take(piece, always=True))]
    by_layout: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_layout[sheet.layout].append(sheet)
    for some in by_layout.values():
        if len(some) >= LEAST_ARTICLES:
            told += (one for piece in _Learner(some, titles).pieces() if (one := pages.take(piece)))
    return told


class _Marks:
    """Which lines of which sheets are furniture already, and which a person took for text."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.marked: set[Where] = set()
        self.refused: set[Where] = set()

    def of(self, piece: Piece) -> set[Where]:
        return {
            (n, at) for n, sheet in enumerate(self.sheets) for at in found(sheet.spots, [piece])
        }

    def refuse(self, piece: Piece) -> None:
        """A person took it for text."""
        self.refused |= self.of(piece)

    def take(self, piece: Piece, *, always: bool = False) -> Standing | None:
        """A piece with its evidence; None where it says nothing new, or marks what was refused."""
        marks = self.of(piece)
        if not marks or (not always and (marks <= self.marked or marks & self.refused)):
            return None
        self.marked |= marks
        some = [self.sheets[n] for n in sorted({n for n, _ in marks})]
        of = sum(sheet.layout == some[0].layout for sheet in self.sheets)
        shows = dict.fromkeys(self.sheets[n].spots[at].text for n, at in sorted(marks))
        return Standing(
            piece,
            len(some),
            len({sheet.kin for sheet in some}),
            of,
            tuple(sheet.article_id for sheet in some[-EXAMPLES:]),
            tuple(shows)[:EXAMPLES],
            min(sheet.seen_at for sheet in some),
            max(sheet.seen_at for sheet in some),
        )


class _Learner:
    """The articles of one layout of a site."""

    def __init__(self, sheets: Sequence[Sheet], titles: frozenset[str]) -> None:
        self.sheets, self.titles = sheets, titles
        self.stands: defaultdict[tuple[str, str], list[Where]] = defaultdict(list)
        for number, sheet in enumerate(sheets):
            for at, spot in enumerate(sheet.spots):
                self.stands[spot.place, spot.mask].append((number, at))

    def pieces(self) -> Iterator[Piece]:
        """Places first: where everything is furniture, no line need be told."""
        places = list(self._places())
        yield from places
        yield from self._boxes()
        taken = {piece.place for piece in places}
        for (place, words), some in self.stands.items():
            spots = [self.spot(where) for where in some]
            whole = place in taken or all(f"{place}@{spot.zone}" in taken for spot in spots)
            if words and not whole and self._is_line(place, words, some):
                yield Piece(LINE, place, words)

    # --- what a line is --------------------------------------------------------------------------

    def spot(self, where: Where) -> Spot:
        return self.sheets[where[0]].spots[where[1]]

    def kins(self, some: Iterable[Where]) -> int:
        return len({self.sheets[n].kin for n, _ in some})

    def share(self, some: Iterable[Where]) -> float:
        return len({n for n, _ in some}) / len(self.sheets)

    def is_other(self, where: Where) -> bool:
        """Whether a line is the title or lead of another article."""
        key = self.spot(where).key
        return key in self.titles and key not in self.sheets[where[0]].own

    def is_own_sentence(self, where: Where) -> bool:
        spot = self.spot(where)
        if not spot.is_sentence or self.is_other(where):
            return False
        return self.kins(self.stands[spot.place, spot.mask]) < AGAIN

    @cached_property
    def own_sentences(self) -> list[list[int]]:
        """For each article the places of the sentences that are its own."""
        return [
            [at for at in range(len(sheet.spots)) if self.is_own_sentence((n, at))]
            for n, sheet in enumerate(self.sheets)
        ]

    @cached_property
    def text_places(self) -> frozenset[str]:
        """Where the articles' paragraphs stand."""
        articles: Counter[str] = Counter()
        for n, own in enumerate(self.own_sentences):
            articles.update({self.sheets[n].spots[at].place for at in own})
        return frozenset(
            place for place, count in articles.items() if count >= max(2, RARE * len(self.sheets))
        )

    @cached_property
    def _containers(self) -> frozenset[str]:
        return frozenset(_container(place) for place in self.text_places)

    def is_beside_text(self, place: str) -> bool:
        """Whether lines of a place stand among the paragraphs, in a list or table of theirs too."""
        return place in self.text_places or _container(place) in self._containers

    def heads_text(self, where: Where) -> bool:
        """Whether the article's own text goes on right behind a line."""
        return where[1] + 1 in self.own_sentences[where[0]]

    def is_at_end(self, where: Where) -> bool:
        """Whether a line stands before or behind all of the article's own sentences."""
        own = self.own_sentences[where[0]]
        return not own or not own[0] < where[1] < own[-1]

    def changes(self, some: Sequence[Where]) -> bool:
        """Whether a line's figures are others from story to story."""
        spot = self.spot(some[0])
        if "#" not in spot.mask or FORMULA.match(spot.mask) or spot.is_sentence:
            return False
        if self.kins(some) < AGAIN:
            return False
        return len({self.spot(where).key for where in some}) >= AGAIN

    @cached_property
    def evidence(self) -> list[list[str]]:
        """For each line of each article why it is not the article's own; empty where it may be."""
        signs = [["" for _ in sheet.spots] for sheet in self.sheets]
        for (place, words), some in self.stands.items():
            sign = self._sign(place, words, some)
            for n, at in some:
                signs[n][at] = "other" if self.is_other((n, at)) else sign
        return signs

    def _sign(self, place: str, words: str, some: Sequence[Where]) -> str:
        beside = self.is_beside_text(place)
        if self.changes(some) and ("(" in place or not beside or self.share(some) >= FIGURED):
            return "figures"
        if self.kins(some) < AGAIN or FORMULA.match(words):
            return ""
        return "" if beside else "again"

    # --- what is furniture -----------------------------------------------------------------------

    def _places(self) -> Iterator[Piece]:
        lines: defaultdict[str, list[Where]] = defaultdict(list)
        for some in self.stands.values():
            for where in some:
                for place in self.spot(where).places:
                    lines[place].append(where)
        for place, some in lines.items():
            ends = place.endswith(("@head", "@tail"))
            if (ends or "@" not in place) and self._is_place(some):
                if ends and self._is_place(lines[place.rpartition("@")[0]]):
                    continue
                yield Piece(PLACE, place, longest=max(self.spot(one).words for one in some))

    def _is_place(self, some: Sequence[Where]) -> bool:
        """Whether nothing but furniture stands in a place, and not always the same."""
        if self.kins(some) < KINS or self.share(some) < RARE:
            return False
        if len({self.spot(where).mask for where in some}) < KINS:
            return False
        own: Counter[int] = Counter()
        every = Counter(n for n, _ in some)
        for n, at in some:
            if not self.evidence[n][at]:
                if self.spot((n, at)).is_sentence:
                    return False
                own[n] += 1
        if own.total() > (1 - EVIDENCE) * len(some):
            return False
        return not any(count > 1 and 2 * count >= every[n] for n, count in own.items())

    def _boxes(self) -> Iterator[Piece]:
        for (place, words), some in self.stands.items():
            spot = self.spot(some[0])
            if not words or "#" in words or spot.is_sentence or spot.words > LABEL_WORDS:
                continue
            if self.kins(some) < KINS or self.share(some) < RARE or FORMULA.match(words):
                continue
            if box := self._box(place, words, some):
                yield box

    def _box(self, place: str, words: str, some: Sequence[Where]) -> Piece | None:
        """The lines that follow a label, as far as they are other articles' titles or leads."""
        runs = [self._run(where) for where in some]
        lines = 0
        for step in range(BOX_LINES):
            signs = [self.evidence[n][at] for run in runs for n, at in run[step : step + 1]]
            others = sum(sign == "other" for sign in signs)
            if len({n for run in runs for n, _ in run[step : step + 1]}) < KINS:
                break
            if sum(map(bool, signs)) < EVIDENCE * len(signs) or others < HALF * len(signs):
                break
            lines = step + 1
        if not lines:
            return None
        behind = [self.spot(where) for run in runs for where in run[:lines]]
        fixed = sum(len(run) >= lines for run in runs) >= 0.95 * len(runs)
        items = {
            spot.item
            for spot in behind
            if fixed or not spot.is_sentence or spot.place not in self.text_places
        }
        longest = max(spot.words for spot in behind)
        return Piece(BOX, place, words, tuple(sorted(items)), lines, longest)

    def _run(self, label: Where) -> list[Where]:
        """The lines behind a label, up to the article's next own sentence."""
        n, first = label
        own = self.own_sentences[n]
        last = next((at for at in own if at > first), len(self.sheets[n].spots))
        return [(n, at) for at in range(first + 1, min(last, first + 1 + BOX_LINES))]

    def _is_line(self, place: str, words: str, some: Sequence[Where]) -> bool:
        kins, share = self.kins(some), self.share(some)
        if kins < KINS or FORMULA.match(words):
            return False
        beside = self.is_beside_text(place)
        sentence = any(self.spot(where).is_sentence for where in some)
        if not beside:
            return share >= OFTEN if not sentence else share >= HALF and kins >= 2 * KINS
        if self.changes(some):
            return share >= FIGURED
        if share < NEARLY_ALL or kins < MANY_KINS:
            return False
        if sentence:
            return all(self.is_at_end(where) for where in some)
        return sum(map(self.heads_text, some)) <= (1 - EVIDENCE) * len(some)


def kin_of(story: str, title: str) -> str:
    """The witness that an article is: its story, or its title where that has figures; `title` is in
    the form of `text.key`.
    """
    masked = mask(title)
    return masked if "#" in masked else story


def _container(place: str) -> str:
    """The element that a line stands in, past lists and tables."""
    bare = place.removesuffix(" link").partition("(")[0]
    return WRAPPERS.sub("", TAIL.sub("", bare))
