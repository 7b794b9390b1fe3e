"""How long a PostgreSQL server is waited for: one that is busy, that is away, that never answers.

A stopped server, or one behind a dead line, keeps its connections open: who waits for it waits for
ever. So whoever has heard nothing for a while opens another connection; where none comes about the
server is away. The line itself is watched by the kernel (keep-alive), within about a minute.

A server that is restarted (an upgrade at night) is away for seconds: work that goes on for hours
holds out for that, work that a person waits for is told at once.
"""

from collections.abc import Callable, Generator, Mapping
from time import monotonic, sleep
from typing import Any

import psycopg
import sqlalchemy as sa

QUIET = 30.0  # seconds without a word, after which the server is asked whether it is there
CONNECT = 10  # seconds that a connection may take
LOCKED = (
    600_000  # milliseconds that a statement waits for a lock: a seal or a rebuild takes minutes
)
OUTAGE = 120.0  # seconds for which work that goes on for hours waits for a server that is away
AGAIN = 3.0  # seconds between two tries
LINE: Mapping[str, int] = {
    "connect_timeout": CONNECT,
    "keepalives_idle": 30,  # seconds
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds that sent bytes wait to be confirmed
}
# the server, too, is to see within a minute that a machine is gone: what it had locked is free then
FROM_THERE = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; "
FROM_THERE += "SET tcp_keepalives_count = 3"


class Patient(psycopg.Connection[Any]):
    """A connection that waits as long as its server is there."""

    is_there: Callable[[], None] = staticmethod(lambda: None)  # raises where it is not

    def wait(self, gen: Any, *options: Any, **named: Any) -> Any:
        """As the connection waits otherwise; raises OperationalError where the server is away."""
        return super().wait(watched(gen, self._prove), *options, **named)

    def _prove(self) -> None:
        try:
            self.is_there()
        except psycopg.Error as error:
            self.pgconn.finish()
            raise psycopg.OperationalError(
                f"the server does not answer, and takes no other connection: {error}"
            ) from error


def watched(gen: Generator[Any, Any, Any], prove: Callable[[], None]) -> Generator[Any, Any, Any]:
    """The steps of a wait, with `prove` called after each stretch of `QUIET` seconds."""
    try:
        wanted, heard = next(gen), monotonic()
        while True:
            ready = yield wanted
            if ready:
                heard = monotonic()
            elif monotonic() - heard > QUIET:
                prove()
                heard = monotonic()
            wanted = gen.send(ready)
    except StopIteration as ended:
        return ended.value


def connect(_dialect: Any, _record: Any, words: Any, named: Any) -> Patient:
    """What SQLAlchemy calls for a new connection."""
    wanted = {**LINE, **named}

    def is_there() -> None:
        psycopg.Connection.connect(*words, **wanted).close()

    made = Patient.connect(*words, **wanted)
    made.is_there = is_there
    made.execute(f"SET lock_timeout = {LOCKED}; {FROM_THERE}")
    made.commit()
    return made


class HoldingOut:
    """Tries again and again to connect, until the server was away for `OUTAGE` seconds; from then
    on once each time, until it is there again. `tell` is told once of each outage, and of its end.
    """

    def __init__(
        self,
        tell: Callable[[str], None],
        clock: Callable[[], float] = monotonic,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self.tell = tell
        self.clock = clock
        self.pause = pause
        self.since: float | None = None  # when the server was first missed

    def __call__(self, dialect: Any, record: Any, words: Any, named: Any) -> Patient:
        """What SQLAlchemy calls for a new connection."""
        while True:
            try:
                made = connect(dialect, record, words, named)
            except psycopg.OperationalError:
                if not self.goes_on():
                    raise
                self.pause(AGAIN)
            else:
                if self.since is not None:
                    self.tell(f"the database is back after {self.clock() - self.since:.0f} s")
                self.since = None
                return made

    def goes_on(self) -> bool:
        """Whether the server, which is away, is waited for."""
        if self.since is None:
            self.since = self.clock()
            self.tell("the database is away, and is waited for")
        return self.clock() - self.since < OUTAGE


def is_away(error: BaseException) -> bool:
    """Whether an error says that the PostgreSQL server is away, or is just coming or going."""
    orig = getattr(error, "orig", error)
    if not isinstance(orig, psycopg.OperationalError):
        return False
    return orig.sqlstate is None or orig.sqlstate.startswith(("08", "57P"))


def hold_out(engine: sa.Engine, tell: Callable[[str], None]) -> None:
    """Lets an engine wait for a PostgreSQL server that is away for a short time."""
    if engine.dialect.name == "postgresql":
        sa.event.remove(engine, "do_connect", connect)
        sa.event.listen(engine, "do_connect", HoldingOut(tell))


def listen(engine: sa.Engine) -> None:
    """Makes the connections of an engine patient ones."""
    sa.event.listen(engine, "do_connect", connect)
