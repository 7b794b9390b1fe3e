"""Records of WARC files by any writer, whose heads do not grow without measure: a few bytes of gzip
can hold a header of gigabytes.
"""

import logging
from collections.abc import Callable
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser

LONGEST = 1024 * 1024  # bytes of the head of a record, or of the HTTP message in it
# it would say of each record that there are spaces in its address, with the address as it stands
logging.getLogger("warcio").setLevel(logging.ERROR)


def records(handle: BinaryIO, *, bare: bool = False) -> Any:
    """The records from where the file stands; `bare` ones without a look at their HTTP headers."""
    found = ArchiveIterator(handle, no_record_parse=bare)
    found.INC_RECORD = ""  # what it would write to stderr of each; they are counted as `err_count`
    whole: Callable[[int], bytes] = found.reader.readline
    found.reader.readline = lambda length=None: whole(min(length or LONGEST, LONGEST))
    loader = found.loader
    loader.warc_parser = Parser(loader.WARC_TYPES)
    loader.http_parser = Parser(loader.HTTP_TYPES, False)
    loader.http_req_parser = Parser(loader.HTTP_VERBS, False)
    return found


class Parser(StatusAndHeadersParser):  # type: ignore[misc]
    """Reads a head; raises ArchiveLoadFailed where it is longer than any."""

    def parse(self, stream: Any, full_statusline: Any = None) -> Any:
        """Status line and headers."""
        return super().parse(Counted(stream), full_statusline)


class Counted:
    """Lines of a stream, so many bytes of them and no more."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.left = LONGEST

    def readline(self) -> bytes:
        """The next line."""
        line: bytes = self.stream.readline(self.left)
        self.left -= len(line)
        if self.left <= 0:
            raise ArchiveLoadFailed(f"a head of more than {LONGEST} bytes")
        return line
