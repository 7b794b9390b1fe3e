"""How much an article is about digital government: a label, never a gate.

score = Σ over distinct terms of weight × (2 in title or lead, else 1); all `weak` terms together
give at most 1.5. From 10 an article is `accepted`, from 4 it is for `review`, below `rejected`.
The terms are those of `data/lexicon.tsv`; the longest match wins and consumes its syllables, and a
term never runs across punctuation.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from archive.record import Reading
from archive.text.normal import TONES, fold, nfc, one_tone_style

ACCEPTED, REVIEW = 10.0, 4.0
WEAK_CAP = 1.5
TELLING = ("core", "strong", "medium")  # from 2 points, which count twice in a title
TOKEN = re.compile(r"[^\W_]+|[,;:!?…\"“”‘’«»()\[\]|\n\r]|\.(?=\s|$)|(?<=\s)[-–—](?=\s)")
AROUND = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*|[?#].*$", re.I | re.S)  # of a path
SYLLABLE = re.compile(r"[a-z0-9]+")
# After these, the "số" before them is a number's or a noun's, not "digital".
_NOUNS = "liệu lượng tiền hiệu tài điện thuê vốn người thứ ca hộ doanh thẻ mã lô tháng"
NOT_DIGITAL = frozenset(_NOUNS.split())
# The article's number at the end of its address: "-chuyen-doi-so-1241870.html" says no "số 1241870"
NUMBER = re.compile(r"[-.](?:[a-z]{0,6}\d+|[0-9a-f]{6,7})(?:\.[a-z]{2,5})?/?$")


@dataclass(frozen=True, slots=True)
class Topic:
    """The label of one reading: `terms` maps each term found to the points that it gave."""

    score: float
    terms: dict[str, float]
    status: str
    lexicon: str


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the lexicon."""

    text: str
    weight: float
    kind: str
    case: bool = False
    company: bool = False
    digital: bool = False


@dataclass(slots=True)
class Branch:
    """A place in a tree of syllables: what may follow, and the term that ends here."""

    following: dict[str, "Branch"] = field(default_factory=dict)
    term: Term | None = None

    def grow(self, syllables: list[str], term: Term) -> None:
        """Adds a term below this branch."""
        branch = self
        for syllable in syllables:
            branch = branch.following.setdefault(syllable, Branch())
        branch.term = term


@dataclass(slots=True)
class Lexicon:
    """The terms as trees of syllables: as written, in lower case, and folded (for slugs)."""

    version: str
    cased: Branch = field(default_factory=Branch)
    lower: Branch = field(default_factory=Branch)
    bare: Branch = field(default_factory=Branch)

    def add(self, term: Term) -> None:
        """Takes a term in; a tone may stand in either style, so that texts need not be changed."""
        syllables = TOKEN.findall(one_tone_style(nfc(term.text)))
        if term.case:
            self.cased.grow(syllables, term)
            return
        lower = [syllable.lower() for syllable in syllables]
        self.lower.grow(lower, term)
        self.lower.grow([_old_style(syllable) for syllable in lower], term)
        self.bare.grow([fold(syllable) for syllable in syllables], term)


def _old_style(syllable: str) -> str:
    """`hóa` -> `hoá`; every other syllable as it is."""
    letters = unicodedata.normalize("NFD", syllable)
    tones = "".join(letter for letter in letters if letter in TONES)
    bare = "".join(letter for letter in letters if letter not in TONES)
    old = unicodedata.normalize("NFC", bare + tones)
    return old if one_tone_style(old) == syllable else syllable


@cache
def lexicon() -> Lexicon:
    """The lexicon of this release."""
    lines = (files("archive.text") / "data" / "lexicon.tsv").read_text("utf-8").splitlines()
    found = Lexicon(version=lines[0].split()[-1])
    rows = [line for line in lines if not line.startswith("#")]
    for row in rows[1:]:
        kind, weight, text, rules, *_ = [*row.split("\t"), "", ""]
        flags = dict.fromkeys(rules.split(), True)
        found.add(Term(text=text, weight=float(weight), kind=kind, **flags))
    return found


LEXICON = lexicon().version


def score(reading: Reading) -> Topic:
    """The label of a reading: points, the terms that gave them, and the status."""
    head = _find(f"{reading.title}\n{reading.lead}")
    found = _find(reading.body)
    terms = {term: term.weight for term in found} | {term: 2 * term.weight for term in head}
    if not any(term.kind != "weak" and not term.company for term in terms):
        terms = {term: points for term, points in terms.items() if not term.company}
    weak = sum(points for term, points in terms.items() if term.kind == "weak")
    rest = sum(points for term, points in terms.items() if term.kind != "weak")
    total = round(rest + min(weak, WEAK_CAP), 2)
    return Topic(
        total, {term.text: points for term, points in terms.items()}, status(total), LEXICON
    )


def status(points: float) -> str:
    """What a score means: `accepted`, `review` or `rejected`."""
    if points >= ACCEPTED:
        return "accepted"
    return "review" if points >= REVIEW else "rejected"


def suggests(title: str, url: str = "") -> bool:
    """Whether a title, or the slug of an address, names a term that makes an article at least one
    for review where it stands in the title: worth fetching.
    """
    if title and any(map(_tells, _find(title))):
        return True
    path = AROUND.sub("", url)
    path = NUMBER.sub("", path.lower() if path.isascii() else fold(path))
    slug = SYLLABLE.findall(path)
    return any(map(_tells, _walk(slug, [], lexicon().bare)))


def _tells(term: Term) -> bool:
    """Whether a term alone makes an article one for review where it stands in the title."""
    return term.kind in TELLING and not term.company


def _find(text: str) -> dict[Term, None]:
    """The distinct terms of a text in its order, stop terms and rejected matches left out."""
    words = TOKEN.findall(nfc(text))
    lower = "\0".join(words).lower().split("\0")
    return dict.fromkeys(_walk(lower, words, lexicon().lower))


def _walk(lower: list[str], cased: list[str], tree: Branch) -> Iterator[Term]:
    """Goes through the syllables once; `cased` is empty where there is no case to look at."""
    abbreviations = lexicon().cased
    consumed = 0
    starts = _starts(lower, tree)
    if cased:
        starts = sorted({*starts, *_starts(cased, abbreviations)})
    for at in starts:
        if at < consumed:
            continue
        matches = _matches(lower, at, tree) + _matches(cased, at, abbreviations)
        length, term = _best(matches, lower, at)
        if term is not None and term.kind != "stop":
            yield term
        consumed = at + length


def _starts(words: list[str], tree: Branch) -> list[int]:
    """Where a term can begin, judged by two syllables: few places are left to look at closely."""
    first = tree.following
    return [
        at
        for at, (word, second) in enumerate(zip(words, [*words[1:], ""], strict=False))
        if word in first and ((branch := first[word]).term or second in branch.following)
    ]


def _matches(words: list[str], at: int, tree: Branch) -> list[tuple[int, Term]]:
    """All terms that begin here, with their lengths in syllables, shortest first."""
    found = []
    for place in range(at, len(words)):
        branch = tree.following.get(words[place])
        if branch is None:
            break
        if branch.term is not None:
            found.append((place - at + 1, branch.term))
        tree = branch
    return found


def _best(matches: list[tuple[int, Term]], lower: list[str], at: int) -> tuple[int, Term | None]:
    """The longest match that its rules allow; one syllable forward where there is none."""
    for length, term in sorted(matches, key=lambda match: match[0], reverse=True):
        if not (term.digital and _is_number(lower[at + length : at + length + 2])):
            return length, term
    return 1, None


def _is_number(following: list[str]) -> bool:
    """Whether the words after "số" make it a number or a noun: "số 58", "số: 58", "số liệu"."""
    if following[:1] == [":"]:
        return following[1:2] != [] and following[1][0].isdigit()
    return following != [] and (following[0][0].isdigit() or following[0] in NOT_DIGITAL)
