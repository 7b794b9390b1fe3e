"""Where requests may go, and which addresses a name may stand for."""

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.settings import Settings
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from crawler.fetching import connecting, guard
from crawler.fetching.task import BadTask

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.9",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "fec0::1",
    "ff02::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "2001:0:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "localhost",
    "baomau.example",
    "2130706433",
    "127.1",
    "0x7f000001",
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "203.162.4.190",
    "113.160.0.1",
    "2001:ee0::1",
    "2405:4800::1",
    "2606:4700::1111",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_net_is_known_for_it(address):
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_net_is_one(address):
    assert guard.is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "file is not asked"),
        ("ftp://baomau.example/a", "ftp is not asked"),
        ("data:text/html,a", "data is not asked"),
        ("//baomau.example/a", "no scheme"),
        ("https:///a", "without a host"),
        ("https://a:b@baomau.example/", "a name and a password"),
        ("https://baomau.example@127.0.0.1/", "a name and a password"),
        ("https://../a", "no name of a host"),
        ("https://a..b/a", "no name of a host"),
        ("https://a%2fb/a", "no name of a host"),
        ("https://a\\b/a", "no name of a host"),
        ("https://baomau.example:x/", "no address"),
        ("https://[::1/", "no address"),
        ("https://baomau.example/" + "a" * 2000, "2000 are the most"),
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked(url, reason):
    with pytest.raises(guard.OffSite, match=reason):
        guard.checked(url)
    with pytest.raises(BadTask, match=reason):
        guard.check_named([url], Settings({"ALLOW_PRIVATE_ADDRESSES": True}))


def middleware(**settings):
    spider = SimpleNamespace(
        allowed_hosts=frozenset({"baomau.example", "10.1.2.3"}),
        asset_hosts=("tep.example",),
        allowed_ports=frozenset({80, 443, 8443}),
    )
    known = SimpleNamespace(name="baomau")
    crawler = SimpleNamespace(settings=Settings(settings), spider=spider, spidercls=known)
    return guard.SiteOnlyMiddleware(crawler)


async def refusal(url, kind="article", **settings):
    try:
        await middleware(**settings).process_request(Request(url, meta={"kind": kind}))
    except (guard.OffSite, guard.PrivateAddress) as error:
        return f"{type(error).__name__}: {error}"
    return None


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        ("https://baomau.example/a", "article", None),
        ("http://www.baomau.example:80/a", "article", None),
        ("https://m.baomau.example:8443/a", "listing", None),
        ("https://baomau.example:8080/a", "article", "OffSite: port 8080 is none of baomau"),
        ("https://khac.example/a", "article", "OffSite: khac.example is no host of baomau"),
        ("https://tep.example/a.pdf", "asset", None),
        ("https://tep.example/robots.txt", "robots", None),
        ("https://tep.example/a", "article", "OffSite: tep.example is no host of baomau"),
        ("https://tep.example/a", "listing", "OffSite: tep.example is no host of baomau"),
        ("http://10.1.2.3/a", "article", "PrivateAddress: 10.1.2.3 is no address of the"),
    ],
)
def test_requests_stay_on_the_hosts_and_ports_of_their_site(url, kind, expected):
    found = run(refusal(url, kind))
    assert (found or "").startswith(expected or "")
    assert bool(found) == bool(expected)


def run(coroutine):
    """The result of a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waits")


def test_replay_and_tests_alone_may_name_machines_of_their_own_net():
    assert run(refusal("http://10.1.2.3/a", ALLOW_PRIVATE_ADDRESSES=True)) is None
    assert run(refusal("http://10.1.2.3/a", REPLAY="night.warc.gz")) is None
    with pytest.raises(BadTask, match=r"10\.1\.2\.3 is no address of the public net"):
        guard.check_named(["http://10.1.2.3/a"], Settings())


def resolver(monkeypatch, answers, *, private=False):
    """The resolver over a name server that gives one answer after the other."""
    from scrapy.resolver import CachingThreadedResolver

    given = iter(answers)
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *_: succeed(next(given)))
    return connecting.Resolver(None, 0, 1.0, private=private)


def looked_up(found):
    """What came of a look-up: an address, or the error."""
    came: list[object] = []
    found.addBoth(came.append)
    return getattr(came[0], "value", came[0])


def test_a_name_that_changes_what_it_stands_for_is_refused_when_it_does(monkeypatch):
    answers = ("203.162.4.190", "127.0.0.1", "169.254.169.254", "203.162.4.190")
    names = resolver(monkeypatch, answers)
    found = [looked_up(names.getHostByName("baomau.example")) for _ in answers]
    assert found[0] == found[3] == "203.162.4.190"
    assert all(isinstance(each, DNSLookupError) for each in found[1:3])
    assert "baomau.example" not in connecting.withheld  # the last answer was a good one


def test_what_a_refused_name_stood_for_is_remembered_for_the_message(monkeypatch):
    names = resolver(monkeypatch, ["10.0.0.7"])
    looked_up(names.getHostByName("trong.example"))
    assert connecting.withheld.pop("trong.example") == "10.0.0.7"


def test_a_test_may_look_up_its_own_machine(monkeypatch):
    names = resolver(monkeypatch, ["127.0.0.1"], private=True)
    assert looked_up(names.getHostByName("localhost")) == "127.0.0.1"


def test_the_project_never_asks_private_addresses_by_itself():
    from crawler import settings

    assert settings.ALLOW_PRIVATE_ADDRESSES is False
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES is True
    assert not settings.HTTPPROXY_ENABLED
    assert not settings.COOKIES_ENABLED
    assert not settings.TELNETCONSOLE_ENABLED
    assert not settings.REMOTE_CONTROL_ENABLED
    assert [name for name, made in settings.DOWNLOAD_HANDLERS.items() if made] == ["http", "https"]


@pytest.mark.parametrize("name", list(guard.REFUSED))
def test_parts_of_scrapy_that_unpickle_or_listen_are_refused(name):
    off = dict.fromkeys(guard.REFUSED, False)
    guard.check_settings(Settings(off))
    with pytest.raises(BadTask, match=f"{name} is not for this project"):
        guard.check_settings(Settings({**off, name: "1"}))


@pytest.mark.parametrize("name", [*guard.NUMBERS, *guard.WHOLE_NUMBERS])
@pytest.mark.parametrize("value", ["mười", "-1", "nan", "inf", ""])
def test_a_setting_that_is_no_number_is_named(name, value):
    off = dict.fromkeys(guard.REFUSED, False)
    with pytest.raises(BadTask, match=f"{name}={value} is no (whole )?number from 0 on"):
        guard.check_settings(Settings({**off, name: value}))
    guard.check_settings(Settings({**off, name: "7"}))
