"""The addresses under which each system shows one article: slug, section and host may change."""

import pytest

from crawler import sites

FORMS = {
    "vccorp": (
        "https://baochinhphu.vn/xa-hoi/slug-khac-102260512091522337.htm",
        "https://baochinhphu.vn/mot-cua-102260512091522337.htm?fbclid=1",
        "https://m.baochinhphu.vn/mot-cua-102260512091522337.htm/",
        "https://baochinhphu.vn/mot-cua-102260512091522337.amp",
    ),
    "vgp": (
        "http://baochinhphu.vn/Thoi-su/Mot-cua/341207.vgp",
        "http://www.baochinhphu.vn/cai-cach/khac/341207.vgp?print=1",
        "http://mnews.chinhphu.vn/Story.aspx?zone=3&did=341207",
    ),
    "sharepoint": (
        "https://www.mic.gov.vn/mic_2020/Pages/TinTuc/148221/Ban-do-so.html",
        "http://mic.gov.vn/pages/tintuc/148221/khac.html",
    ),
    "epi": (
        "https://baolaocai.vn/to-cong-nghe-so-post912406.html",
        "http://baolaocai.vn/xa-hoi/slug-khac-post912406.html#binh-luan",
        "https://baolaocai.vn/to-cong-nghe-so-post912406.amp?gidzl=x",
    ),
    "onecms": (
        "https://baohaiphong.vn/muoi-thu-tuc-544120.html",
        "https://baohaiphong.com.vn/chinh-tri/slug-khac-544120.html",
        "https://baohaiphong.vn/muoi-thu-tuc-544120.amp",
    ),
    "monthpath": (
        "https://baokhanhhoa.vn/xa-hoi/202605/phong-kham-6d2ef07/",
        "https://baokhanhhoa.vn/xa-hoi/y-te/202605/slug-khac-6d2ef07",
        "http://m.baokhanhhoa.vn/print/xa-hoi/202605/phong-kham-6D2EF07/",
    ),
    "huea": (
        "https://baocantho.com.vn/tram-luu-dong-a203118.html",
        "https://baocantho.com.vn/print/slug-khac-a203118.html",
        "https://baocantho.com.vn/chuyen-doi-so/tram-luu-dong-a203118.html",
    ),
    "huengaynay": (
        "https://huengaynay.vn/chuyen-doi-so/ban-do-so-158004.html",
        "https://baothuathienhue.vn/chinh-tri/xa-hoi/ban-do-so-158004.html",
        "http://baothuathienhue.vn/ban-do-so-a158004.html",
    ),
    "contentnews": (
        "https://baotayninh.vn/tram-quan-trac-a198455.html",
        "http://www.baotayninh.vn/cong-nghe/slug-khac-a198455.html",
    ),
    "contentdetail": (
        "https://baolangson.vn/xe-hang-5047316.html",
        "https://baolangson.vn/cong-nghe/slug-khac-5047316.html?zarsrc=30",
    ),
    "dcontent": (
        "https://baophutho.vn/doi-che-243871.htm",
        "https://baophutho.vn/kinh-te/243871.htm",
        "https://baophutho.vn/kinh-te/243871.html",
    ),
    "bbg": (
        "https://baobacninhtv.vn/mot-ho-so-postid431207.bbg",
        "http://www.baobacninhtv.vn/kinh-te/slug-khac-postid431207.bbg",
    ),
    "mastercms": (
        "https://doanhnghiephoinhap.vn/hoa-don-151873.html",
        "https://doanhnghiephoinhap.vn/slug-khac-151873.html&mobile=yes",
        "https://doanhnghiephoinhap.vn/apicenter@/print_article&i=151873",
    ),
    "phapluat": (
        "https://baophapluat.vn/tro-giup-phap-ly.html",
        "http://www.baophapluat.vn/Tro-Giup-Phap-Ly.html?page=1",
        "https://baophapluat.vn/tro-giup-phap-ly.amp",
    ),
}


@pytest.mark.parametrize("forms", FORMS.values(), ids=list(FORMS))
def test_one_article_has_one_key_under_all_its_addresses(forms: tuple[str, ...]) -> None:
    keys = {sites.key(form) for form in forms}
    assert len(keys) == 1
    assert None not in keys


def test_articles_of_two_systems_have_two_keys() -> None:
    keys = [sites.key(forms[0]) for forms in FORMS.values()]
    assert len(set(keys)) == len(FORMS)


@pytest.mark.parametrize(
    ("one", "other"),
    [  # a number that two systems of one site gave, or a year that only ends a slug
        ("https://baonghean.vn/a-10352218.html", "https://baonghean.vn/a-post10352218.html"),
        ("https://baodanang.vn/a-3351907.html", "https://baodanang.vn/x/202403/a-3351907/"),
        (
            "https://mic.gov.vn/Pages/TinTuc/21544/a.html",
            "https://most.gov.vn/vn/tin-tuc/21544/a.aspx",
        ),
        ("https://baolaichau.vn/nhiem-ky-2025", "https://baolaichau.vn/chinh-tri/dai-hoi-2025"),
        ("https://baokontum.com.vn/nam-2025.html", "https://baokontum.com.vn/ke-hoach-2025.html"),
        ("https://baophapluat.vn/phim-2026.html", "https://baophapluat.vn/tet-2026.html"),
        ("https://baoapbac.vn/x/202108/o-xa-ba/", "https://baoapbac.vn/x/202108/dien-bien-ba/"),
    ],
)
def test_what_looks_like_one_number_may_be_two_articles(one: str, other: str) -> None:
    assert sites.key(one) is not None
    assert sites.key(one) != sites.key(other)
