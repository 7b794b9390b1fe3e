"""A hostile site and a harmless one, and crawls of both at the same time."""

import ssl
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.mau.archived import Archived, Ended, Watched
from tests.mau.pages import article, section
from tests.mau.server import Server

SETTINGS = "tests.hostile.settings"
MEMORY = 400  # MB: a crawl with its libraries takes about 150
GOOD = "/bai-tot-9999.html"


@pytest.fixture
def harmless() -> Iterator[Server]:
    with Server() as server:
        paths = [f"/bai-lanh-200{n}.html" for n in range(3)]
        server.put("/chuyen-doi-so", section(*paths))
        for path in paths:
            server.put(path, article(f"Bài {path}"))
        yield server


@pytest.fixture
def hostile() -> Iterator[Server]:
    with Server() as server:
        server.put("/chuyen-doi-so", section(GOOD))
        server.put(GOOD, article("Bài tốt của báo độc"))
        yield server


class Night:
    """Crawls of both sites in one archive, at the same time."""

    def __init__(self, url: str, folder: Path, hostile: Server, harmless: Server) -> None:
        self.archived = Archived(url, folder)
        self.hostile, self.harmless = hostile, harmless
        self.folder = folder
        self.named = {
            "SCRAPY_SETTINGS_MODULE": SETTINGS,
            "BAODOC_ROOT": hostile.root,
            "BAOLANH_ROOT": harmless.root,
        }

    def start(self, site: str, *words: str, **named: str) -> "subprocess.Popen[str]":
        return self.archived.start("scrapy", "crawl", site, *words, **self.named | named)

    def alone(self, *words: str, **named: str) -> Ended:
        """The hostile site's crawl by itself."""
        return self.archived.run("scrapy", "crawl", "baodoc", *words, **self.named | named)

    def crawl(self, *words: str, **named: str) -> Ended:
        """The hostile site's crawl; meanwhile the harmless one's, which must be unharmed."""
        with self.start("baolanh") as other, self.start("baodoc", *words, **named) as process:
            assert process.stdout is not None
            assert other.stdout is not None
            with Watched(process.pid) as watched:
                said = process.stdout.read()
                process.wait()
            unharmed = other.stdout.read()
        assert other.returncode == 0, unharmed
        assert "baolanh: healthy" in unharmed
        assert "new 3" in unharmed
        return Ended(process.returncode, said, watched.most)

    def crawl_paths(self, *paths: str, limits: Sequence[str] = ()) -> Ended:
        """Asks for articles of the hostile site by name, and for a good one behind them."""
        urls = self.folder / "urls.txt"
        urls.write_text("\n".join(self.hostile.root + path for path in (*paths, GOOD)))
        ended = self.crawl("-a", f"urls={urls}", *limits)
        assert "Bài tốt của báo độc" in self.archived.titles(), ended.said
        assert ended.memory < MEMORY, ended.memory
        assert "Traceback" not in ended.said
        return ended

    def outcomes(self) -> dict[str, str]:
        """The last outcome of each address, by its path."""
        return {path: outcome for path, outcome, _ in self.details()}

    def details(self) -> list[tuple[str, str, str]]:
        """Path, outcome and what is said of it, of each look."""
        rows = self.archived.rows("SELECT url, outcome, detail FROM fetch_event ORDER BY id")
        return [("/" + r["url"].split("/", 3)[-1], r["outcome"], r["detail"] or "") for r in rows]


@pytest.fixture
def both(database_url: str, tmp_path: Path, hostile: Server, harmless: Server) -> Night:
    return Night(database_url, tmp_path, hostile, harmless)


@pytest.fixture
def night(sqlite_url: str, tmp_path: Path, hostile: Server, harmless: Server) -> Night:
    return Night(sqlite_url, tmp_path, hostile, harmless)


def certificate(folder: Path) -> Path:
    """A certificate that nobody signed but its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "server.pem"
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


def tls(night: Night) -> None:
    """Lets the hostile server speak TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(night.folder))
    http = night.hostile.http
    http.socket = context.wrap_socket(http.socket, server_side=True)
