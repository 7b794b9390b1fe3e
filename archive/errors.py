"""What can go wrong in the archive, each error with what a person can do about it.

ArchiveError
├── SchemaBehind        the database is older than the code: run `egov upgrade`
├── SchemaAhead         the database is newer than the code: install the newer release
├── NotFound            no article, run or site answers to that name
├── BadQuery            what was asked cannot be understood; the message says what is wrong
├── PageLost            the bytes of a page are not where the database says they are
├── PagesAway           the folder or file that pages are written to is not where it was
├── ClockWrong          this machine's clock cannot be right: nothing is recorded by it
├── Locked              another process holds the lock that this work needs
└── Refused             a page is not an article; `reason` names why
"""

from pathlib import Path
from typing import ClassVar


class ArchiveError(Exception):
    """The root: the command line prints its message alone and exits with `exit_status`."""

    exit_status: ClassVar[int] = 1


class SchemaBehind(ArchiveError):
    """The database is at an older revision than this code."""


class SchemaAhead(ArchiveError):
    """The database is at a revision that this code does not know."""


class NotFound(ArchiveError):
    """No such article, version, run or site."""


class BadQuery(ArchiveError):
    """The words or options of a question cannot be understood."""

    exit_status = 2


class PageLost(ArchiveError):
    """A stored page cannot be read back, or its bytes do not have the recorded hash.

    `file` is the file that holds its record, where there is one.
    """

    def __init__(self, sentence: str, file: Path | None = None) -> None:
        super().__init__(sentence)
        self.file = file


class PagesAway(ArchiveError):
    """What pages are written to is gone: a file that was deleted, a disk that is not mounted."""


class ClockWrong(ArchiveError):
    """The machine's clock contradicts the archive and the sites, or jumped while a crawl ran."""


class Locked(ArchiveError):
    """Another process is doing what only one may do at a time."""


class Refused(ArchiveError):
    """A page that is not an article: a refusal is counted and kept, never an empty reading.

    `reason` is a short stable name for the ledger (`no-body`, `soft-404`, `challenge`, `listing`,
    …); `detail` says what in the page led to it.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
