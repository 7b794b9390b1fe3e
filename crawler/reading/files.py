"""Files that a page offers: linked, embedded, or shown by another site's viewer."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip|rar|7z)(?:$|[?#])", re.I)
EMBEDS = {"embed": "src", "iframe": "src", "object": "data"}
# Parameters by which viewers are told the file: Google Docs, Office, pdf.js
VIEWED = ("url", "src", "file")
RECENT = 64  # links whose answer is kept: thousands of lines may stand in one link, a long one too


@lru_cache(maxsize=RECENT)
def is_file(href: str) -> bool:
    """Whether a link is called as a file is."""
    return FILE.search(href) is not None


@lru_cache(maxsize=RECENT)
def file_of(href: str) -> str | None:
    """The address of the file behind a link, without its viewer; None where it is no file."""
    try:
        query = urlsplit(href).query
    except ValueError:
        return None
    for name, value in parse_qsl(query) if "=" in query else ():
        if name.lower() in VIEWED and is_file(value):
            return value
    return href if is_file(href) else None
