"""A guessed listing and the addresses that may answer in its place; by replay."""

import json
from datetime import UTC, datetime

from archive.storage.engine import connect
from archive.storage.store import Store
from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"


def night(folder, day, **sections):
    """What the site answers on a day: section pages by name, and every article that they name."""
    at = f"2026-03-{day:02d}T01:00:00Z"
    with Warc(folder / f"night-{day}.warc.gz") as file:
        for name, paths in sections.items():
            url = f"{ROOT}/{name.replace('_', '-')}"
            if paths is None:
                file.add(url, "gone", at=at, status="404 Not Found")
            else:
                file.add(url, section(*paths), at=at)
            for path in paths or ():
                file.add(f"{ROOT}{path}", article(f"Bài {path}"), at=at)


def crawl(archived, folder, day, *words):
    at = ("-s", f"REPLAY_AT=2026-03-{day:02d}T02:00:00Z")
    return archived.crawl(*at, *words, warc=folder, BAOMAU_LISTINGS="guess")


def asked(archived):
    paths = archived.asked()
    (archived.folder / "asked.txt").unlink()
    return [path for path in paths if not path.endswith(".html")]


def notes(archived):
    (newest,) = archived.rows("SELECT notes FROM run ORDER BY id DESC LIMIT 1")
    return json.loads(newest["notes"])


def confirm(archived):
    """What `egov sites confirm` does."""
    store = Store(connect(archived.url), archived.folder / "data")
    store.confirm_layout("baomau", None, datetime(2026, 3, 20, tzinfo=UTC))
    store.close()


def test_candidates_are_tried_until_one_names_articles_which_is_asked_first_from_then_on(
    archived, tmp_path
):
    night(tmp_path, 1, so_hoa=None, cong_nghe=[], khoa_hoc=["/bai-1-1101.html"])
    night(tmp_path, 2, so_hoa=["/bai-9-1109.html"], khoa_hoc=["/bai-2-1102.html"])
    ended = crawl(archived, tmp_path, 1)
    assert asked(archived) == ["/so-hoa", "/cong-nghe", "/khoa-hoc"]
    assert archived.titles() == {"Bài /bai-1-1101.html"}, ended.said
    assert (archived.report()["outcome"], ended.status) == ("unproven", 1)
    assert f"listing {ROOT}/khoa-hoc" in ended.said
    crawl(archived, tmp_path, 2)
    assert asked(archived) == ["/khoa-hoc"]
    assert archived.report()["outcome"] == "unproven"


def test_once_a_person_confirmed_the_one_that_answered_all_is_well(archived, tmp_path):
    night(tmp_path, 1, so_hoa=None, cong_nghe=["/bai-1-1101.html"])
    night(tmp_path, 2, cong_nghe=["/bai-2-1102.html"])
    crawl(archived, tmp_path, 1)
    (seen,) = archived.rows("SELECT subject, evidence FROM site_state WHERE subject LIKE 'list%'")
    assert (seen["subject"], seen["evidence"]) == (f"listing {ROOT}/cong-nghe", "guess")
    confirm(archived)
    ended = crawl(archived, tmp_path, 2)
    assert (archived.report()["outcome"], ended.status) == ("healthy", 0)


def test_what_another_listing_named_before_is_fetched_once_a_candidate_of_the_topic_names_it(
    archived, tmp_path
):
    same = ["/bai-1-1101.html"]
    night(tmp_path, 1, so_hoa=None, cong_nghe=same, the_thao=same)
    at = ("-s", "REPLAY_AT=2026-03-01T02:00:00Z")
    archived.crawl(*at, warc=tmp_path, BAOMAU_LISTINGS="guess sport")
    paths = asked(archived)
    assert paths.index("/the-thao") < paths.index("/cong-nghe")
    assert archived.titles() == {"Bài /bai-1-1101.html"}
    assert archived.report()["discovered"] == 1


def test_where_it_answers_no_more_the_others_are_tried_and_that_is_said(archived, tmp_path):
    night(tmp_path, 1, so_hoa=None, cong_nghe=["/bai-1-1101.html"])
    crawl(archived, tmp_path, 1)
    confirm(archived)
    night(tmp_path, 2, so_hoa=None, cong_nghe=None, khoa_hoc=["/bai-2-1102.html"])
    (archived.folder / "asked.txt").unlink()
    crawl(archived, tmp_path, 2)
    assert asked(archived) == ["/cong-nghe", "/so-hoa", "/khoa-hoc"]
    stands_in = f"listing {ROOT}/cong-nghe answers no more: {ROOT}/khoa-hoc stands in for it"
    assert stands_in in notes(archived)
    assert archived.report()["outcome"] == "unproven"


def test_a_guess_that_never_answered_is_told_and_one_that_did_before_is_missed(archived, tmp_path):
    night(tmp_path, 1, so_hoa=None, cong_nghe=None, khoa_hoc=[], chuyen_doi_so=["/bai-1-1101.html"])
    at = ("-s", "REPLAY_AT=2026-03-01T02:00:00Z")
    archived.crawl(*at, warc=tmp_path, BAOMAU_LISTINGS="guess section")
    (told,) = [note for note in notes(archived) if "guessed listing" in note]
    assert all(f"{ROOT}/{name} " in told for name in ("so-hoa", "cong-nghe"))
    assert archived.report()["outcome"] == "healthy"
    night(tmp_path, 2, so_hoa=["/bai-2-1102.html"], chuyen_doi_so=["/bai-1-1101.html"])
    at = ("-s", "REPLAY_AT=2026-03-02T02:00:00Z")
    archived.crawl(*at, warc=tmp_path, BAOMAU_LISTINGS="guess section")
    night(tmp_path, 3, so_hoa=None, cong_nghe=None, chuyen_doi_so=["/bai-1-1101.html"])
    at = ("-s", "REPLAY_AT=2026-03-03T02:00:00Z")
    archived.crawl(*at, warc=tmp_path, BAOMAU_LISTINGS="guess section")
    assert archived.report()["outcome"] == "thin"


def test_a_probe_shows_the_candidates_and_what_became_of_them(tmp_path, run_command):
    night(tmp_path, 1, so_hoa=None, cong_nghe=["/bai-1-1101.html"])
    env = {"SCRAPY_SETTINGS_MODULE": "tests.mau.settings", "BAOMAU_LISTINGS": "guess"}
    ended = run_command("scrapy", "probe", "baomau", "-s", f"REPLAY={tmp_path}", **env)
    said = ended.stdout
    assert f"candidates are {ROOT}/so-hoa, {ROOT}/cong-nghe, {ROOT}/khoa-hoc" in said, ended.stderr
    assert f"{ROOT}/so-hoa answered missing (404); {ROOT}/cong-nghe is tried" in said
    assert "Bài /bai-1-1101.html" in said
    assert ended.returncode == 0
