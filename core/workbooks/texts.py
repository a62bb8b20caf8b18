"""Characters that nobody sees, and how titles and labels are compared (contract, section 4, Header and Cells)."""

import re
import unicodedata
from difflib import get_close_matches
from typing import Final, Literal

#: Letters that are blanks: the fillers of Hangul, and Braille without a dot. Python takes them for printable.
_FILLERS: Final = "\u115f\u1160\u2800\u3164\uffa0"
#: Zero-width characters, the soft hyphen, marks of writing direction, the byte order mark.
_INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_HIDDEN: Final = re.compile(f"[{_FILLERS}{_INVISIBLE}]")
_JOINER: Final = "\u200d"
#: What may stand at an emoji before a joiner: the sign for a coloured picture, and the five colours of skin.
_EMOJI_MARKS: Final = frozenset("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
#: What nobody sees besides: control characters, and halves of a pair without the other half.
UNPRINTED: Final = frozenset(("Cc", "Cs"))
#: Stands for a character that no database takes: a control character that reading removes, as it does all others.
PLACEHOLDER: Final = "\x01"
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
#: How Excel escapes halves of a pair inside a text. Its other escapes are read by calamine.
_HALVES: Final = re.compile("(?:_x[Dd][89A-Fa-f][0-9A-Fa-f]{2}_)+")

#: A code that a spreadsheet took for a number and shows with an exponent, as 2.02310E+13.
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+E\+?|E\+)[0-9]{1,3}", re.IGNORECASE)
#: What WPS puts into a cell that holds a picture.
_PICTURE: Final = re.compile(r"=\s*(?:_xlfn\.)?DISPIMG\s*\(", re.IGNORECASE)

_OPEN, _CLOSE = "([【〔", ")]】〕"
_END: Final = re.compile(rf"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}]$")
_BEGINNING: Final = re.compile(rf"^[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}]")
#: Asterisks of several scripts mark mandatory columns; the three signs for a comma are one.
_TITLE_SIGNS: Final = str.maketrans({"*": None, "∗": None, "⁎": None, "✱": None, "✳": None, "、": ",", "､": ","})
#: How similar a title has to be before it is named as the one that may be meant.
_NEAR: Final = 0.3

#: Digits above or below the line and in circles: NFKC writes them on the line, where 3² would be 32.
_RAISED: Final = ("<super>", "<sub>", "<circle>")

#: What people write where a name is missing, after NFKC.
NO_NAMES: Final = frozenset(("-", "--", "---", "–", "—", "——", "―", "─", "/", "//", "N/A", "n/a", "无"))

#: How a text is normalised.
Form = Literal["NFC", "NFKC"]


def plain(text: str) -> str:
    """`text` after NFKC, without white space and invisible characters: how labels are compared."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text if is_seen(text) else "".join(char for char in text if not _is_unseen(char))


def is_seen(text: str) -> bool:
    """Whether every character of `text` is one that prints, a blank included."""
    return text.isprintable() and _HIDDEN.search(text) is None


def shows_something(text: str) -> bool:
    """Whether there is a letter, a digit or a sign in `text`: marks that sit on a letter show nothing without one."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)


def short(text: object) -> str:
    """`text` as a message repeats it: its first 60 characters."""
    shown = str(text)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def pattern_in_words(pattern: str) -> str:
    """What a pattern of numbers asks for, in words: which letters, and how many characters where it says so."""
    signs = ["小写字母" if "a-z" in pattern else "大写字母", *(["汉字"] if "4e00" in pattern else []), "数字"]
    count = re.search(r"\{([0-9]+),([0-9]+)\}$", pattern)
    return f"请用{'、'.join(signs)}和连字符" + (f"，共 {count[1]} 至 {count[2]} 个字符" if count else "")


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in UNPRINTED or _HIDDEN.match(char) is not None


def has_invisible(text: str) -> bool:
    """Whether `text` holds an invisible character that is removed."""
    return _HIDDEN.search(text) is not None and without_invisible(text) != text


def without_invisible(text: str) -> str:
    """`text` without invisible characters; a joiner between two emoji stays, or the picture would fall apart."""
    return _HIDDEN.sub(lambda match: match[0] if _joins(match) else "", text)


def _joins(match: re.Match[str]) -> bool:
    """Whether the match is a joiner between two emoji."""
    before, after = match.string[: match.start()], match.string[match.end() : match.end() + 1]
    return match[0] == _JOINER and _ends_in_emoji(before[-2:]) and bool(after) and unicodedata.category(after) == "So"


def _ends_in_emoji(text: str) -> bool:
    return bool(text) and (text[-1] in _EMOJI_MARKS or unicodedata.category(text[-1]) == "So")


def is_blank_text(text: str) -> bool:
    """Whether nothing of `text` can be seen."""
    return not text or text.isspace() or (not is_seen(text) and not plain(text))


def clean_text(text: str, form: Form, *, lines: bool) -> tuple[str, bool]:
    """`text` normalised, without control and invisible characters, trimmed; and whether characters were lost.

    `form` is "NFC" or "NFKC"; `lines` keeps line breaks and tabs.
    """
    text = unicodedata.normalize(form, text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if text.isprintable():
        return text, False
    kept = "".join(char for char in without_invisible(text) if _is_kept(char, lines=lines))
    return kept.strip(), len(kept) != len(text)


def _is_kept(char: str, *, lines: bool) -> bool:
    return (lines and char in "\n\t") or unicodedata.category(char) not in UNPRINTED


def is_scientific(text: str) -> bool:
    """Whether a code reads like a number with an exponent. Most codes hold no E: that is told first."""
    return ("E" in text or "e" in text) and _SCIENTIFIC.fullmatch(text) is not None


def has_raised(text: str) -> bool:
    """Whether signs stand above or below the line or in circles: in a number or a day they say something else."""
    return not text.isascii() and any(unicodedata.decomposition(char).startswith(_RAISED) for char in text)


def is_picture(text: str) -> bool:
    """Whether the text of a cell stands for an embedded picture."""
    return _PICTURE.match(text) is not None


def storable_characters(text: str) -> str:
    """`text` with a control character in place of each NUL and each half of a pair, also of an escaped one."""
    return _NO_TEXT.sub(PLACEHOLDER, _HALVES.sub(_paired, text))


def _paired(match: re.Match[str]) -> str:
    """What escaped halves stand for; they are read together, since two of them make one character."""
    units = b"".join(int(half[2:6], 16).to_bytes(2, "little") for half in re.findall("_x...._", match[0]))
    return units.decode("utf-16-le", "surrogatepass")


def title_form(text: str) -> str:
    """A title as it is compared: `plain`, without asterisks, every sign for a comma the same."""
    return plain(text).translate(_TITLE_SIGNS)


class TitleIndex:
    """Finds the key of a title as people write it.

    A title fits if it is the same in its compared form. Else it is compared once more without bracketed ends
    (统一社会信用代码（18位）), but two different ends never fit: 应收保费(万元) is not 应收保费(元).
    """

    def __init__(self, keys: dict[str, str]) -> None:
        self._keys = {title_form(title): key for title, key in keys.items()}
        self._bare: dict[str, str | None] = {}
        for title, key in self._keys.items():
            bare = _END.sub("", title)
            if bare != title:
                self._bare[bare] = None if bare in self._bare else key

    def exact(self, title: str) -> str | None:
        """The key of a title in its compared form."""
        return self._keys.get(title)

    def loose(self, title: str) -> str | None:
        """The key of a title that fits none as it stands, None if it fits none without its ends either."""
        shorter, bare = _BEGINNING.sub("", title), _END.sub("", title)
        if shorter == title == bare:
            return self._bare.get(title)
        if shorter in self._keys:
            return self._keys[shorter]
        while title != bare:
            title, bare = bare, _END.sub("", bare)
            if title in self._keys:
                return self._keys[title]
        return None


def nearest_title(wanted: str, found: list[str]) -> str:
    """Which of the titles `found` resembles the one `wanted` most; empty where none does."""
    forms = {title_form(title): title for title in found}
    near = get_close_matches(title_form(wanted), list(forms), n=1, cutoff=_NEAR)
    return forms[near[0]] if near else ""
