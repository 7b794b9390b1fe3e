"""Personal names in a text: Vietnamese ones by their surname, others by their capitals."""

from archive.text.forms import END, Text
from archive.text.normal import fold

_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Lương Trương "
    "Đinh Trịnh Mai Tô Cao Tạ Chu Lâm Thái Hà Lưu Phùng Quách Vương Tống Nghiêm Châu Kiều La Lại "
    "Lã Quản Thân Triệu Từ Ung Văn Viên Vi Y Hứa Hầu Giàng Điểu Bế Nông Lò Mùa Sùng Thào Giang "
    "Khuất Khương Kim Mạc Mạch Ninh Ông Phí Sầm Tăng Thạch Thẩm Tôn Trang Âu An Bạch Cù Cung Danh "
    "Diệp Đàm Đàng Đậu Đồng Đường Hạ Hàn Hoa Đới Bàn Cầm Chẩu Chẻo Hồng Huỳnh Lục Lù Ma Mẫn Ngọ"
)
# A unit's name behind one of these is a person's; the rarer surnames are also other words.
SURNAMES = frozenset(_SURNAMES.split()[:43])
ALL_SURNAMES = frozenset(_SURNAMES.split())
HONORIFICS = frozenset(
    [
        "ông",
        "bà",
        "ngài",
        "anh",
        "chị",
        "cô",
        "chí",
        "tướng",
        "tá",
        "sĩ",
        "sỹ",
        "gs",
        "ts",
        "pgs",
        "ths",
    ]
)
LONGEST = 5  # syllables of a Vietnamese name
PIECES = 8  # tokens of another one: `D . A . Medvedev`, `Jean - Pierre Marcelli`


def is_name_part(token: str) -> bool:
    """Whether a token is written like a part of a name: one capital, and that the first letter."""
    return token[0].isupper() and token.isalpha() and (len(token) == 1 or token[1:].islower())


def vietnamese(text: Text, start: int) -> int | None:
    """Where a Vietnamese name of two to five syllables ends that begins at a place."""
    tokens = text.tokens
    if tokens[start] not in ALL_SURNAMES:
        return None
    end = start + 1
    while end - start < LONGEST and is_name_part(tokens[end]):
        end += 1
    return end if end - start >= 2 else None


def foreign(text: Text, start: int) -> int | None:
    """Where another name ends that begins at a place: capitals, initials, hyphens."""
    tokens = text.tokens
    end = at = start
    while at - start < PIECES:
        if is_name_part(tokens[at]):
            at += 1
            end = at
            if len(tokens[at - 1]) == 1 and tokens[at] == ".":
                at += 1
        elif tokens[at] == "-" and at > start and tokens[at + 1][0].isalpha():
            at += 2
            end = at
        else:
            break
    return end if end > start and len(tokens[end - 1]) > 1 else None


def before(text: Text, comma: int) -> int | None:
    """Where the name begins that ends right before a comma, behind `ông`, `bà`, `đồng chí` …"""
    at = comma
    while comma - at <= PIECES and _belongs(text.tokens[at - 1], at == comma):
        at -= 1
    if at < comma - 1 and text.lowers[at] in HONORIFICS:  # a sentence that begins with `Ông`
        return at + 1
    return at if at < comma and text.lowers[at - 1] in HONORIFICS else None


def _belongs(token: str, last: bool) -> bool:
    return is_name_part(token) or (not last and token in ".-" and token != END)


def slug(name: str) -> str:
    """A name as a key holds it: `D.A. Medvedev` -> `d-a-medvedev`."""
    parts = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    return "-".join(parts)


def written(text: Text, start: int, end: int) -> str:
    """A name as people read it: `Jean-Pierre Marcelli`, `M.V.Mamonov`."""
    parts = " ".join(text.tokens[start:end])
    return parts.replace(" - ", "-").replace(" . ", ".").replace(" .", ".")
