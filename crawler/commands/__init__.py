"""Scrapy commands of the project."""

import sys
from typing import NoReturn

from archive.cli.paper import bear_all_letters, clean

bear_all_letters()  # Scrapy loads the commands before it calls one


def stop(message: str) -> NoReturn:
    """Ends a command that cannot do what was asked: the message alone, exit status 2.

    Scrapy's own UsageError would print how the command is called above each message.
    """
    print(f"scrapy: {clean(message)}", file=sys.stderr)
    raise SystemExit(2)


def say(words: str, *, end: str = "\n") -> None:
    """Prints what may be a page's words: nothing in them steers the terminal."""
    print(clean(words), end=end)
