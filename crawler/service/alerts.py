"""Alerts: people are told once that a site needs them, that its trouble is another, or is over.

Each change is a row of `alert` before anything is sent. One message a time groups all that waits,
oldest first, for each address of EGOV_ALERTS by itself; what could not be sent is tried again
after the next job, `MOST` times. A process that is killed between sending and writing that down
sends the same lines once more, marked as such, and never a third time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from archive.cli.paper import clean, many
from archive.storage import alerts as rows
from archive.storage.alerts import MUTED, NOBODY, Alert
from archive.storage.health import states
from archive.storage.lock import taken
from archive.storage.mutes import mutes
from archive.storage.stock import stock
from crawler.config import Config
from crawler.fetching.opening import data_dir
from crawler.service import changes
from crawler.service.changes import WELL
from crawler.service.channels import Way, ways

MOST = 10  # attempts: with three jobs a day, three days
LINES = 25  # of a message
LONGEST = 300  # characters of a line
ALIKE = 3  # sites of which more are told in one line
NAMED = 12  # of them
TOGETHER = {  # what is told in one line
    "unproven": (
        "were read by guesses, and wait for a look (egov search --site {site}, then "
        "egov sites confirm {site})"
    ),
    WELL: "are well again",
}
SENT, PERHAPS = "sent", "perhaps sent"
SENDING, AGAIN = "sending", "sending again"
DONE = (SENT, PERHAPS)


def raise_alerts(
    engine: sa.Engine,
    config: Config,
    now: datetime,
    *,
    steps: Mapping[str, str] | None = None,
    events: Mapping[str, str] | None = None,
    told: Sequence[Way] | None = None,
) -> list[str]:
    """Writes down what changed, and tells people of it; sentences on what could not be told.

    `steps`: what went wrong in each step of a job, by its name (`backup`, `verify`), empty where
    nothing did: told when it comes and when it goes. `events`: sentences by a short name that are
    told each time, such as stories that were not as their links say. Raises BadConfig where an
    address of EGOV_ALERTS is none.
    """
    lock = taken(data_dir() / "locks" / "alerts.lock")
    if lock is None:
        return ["another process is sending alerts: what is new is told after the next job"]
    try:
        to = ways() if told is None else told
        note_changes(engine, config, now, steps or {}, events or {}, anybody=bool(to))
        return send(engine, to, now)
    finally:
        lock.release()


def note_changes(
    engine: sa.Engine,
    config: Config,
    now: datetime,
    steps: Mapping[str, str],
    events: Mapping[str, str],
    *,
    anybody: bool,
) -> int:
    """Makes a row of each change; how many."""
    room = stock(engine, data_dir(), now, config.disk.least_free)
    standing = states(engine, now)
    looked = changes.look(engine, room, now, standing, steps, events)
    common = {"down": f"{changes.NETWORK}: down", "missed": f"{changes.NIGHTS}: missed"}
    ours = [trouble for trouble, key in common.items() if key in looked.troubles]
    standing = {name: each for name, each in standing.items() if each.trouble not in ours}
    found = changes.of_service(engine, looked, anybody=anybody)
    found += changes.of_sites(engine, standing, now, anybody=anybody)
    return rows.add(engine, found, now)


# --- sending --------------------------------------------------------------------------------------


def send(engine: sa.Engine, to: Sequence[Way], now: datetime) -> list[str]:
    """Sends what waits by each way; sentences on what did not arrive."""
    waiting = _audible(engine, rows.waiting(engine, MOST), now, anybody=bool(to))
    if not waiting:
        return []
    sending = _Sending(engine, waiting)
    trouble = [words for way in to if (words := sending.by(way))]
    left = sending.close([way.name for way in to], now)
    given_up = sum(each.attempts + 1 >= MOST for each in left)
    if given_up:
        trouble.append(f"{many(given_up, 'alert')} given up after {MOST} attempts")
    return trouble


def _audible(
    engine: sa.Engine, waiting: list[Alert], now: datetime, *, anybody: bool
) -> list[Alert]:
    """What is to be sent: nothing of sites muted meanwhile, nothing where there is nobody."""
    quiet = mutes(engine, now)
    silent = [each for each in waiting if each.site in quiet or not anybody]
    heard = [each.id for each in silent if {SENT, SENDING, AGAIN} & set(each.ways.values())]
    word = {each.id: MUTED if each.site in quiet else NOBODY for each in silent}
    rows.note(engine, {key: words for key, words in word.items() if key not in heard})
    told = {each.id: each.detail for each in silent if each.id in heard}
    rows.note(engine, told, sent_at=dict.fromkeys(told, now))
    return [each for each in waiting if each.id not in word]


class _Sending:
    """One round over what waits: each step is written down before it is taken, and after."""

    def __init__(self, engine: sa.Engine, waiting: Sequence[Alert]) -> None:
        self.engine = engine
        self.waiting = waiting
        self.details = {each.id: dict(each.ways) for each in waiting}
        rows.note(engine, self._words(), attempt=True)

    def _words(self) -> dict[int, str]:
        return {
            key: ", ".join(f"{name}: {word}" for name, word in of.items())
            for key, of in self.details.items()
        }

    def by(self, way: Way) -> str:
        """Sends what is due by a way; what went wrong, empty where nothing did."""
        due = self._due(way.name)
        if not due:
            return ""
        rows.note(self.engine, self._words())
        again = [each for each in due if self.details[each.id][way.name] == AGAIN]
        outcome = way.send(*message(due, again))
        for each in due:
            self.details[each.id][way.name] = outcome
        rows.note(self.engine, self._words())
        return "" if outcome == SENT else f"{many(len(due), 'alert')} by {way.name}: {outcome}"

    def _due(self, name: str) -> list[Alert]:
        """What is due by a way, marked as being sent; what was cut off twice counts as sent."""
        due = []
        for each in self.waiting:
            word = self.details[each.id].get(name)
            if word == AGAIN:
                self.details[each.id][name] = PERHAPS
            elif word not in DONE:
                self.details[each.id][name] = AGAIN if word == SENDING else SENDING
                due.append(each)
        return due

    def close(self, names: Sequence[str], now: datetime) -> list[Alert]:
        """Writes down what reached everybody; what did not."""
        whole = [
            each.id
            for each in self.waiting
            if all(self.details[each.id].get(name) in DONE for name in names)
        ]
        words = self._words()
        rows.note(
            self.engine, {key: words[key] for key in whole}, sent_at=dict.fromkeys(whole, now)
        )
        return [each for each in self.waiting if each.id not in whole]


def message(due: Sequence[Alert], again: Sequence[Alert] = ()) -> tuple[str, str]:
    """Title and body, plain text; `again` may have been told before."""
    kinds = Counter(_kind(each) for each in due)
    words = {
        "site": ("1 site needs a person", "{} sites need a person"),
        "well": ("1 is well again", "{} are well again"),
        "service": ("the service needs a person", "the service needs a person"),
    }
    title = ", ".join(
        one if kinds[kind] == 1 else some.format(kinds[kind])
        for kind, (one, some) in words.items()
        if kinds[kind]
    )
    lines = list(_lines(due, again))
    told = lines[:LINES]
    if len(lines) > LINES:
        told.append(f"… and {len(lines) - LINES} more: egov health")
    site = next((each.site for each in sorted(due, key=_place) if each.site), "")
    return f"egov: {title}", "\n".join([*told, "", f"See more: egov health {site}".rstrip()])


def _lines(due: Sequence[Alert], again: Sequence[Alert]) -> Iterator[str]:
    """A line for each, the worst first; one for all that are alike, where it says as much."""
    for _, alike in groupby(sorted(due, key=_place), key=_place):
        some = list(alike)
        state = some[0].state
        if len(some) > ALIKE and some[0].site and state in TOGETHER:
            yield _line(_of_many(some), perhaps=any(each in again for each in some))
        else:
            yield from (_line(each.sentence, perhaps=each in again) for each in some)


def _of_many(some: Sequence[Alert]) -> str:
    names = ", ".join(each.site for each in some[:NAMED])
    names += f" and {len(some) - NAMED} more" if len(some) > NAMED else ""
    return f"{len(some)} sites {TOGETHER[some[0].state].format(site=some[0].site)}: {names}"


def _place(each: Alert) -> tuple[int, bool]:
    """What is broken stands first, then what waits for a look, then what is well again."""
    rank = 2 if _kind(each) == "well" else 1 if each.state == "unproven" else 0
    return rank, bool(each.site)


def _kind(each: Alert) -> str:
    if each.state.rpartition(": ")[2] == WELL:
        return "well"
    return "site" if each.site else "service"


def _line(sentence: str, *, perhaps: bool) -> str:
    line = " ".join(clean(sentence).split())
    line = line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
    return f"{line} (perhaps told before)" if perhaps else line


def check_ways() -> None:
    """Raises BadConfig where an address of EGOV_ALERTS cannot be understood."""
    ways()
