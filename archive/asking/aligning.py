"""Sentences of two texts beside each other: the same, edited, moved, taken out, put in.

Headings, table rows and list items are units of their own. The same sentences in another place are
moved; what only resembles is edited where it stood, or moved and edited.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.asking.matching import opcodes
from archive.asking.wording import WORD
from archive.text.normal import plain

ALIKE = 0.45  # share of words that two sentences have in common to be one edited sentence
MOVED = 0.75  # the same for one that stands elsewhere
LEAST = 6  # words of what is told as moved: a shorter phrase may stand anywhere
TRIED = 3  # sentences that one is compared with word by word
COMMON = 40  # a word in more sentences than this tells none of them
ROW = "row"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, heading, list item or table row; `first` where its block begins."""

    text: str
    kind: str = "paragraph"
    level: int = 0
    first: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """Which unit of the old text is which of the new one; None where there is none.

    `move` numbers what stands in another place now, the units that moved together alike; it is met
    twice, where it stood and, `here`, where it stands.
    """

    old: int | None
    new: int | None
    move: int | None = None
    here: bool = False


Bag = Counter[str]


class Alignment:
    """The units of two texts, and which are the same."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = old, new
        self.before = [plain(unit.text) for unit in old]
        self.after = [plain(unit.text) for unit in new]
        self.words = [WORD.findall(text) for text in self.before]
        self.others = [WORD.findall(text) for text in self.after]
        self.bags = [Counter(words) for words in self.words]
        self.sets = [frozenset(bag) for bag in self.bags]
        self.other_bags = [Counter(words) for words in self.others]
        self.pairs: dict[int, int] = {}  # new -> old, in order
        self.moves: dict[int, int] = {}  # new -> old, elsewhere
        self.gaps: list[tuple[range, range]] = []
        self._align()

    def _align(self) -> None:
        for op, a, b, c, d in opcodes(self.before, self.after):
            if op == "equal":
                self.pairs.update(zip(range(c, d), range(a, b), strict=True))
            else:
                self.gaps.append((range(a, b), range(c, d)))
        self._move_same()
        moved = set(self.moves.values())
        for old, new in self.gaps:
            rest = [i for i in old if i not in moved], [j for j in new if j not in self.moves]
            self.pairs.update((j, i) for i, j in heaviest(self._alike(*rest, ALIKE)))
        self._move_alike()

    def _left(self) -> tuple[list[int], list[int]]:
        """The units of both texts that are in no pair yet."""
        paired = {*self.pairs.values(), *self.moves.values()}
        left = [i for i in range(len(self.old)) if i not in paired]
        met = self.pairs.keys() | self.moves.keys()
        return left, [j for j in range(len(self.new)) if j not in met]

    def _move_same(self) -> None:
        """Units that stand elsewhere as they were, if what moves together is long enough."""
        left, arrived = self._left()
        places: defaultdict[str, list[int]] = defaultdict(list)
        for i in left:
            places[self.before[i]].append(i)
        found: dict[int, int] = {}
        for j in arrived:
            if same := places.get(self.after[j]):
                following = found.get(j - 1, -2) + 1
                found[j] = following if following in same else same[0]
                same.remove(found[j])
        for run in runs(found):
            if sum(len(self.others[j]) for j in run) >= LEAST:
                self.moves.update((j, found[j]) for j in run)

    def _move_alike(self) -> None:
        left, arrived = self._left()
        long = [i for i in left if len(self.words[i]) >= LEAST]
        rest = [j for j in arrived if len(self.others[j]) >= LEAST]
        gone: set[int] = set()
        for i, j, _ in sorted(self._alike(long, rest, MOVED), key=lambda each: -each[2]):
            if i not in gone and j not in self.moves:
                self.moves[j] = i
                gone.add(i)

    def _alike(
        self, old: Sequence[int], new: Sequence[int], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Units that have enough words in common, and how large a share that is."""
        holding: defaultdict[str, list[int]] = defaultdict(list)
        for i in old:
            for word in self.bags[i]:
                holding[word].append(i)
        for j in new:
            near = self._near(j, holding)
            ranked = sorted(near, key=lambda i: -_dice(self.bags[i], self.other_bags[j]))
            for i in ranked[:TRIED]:
                share = self._likeness(i, j)
                if share >= least:
                    yield i, j, share

    def _near(self, j: int, holding: Mapping[str, Sequence[int]]) -> list[int]:
        """The units that have a telling word in common with one of the new text, and may have
        enough of all words: most pairs of two long texts have a word or two, and need no count.
        """
        bag = self.other_bags[j]
        shared = Counter(i for word in bag for i in _telling(holding.get(word, ())))
        loose = sum(  # words that may be common beyond those that are counted above
            count - (len(holding[word]) <= COMMON) for word, count in bag.items() if word in holding
        )
        length, again = len(self.others[j]), len(self.others[j]) - len(bag)
        words = frozenset(bag)
        near = []
        for i, count in shared.items():
            total = len(self.words[i]) + length
            if 2 * (count + loose) / total < ALIKE:
                continue
            if 2 * (len(self.sets[i] & words) + again) / total >= ALIKE:
                near.append(i)
        return near

    def _likeness(self, i: int, j: int) -> float:
        """The share of words in common, in order; rows of a table go by what they begin with."""
        if _dice(self.bags[i], self.other_bags[j]) < ALIKE:
            return 0.0
        if self.old[i].kind == ROW == self.new[j].kind:
            return float(_row_name(self.before[i]) == _row_name(self.after[j]))
        return SequenceMatcher(None, self.words[i], self.others[j], autojunk=False).ratio()

    def matches(self) -> Iterator[Match]:
        """Every unit of both texts, in the order in which a reader meets them."""
        numbers = {j: number for number, run in enumerate(runs(self.moves), 1) for j in run}
        arrived = {i: j for j, i in self.moves.items()}
        i = j = 0
        for new in [*sorted(self.pairs), len(self.new)]:
            old = self.pairs.get(new, len(self.old))
            for left in range(i, old):
                there = arrived.get(left)
                yield Match(left, there, None if there is None else numbers[there])
            for came in range(j, new):
                yield Match(self.moves.get(came), came, numbers.get(came), here=came in numbers)
            if new < len(self.new):
                yield Match(old, new)
            i, j = old + 1, new + 1


def _telling(places: Sequence[int]) -> Sequence[int]:
    return places if len(places) <= COMMON else ()


def _row_name(row: str) -> str:
    """What a table row is about: its first cell that is not a mere figure."""
    cells = row.split("|")
    named = (cell.strip() for cell in cells if any(map(str.isalpha, cell)))
    return next(named, cells[0].strip())


def _dice(one: Bag, other: Bag) -> float:
    if len(other) < len(one):
        one, other = other, one
    common = sum(min(count, other[word]) for word, count in one.items() if word in other)
    total = one.total() + other.total()
    return 2 * common / total if total else 0.0


def runs(found: dict[int, int]) -> Iterator[list[int]]:
    """The new places that follow each other, and did so before."""
    run: list[int] = []
    for j in sorted(found):
        if run and not (run[-1] == j - 1 and found[run[-1]] == found[j] - 1):
            yield run
            run = []
        run.append(j)
    if run:
        yield run


def heaviest(found: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The pairs that keep their order in both texts and are the most alike in all."""
    pairs = sorted(found, key=lambda each: (each[0], -each[1]))
    columns = sorted({j for _, j, _ in pairs})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)  # best ending up to a column
    links: list[int] = []
    for at, (_, j, share) in enumerate(pairs):
        place = bisect_left(columns, j)
        weight, link = _best(tree, place)
        links.append(link)
        place += 1
        while place < len(tree):
            tree[place] = max(tree[place], (weight + share, at))
            place += place & -place
    at = _best(tree, len(columns))[1]
    chosen: list[tuple[int, int]] = []
    while at >= 0:
        chosen.append(pairs[at][:2])
        at = links[at]
    return chosen[::-1]


def _best(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    best = (0.0, -1)
    while place:
        best = max(best, tree[place])
        place -= place & -place
    return best
