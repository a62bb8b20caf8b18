"""Writes of outsourcing rows (domain.md 4.1a)."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import audit
from core.identifiers import complain_uscc, squeeze_code
from core.writing import insist, open_ledger, open_row
from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from enterprises.rules import tidy
from enterprises.services.documents import Document, store_document


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


def record_outsourcing(
    *,
    enterprise: Enterprise,
    contract: Contract,
    by: User,
    today: date,
    at: datetime,
    document: "Document | None" = None,
    name: str = "",
) -> Outsourcing:
    """Add a row; the entry's mark 存在外包外租 follows. Raises NotAllowed, Refused."""
    with open_ledger(
        Outsourcing,
        enterprise,
        by=by,
        permission=EnterprisePermission.ENTERPRISE_EDIT,
        at=at,
        step="record-outsourcing",
        on=enterprise,
    ):
        insist(complain_contract(contract, today))
        stored = store_document(document, name=name, organisation_id=by.organisation_id, at=at) if document else None
        row = Outsourcing.objects.create(
            enterprise=enterprise,
            kind=contract.kind,
            counterparty=tidy(contract.counterparty),
            uscc=squeeze_code(contract.uscc),
            project=contract.project.strip(),
            qualified=contract.qualified,
            agreement=contract.agreement,
            managed=contract.managed,
            checked_on=contract.checked_on,
            document=stored,
            recorded_by=by,
            recorded_at=at,
        )
        Enterprise.objects.filter(pk=enterprise.pk, outsourcing=False).update(outsourcing=True, updated_at=at)
        audit.record("outsourcing.recorded", by=by, at=at, subject=f"{enterprise.uscc} {row}")
    return row


def complain_contract(contract: Contract, today: date) -> str | None:
    """What is wrong with the contract, None for a good one."""
    if contract.checked_on is not None and contract.checked_on > today:
        return f"最近检查日期 {contract.checked_on} 晚于今天，请更正。"
    code = squeeze_code(contract.uscc)
    if code and (wrong := complain_uscc(code)):
        return f"承包（承租）单位的统一社会信用代码{wrong[1]}"
    return None


def remove_outsourcing(*, row: Outsourcing, by: User, at: datetime) -> None:
    """Take a row away; its history stays. Raises NotAllowed, Refused where it is gone."""
    with open_row(
        row,
        by=by,
        permission=EnterprisePermission.ENTERPRISE_EDIT,
        at=at,
        step="remove-outsourcing",
        related=["enterprise"],
    ) as locked:
        audit.record("outsourcing.removed", by=by, at=at, subject=f"{locked.enterprise.uscc} {locked}")
        locked.delete()
