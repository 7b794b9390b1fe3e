"""What looks at articles mean: worked out from what was shown, by no code of the archive."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.archive.publisher import Event

GROUPS = {
    "substantive": ("text",),
    "headline": ("title",),
    "media": ("caption", "picture"),
    "metadata": ("author", "section"),
}


@dataclass(slots=True)
class Truth:
    """What the archive must say of an article."""

    kinds: list[str]
    starts: list[datetime]
    reverted_to: list[int | None]
    last_seen_at: datetime
    gone_at: datetime | None
    title: str


def truths(events: Sequence[Event], as_of: datetime | None = None) -> dict[tuple[int, int], Truth]:
    """What the looks mean, by article and serial, once all of them have come.

    As of a time the later ones count only where a whole night's missing articles are doubted.
    """
    found: dict[tuple[int, int], list[Event]] = {}
    for event in events:
        found.setdefault((event.article, event.serial), []).append(event)
    doubted = outages(found.values())
    return {
        name: whole
        for name, mine in found.items()
        if (whole := truth([e for e in mine if believed(e, doubted) and by(e, as_of)]))
    }


GONE = ("missing", "soft")


def believed(event: Event, doubted: set[int | None]) -> bool:
    """Whether a look is taken for what it says."""
    return event.answer not in GONE or event.run not in doubted


def by(event: Event, as_of: datetime | None) -> bool:
    """Whether a look had been by a time."""
    return as_of is None or event.at <= as_of


def outages(articles: Iterable[Sequence[Event]]) -> set[int | None]:
    """The nights in which a tenth of the articles, and three at least, were newly missing."""
    looked: Counter[int | None] = Counter()
    newly: Counter[int | None] = Counter()
    for mine in articles:
        looks = sorted(
            (e for e in mine if e.answer in ("ok", "unchanged", *GONE)), key=lambda e: e.at
        )
        pairs = list(itertools.pairwise(looks))
        looked.update({other.run for _, other in pairs})
        newly.update({b.run for a, b in pairs if b.answer in GONE and a.answer not in GONE})
    return {run for run, count in newly.items() if count >= 3 and count * 10 >= looked[run]}


@dataclass(slots=True)
class State:
    """What was shown from a look on: its pages (the one before, where a file made it), its file."""

    start: datetime
    pages: list[Event] = field(default_factory=list)
    paper: str | None = None  # as it was last looked at


def truth(events: Sequence[Event]) -> Truth | None:
    """What looks at one article mean; None before any showed it."""
    looks = sorted(events, key=lambda event: event.at)
    showing = [event for event in looks if event.shown and event.answer in ("ok", "unchanged")]
    if not showing:
        return None
    states = told([e for e in looks if e in showing or e.answer == "file"])
    kinds = [kind(states, place) for place in range(len(states))]
    return Truth(
        kinds=[name for name, _ in kinds],
        starts=[state.start for state in states],
        reverted_to=[number for _, number in kinds],
        last_seen_at=showing[-1].at,
        gone_at=gone_at([e for e in looks if e.at > showing[-1].at]),
        title=next(state.title for event in reversed(showing) if (state := event.shown)),
    )


def told(looks: Sequence[Event]) -> list[State]:
    """The states that looks at an article and its file show; files before its first page none."""
    states: list[State] = []
    for event in looks:
        last = states[-1] if states else None
        if event.answer == "file":
            if last and last.paper not in (None, event.paper):
                states.append(State(event.at, last.pages[-1:], event.paper))
            elif last:
                last.paper = event.paper
        elif last and alike(last.pages[-1], event):
            last.pages.append(event)
        else:
            states.append(State(event.at, [event], last.paper if last else None))
    return states


def alike(one: Event, other: Event) -> bool:
    """Whether two looks show the same, as far as their layouts let it be known."""
    assert one.shown
    assert other.shown
    if one.layout == other.layout:
        return one.shown == other.shown
    return one.shown.words == other.shown.words


def kind(states: list[State], place: int) -> tuple[str, int | None]:
    """Why a state differs from the one before it, and the number of the one gone back to."""
    if place == 0:
        return "first", None
    own = states[place].pages[0]
    for number, state in enumerate(states[: place - 1], 1):
        of_layout = [event for event in state.pages if event.layout == own.layout]
        same_file = None in (state.paper, states[place].paper) or state.paper == states[place].paper
        if same_file and alike((of_layout or state.pages)[-1], own):
            return "reverted", number
    before = states[place - 1].pages[-1].shown
    assert before
    assert own.shown
    for name, parts in GROUPS.items():
        if any(getattr(before, part) != getattr(own.shown, part) for part in parts):
            return name, None
    return "media", None  # the file


def gone_at(after: Sequence[Event]) -> datetime | None:
    """Since when an article is gone, given the looks since it was shown last."""
    missing = [event for event in after if event.answer in GONE]
    for event in missing:
        if event.answer == "missing" or missing[-1].at - event.at >= timedelta(days=1):
            return event.at
    return None
