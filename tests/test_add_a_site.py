"""docs/add-a-site.md, followed as it stands: its commands, in a copy of the project, end green."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import cases

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "add-a-site.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.M | re.S)
NEEDED = ("archive", "crawler", "docs", "scrapy.cfg", "pyproject.toml")
TESTED = ("__init__.py", "conftest.py", "crawl.py", "forking.py", "test_sites.py")
CASES = Path("tests") / "sites" / "baosongmay"


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


NEWSITE, READ, SAVEPAGE, PYTEST = blocks("sh")
PRINTED = blocks("text")[0]
WRITTEN, COMPLETED = blocks("python")[:2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a newcomer has it, cases and tests of sites included."""
    folder = tmp_path_factory.mktemp("project")
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    shutil.copytree(ROOT / "tests" / "sites", folder / "tests" / "sites")
    for name in TESTED:
        if (ROOT / "tests" / name).exists():
            shutil.copy(ROOT / "tests" / name, folder / "tests" / name)
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command of the guide, in the copy."""
    env = {**os.environ, "PYTHONPATH": str(folder)}
    env.pop("SCRAPY_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def review(case: Path) -> None:
    """What the guide asks a person to do when page and expectation have been compared."""
    file = next(case.glob("expected.json"), case / "refused.json")
    facts = json.loads(file.read_text("utf-8"))
    assert facts["reviewed"] is False
    file.write_text(json.dumps({**facts, "reviewed": True}, ensure_ascii=False), "utf-8")


def test_following_the_guide_from_newsite_on_ends_with_green_tests(copy: Path) -> None:
    begun = run(copy, NEWSITE)
    assert begun.returncode == 0, begun.stdout + begun.stderr
    assert begun.stdout.startswith(PRINTED), begun.stdout
    spider = copy / "crawler" / "spiders" / "baosongmay.py"
    assert spider.read_text("utf-8") == WRITTEN
    unreviewed = run(copy, PYTEST)
    assert unreviewed.returncode == 1, "a case that nobody compared is not green"
    assert "set reviewed to true" in unreviewed.stdout

    spider.write_text(COMPLETED, "utf-8")
    removed = run(copy, READ)
    assert "Lớp học số trên đồi chè" in removed.stdout.split("\nremoved:\n")[1]
    saved = run(copy, SAVEPAGE)
    assert saved.returncode == 0, saved.stdout + saved.stderr
    article, event = sorted((copy / CASES).iterdir(), reverse=True)
    facts = json.loads((article / "expected.json").read_text("utf-8"))
    assert (facts["author"], facts["layout"]) == ("Quàng Thị Ín", "epi-2020")
    assert not re.search("đồi chè|Đọc nhiều|Lò Văn Sơ", str(facts["blocks"]))
    assert json.loads((event / "refused.json").read_text("utf-8"))["reason"] == "listing"

    for case in (article, event):
        review(case)
    green = run(copy, PYTEST)
    assert green.returncode == 0, green.stdout
    assert re.search(r"\b1[0-9] passed", green.stdout)


def test_adding_a_site_takes_one_file_and_one_folder_of_cases(copy: Path) -> None:
    before = {path.relative_to(ROOT) for path in files(ROOT / "crawler")}
    added = {path.relative_to(copy) for path in files(copy / "crawler")} - before
    assert added == {Path("crawler") / "spiders" / "baosongmay.py"}
    assert len(COMPLETED.splitlines()) <= 40


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*.py") if "__pycache__" not in path.parts}


def test_the_pages_of_the_guide_are_an_invented_papers() -> None:
    for page in (ROOT / "docs" / "example").iterdir():
        hosts = set(re.findall(r"https?://([\w.-]+)", page.read_text("utf-8")))
        assert all(host.endswith("baosongmay.example") for host in hosts), hosts
    assert not (cases.__file__ and (ROOT / CASES).exists()), "the guide's paper is nobody's site"
