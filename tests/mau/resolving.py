"""Names of the test sites, all of them this machine: for crawls of a local server by host names."""

from typing import Any

from twisted.internet.defer import Deferred, succeed

from crawler.fetching.connecting import Resolver


class Here(Resolver):
    """`TWISTED_DNS_RESOLVER=tests.mau.resolving.Here`: every .example name is 127.0.0.1."""

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":
        if name.endswith(".example"):
            return succeed("127.0.0.1")
        return super().getHostByName(name, timeout)
