"""Who is meant by a source line, a dateline or a host: names reduced to what tells papers apart."""

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

from archive.text.normal import folded_syllables
from archive.text.units import units

HOST = re.compile(  # bounded, as a page may be of nothing but letters and full stops
    r"(?i)\b(?:[\w-]{1,63}\.){1,6}(?:vn|com|net|org|info|example)\b"
)
_ENDINGS = "vn com net org info gov edu example www m amp baodientu dientu"
ENDINGS = frozenset(_ENDINGS.split())
PREFIX = re.compile(r"^(?:tapchi|baodientu|bao)(?=\w{3})")
# "Báo điện tử X", "Tạp chí X", "Cổng Thông tin điện tử X", "X online": the paper is X
_COMMON = "theo nguon bao dien tu tap chi cong thong tin trang ttdt online va news website"
COMMON = frozenset(_COMMON.split())
SHORT_FORMS = {"vgp": "chinhphu", "plvn": "phapluatvietnam"}  # as papers sign themselves


@lru_cache(maxsize=4096)
def nicknames(text: str) -> frozenset[str]:
    """What a name may be compared by; empty where it names nothing.

    `Báo Điện tử Chính phủ`, `Theo Chinhphu.vn` and `VGP` give the same.
    """
    hosts = {host_nickname(host) for host in HOST.findall(text)}
    words = "".join(word for word in folded_syllables(HOST.sub(" ", text)) if word not in COMMON)
    names = {*hosts, SHORT_FORMS.get(words, words)}
    return frozenset(name for name in names if len(name) > 2)


@lru_cache(maxsize=4096)
def of_dateline(text: str) -> frozenset[str]:
    """The papers that a dateline may name; `(Cần Thơ)` is a place, `(baocantho.com.vn)` a paper."""
    names = nicknames(text)
    return names if HOST.search(text) else names - _places()


@cache
def _places() -> frozenset[str]:
    return frozenset("".join(folded_syllables(unit.name)) for unit in units())


def host_nickname(host: str) -> str:
    """`www.baocantho.com.vn` -> `cantho`."""
    labels = [label for label in host.lower().split(".") if label not in ENDINGS]
    return PREFIX.sub("", labels[-1].replace("-", "")) if labels else ""


@lru_cache(maxsize=1024)
def of_site(name: str, title: str, hosts: tuple[str, ...]) -> frozenset[str]:
    """All that a site may be called."""
    return nicknames(title).union({PREFIX.sub("", name)}, *(nicknames(host) for host in hosts))


def host_of(url: str | None) -> str | None:
    """The host of a URL, without `www.`; None where it is no web address."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
