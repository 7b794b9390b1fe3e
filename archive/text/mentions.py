"""What an article names: documents, organisations, countries, systems, officials and units.

Names are those of the gazetteers (archive/text/gazetteer.py), the longest first, each word for one
name only: in `Đại học Quốc gia Hà Nội` stands no Hà Nội. What is put together from several names
counts for each of them: `UBND tỉnh Lào Cai` for the committee and the province, `Bộ Ngoại giao
Estonia` for the ministry and the country. A unit's key is its code of ISO 3166-2:VN; its name
counts where it is a name: in capitals, not behind a surname (Nguyễn Hòa Bình) or `phường`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta, timezone

from archive.record import Reading
from archive.text import documents
from archive.text.forms import prepared, split
from archive.text.gazetteer import version
from archive.text.scan import Scan, known

GAZETTEER = version()
KINDS = ("document", "organisation", "country", "system", "official", "unit")
VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a reading names: `label` is its name for people, `count` how often."""

    kind: str
    key: str
    label: str
    count: int


def find(reading: Reading) -> tuple[Mention, ...]:
    """What a reading names in title, lead and body, by kind and key."""
    numbers: Counter[str] = Counter()
    text = documents.take(prepared(f"{reading.title}\n{reading.lead}\n{reading.body}"), numbers)
    published = reading.published_at
    scan = Scan(split(text), published.astimezone(VIETNAM).date() if published else None)
    scan.read()
    for key, count in numbers.items():
        scan.counts["document", key] += count
    return tuple(
        Mention(kind, key, scan.labels.get((kind, key)) or label(kind, key), count)
        for (kind, key), count in sorted(scan.counts.items())
    )


def label(kind: str, key: str) -> str:
    """The name for people that the gazetteers give a key; a document's kind and number."""
    known_label = known().labels.get((kind, key))
    return known_label or (documents.label(key) if kind == "document" else key)
