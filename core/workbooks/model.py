"""What a workbook layout is made of, and what reading one yields.

Everything here is plain data: columns and code lists (declared once per ledger in its `sheets` module), the rows
that reading produces, and the faults that they carry. Nothing knows Django or any ledger. Source of the rules:
contract, section 4 (import), and its errors.csv.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Generic, Literal, Never, TypeAlias, TypeVar

from core.plain import Plain
from core.workbooks.severities import SEVERITIES, Severity
from core.workbooks.texts import plain

CellType = Literal["text", "uscc", "phone", "division", "date", "int", "money", "percent", "bool", "code", "codes"]
Required = Literal["Y", "N", "C"]

#: Titles that the returned workbook adds to a layout; the last one is a hidden column.
FAULT_TITLE: Final = "错误说明"
ADVICE_TITLE: Final = "建议值"
ACCEPT_TITLE: Final = "采纳建议"
KEY_TITLE: Final = "行标识"
NUMBER_TITLE: Final = "序号"
#: What stands under 序号 in the template's example row.
EXAMPLE_MARK: Final = "示例"

#: Keys under which these columns travel; no layout can have such keys.
KEY_KEY: Final = "\0key"
ACCEPT_KEY: Final = "\0accept"
ADVICE_KEY: Final = "\0advice"

F_contra = TypeVar("F_contra", contravariant=True)

#: What a check of a text complains of: the code, a sentence without its subject, and a suggestion.
Complaint = tuple[str, str, str | None]
#: A layout whatever facts its check asks for: for all that reads, writes or explains its columns.
AnyLayout: TypeAlias = "Layout[Never]"


class Masked:
    """The one value of a masked cell: what stands in the ledger stays as it is (contract, section 4)."""

    def __repr__(self) -> str:
        return "MASKED"


MASKED: Final = Masked()


class Refused(Exception):
    """The whole file is refused. `code` is one of the contract's refusals, `message` says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class CodeList:
    """Stable codes and their Chinese labels, in official order. Workbooks carry labels, the database codes.

    `synonyms` are other words that surely mean a label, plain and in capitals; they are suggested, never taken.
    `opposed` says that the labels are opposites or steps of one scale: nothing but a synonym is suggested then.
    """

    name: str
    items: tuple[tuple[str, str], ...]
    synonyms: Mapping[str, str] = field(default_factory=dict, hash=False)
    opposed: bool = False
    _labels: dict[str, str] = field(init=False, repr=False, compare=False)
    _codes: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_labels", dict(self.items))
        object.__setattr__(self, "_codes", {plain(label): code for code, label in self.items})

    def label(self, code: str) -> str:
        """The label of `code`; KeyError for a code that is not in the list."""
        return self._labels[code]

    def code(self, label: str) -> str | None:
        """The code of `label` (width and white space do not matter), None for an unknown one."""
        return self._codes.get(plain(label))

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels in order."""
        return tuple(self._labels.values())


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a layout.

    `length` and `shortest` bound texts in characters; `minimum` and `maximum` bound numbers and money, inclusive;
    `pattern` is a regular expression that the whole text must match; `is_code_text` marks identifiers that must be
    text in the workbook (a number there has lost digits); `is_name` marks names of firms and people, where a lone dash
    or 无 is none; `personal` marks data that lists and exports mask;
    `former_examples` are those of earlier templates, whose example rows are no data either.
    `units` are words that may follow a number and say nothing new (人 under 从业人员数), for suggestions only.
    `squeeze` is applied to a text before it is checked and stored; `complain` checks the text further, beyond what
    the engine knows (identifiers), and returns None for a good one.
    """

    title: str
    key: str
    type: CellType
    required: Required = "N"
    codes: CodeList | None = None
    length: int | None = None
    shortest: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    rule: str = ""
    example: str = ""
    former_examples: tuple[str, ...] = ()
    width: float = 16
    personal: bool = False
    is_code_text: bool = False
    is_name: bool = False
    units: tuple[str, ...] = ()
    squeeze: Callable[[str], str] | None = None
    complain: Callable[[str], Complaint | None] | None = None

    @property
    def is_long_text(self) -> bool:
        """Addresses and longer texts keep their characters (NFC); all else is NFKC (contract, section 4, Cells)."""
        return self.type == "text" and (self.length or 0) >= 255


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding, at a cell, a row or the file.

    `column` is Excel's letter, None for the whole file or an absent column (then `title` names it). `row` and
    `sheet` stand in notices about the file; the faults of a row take its number. `key` is the layout's key of the
    column, empty where there is none.
    """

    code: str
    severity: Severity
    column: str | None
    title: str
    key: str
    value: str
    message: str
    suggestion: str | None = None
    sheet: str | None = None
    row: int | None = None


class Placement:
    """Where the columns of a layout stand in one sheet: key to Excel letter. Shared by all rows of a reading."""

    __slots__ = ("columns", "keys", "layout", "letters", "personal")

    def __init__(self, layout: AnyLayout, letters: Mapping[str, str]) -> None:
        self.layout = layout
        self.letters = dict(letters)
        self.keys = tuple(letters)
        self.columns = {column.key: column for column in layout.columns}
        self.personal = tuple(column.key for column in layout.columns if column.personal)


class Row:
    """One data row.

    `values` holds what was read, by key: None for an empty or absent cell, no entry for a cell that could not be
    read. `number` is Excel's row number, `key` the hidden key of a returned workbook.
    """

    __slots__ = ("_bad", "_cells", "_placement", "faults", "key", "number", "values")

    def __init__(
        self, number: int, values: Plain, cells: Sequence[object], placement: Placement, key: str | None = None
    ) -> None:
        self.number = number
        self.values = values
        self.faults: list[Fault] = []
        self.key = key
        self._cells = cells
        self._placement = placement
        self._bad: set[str] | None = None

    @property
    def held(self) -> bool:
        """Whether any error stands in the row."""
        return self._bad is not None

    @property
    def raw(self) -> dict[str, str | None]:
        """The text of every present column as seen, before any normalisation; None for an empty cell."""
        return {key: seen(cell) for key, cell in zip(self._placement.keys, self._cells, strict=False)}

    def ok(self, key: str) -> bool:
        """Whether `key` carries no error (an empty optional cell is fine)."""
        return self._bad is None or key not in self._bad

    def has(self, *keys: str) -> bool:
        """Whether every one of `keys` holds a value and carries no error: the input of a further check is sound."""
        if self._bad is not None and not self._bad.isdisjoint(keys):
            return False
        get = self.values.get
        if len(keys) == 1:  # called a dozen times for every row of an import, mostly with one key
            return get(keys[0]) is not None
        return None not in map(get, keys)

    def absent(self, key: str) -> bool:
        """Whether the sheet has no column `key`: it says nothing, while an empty cell says that there is no value."""
        return key not in self._placement.letters

    def get(self, key: str) -> Any:
        """The value of `key`, None where it is empty, absent or could not be read."""
        return self.values.get(key)

    def masked(self) -> list[str]:
        """Keys of the cells that hold a mask instead of personal data."""
        return [key for key in self._placement.personal if self.values.get(key) is MASKED]

    def spoil(self, *keys: str) -> None:
        """Hold the row and mark `keys` as faulty without a further fault: another one already speaks for them."""
        if self._bad is None:
            self._bad = set()
        self._bad.update(keys)

    def fault(self, code: str, key: str, *, value: object = None, message: str, suggestion: str | None = None) -> None:
        """Report `code` at the column `key`; the cell's own text is the value unless another is given.

        `message` is a sentence without its subject: the title is put in front of it.
        """
        column = self._placement.columns[key]
        shown = self._seen(key) if value is None else str(value)
        severity = SEVERITIES[code]
        self.faults.append(
            Fault(
                code,
                severity,
                self._placement.letters.get(key),
                column.title,
                key,
                shown,
                f"“{column.title}”{message}",
                suggestion,
            )
        )
        if severity == "error":
            self.spoil(key)

    def _seen(self, key: str) -> str:
        """The text of the cell `key` as seen, empty where there is none."""
        try:
            return seen(self._cells[self._placement.keys.index(key)]) or ""
        except (ValueError, IndexError):
            return ""


def seen(cell: object) -> str | None:
    """The text of one transmitted cell as its author sees it; None for an empty one.

    Cells that are no plain text or number are transmitted as a NUL, a letter for the kind, and a text
    (`core.workbooks.sandbox.rows`).
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, float):
        return number_text(cell)
    text = str(cell)
    if not text.startswith("\0"):
        return text
    return percent_text(text[2:]) if text[1:2] == "p" else text[2:] or None


def percent_text(number: str) -> str:
    """The number of a cell with a percent format, as Excel shows it."""
    try:
        return f"{(Decimal(number) * 100).normalize():f}%"
    except InvalidOperation:
        return number


def number_text(number: float) -> str:
    """A number with the 15 digits that Excel keeps, without an exponent where it is a whole number."""
    text = format(number, ".15g")
    if number == number // 1 and abs(number) < 1e18:
        return str(int(Decimal(text)))
    return text


@dataclass(frozen=True, kw_only=True)
class Layout(Generic[F_contra]):
    """The upload layout of one ledger: from it come the template, the reading, the error texts and the export.

    `identity` names the columns that identify a row, the first one carries `duplicate-in-file`; `identity_of`
    overrides how the identity is computed from a row (None while its input is faulty). `check` holds the row checks
    that need other rows or the database, against facts fetched beforehand. `leading` and `trailing` are columns that
    an export shows before and behind the others; an import leaves them aside.
    """

    kind: str
    sheet: str
    version: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    check: Callable[[Row, F_contra], None]
    identity_of: Callable[[Row], tuple[str, ...] | None] | None = None
    leading: tuple[Column, ...] = ()
    trailing: tuple[Column, ...] = ()

    def column(self, key: str) -> Column:
        """The column `key`; KeyError for an unknown one."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def exported(self) -> tuple[Column, ...]:
        """The columns of an export in order."""
        return (*self.leading, *self.columns, *self.trailing)

    @property
    def mandatory_titles(self) -> tuple[str, ...]:
        """Titles of the columns that every workbook must have (required Y)."""
        return tuple(column.title for column in self.columns if column.required == "Y")

    def identify(self, row: Row) -> tuple[str, ...] | None:
        """The identity of `row` as texts, None while a column of it is empty or could not be read."""
        if self.identity_of is not None:
            return self.identity_of(row)
        values = row.values
        if len(self.identity) == 1:  # the usual case, asked twice for every row of an import
            value = values.get(self.identity[0])
            return None if value is None else (str(value),)
        found = tuple([values.get(key) for key in self.identity])
        return None if None in found else tuple(map(str, found))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a file may cost (contract, section 4, Refused whole). Sizes in bytes, times in seconds."""

    size: int = 30 * 2**20
    unpacked: int = 400 * 2**20
    rows: int = 200_000
    columns: int = 100
    cells: int = 5_000_000
    memory: int = 512 * 2**20
    wall: float = 120.0

    @property
    def cpu(self) -> int:
        """CPU seconds of the child: 20 and 20 for each 50,000 rows of the limit."""
        return 20 + 20 * (self.rows // 50_000)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A held row on its way back: its hidden key, the texts as seen by column key, and its faults."""

    number: int
    key: str
    raw: Mapping[str, str | None]
    faults: Sequence[Fault]


class Duplicates:
    """Finds rows whose identity stands in an earlier row of the same workbook.

    The first occurrence counts even if it is held (contract, section 4, Several faults).
    """

    def __init__(self, layout: AnyLayout) -> None:
        self._layout = layout
        self._first: dict[tuple[str, ...], int] = {}

    def see(self, row: Row) -> None:
        """Add `duplicate-in-file` to `row` if its identity was seen before."""
        identity = self._layout.identify(row)
        if identity is None:
            return
        first = self._first.setdefault(identity, row.number)
        if first != row.number:
            key, *others = self._layout.identity
            told = () if self._layout.identity_of else others  # what is computed is no whole cell
            same = "、".join(self._layout.column(other).title for other in told)
            message = f"的值“{identity[0]}”{f'和{same}' if same else ''}与本表第 {first} 行重复"
            row.fault("duplicate-in-file", key, message=f"{message}，以第 {first} 行为准，请更正或删除本行。")

    def see_all(self, rows: Iterable[Row]) -> None:
        """`see` for every row of a batch, in order."""
        for row in rows:
            self.see(row)
