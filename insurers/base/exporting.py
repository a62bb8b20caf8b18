"""Ledgers on their way out in the official layout, as the person may see them (contract 3 and 4, Exports)."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import override

from accounts.models import Division, User
from core import audit, jobs
from core.choices import JobPhase
from core.gate import require
from core.identifiers import mask_name, mask_phone
from core.imports import registry
from core.jobs import JobRefused, Tick
from core.models import Job
from core.permissions import CorePermission, Permission
from core.rows import Rows
from core.workbooks import Block, Column, Heading, Standing, write_blocks
from core.writing import Refused
from enterprises.services.entries import SHORTEST_REASON
from insurers.base.choices import OWN_STAFF

JOB_KIND = "export"

#: Up to so many rows a page answers with the file at once.
DIRECT_ROWS = 5_000

CHUNK = 2_000

LONGEST_REASON: Final = 200

TRIES = 3

Worded = Callable[[object, Mapping[str, str]], object]


class ExportUnsteady(JobRefused):
    """The ledger changed while it was written, several times over; the text says so."""


@dataclass(frozen=True, slots=True)
class Export:
    """One ledger: who may read it, its rows, and where a column's value stands if not under the column's key.

    `title` is that of the official table, `counted_in` in what its rows and sums are counted, `sums` are the keys of
    the columns that add up. `worded` are columns that do not show what is stored: what makes of a value, with the names of
    counties by code, what stands in the workbook. `standing` cuts the rows down to those that are counted and summed,
    where not all are, and `others` says what the rest is.
    """

    permission: Permission
    rows: Callable[[User], Rows]
    paths: Mapping[str, str]
    title: str
    counted_in: str
    sums: frozenset[str] = frozenset()
    worded: Mapping[str, Worded] = field(default_factory=dict)
    standing: Callable[[Rows], Rows] | None = None
    others: str = ""


def name_county(code: object, names: Mapping[str, str]) -> object:
    """A county by its name, as workbooks carry it."""
    return names.get(str(code), code)


def name_own_staff(agency: object, _names: Mapping[str, str]) -> object:
    """服务机构 of a row without an agency."""
    return agency or OWN_STAFF


EXPORTS: Final[dict[str, Export]] = {}


def register(kind: str, export: Export) -> None:
    """Each ledger's app says how its rows leave."""
    EXPORTS[kind] = export


def require_export(kind: str, by: User) -> Export:
    """The export of a kind for a person. Raises KeyError for an unknown kind, NotAllowed."""
    export = EXPORTS[kind]
    require(by, CorePermission.LEDGER_EXPORT)
    require(by, export.permission)
    return export


def has_contacts(kind: str) -> bool:
    """Whether the ledger has columns of contact data."""
    return any(column.personal for column in registry.importer(kind).layout.exported)


def is_masked(kind: str, by: User, reason: str = "") -> bool:
    """Whether contact data is hidden: it is shown to who may upload the ledger, of their own rows, against a reason."""
    return not registry.importer(kind).may_upload(by) or (has_contacts(kind) and not reason)


def insist_reason(kind: str, by: User, reason: str) -> str:
    """The reason for contact data without a mask, in the form in which it is recorded. Raises Refused."""
    text = " ".join(reason.split())[:LONGEST_REASON]
    if len(text) < SHORTEST_REASON:
        raise Refused(("reason", f"导出未脱敏联系信息的事由为“{text}”，请至少写明 {SHORTEST_REASON} 个字"))
    if is_masked(kind, by, text):
        raise Refused("未脱敏的联系信息仅限报送本台账的单位导出；本单位导出的联系信息均已脱敏")
    return text


def row_count(kind: str, by: User) -> int:
    """How many rows the person's export of the ledger has."""
    return require_export(kind, by).rows(by).count()


def export_ledger(*, kind: str, by: User, at: datetime, today: date, path: Path, reason: str = "") -> int:
    """Write the ledger as `by` may see it to `path` (.xlsx) and record it; returns the number of rows.

    With a `reason` contact data stand unmasked. Raises KeyError, NotAllowed, Refused, ExportUnsteady.
    """
    require_export(kind, by)
    told = insist_reason(kind, by, reason) if reason else ""
    count = write_rows(kind, by, today, path, reason=told)
    record_export(kind, by, at, count, told)
    return count


def record_export(kind: str, by: User, at: datetime, rows: int, reason: str = "") -> None:
    """The audit event of every export."""
    title, masked = registry.importer(kind).title, is_masked(kind, by, reason)
    told: dict[str, object] = {"reason": reason, "places": rows_by_county(kind, by)} if reason else {}
    audit.record("ledger.exported", by=by, at=at, subject=title, kind=kind, rows=rows, masked=masked, **told)


def rows_by_county(kind: str, by: User) -> dict[str, int]:
    """How many rows of an export lie in each county, by its code: the bureau there reads of unmasked ones."""
    counted = require_export(kind, by).rows(by).order_by().values_list("county").annotate(Count("pk"))
    return {code: number for code, number in counted if code}


@override(settings.LANGUAGE_CODE)
def write_rows(kind: str, by: User, today: date, path: Path, tick: Tick | None = None, *, reason: str = "") -> int:
    """Write the file so that its number of rows is the database's; again where the ledger changed meanwhile.

    Official workbooks are Chinese, whatever the language of the page that asked for one.
    """
    export, importer = require_export(kind, by), registry.importer(kind)
    rows, masked = export.rows(by), is_masked(kind, by, reason)
    for _attempt in range(TRIES):
        total = rows.count()
        if tick is not None:
            tick.phase(JobPhase.ROWS, total)
        written = write_blocks(
            importer.layout,
            _told(blocks_of(export, importer.layout.exported, rows, masked=masked), total, tick),
            path,
            heading=Heading(
                export.title,
                str(by.organisation),
                today,
                export.counted_in,
                export.sums,
                masked,
                standing=_standing(export, rows),
            ),
        )
        if written == rows.count():
            return written
    raise ExportUnsteady("导出期间台账正在变动，行数未能核对一致，请稍后重试。")


def _standing(export: Export, rows: Rows) -> Standing | None:
    """How many of the rows count, and their sums; None where all do."""
    if export.standing is None:
        return None
    added = {key: Sum(key) for key in sorted(export.sums)}
    found = export.standing(rows).order_by().aggregate(standing=Count("pk"), **added)
    return Standing(found.pop("standing"), {key: value or 0 for key, value in found.items()}, export.others)


def _told(blocks: Iterable[Block], total: int, tick: Tick | None) -> Iterator[Block]:
    """The blocks, with word of how many rows have passed."""
    passed = 0
    for block in blocks:
        passed += len(next(iter(block.values())))
        if tick is not None:
            tick(passed, max(total, passed))
        yield block


def blocks_of(export: Export, columns: Sequence[Column], rows: Rows, *, masked: bool) -> Iterator[Block]:
    """What the workbook shows, in blocks of rows by column, read in chunks."""
    keys = [column.key for column in columns]
    hidden = [column for column in columns if column.personal and masked]
    names = county_names()
    stored = rows.values_list(*(export.paths.get(key, key) for key in keys)).iterator(chunk_size=CHUNK)
    while chunk := list(islice(stored, CHUNK)):
        block = dict(zip(keys, zip(*chunk, strict=True), strict=True))
        for key, worded in export.worded.items():
            block[key] = tuple(worded(value, names) for value in block[key])
        for column in hidden:
            mask = mask_phone if column.type == "phone" else mask_name
            block[column.key] = tuple(mask(value or "") for value in block[column.key])
        yield block


def county_names() -> dict[str, str]:
    """Code to name, for counties whose name stands for one county only; the others are written as codes."""
    counties = list(Division.objects.counties().values_list("code", "name"))
    often = [name for _code, name in counties]
    return {code: name for code, name in counties if often.count(name) == 1}


def file_name(kind: str, today: date) -> str:
    return f"{EXPORTS[kind].title}-{today:%Y%m%d}.xlsx"


def start_export(*, kind: str, by: User, at: datetime, reason: str = "", ring: bool = True) -> Job:
    """Write an export down as a job of its own; unmasked with a reason. Raises KeyError, NotAllowed, Refused."""
    require_export(kind, by)
    payload = {"kind": kind, "reason": insist_reason(kind, by, reason)} if reason else {"kind": kind}
    key = f"{JOB_KIND}:{kind}:{secrets.token_hex(16)}"
    return jobs.create_job(kind=JOB_KIND, key=key, by=by, at=at, payload=payload, ring=ring)
