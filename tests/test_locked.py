"""The lock files hold what they promise, and what is installed is what they hold."""

import pytest

from tests import locked

HASHES = "    --hash=sha256:" + "a" * 64
GOOD = f"lxml==6.1.3 \\\n{HASHES} \\\n{HASHES}\n    # via x\n"


def test_the_locks_are_whole_and_what_is_locked_is_installed_in_that_version():
    assert locked.wrong_locks() == []
    # what somebody installed besides is a matter of `script/audit`
    assert [line for line in locked.wrong_here() if "not locked" not in line] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("lxml==6.1.3\n", "without hashes"),
        (f"lxml>=6 \\\n{HASHES}\n", "not pinned"),
        (f"lxml @ https://x.example/lxml.whl \\\n{HASHES}\n", "an address"),
        ("git+https://x.example/lxml\n", "an address"),
        ("--index-url https://x.example/simple\n", "an address"),
        ("-e .\n", "an address or an option"),
        ("lxml==6.1.3 --hash=md5:abc\n", "without hashes"),
    ],
)
def test_what_a_lock_must_not_hold_is_named(line, said):
    assert list(locked.wrong_in("a.lock", GOOD)) == []
    assert said in "".join(locked.wrong_in("a.lock", GOOD + line))


def test_a_version_that_differs_is_named_wherever_it_does():
    project = '[project]\ndependencies = ["lxml>=7", "brotli==1.2.1"]\n'
    held = {"lxml": "6.1.3", "brotli": "1.2.1"}
    assert [line.split(":")[1] for line in locked.wrong_versions(project, held)] == [" lxml>=7"]
    found = locked.wrong_installed({"lxml": "6.1.2", "left-pad": "1", "pip": "23"}, held)
    assert list(found) == [
        "installed: left-pad 1: it is not locked",
        "installed: lxml 6.1.2: locked is 6.1.3; run script/setup dev",
    ]
