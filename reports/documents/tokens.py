"""Numbers bound to figures within a text (design 16): stored as 【figure】, edited as 【name：value】, read as its value.

`figure@before` is the figure a month earlier, `figure@change` how far it has moved since; `figure=value` is a number
that somebody changed by hand, which stays marked for as long as it stands. 【待补：…】 is what the office must still write,
【供稿：…】 whose words a paragraph holds.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from core.workbooks.formats import DASH, Form, printed
from reports.figures import FIGURES
from reports.rules import Number, wan

#: {figure id: number}
Values = Mapping[str, Number]
TOKEN: Final = re.compile("【([^【】]*)】")
BEFORE, CHANGE = "@before", "@change"
WORDS: Final = {"": "", BEFORE: "（上月同期）", CHANGE: "（较上月增减）"}
TO_WRITE: Final = "待补："
SOURCE: Final = "供稿："
NO_LEDGER: Final = "台账尚未建立"
#: No number of a report is longer.
LONGEST: Final = 30


class UnknownNumberError(Exception):
    """A text names a number that the report does not have; the message is the name."""


class Kind(Enum):
    """What a piece of a text is."""

    WORDS = auto()
    NUMBER = auto()
    HAND = auto()
    LACK = auto()
    TO_WRITE = auto()
    SOURCE = auto()


class Piece(NamedTuple):
    """A piece of a paragraph as it is read. `name` is the token's, `system` what its figure says where a hand wrote."""

    kind: Kind
    text: str
    name: str = ""
    system: str = ""

    @property
    def figure(self) -> str:
        """The figure whose rows it opens."""
        return base_of(self.name)

    @property
    def label(self) -> str:
        """What the number is called."""
        return label_of(self.name) if base_of(self.name) in FIGURES else ""

    @property
    def css(self) -> str:
        """How a page shows it."""
        return self.kind.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Bound:
    """What tokens are read from: the numbers of a version, and why some of them may not be printed."""

    values: Values
    failed: Mapping[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """The number as documents print it: money in 万元; a dash where it is unknown."""
        figure, value = FIGURES[base_of(name)], self.values.get(name)
        if figure.form == Form.MONEY:
            return DASH if value is None else printed(Form.MONEY, wan(value))
        return printed(figure.form, value)

    def lack(self, name: str) -> str:
        """Why the number cannot stand in the text, or nothing; a rate over zero is a dash and no gap."""
        base = base_of(name)
        if base in self.failed:
            return f"{self.failed[base]}，未通过校验"
        is_rate = FIGURES[base].form == Form.RATE
        return NO_LEDGER if self.values.get(name) is None and not is_rate else ""


def base_of(name: str) -> str:
    """The figure of a token."""
    return name.partition("@")[0]


def label_of(name: str) -> str:
    """What a token's number is called in official Chinese."""
    base, at, suffix = name.partition("@")
    return FIGURES[base].name + WORDS[at + suffix]


@cache
def _names() -> Mapping[str, str]:
    """{what a number is called: its token}"""
    return {label_of(figure + suffix): figure + suffix for figure in FIGURES for suffix in WORDS}


def token(name: str) -> str:
    """A number bound to its figure."""
    return f"【{name}】"


def to_write(what: str) -> str:
    """What only the office itself can say."""
    return f"【{TO_WRITE}{what}】"


def source(organisation: str, key: int) -> str:
    """From whom a paragraph was taken over."""
    return f"【{SOURCE}{organisation}#{key}】"


def pieces(text: str, bound: Bound) -> list[Piece]:
    """A paragraph taken apart."""
    found, end = [], 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            found.append(Piece(Kind.WORDS, text[end : match.start()]))
        found.append(_piece(match[1], bound))
        end = match.end()
    return [*found, Piece(Kind.WORDS, text[end:])] if end < len(text) else found


def _piece(content: str, bound: Bound) -> Piece:
    if content.startswith(SOURCE):
        said, _mark, key = content.removeprefix(SOURCE).rpartition("#")
        return Piece(Kind.SOURCE, said, key)
    name, is_hand, value = content.partition("=")
    if content.startswith(TO_WRITE) or base_of(name) not in FIGURES:
        return Piece(Kind.TO_WRITE, f"【{content}】")
    if is_hand:
        return Piece(Kind.HAND, value, name, bound.shown(name))
    if reason := bound.lack(name):
        return Piece(Kind.LACK, f"〔此处缺：{label_of(name)}，原因：{reason}〕", name)
    return Piece(Kind.NUMBER, bound.shown(name), name)


def plain(text: str, bound: Bound) -> str:
    """A paragraph as a document prints it."""
    return "".join(f"（来源：{one.text}）" if one.kind == Kind.SOURCE else one.text for one in pieces(text, bound))


def editable(text: str, bound: Bound) -> str:
    """A text as it stands in the field where it is edited."""

    def shown(match: re.Match[str]) -> str:
        name, is_hand, value = match[1].partition("=")
        if match[1].startswith(TO_WRITE) or base_of(name) not in FIGURES:
            return match[0]
        return f"【{label_of(name)}：{value if is_hand else bound.shown(name)}】"

    return TOKEN.sub(shown, text)


def stored(text: str, bound: Bound) -> str:
    """An edited text as it is kept: a number that differs from its figure is one by hand. Raises UnknownNumberError."""

    def kept(match: re.Match[str]) -> str:
        content = match[1].strip()
        if content.startswith((TO_WRITE, SOURCE)):
            return f"【{content}】"
        if content in _names():
            return _known(_names()[content], bound)
        label, colon, value = content.rpartition("：")
        if not colon or label not in _names():
            raise UnknownNumberError(content)
        name, value = _known(_names()[label], bound)[1:-1], value.strip()[:LONGEST]
        return token(name) if value in {"", bound.shown(name)} else token(f"{name}={value}")

    return TOKEN.sub(kept, text)


def _known(name: str, bound: Bound) -> str:
    """The token of a number that the report has. Raises UnknownNumberError."""
    if name not in bound.values:
        raise UnknownNumberError(label_of(name))
    return token(name)


def sources_in(text: str) -> list[str]:
    """The tokens that say from whom paragraphs of a text were taken over, as they stand."""
    return [match[0] for match in TOKEN.finditer(text) if match[1].startswith(SOURCE)]


def names_in(text: str) -> list[str]:
    """The tokens of the numbers in a text, each once, those by hand included."""
    found = (match[1].partition("=")[0] for match in TOKEN.finditer(text))
    return list(dict.fromkeys(name for name in found if base_of(name) in FIGURES))


def with_movement(values: Values, before: Values) -> dict[str, Number]:
    """The numbers with those of a month earlier and their differences, where both are known."""
    found = dict(values)
    for name, value in before.items():
        now = values.get(name)
        found[name + BEFORE] = value
        found[name + CHANGE] = None if value is None or now is None else abs(int(now) - int(value))
    return found


def sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of paragraphs, with their full stops."""
    return [one for text in texts for one in re.findall(r"[^。；\n]+[。；]?", text) if one.strip()]


#: What is no number of a report: days, tables, document numbers, clauses. A number is looked at from its first digit
#: alone, so that a long one takes no longer than its length.
NO_NUMBER: Final = re.compile(
    r"(?<!\d)\d+(?:年(?:\d+月)?(?:\d+日)?|月(?:\d+日)?|日|号)|附表\d+|〔\d+〕\d*|第\d+[条款项号次]"
)
LOOSE: Final = re.compile(r"\d[\d,.]*%?")


def loose_numbers(text: str) -> list[str]:
    """Numbers in a text that are bound to no figure."""
    return LOOSE.findall(NO_NUMBER.sub("", TOKEN.sub("", text)))
