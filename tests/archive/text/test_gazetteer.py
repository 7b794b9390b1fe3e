"""The gazetteers can be edited by anybody: a mistake is named with its file and line."""

import io
from datetime import date

import pytest

from archive.text import gazetteer
from archive.text.mentions import GAZETTEER, KINDS, label
from archive.text.scan import known

HEAD = "# what this is\n" + "\t".join(gazetteer.COLUMNS) + "\n"


def wrong(*rows, file="systems.tsv", head=HEAD):
    return gazetteer.check({file: head + "".join("\t".join(row) + "\n" for row in rows)})[1]


def test_the_files_of_this_release_hold_no_mistake():
    out = io.StringIO()
    assert gazetteer.main(out) == 0
    assert f"0 mistakes, version {GAZETTEER}" in out.getvalue()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("a", "A", "Một"), ("a", "B", "Hai")], "line 4: key “a” stands in line 3 already"),
        (
            [("a", "A", "Một cửa"), ("b", "B", "x|một  cửa")],
            "line 4: form “một cửa” stands in systems.tsv line 3 already",
        ),
        (
            [("a", "A", "e-Cabinet"), ("b", "B", "E – cabinet")],
            "line 4: form “E - cabinet” stands in systems.tsv line 3 already",
        ),
        (
            [("a", "A", "Một", "2025-3-1")],
            "line 3: since is “2025-3-1”, which is no day: write it as 2025-03-01",
        ),
        (
            [("a", "A", "Một", "2025-03-02", "2025-03-01")],
            "line 3: since 2025-03-02 is later than until 2025-03-01",
        ),
        ([("a", "A", "Một", "", "", "z")], "line 3: successor “z” is the key of no row"),
        ([("a", "A", "Một", "", "", "a")], "line 3: “a” is its own successor"),
        ([("a", "", "Một")], "line 3: label is empty"),
        ([("", "A", "Một")], "line 3: key is empty"),
        ([("a", "A", "Một", "", "", "", "big")], "line 3: unknown rule “big”"),
        ([("a", "A", '"Một"')], 'line 3: a quotation mark (")'),
        ([("a", "A", "Một", "", "", "", "", "note", "more")], "line 3: more cells than columns"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(rows, sentence):
    (only,) = wrong(*rows)
    assert only.startswith(f"systems.tsv {sentence}")


def test_a_missing_column_and_a_missing_head_are_named():
    assert wrong(head="key\tlabel\n") == [
        "systems.tsv line 1: column missing: forms, since, until, successor, rules, note"
    ]
    assert wrong(head="# nothing\n")[0].startswith("systems.tsv: there is no row of column names")


def test_an_official_needs_a_known_office():
    assert wrong(("lan/vua", "Vua Lan", "Lan"), file="officials.tsv") == [
        "officials.tsv line 3: “lan/vua” does not end in / and a key of offices.tsv"
    ]


def test_one_form_may_stand_twice_where_the_periods_part_the_rows():
    rows = [("a", "A", "Luật X", "", "2020-01-01"), ("b", "B", "Luật X", "2020-01-02")]
    assert wrong(*rows, file="documents.tsv") == []
    rows[1] = ("b", "B", "Luật X", "2020-01-01")
    assert "stands in" in wrong(*rows, file="documents.tsv")[0]


def test_what_a_spreadsheet_does_to_the_file_changes_nothing():
    text = HEAD + "a\tA\tMột\t\t\t\t\t\n"
    plain = gazetteer.check({"systems.tsv": text})
    windows = gazetteer.check({"systems.tsv": text.replace("\n", "\r\n")})
    quoted = gazetteer.check({"systems.tsv": text.replace("# what", '"# what')})
    assert plain == windows == quoted
    assert plain[1] == []


def test_every_edit_is_another_gazetteer(monkeypatch):
    texts = gazetteer._texts()
    monkeypatch.setattr(gazetteer, "_texts", lambda: texts)
    before = gazetteer.version.__wrapped__()
    texts["systems.tsv"] += "mới\tHệ thống mới\tHệ thống mới\t\t\t\t\t\n"
    assert before == GAZETTEER
    assert gazetteer.version.__wrapped__() != before


def test_a_ministry_that_was_merged_away_says_when_and_into_which():
    held = {row.key: row for row in gazetteer.entries() if row.kind == "organisation"}
    old = held["BTTTT"]
    assert (old.until, old.successor) == (date(2025, 2, 28), "BKHCN")
    assert not old.holds(date(2025, 3, 1))
    merged = {row.key for row in held.values() if row.until == date(2025, 2, 28)}
    assert merged >= {"BTTTT", "BKHDT", "BGTVT", "BTNMT", "BNNPTNT", "BLDTBXH", "UBDT"}
    assert all(held[row.successor] for row in held.values() if row.successor)


def test_every_key_has_a_label_and_every_form_is_found_as_itself():
    assert {kind for kind, _ in known().labels} <= {*KINDS, "office", "stop"}
    assert label("organisation", "BKHCN") == "Bộ Khoa học và Công nghệ"
    assert label("organisation", "không có") == "không có"
