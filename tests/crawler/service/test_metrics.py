"""The file for Prometheus, read by Prometheus's own parser."""

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from archive.storage.engine import connect
from archive.storage.mutes import mute
from crawler.config import Config, parse
from crawler.service import metrics
from tests.crawler.service.nights import night
from tests.crawler.service.sites import declare, job

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
NOW = AT + timedelta(hours=2)


@pytest.fixture
def engine(either_url, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    made = connect(either_url)
    yield made
    made.dispose()


def written(engine, tmp_path):
    file = tmp_path / "prometheus" / "egov.prom"
    config = parse({"health": {"prometheus": str(file)}}, tmp_path / "egov.toml")
    assert metrics.write(engine, config, NOW) == file
    assert [each.name for each in file.parent.iterdir()] == ["egov.prom"]
    families = list(text_string_to_metric_families(file.read_text()))
    assert all(family.documentation.endswith(".") for family in families)
    assert all(family.type == "gauge" for family in families)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_without_a_path_no_file_is_written(engine):
    assert metrics.write(engine, Config(), NOW) is None


@pytest.mark.usefixtures("database_url")
def test_sites_jobs_and_service_are_there(engine, tmp_path):
    night(engine, AT)
    job(engine, "nightly", "unwell", AT - timedelta(days=1))
    job(engine, "nightly", "failed", AT)
    mute(engine, "bao07", NOW + timedelta(days=3), "đang bảo trì", "Lan", AT)
    found = written(engine, tmp_path)
    assert found["egov_site_state", "bao07", "blocked"] == 1
    assert found["egov_site_state", "bao07", "healthy"] == 0
    assert sum(found[key] for key in found if key[:2] == ("egov_site_state", "bao07")) == 1
    assert found["egov_site_needs_person", "bao07"] == 1
    assert found["egov_site_muted", "bao07"] == 1
    assert found["egov_site_muted", "bao19"] == 0
    assert found["egov_site_run_found", "bao02"] == 41
    assert found["egov_site_run_new", "bao02"] == 1
    assert found["egov_site_run_start_timestamp_seconds", "bao02"] == AT.timestamp()
    assert found["egov_site_run_end_timestamp_seconds", "bao02"] == AT.timestamp() + 90
    assert found["egov_site_articles", "bao02"] == 0
    assert found["egov_job_failed", "nightly"] == 1
    last = AT - timedelta(hours=23)
    assert found["egov_job_last_success_timestamp_seconds", "nightly"] == last.timestamp()
    assert found["egov_job_duration_seconds", "nightly"] == 3600
    assert found[("egov_disk_free_bytes",)] > 0
    assert found[("egov_alerts_unsent",)] == 0
    assert found[("egov_spool_files",)] == 0
    assert found[("egov_metrics_written_timestamp_seconds",)] == NOW.timestamp()


def test_an_empty_archive_has_a_file_too(engine, tmp_path):
    found = written(engine, tmp_path)
    assert ("egov_leader_seen_timestamp_seconds",) not in found
    declare(engine, "baomau")
    assert written(engine, tmp_path)["egov_site_state", "baomau", "never"] == 1
