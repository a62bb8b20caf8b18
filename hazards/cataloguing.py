"""Writes of the catalogue of criteria: permission first, one transaction, row lock, audit (domain.md 3.5)."""

from dataclasses import dataclass
from datetime import date, datetime

import pghistory
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.gate import require
from hazards.judging import HazardRefused
from hazards.models import Criterion, CriterionVersion, Hazard
from hazards.moving import attempted


def text_of(version: CriterionVersion, number: str, label: str) -> str:
    """What workbooks write for a clause."""
    return f"《{version.title}》{number} {label}"[:300]


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """What the form of a version holds."""

    field: str
    title: str
    document_no: str
    valid_from: date
    valid_to: date | None
    certainty: str
    note: str


def _insist_unchanged(row: CriterionVersion | Criterion, seen: datetime | None) -> None:
    """`seen` is what the page showed, None where none did. Raises HazardRefused where somebody has written since."""
    if seen is not None and row.updated_at != seen:
        raise HazardRefused(("", f"「{row}」在您打开页面后已被他人修改，请刷新页面核对后重新填写。"))


def save_version(
    *, entry: VersionEntry, by: User, at: datetime, version: CriterionVersion | None = None,
    seen: datetime | None = None,
) -> CriterionVersion:  # fmt: skip
    """Enter a version or change one; clauses follow its title. Raises NotAllowed, HazardRefused."""
    with attempted(version or entry.document_no, by, at, "criteria-version"):
        return _save_version(entry, by, at, version, seen)


def _save_version(
    entry: VersionEntry, by: User, at: datetime, version: CriterionVersion | None, seen: datetime | None
) -> CriterionVersion:
    require(by, Permission.CRITERIA_WRITE, on=version)
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise HazardRefused(("valid_to", f"废止日期 {entry.valid_to} 早于施行日期 {entry.valid_from}，请更正。"))
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        locked = CriterionVersion.objects.select_for_update()
        row = CriterionVersion(created_at=at) if version is None else locked.get(pk=version.pk)
        _insist_unchanged(row, seen if version else None)
        for name in ("field", "title", "document_no", "valid_from", "valid_to", "certainty", "note"):
            setattr(row, name, getattr(entry, name))
        row.updated_at = at
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            sentence = f"该领域已有文号“{entry.document_no}”的标准，请在原标准上修改。"
            raise HazardRefused(("document_no", sentence)) from None
        for clause in Criterion.objects.filter(version=row):
            clause.text, clause.updated_at = text_of(row, clause.number, clause.label), at
            clause.save(update_fields=["text", "updated_at"])
        audit.record("criteria.version", by=by, at=at, subject=str(row), field=row.field)
    return row


def add_clause(*, version: CriterionVersion, number: str, label: str, by: User, at: datetime) -> Criterion:
    """Add a clause to a version. Raises NotAllowed, HazardRefused."""
    with (
        attempted(version, by, at, "criteria-clause"),
        pghistory.context(user=by.pk, at=at.isoformat()),
        transaction.atomic(),
    ):
        require(by, Permission.CRITERIA_WRITE, on=version)
        made = _stored(Criterion(version=version, created_at=at), number, label, at)
        audit.record("criteria.clause", by=by, at=at, subject=str(made))
    return made


def edit_clause(
    *, clause: Criterion, number: str, label: str, by: User, at: datetime, seen: datetime | None = None
) -> Criterion:
    """Correct a clause's number or label; hazards keep the words that they were judged by.

    Raises NotAllowed, HazardRefused.
    """
    with (
        attempted(clause, by, at, "criteria-clause"),
        pghistory.context(user=by.pk, at=at.isoformat()),
        transaction.atomic(),
    ):
        require(by, Permission.CRITERIA_WRITE, on=clause)
        row = Criterion.objects.select_for_update(of=("self",)).select_related("version").get(pk=clause.pk)
        _insist_unchanged(row, seen)
        before = row.text
        made = _stored(row, number, label, at)
        audit.record("criteria.clause-edited", by=by, at=at, subject=str(made), before=before)
    return made


def _stored(clause: Criterion, number: str, label: str, at: datetime) -> Criterion:
    clause.number, clause.label, clause.updated_at = number.strip(), label.strip(), at
    clause.text = text_of(clause.version, clause.number, clause.label)
    try:
        with transaction.atomic():
            clause.save()
    except IntegrityError:
        raise HazardRefused(("number", f"条款“{number}”已在该标准中，请核对条款号。")) from None
    return clause


def remove_clause(*, clause: Criterion, by: User, at: datetime) -> None:
    """Take a clause out that no hazard was judged by. Raises NotAllowed, HazardRefused."""
    with (
        attempted(clause, by, at, "criteria-clause"),
        pghistory.context(user=by.pk, at=at.isoformat()),
        transaction.atomic(),
    ):
        require(by, Permission.CRITERIA_WRITE, on=clause)
        row = Criterion.objects.select_for_update(of=("self",)).get(pk=clause.pk)
        used = Hazard.objects.filter(criterion=row).count()
        if used:
            sentence = (
                f"条款“{row.number}”已有 {used} 条隐患以其为判定依据，不能移除；不再适用的，请在标准上填写废止日期。"
            )
            raise HazardRefused(("", sentence))
        text = row.text
        row.delete()
        audit.record("criteria.clause-removed", by=by, at=at, subject=text)
