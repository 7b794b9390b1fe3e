"""The decision on versions: a table of cases, and what holds for any row of looks."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.decide import Decision, State, compare, decide
from archive.record import Kind, Verdict
from archive.text.digest import Digests

START = datetime(2026, 3, 1, tzinfo=UTC)


def a(text: str = "A", title: str = "A", media: str = "-", metadata: str = "-") -> Digests:
    parts = (title, text, f"{title} {text.lower()}", media, metadata)
    return Digests(*parts, all=hashlib.sha256("|".join(parts).encode()).hexdigest())


def shown(
    digests: Digests, first: float, last: float | None = None, version: int | None = None
) -> State:
    until = None if last is None else START + timedelta(days=last)
    return State(digests, START + timedelta(days=first), "r-1", "today", version, until)


A, B, C = a("A"), a("B"), a("C")

CASES: dict[str, tuple[list[State], State, Decision]] = {
    "the first look": ([], shown(A, 1), Decision(Verdict.FIRST, kind=Kind.FIRST)),
    "nothing changed": (
        [shown(A, 1, 1, 10)],
        shown(A, 2),
        Decision(Verdict.UNCHANGED, version=10),
    ),
    "words changed": (
        [shown(A, 1, 1, 10)],
        shown(B, 2),
        Decision(Verdict.CHANGED, kind=Kind.SUBSTANTIVE, changed=("text",)),
    ),
    "title changed": (
        [shown(A, 1, 1, 10)],
        shown(a(title="T"), 2),
        Decision(Verdict.CHANGED, kind=Kind.HEADLINE, changed=("title",)),
    ),
    "pictures changed": (
        [shown(A, 1, 1, 10)],
        shown(a(media="m"), 2),
        Decision(Verdict.CHANGED, kind=Kind.MEDIA, changed=("media",)),
    ),
    "author changed": (
        [shown(A, 1, 1, 10)],
        shown(a(metadata="m"), 2),
        Decision(Verdict.CHANGED, kind=Kind.METADATA, changed=("metadata",)),
    ),
    "all changed at once": (
        [shown(A, 1, 1, 10)],
        shown(a("B", "T", "m", "m"), 2),
        Decision(
            Verdict.CHANGED,
            kind=Kind.SUBSTANTIVE,
            changed=("text", "title", "media", "metadata"),
        ),
    ),
    "back to the first": (
        [shown(A, 1, 1, 10), shown(B, 2, 2, 11)],
        shown(A, 3),
        Decision(Verdict.REVERTED, kind=Kind.REVERTED, changed=("text",), reverted_to=10),
    ),
    "back again names the first that showed it": (
        [shown(A, 1, 1, 10), shown(B, 2, 2, 11), shown(A, 3, 3, 12), shown(C, 4, 4, 13)],
        shown(A, 5),
        Decision(Verdict.REVERTED, kind=Kind.REVERTED, changed=("text",), reverted_to=10),
    ),
    "late, equal to the neighbour before": (
        [shown(A, 1, 2, 10), shown(B, 6, 7, 11)],
        shown(A, 4),
        Decision(Verdict.UNCHANGED, version=10),
    ),
    "late, equal to the neighbour after": (
        [shown(A, 1, 2, 10), shown(B, 6, 7, 11)],
        shown(B, 4),
        Decision(Verdict.UNCHANGED, version=11),
    ),
    "late, before all others": (
        [shown(A, 1, 2, 10)],
        shown(B, 0),
        Decision(Verdict.LATE, kind=Kind.FIRST),
    ),
    "late, before all others and equal": (
        [shown(A, 1, 2, 10)],
        shown(A, 0),
        Decision(Verdict.UNCHANGED, version=10),
    ),
    "late, in a gap, equal to neither": (
        [shown(A, 1, 2, 10), shown(B, 6, 7, 11)],
        shown(C, 4),
        Decision(Verdict.LATE, kind=Kind.SUBSTANTIVE, changed=("text",)),
    ),
    "late, inside a state that was seen again": (
        [shown(A, 1, 5, 10)],
        shown(B, 3),
        Decision(Verdict.LATE, kind=Kind.SUBSTANTIVE, changed=("text",), resumes=10),
    ),
    "late, inside a state, equal to the one after it": (
        [shown(A, 1, 5, 10), shown(B, 6, 6, 11)],
        shown(B, 3),
        Decision(Verdict.LATE, kind=Kind.SUBSTANTIVE, changed=("text",), resumes=10),
    ),
    "across layouts only title and folded words count": (
        [shown(a("Chữ", media="m"), 1, 1, 10)],
        replace(shown(a("CHỮ", media="n", metadata="n"), 2), layout="older"),
        Decision(Verdict.UNCHANGED, version=10),
    ),
    "across layouts changed words are a change": (
        [shown(a("A", media="m"), 1, 1, 10)],
        replace(shown(a("B", media="n"), 2), layout="older"),
        Decision(Verdict.CHANGED, kind=Kind.SUBSTANTIVE, changed=("text",)),
    ),
}


@pytest.mark.parametrize(("history", "page", "decision"), CASES.values(), ids=CASES.keys())
def test_each_case_gets_its_decision(history: list[State], page: State, decision: Decision) -> None:
    assert decide(history, page) == decision


@pytest.mark.parametrize(
    ("page", "decision"),
    [
        (
            replace(shown(a(media="k"), 3), layout="newer"),
            Decision(Verdict.UNCHANGED, version=10, resumes=10),
        ),
        (
            shown(a(media="k"), 3),
            Decision(Verdict.LATE, kind=Kind.MEDIA, changed=("media",)),
        ),
    ],
    ids=["the page is of the newer layout", "the page is of the older layout"],
)
def test_between_two_layouts_the_looks_beside_a_page_tell_where_the_change_was(
    page: State, decision: Decision
) -> None:
    # one version was seen with picture m, then with n: across the layouts that was no change
    older, newer = shown(a(media="m"), 1, 5, 10), shown(a(media="n"), 5)
    beside = older, replace(newer, layout="newer")
    assert decide([older], page, beside) == decision


# --- any looks in any order ---


@dataclass
class Timeline:
    """An article's looks and versions, kept as the archive keeps them: rows are only added."""

    starts: dict[int, datetime] = field(default_factory=dict)
    states: dict[int, Digests] = field(default_factory=dict)
    looks: list[datetime] = field(default_factory=list)

    def history(self) -> list[State]:
        order = sorted(self.starts, key=lambda version: (self.starts[version], version))
        rows = []
        for place, version in enumerate(order):
            until = self.starts[order[place + 1]] if place + 1 < len(order) else None
            start = self.starts[version]
            seen = [at for at in self.looks if at >= start and (until is None or at < until)]
            rows.append(State(self.states[version], start, "r-1", "today", version, max(seen)))
        return rows

    def look(self, state: Digests, at: datetime) -> None:
        decision = decide(self.history(), State(state, at, "r-1", "today"))
        if decision.version is not None:
            self.starts[decision.version] = min(self.starts[decision.version], at)
        else:
            self.add(state, at)
        if decision.resumes is not None:
            again = min(seen for seen in self.looks if seen > at)
            self.add(self.states[decision.resumes], again)
        self.looks.append(at)

    def add(self, state: Digests, at: datetime) -> None:
        version = len(self.starts) + 1
        self.starts[version] = at
        self.states[version] = state


looks = st.lists(st.sampled_from([A, B, C, a(title="T")]), min_size=1, max_size=9)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[Digests], list[int]]:
    states = draw(looks)
    return states, draw(st.permutations(range(len(states))))


def play(states: list[Digests], order: list[int]) -> list[State]:
    timeline = Timeline()
    for day in order:
        timeline.look(states[day], START + timedelta(days=day))
    return timeline.history()


@given(shuffled())
def test_in_any_order_of_arrival_the_versions_are_those_of_the_order_of_time(
    case: tuple[list[Digests], list[int]],
) -> None:
    states, order = case
    history = play(states, order)
    assert [state.digests for state in history] == [state for state, _ in groupby(states)]


@given(shuffled())
def test_in_any_order_of_arrival_numbers_kinds_and_times_are_the_same(
    case: tuple[list[Digests], list[int]],
) -> None:
    def final(order: list[int]) -> list[object]:
        history = play(states, order)
        number = {state.version: place for place, state in enumerate(history)}
        rows: list[object] = []
        for place, state in enumerate(history):
            kind, changed, back = compare([(one, state) for one in history[:place]])
            again = None if back is None else number[back]
            rows.append((state.seen_at, state.last_seen_at, kind, changed, again))
        return rows

    states, order = case
    assert final(order) == final(sorted(order))


@given(shuffled(), st.data())
def test_a_look_met_again_is_unchanged(
    case: tuple[list[Digests], list[int]], data: st.DataObject
) -> None:
    states, order = case
    history = play(states, order)
    day = data.draw(st.sampled_from(order))
    decision = decide(history, State(states[day], START + timedelta(days=day), "r-1", "today"))
    assert decision.verdict is Verdict.UNCHANGED


@given(shuffled())
def test_a_decision_leaves_no_two_neighbours_the_same(
    case: tuple[list[Digests], list[int]],
) -> None:
    digests = [state.digests for state in play(*case)]
    assert all(one != other for one, other in pairwise(digests))
