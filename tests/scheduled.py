"""`python -m tests.scheduled …` is `scheduler.py …`, but that its crawls are forked."""

import subprocess
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from tests import forking


def start(command: Sequence[str], **given: Any) -> forking.Process:
    """Starts a command of `python -m` as `subprocess.Popen` does."""
    assert command[1] == "-m"
    return forking.start(*command[2:], **given)


PROCESSES = SimpleNamespace(**{**vars(subprocess), "Popen": start})  # instead of `subprocess`

if __name__ == "__main__":
    import scheduler
    from crawler.fetching import night

    night.subprocess = PROCESSES
    sys.exit(scheduler.main())
