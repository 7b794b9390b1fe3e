"""Answers that mean harm: what a server writes to the socket itself, and bombs of XML."""

import gzip
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

Raw = Callable[[BaseHTTPRequestHandler], object]
HTML = "text/html; charset=utf-8"
LONG = 30.0  # seconds after which a thread of the server gives up: far above every limit of a test


def head(*lines: str, status: str = "200 OK", kind: str = HTML) -> bytes:
    """Status line and headers."""
    rows = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *lines]
    return ("\r\n".join(rows) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def sends(*parts: bytes) -> Raw:
    """Writes these bytes, and closes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        for part in parts:
            handler.wfile.write(part)

    return answer


def for_ever(start: bytes, part: bytes, pause: float = 0.0) -> Raw:
    """Writes a part again and again, until nobody listens."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            handler.wfile.write(part)
            handler.wfile.flush()
            if pause:
                time.sleep(pause)  # what a slow server does; the test itself does not wait

    return answer


def nested(megabytes: int) -> bytes:
    """So many megabytes of divs, one within the other."""
    return b"<html><body>" + b"<div>" * (megabytes * 1024 * 1024 // 5)


def laughs() -> bytes:
    """Entities of entities: a billion words of a kilobyte."""
    names = "abcdefghij"
    rows = [f'<!ENTITY {names[0]} "ha">']
    rows += [f'<!ENTITY {later} "{f"&{earlier};" * 10}">' for earlier, later in pairwise(names)]
    return dtd("".join(rows), "&j;")


def quadratic() -> bytes:
    """One long entity, named very often."""
    return dtd(f'<!ENTITY a "{"ha" * 50_000}">', "&a;" * 50_000)


def outside(address: str) -> bytes:
    """An entity that lies in a file or on another server."""
    return dtd(f'<!ENTITY a SYSTEM "{address}">', "&a;")


def parameter(address: str) -> bytes:
    """A parameter entity that brings a DTD from elsewhere."""
    return dtd(f'<!ENTITY % a SYSTEM "{address}"> %a;', "x")


def dtd(rows: str, title: str) -> bytes:
    """A feed and sitemap in one, whose title is made by its DTD."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{rows}]><rss version="2.0" '
        f'xmlns:xi="http://www.w3.org/2001/XInclude"><channel><item><title>{title}</title>'
        f"<link>{{root}}/bom-9001.html</link></item></channel></rss>"
    ).encode()


def included(address: str) -> bytes:
    """XInclude in place of a title."""
    return dtd("", f'<xi:include href="{address}" parse="text"/>')


def packed(megabytes: int, start: bytes) -> bytes:
    """A gzip of so many megabytes."""
    return gzip.compress(start + b" " * (megabytes * 1024 * 1024), 9)
