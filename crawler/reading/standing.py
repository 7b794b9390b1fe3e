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
- figures are furniture only where nearly all articles have such a line: prices, jobs and scores are
  listed by some; where most articles are forms that are filled in, nothing tells them;
- legal formulas, numbered headings and datelines are never furniture.

Copies of one text, and articles whose titles differ in figures alone, are one witness.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from archive.record import Piece, Standing
from crawler.reading.furniture import BOX, FIGURES, HEADLINE_WORDS, LINE, PLACE, Spot, found
from crawler.reading.signs import (
    FIGURED,
    KINS,
    MEASURE_WORDS,
    NEARLY_ALL,
    RARE,
    Sheet,
    Signs,
    Where,
    is_formula,
    is_listed,
    is_measure,
)

LEAST_ARTICLES = 10  # of one layout: fewer show nothing of a site
TITLE_WORDS = 4  # fewer may be anything
OFTEN = 0.8  # share of articles that have a line apart from the text
HALF = 0.5  # share of the lines of a box that are headlines
FIXED = 0.95  # share of the boxes behind a label that are of one length
EVIDENCE = 0.9  # share of the lines of a place, or of a box, that are no article's own
MANY_KINS = 12
SOME = 0.3  # share of a place's lines that must be known for the rest to be taken on trust
BOX_LINES = 12
LABEL_WORDS = 8
EXAMPLES = 5


def learned(
    sheets: Sequence[Sheet],
    headlines: Iterable[tuple[str, str]],
    known: Sequence[Piece] = (),
    refused: Sequence[Piece] = (),
) -> list[Standing]:
    """The furniture of a site: what is known, as far as it still stands there, then what is new.

    `headlines` are titles (behind an empty word) and leads (each behind the story of its article)
    in the form of `text.key`.
    """
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for kin, key in headlines:
        if key.count(" ") >= TITLE_WORDS - 1:
            titles[key].add(kin)
    pages = _Marks(sheets, titles)
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

    def __init__(self, sheets: Sequence[Sheet], titles: Collection[str]) -> None:
        self.sheets, self.titles = sheets, titles
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
        spots = [self.sheets[n].spots[at] for n, at in sorted(marks)]
        shows = dict.fromkeys(spot.text for spot in spots if self._is_quoted(piece, spot))
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

    def _is_quoted(self, piece: Piece, spot: Spot) -> bool:
        """Whether evidence may quote a line: headlines, as long as the archive holds or knows an
        article of theirs; it may be withheld.
        """
        told = spot.mask == piece.text or piece.kind in (LINE, FIGURES)
        return told or spot.key in self.titles or spot.words < HEADLINE_WORDS or "#" in spot.mask


class _Learner(Signs):
    """Draws the conclusions."""

    def pieces(self) -> Iterator[Piece]:
        """Places first: where everything is furniture, no line need be told."""
        places = list(self._places())
        yield from places
        yield from self._boxes()
        taken = {piece.place for piece in places}
        yield from self._figured()
        for (place, words), some in self.stands.items():
            spots = [self.spot(where) for where in some]
            whole = place in taken or all(f"{place}@{spot.zone}" in taken for spot in spots)
            if words and not whole and self._is_line(place, words, some):
                yield Piece(LINE, place, words, lines=_counts(some)[1])

    def _places(self) -> Iterator[Piece]:
        lines: defaultdict[str, list[Where]] = defaultdict(list)
        for some in self.stands.values():
            for where in some:
                for place in self.spot(where).places:
                    lines[place].append(where)
        for place, some in lines.items():
            ends = place.endswith(("@head", "@tail"))
            if self._is_place(some, ends=ends):
                if ends and self._is_place(lines[place.rpartition("@")[0]]):
                    continue
                yield self._piece(PLACE, place, "", some)

    def _piece(self, kind: str, place: str, words: str, some: Sequence[Where]) -> Piece:
        """A piece with the bounds of what was seen."""
        fewest, most = _counts(some)
        lengths = [self.spot(where).words for where in some]
        return Piece(kind, place, words, (), most, max(lengths), min(lengths), fewest)

    def _is_place(self, some: Sequence[Where], *, ends: bool = False) -> bool:
        """Whether nothing but furniture stands in a place, and not always the same.

        A place among the paragraphs is taken where it holds links alone, or at the ends of a text
        (`ends`) if no line at all may be an article's own there.
        """
        place = self.spot(some[0]).place
        beside = self.is_beside_text(place)
        if beside and not ends and not place.endswith(" link"):
            return False
        if self.kins(some) < KINS or self.share(some) < NEARLY_ALL:
            return False
        if len({self.spot(where).mask for where in some}) < KINS:
            return False
        known = [self.evidence[n][at] for n, at in some]
        if sum(map(bool, known)) < SOME * len(some):
            return False
        if known.count("other") < SOME * len(some) and self.are_forms:
            return False
        own = self._own(some, trusting=not beside)
        if any(self.spot(where).is_sentence for where in own):
            return False
        if len(own) > (0 if ends else (1 - EVIDENCE) * len(some)):
            return False
        every, doubted = (Counter(n for n, _ in them) for them in (some, own))
        return not any(count > 1 and 2 * count >= every[n] for n, count in doubted.items())

    def _own(self, some: Sequence[Where], *, trusting: bool) -> list[Where]:
        """The lines of a place that may be an article's own; `trusting`: those that stand in one
        block with the title of another article are none.
        """
        own: list[Where] = []
        block: list[Where] = []
        for where in [*sorted(some), (-1, -1)]:
            if block and where != (block[-1][0], block[-1][1] + 1):
                signs = [self.evidence[n][at] for n, at in block]
                if not (trusting and "other" in signs):
                    own += [one for one, sign in zip(block, signs, strict=True) if not sign]
                block = []
            block.append(where)
        return own

    def _boxes(self) -> Iterator[Piece]:
        for (place, words), some in self.stands.items():
            spot = self.spot(some[0])
            if not words or is_formula(words) or self.share(some) < RARE:
                continue
            if self.kins(some) < KINS or ("#" in words and not self.changes(some)):
                continue
            short = spot.words <= LABEL_WORDS and not spot.is_sentence
            if short and (box := self._box(place, words, some)):
                yield box

    def _box(self, place: str, words: str, some: Sequence[Where]) -> Piece | None:
        """The lines that follow a label, as far as they are other articles' titles or leads."""
        runs = [self._run(where) for where in some]
        lines = 0
        for step in range(BOX_LINES):
            reached = [run[step] for run in runs if len(run) > step]
            signs = [self.evidence[n][at] for n, at in reached]
            # few boxes are the longest: what they end with is taken where there is no doubt
            rare = step > 0 and self.kins(reached) > 1 and all(signs)
            if not rare and self.kins(reached) < KINS:
                break
            if signs.count("other") < HALF * len(signs):
                break
            if sum(map(bool, signs)) < EVIDENCE * len(signs):
                break
            lines = step + 1
        taken = (where for run in runs for where in run[:lines])
        behind = [self.spot((n, at)) for n, at in taken if self.evidence[n][at]]
        if not behind or self.is_unlabelled(behind[0].place, some):
            return None
        fixed = sum(len(run) >= lines for run in runs) >= FIXED * len(runs)
        items = {
            spot.item
            for spot in behind
            if fixed or not spot.is_sentence or spot.place not in self.text_places
        }
        lengths = [spot.words for spot in behind]
        surely = min(spot.words for spot in behind if spot.key in self.titles)
        return Piece(BOX, place, words, tuple(sorted(items)), lines, max(lengths), surely)

    def _run(self, label: Where) -> list[Where]:
        """The lines of one place and look behind a label, up to the article's own next sentence."""
        n, first = label
        own, some = set(self.own_sentences[n]), self.sheets[n].spots
        run: list[Where] = []
        for at in range(first + 1, min(len(some), first + 1 + BOX_LINES)):
            looks = {some[each].item.removesuffix(" sentence") for each in (at, first + 1)}
            if at in own or len(looks) > 1:
                break
            run.append((n, at))
        return run

    def _figured(self) -> Iterator[Piece]:
        """Lines of few words among the paragraphs that are alike in figures and units alone, as the
        weather of other towns each night is.
        """
        for (place, kind), every in self.frames.items() if not self.are_reports else ():
            some = [where for where in every if self.spot(where).words <= MEASURE_WORDS]
            if not is_measure(kind) or not some or not self.is_beside_text(place):
                continue
            formula = any(is_formula(self.spot(where).mask) for where in some)
            if formula or self.share(some) < NEARLY_ALL or self.kins(some) < KINS:
                continue
            several = len({self.spot(where).mask for where in some}) >= KINS
            if several and self.changes(some) and not is_listed(place):
                yield self._piece(FIGURES, place, kind, some)

    def _is_line(self, place: str, words: str, some: Sequence[Where]) -> bool:
        kins, share = self.kins(some), self.share(some)
        beside = self.is_beside_text(place)
        if kins < KINS or is_formula(words):
            return False
        sentence = any(self.spot(where).is_sentence for where in some)
        if not beside:
            return share >= OFTEN and not self.are_forms
        if self.are_reports:
            return False
        if self.changes(some):
            return share >= FIGURED and self.is_everywhere(place, words)
        if share < NEARLY_ALL or kins < MANY_KINS:
            return False
        if sentence or is_listed(place):
            return all(self.is_at_end(where) for where in some)
        return sum(map(self.heads_text, some)) <= (1 - EVIDENCE) * len(some)


def _counts(some: Sequence[Where]) -> tuple[int, int]:
    """How few of these lines an article may have, and the most that one has: half of the fewest,
    as the general rules take one now and then.
    """
    articles = Counter(n for n, _ in some).values()
    return (min(articles) + 1) // 2, max(articles)
