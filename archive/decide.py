"""What a look at an article means for its versions. Pure: states in, a decision out.

The history of an article is a row of states in the order in which its publisher showed them, no two
neighbours the same. A page that comes late takes its place in time, so that in whatever order the
looks arrive, the states are those of all looks in order of time with equal neighbours joined.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from archive.record import Kind, Verdict
from archive.text.digest import Digests

GROUPS = ("text", "title", "media", "metadata")
KINDS = {
    "text": Kind.SUBSTANTIVE,
    "title": Kind.HEADLINE,
    "media": Kind.MEDIA,
    "metadata": Kind.METADATA,
}


@dataclass(frozen=True, slots=True)
class State:
    """A state that an article's publisher showed, from its first to its last sighting.

    `version` is its id in the archive, None for a page that is being decided on. Times in UTC.
    `files` are the files that the article offers, as far as they were looked at: address and
    SHA-256. `by_file`: it began with other bytes of a file, while the page stayed as it was.
    """

    digests: Digests
    seen_at: datetime
    reader: str
    layout: str
    version: int | None = None
    last_seen_at: datetime | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    by_file: bool = False

    @property
    def until(self) -> datetime:
        """The last sighting."""
        return self.last_seen_at or self.seen_at


@dataclass(frozen=True, slots=True)
class Decision:
    """What a page is: a state already held (`version`), or a new one.

    `kind` and `changed` (of `text`, `title`, `media`, `metadata`) compare a new state with the one
    before it in time. `reverted_to` is the earliest version with the same state. `resumes` is the
    version that the page interrupts: what was seen of it afterwards differs from the page, and
    needs a row of its own from that sighting on.
    """

    verdict: Verdict
    version: int | None = None
    kind: Kind | None = None
    changed: tuple[str, ...] = ()
    reverted_to: int | None = None
    resumes: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether the page is a version that the archive does not hold yet."""
        return self.version is None


def decide(
    history: Sequence[State],
    page: State,
    beside: tuple[State | None, State | None] = (None, None),
) -> Decision:
    """The decision on a page, given the article's states in order of time.

    `beside` is what the very looks before and after the page showed, where it is known: across
    layouts a state may be the same as two others that differ.
    """
    if not history:
        return Decision(Verdict.FIRST, kind=Kind.FIRST)
    before, _ = neighbours(history, page.seen_at)
    later = [state for state in history if state.seen_at > page.seen_at]
    after = next((state for state in later if not state.by_file), None)
    interrupted = before is not None and _goes_on(before, page, after, beside[1])
    last = beside[0] or before
    following = beside[1] or (before if interrupted else after)
    goes_on = following is not None and same(following, page)
    resumes = before.version if before and interrupted and not goes_on else None
    if before and last and same(last, page):
        return Decision(Verdict.UNCHANGED, version=before.version, resumes=resumes)
    if after and not interrupted and goes_on:
        return Decision(Verdict.UNCHANGED, version=after.version)
    earlier = [(state, page) for state in history if state.seen_at <= page.seen_at]
    kind, changed, reverted_to = compare(earlier)
    verdict = Verdict.REVERTED if kind is Kind.REVERTED else Verdict.CHANGED
    return Decision(
        Verdict.LATE if interrupted or later else verdict,
        kind=kind,
        changed=changed,
        reverted_to=reverted_to,
        resumes=resumes,
    )


def _goes_on(before: State, page: State, after: State | None, following: State | None) -> bool:
    """Whether the page comes amid a state: the next look at the page is not another's first."""
    if following is None:
        return page.seen_at < before.until
    return after is None or following.seen_at < after.seen_at


def neighbours(history: Sequence[State], at: datetime) -> tuple[State | None, State | None]:
    """The state that stood at a time or last before it, and the first that began after it."""
    place = bisect_right(history, at, key=lambda state: state.seen_at)
    return (
        history[place - 1] if place else None,
        history[place] if place < len(history) else None,
    )


def compare(
    earlier: Sequence[tuple[State, State]],
) -> tuple[Kind, tuple[str, ...], int | None]:
    """Kind, changed groups and the version reverted to, of a state that follows others.

    Each of these comes with the state in question, both as one reader saw them if it can be.
    """
    if not earlier:
        return Kind.FIRST, (), None
    changed = differences(*earlier[-1])
    again = next((state for state, page in earlier[:-1] if same(state, page)), None)
    if again is not None:
        return Kind.REVERTED, changed, again.version
    # two states that one reader told apart may be the same to a later one
    return KINDS[changed[0]] if changed else Kind.METADATA, changed, None


def same(one: State, other: State) -> bool:
    """Whether two states show the same: by one reader and layout all counts, else the words.

    Of their files those count that were looked at in both.
    """
    if other_files(one, other):
        return False
    if _alike(one, other):
        return one.digests.all == other.digests.all
    return one.digests.folded == other.digests.folded


def differences(one: State, other: State) -> tuple[str, ...]:
    """The groups in which two states differ, by falling weight; at least one if not the same."""
    a, b = one.digests, other.digests
    groups = [group for group in GROUPS if getattr(a, group) != getattr(b, group)]
    if not _alike(one, other):  # a new layout also moves captions and bylines
        groups = [group for group in groups if group in ("text", "title")] or groups
    if other_files(one, other) and "media" not in groups:
        groups = [group for group in GROUPS if group in (*groups, "media")]
    return tuple(groups)


def other_files(one: State, other: State) -> bool:
    """Whether a file that was looked at in both states has other bytes in one of them."""
    return any(other.files.get(url, sha256) != sha256 for url, sha256 in one.files.items())


def _alike(one: State, other: State) -> bool:
    return one.reader == other.reader and one.layout == other.layout
