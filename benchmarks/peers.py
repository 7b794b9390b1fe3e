"""Other readers, asked for the text of pages: run by benchmarks/adversarial.py in their own Python.

Lines of JSON come in by standard input (`url`, `html` as text) and go out: for each page the text
that each reader finds, or `{"error": …}` where it fails.
"""

import json
import logging
import sys
import warnings
from collections.abc import Callable

import newspaper
import readability
from lxml import html as lxml_html


def by_readability(url: str, html: str) -> str:
    summary = readability.Document(html).summary(html_partial=True)
    return "\n".join(text.strip() for text in lxml_html.fromstring(summary).itertext())


def by_newspaper(url: str, html: str) -> str:
    found = newspaper.Article(url, language="vi")
    found.download(input_html=html)
    found.parse()
    return str(found.text)


READERS: dict[str, Callable[[str, str], str]] = {
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
}


def main() -> None:
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        page = json.loads(line)
        found: dict[str, object] = {}
        for name, read in READERS.items():
            try:
                found[name] = read(page["url"], page["html"])
            except Exception as error:  # a peer's failure is its result, and is told
                found[name] = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
