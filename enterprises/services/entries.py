"""Writes of entries by hand: enter, change, and read contact data against a reason."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import cast

from accounts.choices import DivisionLevel
from accounts.models import Division, User
from accounts.scope import scope_for
from campaigns.choices import ListedKind
from campaigns.services import usage_of
from core import audit, clock, walls
from core.gate import NotAllowed
from core.identifiers import squeeze_code
from core.writing import Refused, Seen, insist, open_ledger, open_row
from enterprises import contacts
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from enterprises.rules import faults, new_faults, tidy
from enterprises.stays import reason_to_stay

#: What a hand may write; everything else the portal keeps itself (mass assignment).
ENTRIES = (
    "name",
    "uscc",
    "county",
    "address",
    "zone",
    "lon",
    "lat",
    "sectors",
    "main_sector",
    "industry_code",
    "scale",
    "employees",
    "high_risk_posts",
    "legal_rep",
    "principal",
    "safety_head",
    "phone",
    "status",
    "key_enterprise",
    "outsourcing",
    "licence_kind",
    "licence_no",
    "licence_expiry",
    "risk_grade",
    "note",
)
PERSONAL = ("legal_rep", "principal", "safety_head", "phone")
SHORTEST_REASON = 4
Values = Mapping[str, object]


def create_enterprise(*, values: Values, by: User, at: datetime) -> Enterprise:
    """Enter an enterprise in the writer's own place. Raises NotAllowed, Refused."""
    fresh = Enterprise(created_at=at, updated_at=at, insured_by=[])
    with open_ledger(
        Enterprise,
        values.get("uscc", ""),
        by=by,
        permission=EnterprisePermission.ENTERPRISE_EDIT,
        at=at,
        step="create",
        sentences=_taken(values.get("uscc", "")),
    ):
        _insist_in_use(values, (), at)
        _assign(fresh, values, by)
        _require_free_code(fresh)
        fresh.save()
        audit.record("enterprise.created", by=by, at=at, subject=f"{fresh.uscc} {fresh}")
    return fresh


def change_enterprise(*, enterprise: Enterprise, values: Values, seen: Seen, by: User, at: datetime) -> Enterprise:
    """Store what differs; `seen` is the entry's version on the page. Contact data left empty stays as it is.

    A rename keeps the old name as a former one. Raises NotAllowed, Refused, Stale.
    """
    given = {name: value for name, value in values.items() if value or name not in PERSONAL}
    with open_row(
        enterprise,
        by=by,
        permission=EnterprisePermission.ENTERPRISE_EDIT,
        at=at,
        step="change",
        seen=seen,
        sentences=_taken(values.get("uscc", enterprise.uscc)),
    ) as locked:
        before = _entries_of(locked)
        _insist_in_use(given, locked.sectors, at)
        _assign(locked, given, by)
        after = _entries_of(locked)
        if after["county"] != before["county"] and (reason := reason_to_stay(locked.pk)):
            raise Refused(f"「{locked}」{reason}")
        changed = [name for name in ENTRIES if before[name] != after[name]]
        if not changed:
            return locked
        locked.updated_at = at
        _require_free_code(locked)
        locked.save()
        audit.record("enterprise.changed", by=by, at=at, subject=f"{locked.uscc} {locked}", fields=changed)
    return locked


def _insist_in_use(values: Values, kept: Collection[str], at: datetime) -> None:
    """Sectors are those in use today; an entry keeps what it has."""
    today = clock.day_of(at)
    said = usage_of(ListedKind.SECTOR, today).complaint(cast("list[str]", values.get("sectors") or []), today, kept)
    insist(said and f"高危行业领域{said}", "sectors")


def _entries_of(row: Enterprise) -> dict[str, object]:
    return {name: getattr(row, f"{name}_id" if name == "county" else name) for name in ENTRIES}


def _assign(row: Enterprise, values: Values, by: User) -> None:
    strange = set(values) - set(ENTRIES)
    if strange:
        raise NotAllowed(f"no entries of the register: {sorted(strange)}")
    for name, value in values.items():
        if name != "county":
            setattr(row, name, tidied(name, value))
    county = values.get("county")
    if isinstance(county, Division):
        require_place(county, by)
        row.county, row.city_id = county, county.parent_id or ""
    check = faults if row.pk else new_faults
    wrong = [sentence for _field, sentence in check({name: getattr(row, name) for name in ENTRIES if name != "county"})]
    insist(" ".join(wrong) or None)


def tidied(name: str, value: object) -> object:
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
        raise Refused(f"「{county.name}」不在本单位辖区内，请选择本辖区的县（市、区）")


def _require_free_code(row: Enterprise) -> None:
    """Name the city where the credit code stands already."""
    with walls.aside("whether a credit code is registered in another city, and in which one"):
        other = Enterprise.objects.filter(uscc=row.uscc).exclude(pk=row.pk).select_related("city").first()
    if other is not None:
        raise Refused(
            f"统一社会信用代码“{row.uscc}”已在{other.city.name}登记，不能重复登记；请先与该地核对，属同一企业的办理移交或者合并"
        )


def _taken(uscc: object) -> dict[str, str]:
    """The sentence for a code that somebody else entered in the same moment."""
    return {"enterprise_uscc_once": f"统一社会信用代码“{uscc}”刚刚由他人登记，请刷新后核对"}


def unmask_contact(*, enterprise: Enterprise, reason: str, by: User, at: datetime, today: date) -> dict[str, str]:
    """The contact data, {field: value}, against a reason that goes into the audit. Raises NotAllowed, Refused."""
    with open_row(enterprise, by=by, permission=EnterprisePermission.ENTERPRISE_UNMASK, at=at, step="unmask") as row:
        if len(reason.strip()) < SHORTEST_REASON:
            raise Refused(f"查看联系信息的事由为“{reason.strip()}”，请至少写明 {SHORTEST_REASON} 个字")
        insist("；".join(contacts.objections(by, row, today)))
        shown: dict[str, str] = {name: getattr(row, name) for name in PERSONAL}
        audit.record(
            contacts.LOOK,
            by=by,
            at=at,
            subject=f"{row.uscc} {row}",
            reason=reason.strip()[:200],
            enterprise=row.pk,
            fields=[name for name, value in shown.items() if value],
        )
    return shown
