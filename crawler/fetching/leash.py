"""A crawl ends when the scheduler that began it dies: nobody is left who would tell of it.

The scheduler holds the other end of the crawl's standard input. A kill closes it, too.
"""

import os
import signal
import threading

STANDARD_INPUT = 0


def follow(descriptor: int = STANDARD_INPUT) -> None:
    """Ends this process as SIGTERM does once what is read from a descriptor is at its end."""

    def wait() -> None:
        while os.read(descriptor, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="leash", daemon=True).start()
