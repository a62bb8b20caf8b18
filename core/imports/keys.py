"""Rows of a returned workbook and the held rows that they correct, matched by the hidden key (contract 4)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.imports.models import ClosedHold, HeldRow, Upload
from core.workbooks import Fault, Row
from core.workbooks.severities import SEVERITIES

#: Longest identity of a held row; a longer key was not written by the portal.
MAX_KEY = 200
FILE_KEY = "file:"
DOUBLED = "duplicate-in-file"


class HeldKeys:
    """Answers which held row a row corrects, and which rows name one that is settled by now.

    A key is untrusted text: it counts only if the uploading organisation holds such a row of this kind, and only for
    the first row that carries it (people copy rows with all their cells, the copy is a row of its own).
    """

    def __init__(self, upload: Upload) -> None:
        mine = {"organisation_id": upload.organisation_id, "kind": upload.kind}
        self._rows = HeldRow.objects.filter(**mine)
        self._closed = ClosedHold.objects.filter(**mine)
        self._used: set[str] = set()

    def claim(self, rows: Iterable[Row]) -> "Claims":
        """What the keys of a batch name; two queries for a batch that carries keys."""
        wanted = {row.number: row.key for row in rows if row.key and len(row.key) <= MAX_KEY and "\0" not in row.key}
        if not wanted:
            return Claims({}, frozenset())
        held = {row.identity: row for row in self._rows.filter(identity__in=set(wanted.values()))}
        unknown = set(wanted.values()) - held.keys()
        settled = (
            set(self._closed.filter(identity__in=unknown).values_list("identity", flat=True)) if unknown else set()
        )
        claimed: dict[int, HeldRow] = {}
        for number, key in wanted.items():
            if key in held and key not in self._used:
                self._used.add(key)
                claimed[number] = held[key]
        return Claims(claimed, frozenset(number for number, key in wanted.items() if key in settled))


class Claims(NamedTuple):
    """By the number of the row: the held row that it corrects; and the rows whose held row is settled by now."""

    held: dict[int, HeldRow]
    settled: frozenset[int]


def settled_notice(number: int) -> Fault:
    """What is said of a row of a returned workbook that has nothing left to correct."""
    message = f"第 {number} 行对应的待修正行已经处理完毕，本行未读取；如需更改，请重新填报该记录。"
    return Fault("closed-row", SEVERITIES["closed-row"], None, "", "", "", message, row=number)


def filled(raw: Mapping[str, str | None]) -> dict[str, str]:
    """The filled cells: a column that a file lacks and one that stands there empty are the same."""
    return {key: value for key, value in raw.items() if value is not None}


def is_still_doubled(row: Row, held: HeldRow) -> bool:
    """Whether a row held as doubled comes back as it went: alone in its file it is no correction of itself."""
    codes = {fault["code"] for fault in held.faults}
    return DOUBLED in codes and filled(row.raw) == filled(held.raw)


def fault_doubled(row: Row, held: HeldRow, column: str) -> None:
    """Report again that the row repeats another one of the file it first came with."""
    said = next((fault["value"] for fault in held.faults if fault["code"] == DOUBLED), "")
    row.fault(
        DOUBLED,
        column,
        message=f"的值“{said}”与首次上传的文件中另一行重复且未作修改，请更正本行；不需要的，请在待修正行页面作废。",
    )
