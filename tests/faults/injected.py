"""Faults that a crawl meets in its own process: `name:argument@number of the look`."""

import errno
import os
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from archive.storage import engine, patience, spooling, warc
from archive.storage import lock as locks
from archive.storage.store import Store
from crawler.fetching.spooled import Spooled

held: list[Any] = []  # what a fault holds until the process ends
stores: list[Store] = []  # that met one


def inject(text: str) -> None:
    """Arms the faults of a text, which are separated by spaces."""
    for one in text.split():
        name, _, number = one.partition("@")
        name, _, argument = name.partition(":")
        fault = FAULTS[name]
        if number == "end":
            before(Store, "finish_run", fault, argument, 1)
        elif number == "note":
            before(Store, "note_found", fault, argument, 1)
        elif number == "close":
            before(Spooled, "store", fault, argument, 1)
        elif number:
            before(Store, "capture", fault, argument, int(number))
        else:
            fault(argument)


def before(owner: Any, name: str, fault: Callable[[str], None], argument: str, at: int) -> None:
    """Lets a fault come before the call of that number."""
    call, count = getattr(owner, name), 0

    def counted(*words: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        if count == at:
            stores.append(words[0])
            fault(argument)
        return call(*words, **named)

    setattr(owner, name, counted)


def pragma(argument: str) -> None:
    """One more of SQLite's settings, of all connections to come."""
    engine.PRAGMAS = (*engine.PRAGMAS, f"PRAGMA {argument}")


def lock(argument: str) -> None:
    """Another writer, who does not end."""
    other = sqlite3.connect(argument, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    held.append(other)


def unlock(_: str) -> None:
    """The other writer ends."""
    held.pop().close()


def send(argument: str, number: int) -> None:
    """A signal to a process."""
    os.kill(int(argument), number)


def quit_server(argument: str) -> None:
    """A PostgreSQL server ends at once; this process goes on when it is gone."""
    server = psutil.Process(int(argument))
    server.send_signal(signal.SIGQUIT)
    psutil.wait_procs([server], 10)


def forget(argument: str) -> None:
    """The server ends the session that holds the lock of a site; another crawl may `seize` it."""
    url = stores[-1].engine.url.render_as_string(hide_password=False)
    other = engine.connect(url)
    with other.connect() as conn:
        conn.execute(HOLDERS, {"lock": locks.SITES}).all()
    if argument:
        held.append(locks.session(other, argument))
        assert held[-1] is not None


HOLDERS = sa.text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' "
    "AND classid = :lock "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def outage(argument: str) -> None:
    """For how many seconds a server that is away is waited for."""
    patience.OUTAGE, patience.AGAIN = float(argument), 0.1


def corrupt(argument: str) -> None:
    """Somebody writes over the database; what is cached of it is forgotten."""
    file = Path(argument)
    with sqlite3.connect(argument) as one:
        one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + bytes(range(256)) * ((len(whole) - 4096) // 256))
    for store in stores:
        store.engine.dispose()


def refuse(module: Any, number: int, _: str = "") -> None:
    """A disk that takes half of what is written, then an error."""

    def append(file: Any, record: bytes) -> None:
        file.write(record[: len(record) // 2])
        raise OSError(number, os.strerror(number), "the disk of the test")

    module.append = append


def end_of_life(_: str) -> None:
    """The process is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def delete(argument: str) -> None:
    """Somebody deletes the files of pages."""
    for path in Path(argument).glob("warc/*/*/*.warc.gz"):
        path.unlink()


def away(argument: str) -> None:
    """Somebody moves the file of the database away, with what SQLite keeps beside it."""
    for path in sorted(Path(argument).parent.glob(f"{Path(argument).name}*")):
        path.rename(path.with_name(f"away-{path.name}"))


def clock(argument: str) -> None:
    """The clock is set by so many days."""
    from archive.storage import clock as recording
    from crawler.fetching import opening, runs

    ahead = timedelta(days=float(argument))

    def moved() -> datetime:
        return datetime.now(UTC) + ahead

    opening.wall_clock = runs.wall_clock = recording.wall_clock = moved


FAULTS: dict[str, Callable[[str], None]] = {
    "pragma": pragma,
    "lock": lock,
    "unlock": unlock,
    "corrupt": corrupt,
    "kill": end_of_life,
    "quit": quit_server,
    "forget": forget,
    "outage": outage,
    "freeze": partial(send, number=signal.SIGSTOP),
    "no-room": partial(refuse, warc, errno.ENOSPC),
    "no-spool": partial(refuse, spooling, errno.ENOSPC),
    "delete": delete,
    "away": away,
    "clock": clock,
}
