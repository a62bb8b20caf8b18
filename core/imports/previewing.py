"""What an upload does to the ledger, row by row: before its acceptance from the stage, afterwards from its effects."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from core.imports import staging
from core.imports.choices import UploadState
from core.imports.importer import Importer, Ledger
from core.imports.models import Upload
from core.workbooks import Column

PARTS = ("new", "changed", "unchanged")
#: What the ids of a column are called.
Names = Mapping[object, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a changed row, in words."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One row: Excel's number while the file stands beside it, the record's identity, what changes."""

    number: int | None
    identity: str
    differences: tuple[Difference, ...] = ()


def parts_of(upload: Upload) -> tuple[str, ...]:
    """The parts that can be listed: after its acceptance nobody keeps what an upload left as it was."""
    if upload.state == UploadState.CHECKED and upload.repeats_id is None:
        return PARTS
    return PARTS[:2] if upload.state == UploadState.ACCEPTED else ()


def effect_rows(
    upload: Upload, importer: Importer, part: str, *, start: int, count: int, masked: bool
) -> list[EffectRow]:
    """`count` rows of the part from `start` on, in workbook order; `masked` hides personal data."""
    ledger = importer.ledger
    if upload.state == UploadState.CHECKED:
        stored = _staged_rows(ledger, upload, part, start, count)
    else:
        stored = _written_rows(ledger, upload, part, start, count)
    columns = {column: title for column in ledger.compared if (title := _column(importer, column)) is not None}
    names = {column: importer.names_of(column, _values(stored, column)) for column in columns}
    return [
        EffectRow(number, identity, tuple(_differences(columns, names, old or {}, new or {}, masked=masked)))
        for number, identity, old, new in stored
    ]


Values = Mapping[str, object]
Stored = tuple[int | None, str, Values | None, Values | None]


def _staged_rows(ledger: Ledger, upload: Upload, part: str, start: int, count: int) -> list[Stored]:
    old = ", ".join(f"'{c}', l.{c}" for c in ledger.compared)
    new = ", ".join(f"'{c}', {staging.staged_value(ledger, c)}" for c in ledger.compared)
    condition = {
        "new": "l.id IS NULL",
        "changed": f"l.id IS NOT NULL AND {staging.differs(ledger)}",
        "unchanged": f"l.id IS NOT NULL AND NOT ({staging.differs(ledger)})",
    }[part]
    sql = (
        f"SELECT s.row_no, s.identity_text, jsonb_build_object({old}), jsonb_build_object({new}) FROM {ledger.stage} s "
        f"LEFT JOIN {ledger.table} l ON {staging.join_on(ledger)} WHERE s.run = %s AND {condition} "
        "ORDER BY s.row_no OFFSET %s LIMIT %s"
    )
    return _fetch(sql, [upload.run, start, count], is_compared=part == "changed")


def _written_rows(ledger: Ledger, upload: Upload, part: str, start: int, count: int) -> list[Stored]:
    named = [f"l.{c}" for c in ledger.identity if c != "insurer_id"]
    sql = (
        f"SELECT NULL, concat_ws(' ', {', '.join(named)}), e.before, e.after FROM {staging.EFFECTS} e "
        f"JOIN {ledger.table} l ON l.id = e.ledger_id WHERE e.upload_id = %s "
        f"AND e.before IS {'NULL' if part == 'new' else 'NOT NULL'} ORDER BY e.ledger_id OFFSET %s LIMIT %s"
    )
    return _fetch(sql, [upload.pk, start, count], is_compared=part == "changed")


def _fetch(sql: str, parameters: list[str | int], *, is_compared: bool) -> list[Stored]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    if not is_compared:
        return [(number, name, None, None) for number, name, _old, _new in rows]
    return [(number, name, json.loads(old), json.loads(new)) for number, name, old, new in rows]


def _column(importer: Importer, column: str) -> Column | None:
    key = dict(importer.ledger.titles).get(column, column)
    return next((known for known in importer.layout.columns if known.key == key), None)


def _values(stored: Iterable[Stored], column: str) -> set[int | str]:
    """The ids that stand in a column, old and new."""
    found = [(side or {}).get(column) for _number, _name, old, new in stored for side in (old, new)]
    return {value for value in found if isinstance(value, int | str)}


def _differences(
    columns: Mapping[str, Column],
    names: Mapping[str, Names],
    old: Values,
    new: Values,
    *,
    masked: bool,
) -> Iterable[Difference]:
    for key, column in columns.items():
        before, after = old.get(key), new.get(key)
        if before != after and masked and column.personal:
            yield Difference(column.title, "***", "***")
        elif before != after:
            yield Difference(column.title, in_words(column, before, names[key]), in_words(column, after, names[key]))


def in_words(column: Column, value: object, names: Names) -> str:
    """A stored value as the workbook shows it, empty for none."""
    if isinstance(value, list):
        return "、".join(in_words(column, item, names) for item in value)
    if not isinstance(value, list) and value in names:
        return names[value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.codes is not None and isinstance(value, str):
        return column.codes.label(value)
    return str(value)
