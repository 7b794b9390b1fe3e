"""What our sources never do: unpickle, evaluate, start a shell, listen, leave XML to its DTD."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(
    file
    for part in ("archive", "crawler", "migrations", "samples", "scheduler.py")
    for file in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))
)
MODULES = {
    *("pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle"),
    *("yaml", "xmlrpc", "telnetlib"),
}
CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.execv", "os.spawnv"}
PARSERS = {"XMLParser", "iterparse", "XMLPullParser"}
SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}
STARTERS = {  # modules that start processes: our own commands alone, as lists of words
    "crawler/fetching/night.py",
    "samples/demo.py",
}


def wrong(source: str) -> Iterator[str]:
    """What a module does that none may."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [each.name for each in node.names]
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from (f"imports {name}" for name in names if name.split(".")[0] in MODULES)
        elif isinstance(node, ast.Call):
            yield from wrong_call(node)


def wrong_call(node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func)
    named = {each.arg: each.value for each in node.keywords}
    if name in CALLS:
        yield f"calls {name}"
    if "shell" in named:
        yield f"{name} names a shell"
    if name.rpartition(".")[2] in PARSERS:
        for option, wanted in SAFE.items():
            value = named.get(option)
            if not isinstance(value, ast.Constant) or value.value is not wanted:
                yield f"{name} without {option}={wanted}"


def test_no_source_does_what_none_may():
    found = {file: list(wrong(file.read_text("utf-8"))) for file in SOURCES}
    assert len(found) > 200
    assert {str(file.relative_to(ROOT)): told for file, told in found.items() if told} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from yaml import load",
        "eval('1')",
        "import os; os.system('ls')",
        "subprocess.run('ls', shell=True)",
        "etree.iterparse(f, resolve_entities=False, no_network=True)",
        "etree.XMLParser()",
    ],
)
def test_what_none_may_do_is_known(line):
    assert list(wrong(line))


def test_processes_are_started_in_few_places():
    starting = {
        str(file.relative_to(ROOT))
        for file in SOURCES
        if any(
            isinstance(node, ast.Import) and any(each.name == "subprocess" for each in node.names)
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
        )
    }
    assert starting <= STARTERS, starting - STARTERS
