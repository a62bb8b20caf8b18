"""Writes of the catalogue of criteria (domain.md 3.5)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from accounts.models import User
from core import audit, writing
from core.identifiers import paper_number
from core.writing import Refused, Seen
from hazards.models import Criterion, CriterionVersion, Hazard
from hazards.permissions import HazardPermission

#: The step of a write to a clause.
CLAUSE: Final = "criteria-clause"
#: What is written by hand of a version.
ENTRIES: Final = ("field", "title", "document_no", "valid_from", "valid_to", "certainty", "note")


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


def save_version(
    *, entry: VersionEntry, by: User, at: datetime, version: CriterionVersion | None = None, seen: Seen | None = None
) -> CriterionVersion:
    """Enter a version or change one; clauses follow its title. Raises NotAllowed, Refused, Stale."""
    taken = ("document_no", f"该领域已有文号“{entry.document_no}”的标准，请在原标准上修改。")
    with writing.open_ledger(
        CriterionVersion,
        version or entry.document_no,
        by=by,
        permission=HazardPermission.CRITERIA_WRITE,
        at=at,
        step="criteria-version",
        on=version,
        sentences={"criterion_version_once": taken},
    ):
        if entry.valid_to is not None and entry.valid_to < entry.valid_from:
            raise Refused(("valid_to", f"废止日期 {entry.valid_to} 早于施行日期 {entry.valid_from}，请更正。"))
        row = CriterionVersion(created_at=at) if version is None else writing.lock(version, seen=seen)
        for name in ENTRIES:
            setattr(row, name, getattr(entry, name))
        row.document_no = paper_number(row.document_no)
        row.updated_at = at
        row.save()
        for clause in Criterion.objects.filter(version=row):
            clause.text, clause.updated_at = text_of(row, clause.number, clause.label), at
            clause.save(update_fields=["text", "updated_at"])
        audit.record("criteria.version", by=by, at=at, subject=str(row), field=row.field)
    return row


def add_clause(
    *, version: CriterionVersion, number: str, label: str, checked_against: str = "", by: User, at: datetime
) -> Criterion:
    """Add a clause to a version. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Criterion,
        version,
        by=by,
        permission=HazardPermission.CRITERIA_WRITE,
        at=at,
        step=CLAUSE,
        on=version,
        sentences=_taken(number),
    ):
        made = _stored(Criterion(version=version, created_at=at), number, label, checked_against, at)
        audit.record("criteria.clause", by=by, at=at, subject=str(made))
    return made


def edit_clause(
    *,
    clause: Criterion,
    number: str,
    label: str,
    checked_against: str = "",
    by: User,
    at: datetime,
    seen: Seen | None = None,
) -> Criterion:
    """Correct a clause's number or label; hazards keep the words that they were judged by.

    Raises NotAllowed, Refused, Stale.
    """
    with writing.open_row(
        clause,
        by=by,
        permission=HazardPermission.CRITERIA_WRITE,
        at=at,
        step=CLAUSE,
        seen=seen,
        related=("version",),
        sentences=_taken(number),
    ) as row:
        before = row.text
        made = _stored(row, number, label, checked_against, at)
        audit.record("criteria.clause-edited", by=by, at=at, subject=str(made), before=before)
    return made


def _taken(number: str) -> dict[str, tuple[str, str]]:
    """What it means that the version has a clause of the number already."""
    return {"criterion_number_once": ("number", f"条款“{number}”已在该标准中，请核对条款号。")}


def _stored(clause: Criterion, number: str, label: str, checked_against: str, at: datetime) -> Criterion:
    clause.number, clause.label, clause.updated_at = number.strip(), label.strip(), at
    clause.checked_against = checked_against.strip()
    clause.text = text_of(clause.version, clause.number, clause.label)
    clause.save()
    return clause


def remove_clause(*, clause: Criterion, by: User, at: datetime, seen: Seen | None = None) -> None:
    """Take a clause out that no hazard was judged by. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(
        clause, by=by, permission=HazardPermission.CRITERIA_WRITE, at=at, step=CLAUSE, seen=seen
    ) as row:
        used = Hazard.objects.filter(criterion=row).count()
        if used:
            raise Refused(
                f"条款“{row.number}”已有 {used} 项隐患以其为判定依据，不能移除；不再适用的，请在标准上填写废止日期。"
            )
        text = row.text
        row.delete()
        audit.record("criteria.clause-removed", by=by, at=at, subject=text)
