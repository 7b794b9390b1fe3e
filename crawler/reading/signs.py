"""What a line among the articles of one site is told by: where text stands, what stands again, what
is the headline of another article. `standing` draws the conclusions.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from crawler.reading.furniture import Spot, frame, mask

AGAIN = 3  # stories in which a line makes it doubtful that it is any article's own
RARE = 0.05  # share of articles that have a label or a place of furniture
FIGURED = 0.2  # share of articles that have a line whose figures change
NEARLY_ALL = 0.9  # the same where figures are told by their units, or nothing else tells
KINS = 5  # different stories
MEASURE_WORDS = 8  # in a line that is told by its figures and units
FORM_WORDS = 12  # for each figure, at most, in a line of a form
REPORTS = 0.3  # share of the lines among paragraphs that stand again, where articles are forms
FORMS = 0.6  # the same of all lines
FORMULA = re.compile(
    r"(?:căn cứ|theo đề nghị|xét đề nghị|quyết định|quyết nghị|nghị quyết|nghị định|thông tư|luật"
    r"|điều|khoản|chương|mục|phụ lục|nơi nhận|kính gửi|cộng h[oò]a xã hội|độc lập tự do|thủ tướng"
    r"|phó thủ tướng|chính phủ|chủ tịch|bộ trưởng|bước|câu hỏi|hỏi|trả lời|đáp|hình|bảng|biểu|số #"
    r"|bài #|kỳ #|phần #|câu #|ngày #|đính chính|cải chính|còn nữa|hết|tuy nhiên|theo đó"
    r"|xin c[ảá]m ơn|trân trọng|[uủ][yỷ] ban nhân dân)(?: |$)"
    r"|.*\bngày # tháng #"
)
NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s*[.)/:]\s")  # headings
WRAPPERS = re.compile(r"(?:/(?:ul|ol|dl|table|tbody|thead|tr|blockquote|figure))+$")
LISTED = re.compile(r"/(?:li|td|dd|dt|tr)$")
TAIL = re.compile(r"(?:/[^/]*)$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one article's reading, as it is without furniture."""

    article_id: str
    story: str
    kin: str  # its story, or what it has in common with others: see `kin_of`
    seen_at: datetime
    own: frozenset[str]  # title and lead, in the form of `text.key`
    layout: str
    spots: Sequence[Spot] = field(repr=False)


Where = tuple[int, int]  # a sheet, and a line in it


class Signs:
    """The articles of one layout of a site, line by line."""

    def __init__(self, sheets: Sequence[Sheet], titles: Mapping[str, set[str]]) -> None:
        self.sheets, self.titles = sheets, titles
        self.stands: defaultdict[tuple[str, str], list[Where]] = defaultdict(list)
        for number, sheet in enumerate(sheets):
            for at, spot in enumerate(sheet.spots):
                self.stands[spot.place, spot.mask].append((number, at))

    def spot(self, where: Where) -> Spot:
        return self.sheets[where[0]].spots[where[1]]

    def kins(self, some: Iterable[Where]) -> int:
        return len({self.sheets[n].kin for n, _ in some})

    def share(self, some: Iterable[Where]) -> float:
        return len({n for n, _ in some}) / len(self.sheets)

    def is_other(self, where: Where) -> bool:
        """Whether a line is the title or lead of another article."""
        key, sheet = self.spot(where).key, self.sheets[where[0]]
        return key not in sheet.own and bool(self.titles.get(key, set()) - {sheet.story})

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
        if "#" not in spot.mask or is_formula(spot.mask) or spot.is_sentence:
            return False
        if any(NUMBERED.match(self.spot(where).text) for where in some):
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
        if is_formula(words):
            return ""
        if self.is_beside_text(place):
            known = self.share(some) >= FIGURED and self.is_everywhere(place, words)
            return "figures" if known and self.changes(some) else ""
        if self.kins(some) >= AGAIN and ("#" not in words or self.is_everywhere(place, words)):
            return "again"
        kind = frame(words)
        alike = self.frames[place, kind] if is_measure(kind) else []
        short = self.spot(some[0]).words <= MEASURE_WORDS
        if not short or not alike or self.share(alike) < NEARLY_ALL:
            return ""
        return "figures" if self.changes(alike) else ""

    def is_everywhere(self, place: str, words: str) -> bool:
        """Whether nearly all articles have a line of these figures and units in a place: reports of
        prices, jobs or cuts of electricity are some of a site's articles.
        """
        return self.share(self.frames[place, frame(words)]) >= NEARLY_ALL

    @cached_property
    def are_reports(self) -> bool:
        """Whether much of what stands among the paragraphs stands again: what such articles have in
        common is their form, and theirs.
        """
        return self._again(beside=True) >= REPORTS

    @cached_property
    def are_forms(self) -> bool:
        """Whether most lines of the articles stand again, wherever they stand."""
        return self._again(beside=False) >= FORMS

    def _again(self, *, beside: bool) -> float:
        """The share of lines, of all or of those among the paragraphs, that stand again in other
        stories and are no headlines.
        """
        again = every = 0
        for (place, words), some in self.stands.items():
            if beside and not self.is_beside_text(place):
                continue
            every += len(some)
            stands = self.kins(some) >= KINS or self._is_frame(place, words)
            again += len(some) if stands and not self.is_other(some[0]) else 0
        return again / every if every else 0.0

    def _is_frame(self, place: str, words: str) -> bool:
        """Whether a line is figures in a form that articles share. A paragraph of forty words that
        names one decision is none, though hundreds have "# QĐ" and no other figure.
        """
        kind = frame(words)
        dense = kind.count("#") * FORM_WORDS >= words.count(" ") + 1
        return dense and is_measure(kind) and self.kins(self.frames[place, kind]) >= KINS

    def is_unlabelled(self, place: str, labelled: Sequence[Where]) -> bool:
        """Whether headlines of others stand in a place in articles without this label: then it is
        no label, but what some articles happen to end with.
        """
        others = {
            n
            for (where, _), some in self.stands.items()
            if where == place
            for n, at in some
            if self.evidence[n][at] == "other"
        }
        without = others - {n for n, _ in labelled}
        return len(without) > (1 - NEARLY_ALL) * len(self.sheets)

    @cached_property
    def frames(self) -> Mapping[tuple[str, str], list[Where]]:
        """Lines by their figures and units: "Huế 31°C, mưa rào" and "Vinh 19°C" are of one kind."""
        found: defaultdict[tuple[str, str], list[Where]] = defaultdict(list)
        for (place, words), some in self.stands.items():
            found[place, frame(words)] += some
        return found


def kin_of(story: str, title: str) -> str:
    """The witness that an article is: its story, or its title where that has figures; `title` is in
    the form of `text.key`.
    """
    masked = mask(title)
    return masked if "#" in masked else story


def is_measure(kind: str) -> bool:
    """Whether the figures of a line (see `frame`) have units: "31°C", "25 triệu"."""
    return bool(kind.strip("# "))


def is_formula(words: str) -> bool:
    """Whether a masked line is one that articles share for good reason."""
    return bool(FORMULA.match(words))


def is_listed(place: str) -> bool:
    """Whether a place is that of the items of a list or the rows of a table."""
    return bool(LISTED.search(_bare(place)))


def _container(place: str) -> str:
    """The element that a line stands in, past lists and tables."""
    return WRAPPERS.sub("", TAIL.sub("", _bare(place)))


def _bare(place: str) -> str:
    return place.partition(" ")[0].partition("(")[0]
