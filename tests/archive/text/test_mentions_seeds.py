"""What the five first articles and the real pages name: all of it, and nothing else.

The lists were made by reading the articles word by word, the furniture around them included.
"""

import json
from datetime import UTC, datetime

import pytest

from archive.record import Block, BlockKind, Reading
from archive.text import mentions
from crawler.sites import read

pytestmark = pytest.mark.shared
DAYS = {"000": (2019, 3, 4), "001": (2021, 1, 8), "002": (2018, 5, 23), "004": (2019, 2, 19)}
SEEDS = {
    "000": {
        "country": "EE VN",
        "official": "andres-rundu/thu-truong nguyen-duc-chung/chu-tich-ubnd",
        "organisation": "BNG-EE UBND-VN-HN",
        "unit": "VN-HN",
    },
    "001": {
        "country": "CN JP KH LA MM TH VN",
        "official": (
            "mai-tien-dung/bo-truong nguyen-thanh-binh/pho-chu-tich-ubnd "
            "pham-minh-chinh/thu-tuong suga-yoshihide/thu-tuong "
            "tran-thi-hoai-tram/chanh-van-phong yamada-takio/dai-su"
        ),
        "organisation": "ACMECS CP CP-JP DSQ-JP TTXVN VPCP",
        "system": (
            "cong-dvc-quoc-gia e-cabinet truc-lien-thong-van-ban trung-tam-bao-cao-quoc-gia "
            "trung-tam-dieu-hanh-cp"
        ),
        "unit": "VN-26 VN-HN",
    },
    "002": {
        "country": "KP KR VN",
        "official": (
            "hong-nam-ki/bo-truong mai-tien-dung/bo-truong moon-jae-in/tong-thong "
            "nguyen-xuan-phuc/thu-tuong"
        ),
        "organisation": "CP CP-KR KR-MOIS KR-NIRS UBQGCPDT VPCP VPCP-KR",
        "unit": "VN-HN VN-SG",
    },
    "003": {
        "country": "FR VN",
        "official": (
            "bertrand-lortholar/dai-su edouard-philippe/thu-tuong "
            "jean-pierre-marcelli/giam-doc mai-tien-dung/bo-truong nguyen-xuan-phuc/thu-tuong"
        ),
        "organisation": "AFD BUV CP ITPC LHQ TTDBKTTVQG UBND-VN-68 UBQGCPDT VPCP",
        "system": "cong-dvc-quoc-gia truc-lien-thong-van-ban trung-tam-bao-cao-quoc-gia",
        "unit": "VN-21 VN-22 VN-23 VN-25 VN-33 VN-56 VN-68 VN-HN",
    },
    "004": {
        "country": "RU VN",
        "official": (
            "dmitry-medvedev/thu-tuong konstantin-noskov/bo-truong m-v-mamonov/thu-truong "
            "mai-tien-dung/bo-truong nguyen-xuan-phuc/thu-tuong pham-minh-chinh/thu-tuong "
            "phan-van-giang/bo-truong to-lam/tong-bi-thu tran-hong-ha/pho-thu-tuong "
            "vo-thi-anh-xuan/pho-chu-tich-nuoc"
        ),
        "organisation": "BCT BQP BTTTT CP CP-RU RU-MFC-MOSCOW RU-MINTSIFRY UBQGCPDT VPCP",
        "system": (
            "cong-dvc-quoc-gia cong-ttdt-quoc-hoi csdl-dan-cu ru-epgu ru-esia ru-nprod ru-smev"
        ),
        "unit": "VN-02 VN-25 VN-43 VN-HN VN-HP VN-SG",
    },
}
COUNTS = {
    "000": {"andres-rundu/thu-truong": 5, "nguyen-duc-chung/chu-tich-ubnd": 4, "BNG-EE": 2},
    "001": {"cong-dvc-quoc-gia": 2, "yamada-takio/dai-su": 3, "mai-tien-dung/bo-truong": 4},
    "002": {"KP": 2, "KR-MOIS": 2, "hong-nam-ki/bo-truong": 7, "moon-jae-in/tong-thong": 2},
    "003": {"jean-pierre-marcelli/giam-doc": 3, "AFD": 6, "LHQ": 1, "mai-tien-dung/bo-truong": 4},
    "004": {"ru-esia": 1, "csdl-dan-cu": 1, "BTTTT": 1, "m-v-mamonov/thu-truong": 6},
}
PAGES = {
    "baocantho": "nguyen-hoa-binh/pho-thu-tuong truong-canh-tuyen/pho-bi-thu CP TTCP UBND-VN-CT",
    "baochinhphu": "VN BCA BNG BTC CP NHNN",
    "baolaocai": "BQP",
    "cafef": "QA RO SA VN FPT",
    "vietnamnet": "VN",
    "vnexpress": (
        "AE CN HK ID IL IN IQ IR IT JP KR KW LA MM MO QA RU SG TH UA US VN "
        "alexander-novak/pho-thu-tuong antonio-tajani/ngoai-truong "
        "BCT-MOIT BTC-US CP-TH EU NHNN"
    ),
}


def of_seed(shared, name):
    (file,) = (shared / "seeds").glob(f"{name}_*.txt")
    lines = file.read_text("utf-8").split("\n")
    day = datetime(*DAYS[name], 5, tzinfo=UTC) if name in DAYS else None
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line.strip())
    return mentions.find(Reading("u", "", "r", "l", published_at=day, blocks=blocks))


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_names_this_and_nothing_else(shared, name):
    found = {}
    for one in of_seed(shared, name):
        found.setdefault(one.kind, []).append(one.key)
    assert found == {kind: keys.split() for kind, keys in SEEDS[name].items()}


@pytest.mark.parametrize("name", COUNTS)
def test_each_is_counted_as_often_as_it_stands_there(shared, name):
    counts = {one.key: one.count for one in of_seed(shared, name)}
    assert {key: counts[key] for key in COUNTS[name]} == COUNTS[name]


@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_names_these_countries_organisations_and_officials(shared, name):
    folder = shared / "pages" / name
    url = json.loads((folder / "gold.json").read_text("utf-8"))["url"]
    found = mentions.find(read((folder / "article.html").read_bytes(), url))
    told = [one.key for one in found if one.kind not in ("document", "unit", "system")]
    assert told == PAGES[name].split()
