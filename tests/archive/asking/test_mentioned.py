"""What articles name is counted by their newest text, and found by any of its names."""

import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from archive import Archive
from archive.asking.naming import resolve
from archive.errors import BadQuery, NotFound
from archive.storage import schema
from archive.storage.engine import begin_read
from tests.archive.crawl import DAY, NIGHT, crawling

ONE, TWO, THREE = (f"https://{site}/tin-1.htm" for site in (
    "baosonkhe.example", "www.baovinhlam.example", "chinhphumau.example"))  # fmt: skip
FIRST = (
    "Thực hiện Quyết định 06/QĐ-TTg, Thứ trưởng Bộ Công an Lê Thị Khe Mây khai trương tổ công nghệ "
    "số ở Lào Cai. Bà Lê Thị Khe Mây mời người dân cài VNeID; Bộ Công an lo máy móc."
)
SECOND = "Bộ Công an cùng Bộ Khoa học và Công nghệ thử nền tảng dùng chung với Hàn Quốc."
THIRD = "Đề án 06 được Thứ trưởng Vũ Hà Lan Chi nêu, nơi dùng VNeID nhiều nhất."


def shown(url, folder):
    with crawling(url, folder) as crawl:
        crawl.look(ONE, NIGHT, title="Tựa một", body=FIRST, published="2026-09-30T08:00:00+07:00")
        crawl.look(TWO, NIGHT, title="Tựa hai", body=SECOND, published="2026-09-28T08:00:00+07:00")
        crawl.look(THREE, NIGHT, title="Tựa ba", body=THIRD, published="2026-10-01T00:30:00+07:00")


@pytest.fixture(scope="module")
def archive(module_database_url, tmp_path_factory):
    """Only asked here: a test that changes something makes its own."""
    shown(module_database_url, tmp_path_factory.mktemp("pages"))
    with Archive.open(module_database_url) as archive:
        yield archive


def told(found):
    return [(one.kind, one.key, one.articles, one.times) for one in found.things]


def test_the_most_named_come_first_with_their_days(archive):
    found = archive.mentions(limit=3)
    assert told(found) == [
        ("organisation", "BCA", 2, 3),
        ("document", "06/QĐ-TTg", 2, 2),
        ("system", "vneid", 2, 2),
    ]
    assert (found.things[0].first, found.things[0].last) == (date(2026, 9, 28), date(2026, 9, 30))
    assert found.things[1].last == date(2026, 10, 1)
    assert found.total == len(archive.mentions(limit=100).things) == 8


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("bo cong an", ["BCA"]),
        ("BỘ CÔNG", ["BCA", "BKHCN"]),
        ("06/qd", ["06/QĐ-TTg"]),
        ("đề án 06", ["06/QĐ-TTg"]),
        ("official:lan chi", ["vu-ha-lan-chi/thu-truong"]),
        ("official: Lan Chi, thứ trưởng", ["vu-ha-lan-chi/thu-truong"]),
        ("hoa kỳ", []),
        ("Bộ Thông tin và Truyền thông", []),
    ],
)
def test_words_are_looked_for_in_key_and_label(archive, words, keys):
    assert [one.key for one in archive.mentions(words).things] == keys


def test_sites_units_days_kinds_and_an_article_narrow_what_is_counted(archive):
    assert told(archive.mentions("bca", sites=["baovinhlam"])) == [("organisation", "BCA", 1, 1)]
    assert told(archive.mentions("bca", since=date(2026, 9, 29))) == [("organisation", "BCA", 1, 2)]
    assert told(archive.mentions("bca", until=date(2026, 9, 27))) == []
    assert told(archive.mentions("vneid", until=date(2026, 9, 30))) == [("system", "vneid", 1, 1)]
    assert told(archive.mentions(kinds=["country"])) == [("country", "KR", 1, 1)]
    kinds = {one.kind for one in archive.mentions(article=ONE).things}
    assert kinds == {"document", "official", "organisation", "system", "unit"}
    with pytest.raises(NotFound, match="khongco"):
        archive.mentions(sites=["khongco"])
    with pytest.raises(BadQuery, match="are document, organisation"):
        archive.mentions(kinds=["person"])
    with pytest.raises(BadQuery, match="person"):
        archive.mentions("person:Lan")


def test_only_the_newest_text_and_gazetteer_count_and_the_past_has_its_own(database_url, tmp_path):
    shown(database_url, tmp_path)
    with crawling(database_url, tmp_path / "later") as crawl:
        crawl.look(TWO, NIGHT + 3 * DAY, title="Tựa hai", body="Chỉ nhắc tới Hàn Quốc.")
    with Archive.open(database_url) as archive:
        assert told(archive.mentions("bca")) == [("organisation", "BCA", 1, 2)]
        then = archive.mentions("bca", as_of=NIGHT + DAY)
        assert told(then) == [("organisation", "BCA", 2, 3)]
        assert archive.mentions("bca", as_of=NIGHT - DAY).things == ()
        newer_gazetteer(archive)


def newer_gazetteer(archive):
    """Rows of a newer gazetteer stand for all of the older one, from when they were recorded."""
    with archive.engine.begin() as conn:
        found = sa.select(schema.mention).where(schema.mention.c.key == "BCA")
        row = conn.execute(found.order_by(schema.mention.c.reading_id)).first()
        newer = {"gazetteer": "sửa", "recorded_at": row.recorded_at + timedelta(days=1)}
        changed = {"key": "XX", "label": "Bộ Mới", **newer}
        conn.execute(sa.insert(schema.mention), row._asdict() | changed)
    assert told(archive.mentions(kinds=["organisation"])) == [("organisation", "XX", 1, 2)]
    assert told(archive.mentions("vneid")) == [("system", "vneid", 1, 1)]
    before = archive.mentions("vneid", known_at=newer["recorded_at"] - timedelta(microseconds=1))
    assert [thing.articles for thing in before.things] == [2]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("document:06/QĐ-TTg", ("document", "06/QĐ-TTg")),
        ("06/qđ-ttg", ("document", "06/QĐ-TTg")),
        ("quyết định 6/QĐ-TTg", ("document", "06/QĐ-TTg")),
        ("de an 06", ("document", "06/QĐ-TTg")),
        ("13/2023/nđ-cp", ("document", "13/2023/NĐ-CP")),
        ("bộ công an", ("organisation", "BCA")),
        ("BCA", ("organisation", "BCA")),
        ("Bộ TT&TT", ("organisation", "BTTTT")),
        ("vneid", ("system", "vneid")),
        ("đại hàn dân quốc", ("country", "KR")),
        ("hoa ky", ("country", "US")),
        ("lào", ("country", "LA")),
        ("Hoà Bình", ("unit", "VN-14")),
        ("unit:VN-02", ("unit", "VN-02")),
        ("Thứ trưởng Vũ Hà Lan Chi", ("official", "vu-ha-lan-chi/thu-truong")),
        ("khe may", ("official", "le-thi-khe-may/thu-truong")),
    ],
)
def test_a_name_is_resolved_to_its_thing(archive, text, thing):
    with begin_read(archive.engine) as conn:
        assert resolve(conn, text) == thing


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", BadQuery, "empty"),
        ("document:", BadQuery, "empty"),
        ("person:Lan", BadQuery, "there are document"),
        ("thứ trưởng", BadQuery, "le-thi-khe-may/thu-truong .* or official:vu-ha"),
        ("Luật Giao dịch điện tử", BadQuery, "51/2005/QH11"),
        ("Bộ Công ang", NotFound, "BCA"),
        ("xyzzy", NotFound, "egov mentions"),
        ("country:bộ công an", NotFound, "nothing is called"),
    ],
)
def test_what_is_ambiguous_or_unknown_is_refused_with_near_names(archive, text, error, words):
    with begin_read(archive.engine) as conn, pytest.raises(error, match=words):
        resolve(conn, text)


@pytest.fixture
def filled(shelf):
    public = shelf.article("baomau", "Tựa")
    row = {"reading_id": 1, "gazetteer": "1", "recorded_at": NIGHT, "count": 4}
    label = "Cổng Dịch vụ công quốc gia"
    shelf.add(schema.mention, kind="system", key="cong-dvc-quoc-gia", label=label, **row)
    shelf.add(schema.mention, kind="unit", key="VN-02", label="Lào\x1b[31m Cai", **row)
    return public


def test_egov_mentions_answers_people_and_programs(egov, filled):
    status, out, err = egov("mentions")
    assert (status, err) == (0, "")
    assert out.splitlines()[1].split()[:3] == ["system", "cong-dvc-quoc-gia", "1"]
    assert "egov search --mention system:cong-dvc-quoc-gia" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    status, out, err = egov("mentions", "dich", "vu", "--json")
    assert [one["key"] for one in json.loads(out)["things"]] == ["cong-dvc-quoc-gia"]
    status, out, err = egov("mentions", "--article", filled)
    assert "4  Cổng Dịch vụ công quốc gia" in out
    status, out, err = egov("mentions", "hoa kỳ")
    assert out == "Nothing that is named has “hoa kỳ” in its name or key.\n"


def test_egov_mentions_says_what_is_wrong(egov, filled):
    assert egov("mentions", "--kind", "person")[0] == 2
    assert egov("mentions", "--since", "gestern")[0] == 2
    status, out, err = egov("mentions", "--article", filled, "--site", "baomau")
    assert (status, out) == (2, "")
    assert "--article excludes" in err
