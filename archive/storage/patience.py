"""A PostgreSQL server that took a question and will never answer is told from one that is busy.

A stopped server, or one behind a dead line, keeps its connections open: who waits for it waits for
ever. So whoever has heard nothing for a while opens another connection; where none comes about the
server is away. The line itself is watched by the kernel (keep-alive), within about a minute.
"""

from collections.abc import Callable, Generator, Mapping
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa

QUIET = 30.0  # seconds without a word, after which the server is asked whether it is there
CONNECT = 10  # seconds that a connection may take
LOCKED = (
    600_000  # milliseconds that a statement waits for a lock: a seal or a rebuild takes minutes
)
LINE: Mapping[str, int] = {
    "connect_timeout": CONNECT,
    "keepalives_idle": 30,  # seconds
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds that sent bytes wait to be confirmed
}


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
    made.execute(f"SET lock_timeout = {LOCKED}")
    made.commit()
    return made


def listen(engine: sa.Engine) -> None:
    """Makes the connections of an engine patient ones."""
    sa.event.listen(engine, "do_connect", connect)
