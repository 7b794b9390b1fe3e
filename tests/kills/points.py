"""Points of a crawl at which it can be told to kill itself, as if by SIGKILL from outside.

`EGOV_KILL_AT=NAME:N:WHEN`: at the N-th call of a point, `before` or `after` it, or `torn`: a record
is on disk in part. `capture`, `record` and the like are methods of the store; `commit` is the
commit of a writing transaction, `statement` a statement within one.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
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
    else:
        owner, attribute = owner_of(name)
        point.wrap(owner, attribute)


def owner_of(name: str) -> tuple[Any, str]:
    """Where a named function stands."""
    from archive.keeping import compaction, seals
    from archive.storage import recovery
    from archive.storage.store import Store

    owners = {
        "adopt": recovery,
        **dict.fromkeys(("_leaf", "note"), seals),
        **dict.fromkeys(("intend", "overwrite", "finish"), compaction),
    }
    return owners.get(name, Store), name


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
