"""Numbers bound to figures within a text (design 16): stored as 【figure】, edited as 【name：value】, read as its value.

`figure@before` is the figure a month earlier, `figure@moved` the words that compare the two, `figure@杭州市` that of one
of several cities, `cutoff` the day of the version: so none of them outlives a version. `figure=value` is what somebody
changed by hand, which stays marked for as long as it stands. 【待补：…】 is what the office must still write, 【供稿：…】
whose words a paragraph holds, 【据供稿修改：…】 whose words it held before the office wrote it anew.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from core.workbooks.formats import DASH, Form, printed
from reports.choices import Unit
from reports.documents.typed import BEYOND, NoNumberError, as_printed
from reports.figures import BEFORE, EARLIER, TOLD
from reports.rules import Number, wan

#: {figure id: number}
Values = Mapping[str, Number]
TOKEN: Final = re.compile("【([^【】]*)】")
MOVED: Final = "@moved"
WORDS: Final = {"": "", BEFORE: "（上月同期）", MOVED: "（与上月同期比较）"}
#: What is told of each city, where there are several.
OF_CITIES: Final = ("coverage.must_insure", "coverage.insured", "coverage.rate", "coverage.not_insured")
#: What a number of one city is called: 已保户数（杭州市）.
OF_CITY: Final = re.compile("(.+)（([^（）]+)）")
CUTOFF: Final = "cutoff"
CUTOFF_NAME: Final = "统计截止日"
TO_WRITE: Final = "待补："
SOURCE: Final = "供稿："
REVISED: Final = "据供稿修改："
NO_LEDGER: Final = "台账尚未建立"
#: No number of a report is longer, nor the words that compare two.
LONGEST: Final = 60


class UnknownNumberError(Exception):
    """A text names a number that the report does not have; the message is the name."""


class OpenBracketError(Exception):
    """A bracket 【 or 】 stands without its other half; the message is the text from there."""


class Kind(Enum):
    """What a piece of a text is."""

    WORDS = auto()
    NUMBER = auto()
    HAND = auto()
    LACK = auto()
    TO_WRITE = auto()
    SOURCE = auto()
    REVISED = auto()


class Piece(NamedTuple):
    """A piece of a paragraph as it is read. `name` is the token's, `system` what its figure says where a hand wrote."""

    kind: Kind
    text: str
    name: str = ""
    system: str = ""

    @property
    def figure(self) -> str:
        """The figure whose rows it opens; nothing for what a version has no rows of."""
        return figure_of(self.name)

    @property
    def city(self) -> str:
        """The city whose rows these are, where the report has several and the number is of one."""
        return city_of(self.name)

    @property
    def label(self) -> str:
        """What the number is called."""
        return label_of(self.name) if is_bound(self.name) else ""

    @property
    def css(self) -> str:
        """How a page shows it."""
        return self.kind.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Bound:
    """What tokens are read from: numbers and day of a version, and why some numbers may not be printed."""

    values: Values
    cutoff: date
    failed: Mapping[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """The number as documents print it: money in 万元; a dash where it is unknown."""
        if name == CUTOFF:
            return day_words(self.cutoff)
        if name.endswith(MOVED):
            return "".join(self.compared(base_of(name)))
        figure, value = TOLD[base_of(name)], self.values.get(name)
        if figure.form == Form.MONEY:
            return DASH if value is None else printed(Form.MONEY, wan(value))
        return printed(figure.form, value)

    def compared(self, base: str) -> tuple[str, str, str]:
        """How a count stands to the month before: words, the number of that month, words; none where one is in doubt."""
        now, before = self.values.get(base), self.values.get(base + BEFORE)
        if now is None or base in self.failed:
            return "本期数据未通过校验或暂缺，不与上月同期比较", "", ""
        if before is None or base + BEFORE in self.failed:
            return "上月同期数据暂缺，不作比较", "", ""
        unit, earlier = Unit(TOLD[base].unit).official, printed(Form.COUNT, before)
        if now == before:
            return "与上月同期（", earlier, f"{unit}）持平"
        word, change = "增加" if now > before else "减少", printed(Form.COUNT, abs(int(now) - int(before)))
        return "比上月同期（", earlier, f"{unit}）{word}{change}{unit}"

    def opened(self, name: str) -> str:
        """The figure whose rows a token opens; nothing for what the version has no rows of."""
        figure = figure_of(name)
        return "" if figure.endswith(BEFORE) and self.values.get(figure) is None else figure

    def lack(self, name: str) -> str:
        """Why the number cannot stand in the text, or nothing; a rate over zero is a dash and no gap."""
        if name in self.failed:
            return f"{self.failed[name]}，未通过校验"
        if is_phrase(name):
            return ""
        is_rate = TOLD[base_of(name)].form == Form.RATE
        return NO_LEDGER if self.values.get(name) is None and not is_rate else ""


def base_of(name: str) -> str:
    """The figure of a token."""
    return name.partition("@")[0]


def figure_of(name: str) -> str:
    """The figure that a token itself is, of a comparison that of the month before; nothing for a day."""
    base, at, suffix = name.partition("@")
    if at + suffix in {BEFORE, MOVED}:
        return EARLIER[base].id if base in EARLIER else ""
    return base if base in TOLD else ""


def city_of(name: str) -> str:
    """The city that a token is told of; nothing for the report's whole place."""
    _base, at, suffix = name.partition("@")
    return "" if at + suffix in WORDS else suffix


def is_phrase(name: str) -> bool:
    """Whether a token is read as words: the day of the version, a comparison."""
    return name == CUTOFF or name.endswith(MOVED)


def is_bound(name: str) -> bool:
    """Whether a token takes what it says from the version."""
    return name == CUTOFF or base_of(name) in TOLD


def day_words(day: date) -> str:
    """A day as sentences name it."""
    return f"{day.year}年{day.month}月{day.day}日"


def label_of(name: str) -> str:
    """What a token's number is called in official Chinese."""
    if name == CUTOFF:
        return CUTOFF_NAME
    base, at, suffix = name.partition("@")
    return TOLD[base].name + WORDS.get(at + suffix, f"（{suffix}）")


@cache
def _names() -> Mapping[str, str]:
    """{what a number is called: its token}"""
    return {
        CUTOFF_NAME: CUTOFF,
        **{label_of(figure + suffix): figure + suffix for figure in TOLD for suffix in WORDS},
    }


def _named(label: str) -> str:
    """The token of what a number is called; nothing for what is no number's name."""
    known, of_city = _names(), OF_CITY.fullmatch(label)
    if label in known or of_city is None or of_city[1] not in known:
        return known.get(label, "")
    return f"{known[of_city[1]]}@{of_city[2]}"


def token(name: str) -> str:
    """A number bound to its figure."""
    return f"【{name}】"


def to_write(what: str) -> str:
    """What only the office itself can say."""
    return f"【{TO_WRITE}{what}】"


def source(organisation: str, key: int) -> str:
    """From whom a paragraph was taken over."""
    return f"【{SOURCE}{organisation}#{key}】"


def as_taken(text: str) -> str:
    """A paragraph with its sources as they were when it was taken over."""
    return text.replace(f"【{REVISED}", f"【{SOURCE}")


def as_revised(text: str) -> str:
    """A paragraph whose sources say that the office wrote it anew."""
    return text.replace(f"【{SOURCE}", f"【{REVISED}")


def pieces(text: str, bound: Bound) -> list[Piece]:
    """A paragraph taken apart."""
    found, end = [], 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            found.append(Piece(Kind.WORDS, text[end : match.start()]))
        found += _pieces(match[1], bound)
        end = match.end()
    return [*found, Piece(Kind.WORDS, text[end:])] if end < len(text) else found


def _pieces(content: str, bound: Bound) -> list[Piece]:
    """What a token reads as: one piece, of a comparison the number of the month before by itself."""
    piece = _piece(content, bound)
    if piece.kind != Kind.WORDS or not piece.name.endswith(MOVED):
        return [piece]
    base = base_of(piece.name)
    said = zip((piece.name, base + BEFORE, piece.name), bound.compared(base), strict=True)
    return [Piece(Kind.NUMBER if one.endswith(BEFORE) else Kind.WORDS, words, one) for one, words in said if words]


def _piece(content: str, bound: Bound) -> Piece:
    for prefix, kind in ((SOURCE, Kind.SOURCE), (REVISED, Kind.REVISED)):
        if content.startswith(prefix):
            said, _mark, key = content.removeprefix(prefix).rpartition("#")
            return Piece(kind, said, key)
    name, is_hand, value = content.partition("=")
    if content.startswith(TO_WRITE) or not is_bound(name):
        return Piece(Kind.TO_WRITE, f"【{content}】")
    if is_hand:
        return Piece(Kind.HAND, value, name, bound.shown(name))
    if reason := bound.lack(name):
        return Piece(Kind.LACK, f"〔此处缺：{label_of(name)}，原因：{reason}〕", name)
    return Piece(Kind.WORDS if is_phrase(name) else Kind.NUMBER, bound.shown(name), name)


def plain(text: str, bound: Bound) -> str:
    """A paragraph as it reads."""
    return "".join(_said(one) for one in pieces(text, bound))


def noted(text: str, bound: Bound, by_hand: list[Piece]) -> str:
    """A paragraph as a document prints it: behind each number by hand a mark with its place in `by_hand`, which grows."""
    found = []
    for one in pieces(text, bound):
        found.append(_said(one))
        if one.kind == Kind.HAND:
            by_hand.append(one)
            found.append(mark_of(len(by_hand)))
    return "".join(found)


def mark_of(number: int) -> str:
    """What stands behind a number by hand, and before its note."""
    return f"〔注{number}〕"


def _said(piece: Piece) -> str:
    if piece.kind == Kind.REVISED:
        return f"（据{piece.text}供稿修改）"
    return f"（来源：{piece.text}）" if piece.kind == Kind.SOURCE else piece.text


def editable(text: str, bound: Bound) -> str:
    """A text as it stands in the field where it is edited."""

    def shown(match: re.Match[str]) -> str:
        name, is_hand, value = match[1].partition("=")
        if match[1].startswith(TO_WRITE) or not is_bound(name):
            return match[0]
        return f"【{label_of(name)}：{value if is_hand else bound.shown(name)}】"

    return TOKEN.sub(shown, text)


def stored(text: str, bound: Bound) -> str:
    """An edited text as it is kept: a number that differs from its figure is one by hand.

    Raises UnknownNumberError, NoNumberError, OpenBracketError.
    """
    if loose := re.search("[【】].*", TOKEN.sub("", text)):
        raise OpenBracketError(loose[0][:20])

    def kept(match: re.Match[str]) -> str:
        content = match[1].strip()
        if content.startswith((TO_WRITE, SOURCE, REVISED)):
            return f"【{content}】"
        if whole := _named(content):
            return _known(whole, bound)
        label, colon, value = content.rpartition("：")
        named = _named(label)
        if not colon or not named:
            raise UnknownNumberError(content)
        name = _known(named, bound)[1:-1]
        typed = _typed(name, value.strip()[:LONGEST], content, day_words(bound.cutoff))
        return token(name) if typed in {"", bound.shown(name)} else token(f"{name}={typed}")

    return TOKEN.sub(kept, text)


def _typed(name: str, value: str, content: str, day: str) -> str:
    """What was typed for a number, as documents print it: 048 and ４８ are 48. Raises NoNumberError."""
    if name == CUTOFF and value not in {"", day}:
        raise NoNumberError(content, f"本版本的{CUTOFF_NAME}{day}，它随版本确定，不能手工改写")
    if is_phrase(name):
        return value
    return as_printed(TOLD[base_of(name)].form, value, content, is_share=base_of(name) not in BEYOND)


def _known(name: str, bound: Bound) -> str:
    """The token of a number that the report has. Raises UnknownNumberError."""
    if name != CUTOFF and name not in bound.values:
        raise UnknownNumberError(label_of(name))
    return token(name)


def sources_in(text: str) -> list[str]:
    """The tokens that say from whom paragraphs of a text were taken over, as they were then."""
    return [match[0] for match in TOKEN.finditer(as_taken(text)) if match[1].startswith(SOURCE)]


def without_sources(text: str) -> str:
    """A paragraph without the tokens that say from whom it is."""
    return TOKEN.sub(lambda match: "" if match[1].startswith((SOURCE, REVISED)) else match[0], text)


def names_in(text: str) -> list[str]:
    """The tokens in a text that take what they say from the version, each once, those by hand included."""
    found = (match[1].partition("=")[0] for match in TOKEN.finditer(text))
    return list(dict.fromkeys(name for name in found if is_bound(name)))


def with_movement(values: Values, before: Values) -> dict[str, Number]:
    """The numbers with those of a month earlier and their differences, where both are known."""
    found = dict(values)
    for name, value in before.items():
        now = values.get(name)
        found[name + BEFORE] = value
        found[name + MOVED] = None if value is None or now is None else int(now) - int(value)
    return found


def by_city(cities: Mapping[str, Values], names: Mapping[str, str]) -> dict[str, Number]:
    """The numbers of each of several cities, from {code: figures} and what the cities are called."""
    if len(cities) < 2:
        return {}
    return {
        f"{figure}@{names[code]}": values[figure]
        for code, values in cities.items()
        for figure in OF_CITIES
        if figure in values
    }


def sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of paragraphs, with their full stops."""
    return [one for text in texts for one in re.findall(r"[^。；\n]+[。；]?", text) if one.strip()]


#: What is no number of a report: days, tables, document numbers, clauses. A number is looked at from its first digit
#: alone, so that a long one takes no longer than its length.
NO_NUMBER: Final = re.compile(
    r"(?<!\d)\d+(?:年(?:\d+月)?(?:\d+日)?|月(?:\d+日)?|日|号)|附表\d+|〔\d+〕\d*|第\d+[条款项号次]"
)
#: A day up to which an editor says to have counted.
UP_TO: Final = re.compile(r"截至(\d{4}年\d{1,2}月\d{1,2}日)")
LOOSE: Final = re.compile(r"\d[\d,.]*%?")


def loose_numbers(text: str) -> list[str]:
    """Numbers in a text that are bound to no figure."""
    return LOOSE.findall(NO_NUMBER.sub("", TOKEN.sub("", text)))


def days_named(text: str) -> list[str]:
    """The days up to which a text says to have counted, as somebody typed them."""
    return UP_TO.findall(text)
