"""Points of a crawl at which it can be told to kill itself, as if by SIGKILL from outside.

`EGOV_KILL_AT=NAME:N:WHEN`: at the N-th call of a point, `before` or `after` it, or `torn`: a record
is on disk in part. `capture`, `record` and the like are methods of the store; `commit` is the
commit of a writing transaction, `statement` a statement within one. `spool`: from the N-th look on
the database takes nothing, and the kill comes with the line of that look in the spool.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

WRITES = ("INSERT", "UPDATE", "DELETE")


def die() -> None:
    """As if killed from outside: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


class Point:
    """Counts calls, and dies at one of them."""

    def __init__(self, number: int, when: str) -> None:
        self.left = number
        self.when = when

    def due(self) -> bool:
        """Whether this call is the one."""
        self.left -= 1
        return self.left == 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, which dies before or after its call."""

        @wraps(function)
        def called(*args: Any, **named: Any) -> Any:
            due = self.due()
            if due and self.when == "before":
                die()
            found = function(*args, **named)
            if due:
                die()
            return found

        return called

    def wrap(self, owner: Any, name: str) -> None:
        """Puts the point around a function where it stands."""
        setattr(owner, name, self.around(getattr(owner, name)))


class Torn:
    """A file of which a write leaves a part."""

    def __init__(self, file: Any, share: float) -> None:
        self.file = file
        self.share = share

    def __getattr__(self, name: str) -> Any:
        """All else is the file's."""
        return getattr(self.file, name)

    def write(self, data: bytes) -> None:
        """Writes a part, and dies."""
        self.file.write(data[: int(len(data) * self.share)])
        self.file.flush()
        die()


def arm(told: str) -> None:
    """Puts a point where `told` says, in this process."""
    if not told:
        return
    name, number, when = told.split(":")
    point = Point(int(number), when)
    if name in ("commit", "statement"):
        in_transactions(point, name)
    elif name == "warc":
        on_disk(point)
    elif name == "spool":
        in_the_spool(point)
    else:
        owner, attribute = owner_of(name)
        point.wrap(owner, attribute)


def owner_of(name: str) -> tuple[Any, str]:
    """Where a named function stands."""
    import shutil

    from archive.keeping import backup, compaction, dumping, manifest, seals
    from archive.storage import recovery, spool, spooling
    from archive.storage.store import Store

    if name in ("learn", "reread"):
        from crawler import furnishing  # which loads the settings that arm this

        return furnishing, name
    owners = {
        "adopt": recovery,
        "_placed": spool,
        "done": spooling.Waiting,
        "dump": dumping,
        "rmtree": shutil,
        "unlink": Path,
        "write": manifest.Manifest,
        **dict.fromkeys(("_leaf", "note"), seals),
        **dict.fromkeys(("intend", "overwrite", "finish"), compaction),
        **dict.fromkeys(("copied", "sync_folder", "_rotate"), backup),
    }
    return owners.get(name, Store), name


def in_the_spool(point: Point) -> None:
    """Where the database is away: before, after or amid the line of a look; of every other one the
    record is on disk by then.
    """
    from sqlalchemy.exc import OperationalError

    from archive.storage import pages, spooling
    from archive.storage.store import Store

    owner: Any = pages if point.left % 2 else Store
    name = "keep" if point.left % 2 else "capture"
    keep, append, away = getattr(owner, name), spooling.append, False

    def kept(*words: Any, **named: Any) -> Any:
        nonlocal away
        away = away or point.due()
        if away:
            raise OperationalError("SELECT", {}, Exception("the database is away"))
        return keep(*words, **named)

    def appended(file: Any, line: bytes) -> None:
        if b'"fact"' not in line:  # the first line of a file
            append(file, line)
            return
        if point.when != "before":
            append(file, line if point.when == "after" else line[: len(line) // 2])
        die()

    setattr(owner, name, kept)
    spooling.append = appended


def on_disk(point: Point) -> None:
    """Around the append of a record; `torn` leaves a part of it, down to a few bytes."""
    from archive.storage.warc import Writer

    if point.when != "torn":
        point.wrap(Writer, "write")
        return
    ready = Writer._ready
    share = (point.left * 37 % 100) / 100

    def torn(self: Writer, at: Any) -> Any:
        file = ready(self, at)
        return Torn(file, share) if point.due() else file

    Writer._ready = torn  # type: ignore[method-assign]


def in_transactions(point: Point, name: str) -> None:
    """At a commit that has something to commit, or at a writing statement."""
    from sqlalchemy import Engine, event
    from sqlalchemy.engine.base import Connection

    def executed(conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().startswith(WRITES):
            conn.info["wrote"] = True
            if name == "statement" and point.due():
                die()

    event.listen(Engine, "after_cursor_execute", executed)
    if name == "statement":
        return
    commit = Connection._commit_impl

    def committed(self: Connection) -> None:
        due = self.info.pop("wrote", False) and point.due()
        if due and point.when == "before":
            die()
        commit(self)
        if due:
            die()

    Connection._commit_impl = committed  # type: ignore[method-assign]
