"""What the documents show works: SQL runs, promised columns are there, commands exist."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.main import get_command

from archive.storage.engine import connect

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = (ROOT / "docs" / "archive.md").read_text()
README = (ROOT / "README.md").read_text()
QUESTIONS = re.findall(r"```sql\n(.*?)```", ARCHIVE, re.DOTALL)
VIEWS = re.findall(r"^\| `(\w+)` \| [^|]+ \| `([^`]+)` \|$", ARCHIVE, re.MULTILINE)


@contextmanager
def closing(url: str) -> Iterator[sa.Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_of_the_documents_runs_on_both_databases(
    database_url: str, question: str
) -> None:
    with closing(database_url) as engine, engine.connect() as connection:
        connection.execute(sa.text(question)).all()


def test_views_have_exactly_the_promised_columns_in_order(database_url: str) -> None:
    assert len(VIEWS) == 6
    with closing(database_url) as engine:
        inspector = sa.inspect(engine)
        for view, columns in VIEWS:
            assert [column["name"] for column in inspector.get_columns(view)] == columns.split(", ")


TABLES = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \| (.+) \|$", ARCHIVE, re.MULTILINE)


def test_every_table_is_explained_and_every_column_that_is_named_is_there() -> None:
    from archive.storage import derived, schema  # noqa: F401 - they declare the tables
    from archive.storage.columns import metadata

    told = [(re.findall(r"\w+", names), text) for names, text in TABLES]
    tables = [one for one in told if not {view for view, _ in VIEWS} & set(one[0])]
    assert sorted(name for names, _ in tables for name in names) == sorted(metadata.tables)
    for names, text in tables:
        columns = {column.name for name in names for column in metadata.tables[name].columns}
        named = set(re.findall(r"`([a-z_]+\d*)`(?=[^`]*(?:`|$))", text)) - KNOWN
        assert named <= columns, f"{names}: {named - columns}"


# what stands in code marks there and is no column of the table
KNOWN = {"hard", "soft", "known", "story_copy", "run_report", "reading_fts", "past_fts"}


def test_every_egov_command_of_the_readme_exists() -> None:
    from archive.cli.program import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"^egov (\w+)|; egov (\w+)", README, re.MULTILINE))
    assert {first or second for first, second in named} <= known


DOCUMENTS = [ROOT / "README.md", *ROOT.glob("docs/*.md"), ROOT / "CONTRIBUTING.md"]


def test_every_document_and_section_that_is_linked_is_there() -> None:
    sections = {document: set(anchors(document.read_text())) for document in DOCUMENTS}
    for document in DOCUMENTS:
        for target, section in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", document.read_text()):
            if "://" in target:
                continue
            linked = (document.parent / target).resolve() if target else document
            assert linked.exists(), f"{document.name} links {target}"
            assert not section or section in sections[linked], f"{document.name}: #{section}"


def anchors(text: str) -> Iterator[str]:
    """What Markdown makes of the headings of a document, to be linked by."""
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
