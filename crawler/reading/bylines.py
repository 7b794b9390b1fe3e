"""Who wrote it: from bylines such as "Tin, ảnh: Thái Sơn", "Hà Thu (tổng hợp)" or "PV".

A byline names a person or a pen name; a site, an office or an editorial board is no author.
"""

import re
from collections.abc import Iterable, Sequence

from archive.record import BlockKind
from crawler.reading.blocks import Line
from crawler.reading.text import clean, key, words

_WORK = r"(?:tin|bài viết|bài|ảnh|hình ảnh|clip|video|đồ họa|infographic|thực hiện|trình bày)"
PREFIX = re.compile(
    rf"^(?P<work>{_WORK}(?:\s*(?:,|và|-|–|/|&|\+)\s*{_WORK})*|tác giả|người viết|theo dõi)\s*:\s*",
    re.I,
)
PHOTO = re.compile(
    rf"\s*[-–|(;,/.]*\s*(?:ảnh|hình|clip|video|đồ họa)(?:\s*,\s*{_WORK})*\s*:.*$", re.I
)
ONLY_PHOTO = re.compile(r"^(?:ảnh|hình ảnh|video|clip|đồ họa)", re.I)
SUFFIX = re.compile(
    r"\s*[\(\[](?:tổng hợp[^()]*|thực hiện|ghi|lược ghi|lược dịch|biên dịch|dịch|t/h|th"
    r"|theo [^()]*)[\)\]]\s*$",
    re.I,
)
TOKEN = re.compile(r"[^\W\d_][\w.'’]*")
BRACKETED = re.compile(r"\s*\(([^()]*)\)\s*$")
BETWEEN = re.compile(r"\s*(?:[-–—,/;&|]|\s+và\s+)\s*")
PEN = re.compile(r"(?:nhóm\s+)?(?:PV|BTV|CTV|phóng viên|nhóm PV)\b", re.I)
# First words of what is no person
OFFICE = re.compile(
    r"^(?:bộ|sở|ubnd|ủy ban|uỷ ban|ban|đảng|đài|báo|cổng|văn phòng|trung tâm|tổng|cục|vụ|hội|tổ|đội"
    r"|tòa soạn|toà soạn|bbt|admin|quản trị|administrator|editor|tạp chí|trường|bệnh viện|chính phủ"
    r"|quốc hội|tin|việt nam|nguồn|theo|phòng|chi cục|công ty|tập đoàn|ngân hàng|trang)\b",
    re.I,
)
# What a person is called besides; the first word has a capital, the second may have none
TITLED = re.compile(
    r"^(?:(?:luật sư|bác sĩ|nhà báo|nhà văn|nhà thơ|nhạc sĩ|họa sĩ|kỹ sư|tiến sĩ|thạc sĩ|giáo sư"
    r"|phó giáo sư|thầy giáo|cô giáo)\s+)+(?=\S)",
    re.I,
)
# "Sơn Tùng/Báo Mẫu", "Sơn Tùng/TTXVN", "Sơn Tùng (VOV)"
AGENCY = re.compile(
    r"\s*/\s*(?:(?i:báo|tạp chí|đài|cổng|theo)\b|[A-ZĐ]{3,}|\S+\.(?:vn|com)|Vietnam\+).*$"
    r"|\s*\(\s*(?:(?i:theo|báo|đài)\b[^()]*|[A-ZĐ]{3,}[^()]{0,30}|[^()\s]+\.(?:vn|com)|Vietnam\+)\)\s*$"
)
# "Hoàng Vân - Thứ Ba, 12/05/2026 14:35"
DATED = re.compile(
    r"[\s,|–—-]*(?:(?:thứ\s+\w+|chủ\s+nhật|cập nhật|đăng|ngày|lúc)[\s,:]*)*"
    r"(?:\d{1,2}:\d{2}[\s,|-]*)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*$",
    re.I,
)
WRITTEN_BY = re.compile(r"(?:tác giả|người viết|thực hiện|tin và ảnh|bài và ảnh)\s*:", re.I)
BY_CLASS = re.compile(r"author|tac-?gia|byline|pseudonym|but-?danh|nguoi-?viet", re.I)
LONGEST = 90  # letters in a byline
ENDS = (".", "!", "?", "…", ":")


def author_of(text: str, names: Iterable[str] = ()) -> str | None:
    """The author that a byline names; None where it names none, or the site itself.

    `names` are what the site is called.
    """
    whole = clean(text)
    text = whole.strip(" .-–—*|")
    if not text or len(text) > LONGEST or "http" in text or "@" in text:
        return None
    prefix = PREFIX.match(text)
    if prefix and ONLY_PHOTO.match(prefix["work"]):
        return None
    text = PHOTO.sub("", text[prefix.end() :] if prefix else text)
    text = AGENCY.sub("", SUFFIX.sub("", DATED.sub("", text)))
    if not whole.endswith(ENDS):  # "Chị Hoan, tổ trưởng, ghi sổ bằng điện thoại." names no author
        text = _person(text)
    text = text.strip(" .-–—*|()")
    if not _is_name(text) or _is_site(text, names):
        return None
    return text


def _person(text: str) -> str:
    """The name without the office of who bears it: "Hồng Nhung (Sở Nội vụ)", "An - Đài huyện"."""
    name, office = BRACKETED.sub("", text), BRACKETED.search(text)
    if office and OFFICE.match(office[1]):
        return name.strip()
    parts = BETWEEN.split(text, maxsplit=1)
    return parts[0] if len(parts) == 2 and OFFICE.match(parts[1]) and _is_person(parts[0]) else text


def _is_name(text: str) -> bool:
    if PEN.match(text) and words(text) <= 6:
        return True
    parts = [part for part in BETWEEN.split(text) if part]
    return 1 <= len(parts) <= 5 and all(_is_person(part) for part in parts)


def _is_person(name: str) -> bool:
    """One to six words, each with a capital, and no word of an office in front."""
    tokens = TITLED.sub("", name).split()
    if not 1 <= len(tokens) <= 6 or len(name) < 2 or OFFICE.match(name):
        return False
    return all(token[0].isupper() and TOKEN.fullmatch(token) for token in tokens)


def _is_site(text: str, names: Iterable[str]) -> bool:
    """Whether the text is a name of the site: `baomau.vn`, `Báo Mẫu`, `Báo Mẫu điện tử`."""
    own = key(text).replace(" ", "")
    for name in names:
        other = key(re.sub(r"^(?:https?://)?(?:www\.)?", "", name)).replace(" ", "")
        if own and other and (own == other or (len(own) > 4 and own in other and len(other) < 40)):
            return True
    return bool(re.search(r"\.(?:vn|com|net|org)\b", text, re.I))


def byline(lines: Sequence[Line], names: Iterable[str] = ()) -> tuple[int, str] | None:
    """The line at the end of an article that is its byline: its place and the author.

    It is right-aligned, bold, marked as author by its class or by its words ("Tin, ảnh: …"), or a
    name that stands alone after a whole sentence.
    """
    names = list(names)
    for place in range(len(lines) - 1, max(len(lines) - 5, -1), -1):
        line = lines[place]
        if line.kind in (BlockKind.CAPTION, BlockKind.ROW) or line.level:
            continue
        author = author_of(line.text, names)
        if author and (_marked(line) or _alone(lines, place, author)):
            return place, author
        if len(line.text) > LONGEST:
            return None
    return None


def _marked(line: Line) -> bool:
    if line.align == "right" or line.bold > 0.5 or PREFIX.match(line.text):
        return True
    return any(BY_CLASS.search(mark) for mark in _classes(line))


def _classes(line: Line) -> list[str]:
    parent = line.element.getparent()
    elements = [line.element, *([parent] if parent is not None and len(parent) <= 3 else [])]
    return [element.get("class") or "" for element in elements]


def _alone(lines: Sequence[Line], place: int, author: str) -> bool:
    """A bare name after the last whole sentence, with nothing but short lines behind it."""
    if lines[place].kind is not BlockKind.PARAGRAPH or not (words(author) > 1 or PEN.match(author)):
        return False
    before = [line for line in lines[:place] if line.kind is not BlockKind.CAPTION]
    return bool(before) and before[-1].text.rstrip("\"'”’)»").endswith((".", "!", "?", "…"))
