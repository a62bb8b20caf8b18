"""Writes of the catalogue and of the ledger's own facts: permission first, one transaction, row lock, audit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pghistory
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.conflicts import RowChanged, clashes
from core.gate import require
from core.history import last_writer
from enterprises.models import Enterprise
from hazards import sources
from hazards.models import Criterion, CriterionVersion, Hazard
from hazards.sheets import OTHER_CRITERION

LABELS: Final = {
    "level": "隐患等级", "basis": "判定依据", "category": "隐患类别", "topic": "专项主题", "place": "隐患部位",
    "description": "隐患描述", "found_on": "发现日期", "found_by": "发现人", "source": "来源", "source_no": "来源编号",
    "measures": "整改措施建议", "deadline": "整改期限", "note": "备注",
}  # fmt: skip
#: In which states the facts of a hazard may still be changed by hand; later they are what the notice said.
EDITABLE: Final = frozenset({"DRAFT", "RECORDED"})
#: Sources of an insurer, and of a department.
INSURERS: Final = frozenset({"SERVICE", "SELF"})
DEPARTMENTS: Final = frozenset({"DEPARTMENT", "CROSS", "SELF", "REPORT"})
SHORTEST: Final = 6


class HazardRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """What is wrong, as (field, sentence) pairs; the field is empty for the whole. Nothing was written."""

    def __init__(self, *reasons: tuple[str, str]) -> None:
        super().__init__("；".join(sentence for _field, sentence in reasons))
        self.reasons = reasons


def text_of(version: CriterionVersion, number: str, label: str) -> str:
    """What workbooks write for a clause."""
    return f"《{version.title}》{number} {label}"[:300]


# --- catalogue ------------------------------------------------------------------------------------------------
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
    *, entry: VersionEntry, by: User, at: datetime, version: CriterionVersion | None = None
) -> CriterionVersion:
    """Enter a version or change one; clauses follow its title. Raises NotAllowed, HazardRefused."""
    require(by, Permission.CRITERIA_WRITE, on=version)
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise HazardRefused(("valid_to", f"废止日期 {entry.valid_to} 早于施行日期 {entry.valid_from}，请更正。"))
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        row = CriterionVersion(created_at=at) if version is None else _locked(CriterionVersion, version.pk)
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
    require(by, Permission.CRITERIA_WRITE, on=version)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        try:
            with transaction.atomic():
                made = Criterion.objects.create(
                    version=version, number=number.strip(), label=label.strip(),
                    text=text_of(version, number.strip(), label.strip()), created_at=at, updated_at=at,
                )  # fmt: skip
        except IntegrityError:
            raise HazardRefused(("number", f"条款“{number}”已在该标准中，请核对条款号。")) from None
        audit.record("criteria.clause", by=by, at=at, subject=str(made))
    return made


def _locked(model: Any, pk: int) -> Any:
    return model._default_manager.select_for_update(of=("self",)).get(pk=pk)


# --- ledger ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Found:
    """What the form of a hazard holds. `basis`: a clause's text of the day found, or 其他: with the reason."""

    level: str
    basis: str
    category: str
    topic: str
    place: str
    description: str
    found_on: date
    found_by: str
    source: str
    source_no: str
    measures: str
    note: str
    deadline: date | None = None


def create_hazard(*, enterprise: Enterprise, found: Found, by: User, today: date, at: datetime) -> Hazard:
    """Enter a hazard as a draft; it gets its number when it is recorded. Raises NotAllowed, HazardRefused."""
    require(by, Permission.HAZARD_WRITE, on=enterprise)
    insurer_id = by.organisation_id if by.role == "INSURER" else None
    columns = judged(found, today, is_insurer=insurer_id is not None)
    if complaint := sources.complain(found.source, enterprise, found.source_no, found.found_on, by):
        raise HazardRefused(("source_no", complaint))
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        fresh = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        row = Hazard.objects.create(
            enterprise=fresh, city_id=fresh.city_id, county_id=fresh.county_id, insurer_id=insurer_id,
            sector=fresh.main_sector or "OTHER", state="DRAFT", created_at=at, updated_at=at, **columns,
        )  # fmt: skip
        sources.link(row)
        audit.record("hazard.entered", by=by, at=at, subject=f"{fresh.uscc} {fresh}", level=found.level)
    return row


def edit_hazard(*, hazard: Hazard, found: Found, seen: datetime | None, by: User, today: date, at: datetime) -> Hazard:
    """Change the facts before the notice. Raises NotAllowed, HazardRefused, RowChanged."""
    require(by, Permission.HAZARD_WRITE, on=hazard)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        row: Hazard = _locked(Hazard, hazard.pk)
        if row.state not in EDITABLE:
            raise HazardRefused(("", f"隐患处于「{row.get_state_display()}」状态，告知书已载明的内容不能修改。"))
        typed = {name: getattr(found, name) for name in LABELS}
        if row.updated_at != seen:
            person = User.objects.filter(pk=last_writer(row) or 0).first()
            stored = {name: getattr(row, name) for name in LABELS}
            raise RowChanged(str(person or "其他人员"), clashes(LABELS, stored, typed), row.updated_at.isoformat())
        if row.level != found.level and row.state != "DRAFT":
            raise HazardRefused(("level", "登记后的等级须以「调整等级」办理，并写明理由。"))
        for name, value in judged(found, today, is_insurer=row.insurer_id is not None).items():
            setattr(row, name, value)
        row.updated_at = at
        row.save()
        audit.record("hazard.edited", by=by, at=at, subject=str(row))
    return row


def judged(found: Found, today: date, *, is_insurer: bool) -> dict[str, Any]:
    """The columns of good facts. Raises HazardRefused with everything that is wrong."""
    reasons = []
    if found.found_on > today:
        reasons.append(("found_on", f"发现日期 {found.found_on} 晚于今天 {today}，请更正。"))
    if len(found.description.strip()) < SHORTEST:
        reasons.append(("description", f"隐患描述不少于 {SHORTEST} 个字，现为 {len(found.description.strip())} 个字。"))
    if found.source not in (INSURERS if is_insurer else DEPARTMENTS):
        reasons.append(("source", "该来源不属于本单位可以登记的范围，请另选。"))
    if found.deadline is not None and found.deadline <= found.found_on:
        reasons.append(("deadline", f"整改期限 {found.deadline} 须晚于发现日期 {found.found_on}。"))
    criterion, complaint = judge_basis(found.level, found.basis, found.found_on)
    if complaint:
        reasons.append(("basis", complaint))
    if reasons:
        raise HazardRefused(*reasons)
    return {**{name: getattr(found, name) for name in LABELS}, "criterion": criterion}


def judge_basis(level: str, basis: str, day: date) -> tuple[Criterion | None, str]:
    """The clause that the basis names on the day, and what is wrong with the basis, empty where nothing is."""
    text = basis.strip()
    criterion = Criterion.objects.in_force(day).filter(text=text).first() if text else None
    if level != "MAJOR" or criterion is not None:
        return criterion, ""
    if not text:
        return None, "重大隐患须选择发现当日有效的判定标准条款，或填“其他:”并说明理由。"
    reason = text.replace("：", ":").removeprefix(OTHER_CRITERION).strip()
    if text.replace("：", ":").startswith(OTHER_CRITERION) and reason:
        return None, ""
    return None, f"“{text[:40]}”不是 {day} 有效的判定标准条款，请另选，或填“其他:”并说明理由。"


def twins_of(enterprise: Enterprise, place: str, by: Any) -> list[Hazard]:
    """Open hazards of the enterprise at the same place: perhaps the same one was found before."""
    rows = Hazard.objects.visible_to(by).open().filter(enterprise=enterprise, place=place.strip())
    return list(rows.order_by("-found_on")[:5])
