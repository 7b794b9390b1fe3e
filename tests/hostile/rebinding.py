"""A name server that gives a public address first, and that of this machine from then on."""

import socket

from crawler.fetching import connecting
from tests.hostile.settings import *  # noqa: F403

ALLOW_PRIVATE_ADDRESSES = False
DNSCACHE_ENABLED = False  # each connection looks the name up again
PUBLIC, OWN = "127.0.0.2", "127.0.0.1"  # the first stands for one of the public net
answers = iter((PUBLIC, PUBLIC))


def lookup(name: str) -> str:
    """The address of any name."""
    return next(answers, OWN)


socket.gethostbyname = lookup
connecting.is_public = lambda address: address == PUBLIC
