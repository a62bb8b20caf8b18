"""Identifiers of firms, people and pages: checks, the corrections they suggest, and masks. Pure functions on texts.

Sources: GB 32100-2015 (unified social credit code), GB 11714 (organisation code), contract section 4.
"""

import re
import string
import unicodedata
from operator import mul, ne
from typing import Final
from urllib.parse import urlsplit

#: Digits and capital letters without I, O, S, V, Z (GB 32100-2015, 4.3).
USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH: Final = 18

#: No key of a row has more digits.
_LONGEST_KEY: Final = 18
_ALPHANUMERIC: Final = string.digits + string.ascii_letters
#: The value of each character by its byte: translating a whole code is quicker than asking for each of its places.
_USCC_VALUES: Final = bytes(max(USCC_ALPHABET.find(chr(code)), 0) for code in range(256))
_USCC_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_USCC_SHAPE: Final = re.compile(rf"[{USCC_ALPHABET}]{{2}}[0-9]{{6}}[{USCC_ALPHABET}]{{10}}")
_ORG_VALUES: Final = bytes(int(chr(code), 36) if chr(code) in _ALPHANUMERIC else 0 for code in range(256))
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
#: So much of a wrong value is repeated in a message.
_SHOWN: Final = 40
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

#: The year of a document's number in any brackets that a keyboard has.
_BRACKETED_YEAR: Final = re.compile(r"[\[(【〔]([0-9]{4})[\])】〕]")

#: A number after the year as nobody should write it: 第 before it, zeros in front.
_PADDED: Final = re.compile(r"(?<=〕)第?0*(?=[1-9])")

#: Letters that the code does not use and the digits that they are mistaken for.
_LOOK_ALIKES: Final = str.maketrans("OISVZ", "015U2")
#: Pairs that are confused in reading aloud or by a scanner, both ways.
_CONFUSED: Final = {"0": "DQ", "D": "0", "Q": "0", "8": "B", "B": "8", "1": "L7", "L": "1", "7": "1"}

#: How the code of a firm, a shop or a co-operative begins.
_LIKELY_START: Final = ("91", "92", "93")
_FIRM: Final = "91"
#: Signs that some writers put before or into a code: they are no part of it.
_SIGNS: Final = re.compile(r"[\W_]+")

#: Letters, digits and the usual marks of numbers in their full width, and in their narrow one.
_WIDE: Final = {
    0xFEE0 + code: code for code in map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/")
}


def one_width(text: str) -> str:
    """Letters and digits in their narrow form, whatever the keyboard gave; Chinese marks stay as they are."""
    return text.translate(_WIDE)


def key_in(text: str | None) -> int | None:
    """The key of a row that a request names; None for what can be none, such as a number of thousands of digits."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _LONGEST_KEY else None


def squeeze_code(text: str) -> str:
    """`text` after NFKC, in capitals, without white space and invisible characters: how codes are compared."""
    if text.isascii() and text.isalnum():  # nearly every code; asked for every row of an import
        return text.upper()
    return "".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split()).upper()


def paper_number(typed: str) -> str:
    """The number of a document as it is kept: year in 〔〕, no 第, no zeros in front (GB/T 9704-2012).

    `typed` after NFKC and without any blank, so that 罚[2023] 第09 号 and 罚〔2023〕9号 are one number.
    """
    plain = "".join(unicodedata.normalize("NFKC", typed).translate(_INVISIBLE).split())
    return _PADDED.sub("", _BRACKETED_YEAR.sub(r"〔\1〕", plain))


def uscc_check_char(body: str) -> str:
    """The check character of the first 17 places (GB 32100-2015, 4.3.5): (31 - sum of weighted values mod 31) mod 31.

    `body` has characters of the alphabet alone (UnicodeEncodeError for one that is not ASCII).
    """
    total = sum(map(mul, body.encode("ascii").translate(_USCC_VALUES), _USCC_WEIGHTS))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Whether `code` is a well-formed unified social credit code; places 1 and 2 may be letters, 3 to 8 are digits."""
    return _USCC_SHAPE.fullmatch(code) is not None and uscc_check_char(code[:17]) == code[17]


def org_check_char(body: str) -> str:
    """The check character of the eight places of an organisation code (GB 11714)."""
    total = sum(map(mul, body.encode("ascii").translate(_ORG_VALUES), _ORG_WEIGHTS))
    return "0123456789X0"[11 - total % 11]


def has_org_code(code: str) -> bool:
    """Whether places 9 to 17 of the credit code `code` are an organisation code with a right check character."""
    return org_check_char(code[8:16]) == code[16]


def suggest_uscc(code: str) -> str | None:
    """What `code` was surely meant to be by itself, None where nothing is sure.

    Signs are left out and look-alikes outside the alphabet replaced: then both check characters must be right. Else one
    confused character is looked for that sets both right. A wrong last character alone says nothing: the fault may as
    well stand in the places of the division, which no second check character covers (`suggest_uscc_in`).
    """
    mended = _SIGNS.sub("", code).translate(_LOOK_ALIKES)
    if len(mended) != USCC_LENGTH or _USCC_SHAPE.fullmatch(mended) is None:
        return None
    if mended != code or is_uscc(code):
        return mended if is_uscc(mended) and has_org_code(mended) else None
    return None if has_org_code(code) else _mend_one_place(code)


def suggest_uscc_in(code: str, county: str) -> str | None:
    """What the wrong `code` of a firm in `county` (six digits) was surely meant to be, None where nothing is sure.

    The division inside the code is that of the county, of its city or of the province: where it is, the last character
    is computed anew; where one digit makes it so and the code right, that digit is. Where both may be, neither is; nor
    where the code is right as one of another kind (91, 92, 93). A firm's code with the county itself is past doubt.
    """
    is_sound = _USCC_SHAPE.fullmatch(code) is not None and not is_uscc(code) and has_org_code(code)
    if not (is_sound and code.startswith(_LIKELY_START)):
        return suggest_uscc(code)
    places = (county, f"{county[:4]}00", f"{county[:2]}0000")
    computed = code[:17] + uscc_check_char(code[:17])
    if code[2:8] == county and code.startswith(_FIRM):
        return computed
    others = {
        candidate
        for place in places
        if sum(map(ne, place, code[2:8])) == 1 and is_uscc(candidate := f"{code[:2]}{place}{code[8:]}")
    }
    if code[2:8] not in places:
        return others.pop() if len(others) == 1 else None
    may_be_of_another_kind = any(is_uscc(f"{start}{code[2:]}") for start in _LIKELY_START)
    return None if others or may_be_of_another_kind else computed


def _mend_one_place(code: str) -> str | None:
    """`code` with the one confused character replaced that sets both check characters right, None for none or more."""
    found = [
        candidate
        for place, char in enumerate(code)
        for other in _CONFUSED.get(char, "")
        if is_uscc(candidate := f"{code[:place]}{other}{code[place + 1 :]}") and has_org_code(candidate)
    ]
    return found[0] if len(found) == 1 else None


def complain_uscc(code: str) -> tuple[str, str, str | None] | None:
    """What is wrong with the credit code `code` (as `squeeze_code` leaves it), None for a good one."""
    if is_uscc(code):
        return None
    suggestion = suggest_uscc(code)
    if len(code) != USCC_LENGTH:
        reason = f"应为 18 位，现为 {len(code)} 位"
        code = code[:_SHOWN]
    elif _USCC_SHAPE.fullmatch(code) is None:
        reason = "含有不允许的字符（不使用字母 I、O、S、V、Z，第 3 至 8 位为数字）"
    else:
        reason = "校验位不正确"
    return "uscc", f"的值“{code}”{reason}，请按营业执照核对后重填。", suggestion


def is_phone(text: str) -> bool:
    """Whether `text` is a mobile number, or an area code and 7 or 8 digits; ledgers keep no extension."""
    landline = _LANDLINE.fullmatch(text)
    return _MOBILE.fullmatch(text) is not None or (landline is not None and landline[1] is None)


def is_office_phone(text: str) -> bool:
    """Whether `text` is a landline with its area code, and an extension if there is one (domain.md 6.3)."""
    return _LANDLINE.fullmatch(text) is not None


def complain_phone(text: str) -> tuple[str, str, str | None] | None:
    """What is wrong with the phone number `text`, None for a good one."""
    if is_phone(text):
        return None
    digits = re.sub(r"[\s()\-.‐-―−]|^\+?86(?=1[3-9])", "", text)
    suggestion = digits if digits != text and is_phone(digits) else None
    return (
        "phone",
        f"的值“{text[:_SHOWN]}”不是手机或固定电话号码，请填 11 位手机号码或区号加 7 至 8 位号码，例如 0571-80000000。",
        suggestion,
    )


def mask_name(name: str) -> str:
    """A person's name with all but its first character hidden; an empty one stays empty."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_phone(phone: str) -> str:
    """A phone number with its middle hidden: 138****5678, 0571-****0000; an empty one stays empty."""
    if not phone:
        return ""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[7:]}"
    area, dash, _number = phone.rpartition("-")
    return f"{area}{dash}****{phone[-4:]}"


def is_page_address(text: str) -> bool:
    """Whether it is a whole address that a browser opens as a page: no other may stand behind a link."""
    try:
        parts = urlsplit(text)
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_page and text.isprintable() and not any(letter.isspace() for letter in text)
