"""Files that a page offers: linked, embedded, or shown by another site's viewer."""

import re
from urllib.parse import parse_qsl, urlsplit

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip|rar|7z)(?:$|[?#])", re.I)
EMBEDS = {"embed": "src", "iframe": "src", "object": "data"}
# Parameters by which viewers are told the file: Google Docs, Office, pdf.js
VIEWED = ("url", "src", "file")


def file_of(href: str) -> str | None:
    """The address of the file behind a link, without its viewer; None where it is no file."""
    try:
        query = urlsplit(href).query
    except ValueError:
        return None
    for name, value in parse_qsl(query) if "=" in query else ():
        if name.lower() in VIEWED and FILE.search(value):
            return value
    return href if FILE.search(href) else None
