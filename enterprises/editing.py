"""Writes of the register by hand: enter, change, outsourcing rows, and reading contact data with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import pghistory
from django.core.files.base import File
from django.db import IntegrityError, transaction

from accounts.choices import DivisionLevel
from accounts.models import Division, User
from accounts.permissions import Permission
from accounts.scope import scope_for
from core import audit
from core.gate import NotAllowed, require
from core.identifiers import complain_uscc, squeeze_code
from enterprises import moves
from enterprises.documents import keep_document
from enterprises.models import Enterprise, Outsourcing
from enterprises.refusals import EntryRefused
from enterprises.rules import faults, new_faults, tidy

#: What a hand may write; everything else the portal keeps itself (mass assignment).
ENTRIES = (
    "name", "uscc", "county", "address", "zone", "lon", "lat", "sectors", "main_sector", "industry_code", "scale",
    "employees", "high_risk_posts", "legal_rep", "principal", "safety_head", "phone", "status", "key_enterprise",
    "outsourcing", "licence_kind", "licence_no", "licence_expiry", "risk_grade", "note",
)  # fmt: skip
PERSONAL = ("legal_rep", "principal", "safety_head", "phone")
SHORTEST_REASON = 4


class EntryChanged(EntryRefused):
    """Somebody saved since the page was opened."""


def create_enterprise(*, values: Mapping[str, Any], by: User, at: datetime) -> Enterprise:
    """Enter an enterprise in the writer's own place. Raises NotAllowed, EntryRefused."""
    require(by, Permission.ENTERPRISE_EDIT)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        fresh = Enterprise(created_at=at, updated_at=at, insured_by=[])
        _assign(fresh, values, by)
        _save(fresh)
        audit.record("enterprise.created", by=by, at=at, subject=f"{fresh.uscc} {fresh}")
    return fresh


def change_enterprise(
    *, enterprise: Enterprise, values: Mapping[str, Any], seen: datetime, by: User, at: datetime
) -> Enterprise:
    """Store what differs; `seen` is the entry's `updated_at` on the page. Contact data left empty stays as it is.

    A rename keeps the old name as a former one. Raises NotAllowed, EntryRefused, EntryChanged.
    """
    require(by, Permission.ENTERPRISE_EDIT, on=enterprise)
    kept = {name: value for name, value in values.items() if value or name not in PERSONAL}
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        if locked.updated_at != seen:
            raise EntryChanged("该企业信息在您打开页面后已被他人修改，请刷新页面核对后重新填写。")
        before = {name: getattr(locked, f"{name}_id" if name == "county" else name) for name in ENTRIES}
        _assign(locked, kept, by)
        if locked.county_id != before["county"] and (reason := moves.kept([locked.pk]).get(locked.pk)):
            raise EntryRefused(f"「{locked}」{reason}")
        changed = [
            name for name in before if before[name] != getattr(locked, f"{name}_id" if name == "county" else name)
        ]
        if not changed:
            return locked
        locked.updated_at = at
        _save(locked)
        audit.record("enterprise.changed", by=by, at=at, subject=f"{locked.uscc} {locked}", fields=changed)
    return locked


def _assign(row: Enterprise, values: Mapping[str, Any], by: User) -> None:
    strange = set(values) - set(ENTRIES)
    if strange:
        raise NotAllowed(f"no entries of the register: {sorted(strange)}")
    county: Division | None = values.get("county")
    for name, value in values.items():
        if name != "county":
            setattr(row, name, tidied(name, value))
    if county is not None:
        require_place(county, by)
        row.county, row.city_id = county, county.parent_id or ""
    check = faults if row.pk else new_faults
    wrong = [sentence for _field, sentence in check({name: getattr(row, name) for name in ENTRIES if name != "county"})]
    if wrong:
        raise EntryRefused(" ".join(wrong))


def tidied(name: str, value: Any) -> Any:
    """A text as it is stored: codes squeezed, names in one form, the rest trimmed."""
    if not isinstance(value, str):
        return value
    if name in {"uscc", "phone"}:
        return squeeze_code(value)
    return tidy(value) if name == "name" or name in PERSONAL else value.strip()


def require_place(county: Division, by: User) -> None:
    """A bureau writes its own city or county only."""
    scope = scope_for(by)
    own = county.code == scope.county if scope.county else county.parent_id == scope.city
    if county.level != DivisionLevel.COUNTY or not own:
        raise EntryRefused(f"「{county.name}」不在本单位辖区内，请选择本辖区的县（市、区）。")


def _save(row: Enterprise) -> None:
    """Store the row, or name the city where its code stands already."""
    other = Enterprise.objects.filter(uscc=row.uscc).exclude(pk=row.pk).select_related("city").first()
    if other is not None:
        raise EntryRefused(
            f"统一社会信用代码“{row.uscc}”已在{other.city.name}登记，不能重复登记；请先与该地核对，属同一企业的办理移交或者合并。"
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise EntryRefused(f"统一社会信用代码“{row.uscc}”刚刚由他人登记，请刷新后核对。") from None


def unmask(*, enterprise: Enterprise, reason: str, by: User, at: datetime) -> dict[str, str]:
    """The contact data, {field: value}, against a reason that goes into the audit. Raises NotAllowed, EntryRefused."""
    require(by, Permission.ENTERPRISE_UNMASK, on=enterprise)
    if len(reason.strip()) < SHORTEST_REASON:
        raise EntryRefused(f"查看联系信息的事由为“{reason.strip()}”，请至少写明 {SHORTEST_REASON} 个字。")
    shown = {name: getattr(enterprise, name) for name in PERSONAL}
    audit.record(
        "enterprise.unmasked", by=by, at=at, subject=f"{enterprise.uscc} {enterprise}", reason=reason.strip()[:200],
        fields=[name for name, value in shown.items() if value],
    )  # fmt: skip
    return shown


@dataclass(frozen=True, slots=True)
class Contract:
    """An outsourcing or leasing contract as typed."""

    kind: str
    counterparty: str
    project: str
    qualified: bool
    agreement: bool
    managed: bool
    uscc: str = ""
    checked_on: date | None = None


@transaction.atomic
def record_outsourcing(
    *, enterprise: Enterprise, contract: Contract, by: User, today: date, at: datetime,
    document: "IO[bytes] | File[Any] | None" = None, name: str = "",
) -> Outsourcing:  # fmt: skip
    """Add a row; the entry's mark 存在外包外租 follows. Raises NotAllowed, EntryRefused."""
    require(by, Permission.ENTERPRISE_EDIT, on=enterprise)
    if contract.checked_on is not None and contract.checked_on > today:
        raise EntryRefused(f"最近检查日期 {contract.checked_on} 晚于今天，请更正。")
    code = squeeze_code(contract.uscc)
    if code and (wrong := complain_uscc(code)):
        raise EntryRefused(f"承包（承租）单位的统一社会信用代码{wrong[1]}")
    stored = keep_document(document, name=name, organisation_id=by.organisation_id, at=at) if document else None
    row = Outsourcing.objects.create(
        enterprise=enterprise, kind=contract.kind, counterparty=tidy(contract.counterparty), uscc=code,
        project=contract.project.strip(), qualified=contract.qualified, agreement=contract.agreement,
        managed=contract.managed, checked_on=contract.checked_on, document=stored, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    with pghistory.context(user=by.pk, at=at.isoformat()):
        Enterprise.objects.filter(pk=enterprise.pk, outsourcing=False).update(outsourcing=True, updated_at=at)
    audit.record("outsourcing.recorded", by=by, at=at, subject=f"{enterprise.uscc} {row}")
    return row


@transaction.atomic
def remove_outsourcing(*, row: Outsourcing, by: User, at: datetime) -> None:
    """Take a row away; its history stays. Raises NotAllowed."""
    require(by, Permission.ENTERPRISE_EDIT, on=row)
    audit.record("outsourcing.removed", by=by, at=at, subject=f"{row.enterprise.uscc} {row}")
    row.delete()
