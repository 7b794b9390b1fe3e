"""The matrix of faults in docs/operations.md names tests that are there, and all of these."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TEXT = (TESTS.parent / "docs" / "operations.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("\n## Faults\n")[2].partition("\n## ")[0]
ROWS = [line for line in SECTION.splitlines() if line.startswith("|")][2:]
DEFINED = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)
OF_PARTS = ("test_spool.py", "test_draining.py", "test_matrix.py")  # of the spool itself


def defined(files: list[Path]) -> set[str]:
    return {name for file in files for name in DEFINED.findall(file.read_text(encoding="utf-8"))}


def test_every_row_names_tests_that_are_there() -> None:
    assert len(ROWS) > 25
    known = defined(sorted(TESTS.rglob("test_*.py")))
    for row in ROWS:
        happens, *_, proved = [cell.strip() for cell in row.strip("|").split(" | ")]
        named = re.findall(r"`(test_\w+)`", proved)
        assert named, f"{happens}: proved by no test"
        assert set(named) <= known, f"{happens}: {set(named) - known}"


def test_every_fault_that_is_tested_is_told() -> None:
    own = defined([file for file in (TESTS / "faults").glob("*.py") if file.name not in OF_PARTS])
    told = set(re.findall(r"`(test_\w+)`", SECTION))
    assert own - told == set()
