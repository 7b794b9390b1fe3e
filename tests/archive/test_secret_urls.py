"""The database's address: what of it may be shown."""

import pytest
import sqlalchemy as sa

from archive.errors import ArchiveError
from archive.storage.engine import connect, database_url, shown
from crawler import logs

SECRET = "bi-mat-Zq81Xw"
HOST = "127.0.0.1:1/egov"


@pytest.mark.parametrize(
    "url", [f"postgresql://mau:{SECRET}@{HOST}", f"postgresql://mau@{HOST}?password={SECRET}"]
)
def test_a_password_is_shown_in_no_form(monkeypatch, url):
    with pytest.raises(ArchiveError) as told:
        connect(url)
    assert "127.0.0.1" in str(told.value)
    assert SECRET not in str(told.value)
    assert SECRET not in shown(sa.make_url(url))
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", url)
    logs.secrets.cache_clear()
    assert SECRET not in logs.redacted(f"password: {SECRET}")
    monkeypatch.undo()
    logs.secrets.cache_clear()


@pytest.mark.parametrize("password", [f"a@b/{SECRET}", f"a@{SECRET}", f"a@b:1/{SECRET}"])
def test_a_password_that_is_no_part_of_an_address_is_told_of_and_not_shown(password):
    with pytest.raises(ArchiveError, match="write an @ in the password as %40") as told:
        database_url(f"postgresql://mau:{password}@{HOST}")
    assert SECRET not in str(told.value)
