"""Scrapy commands of the project."""

import sys
from typing import NoReturn


def stop(message: str) -> NoReturn:
    """Ends a command that cannot do what was asked: the message alone, exit status 2.

    Scrapy's own UsageError would print how the command is called above each message.
    """
    print(f"scrapy: {message}", file=sys.stderr)
    raise SystemExit(2)
