"""Writes of outsourcing rows by hand: by the bureau, and by the insurers of the enterprise (domain.md 4.1a)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from accounts.models import User
from core import audit
from core.identifiers import complain_uscc, squeeze_code
from core.models import StoredFile
from core.writing import Reason, Refused, Seen, open_ledger, open_row
from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from enterprises.rules import tidy
from enterprises.services.documents import Document, store_document

TAKEN: Final[Mapping[str, Reason]] = {
    "outsourcing_identity": "该企业与同一对方单位在同一项目或场所的外包外租已登记，请在原登记上更正。",
}


@dataclass(frozen=True, slots=True)
class Contract:
    """An outsourcing or leasing contract as typed."""

    kind: str
    counterparty: str
    project: str
    qualified: bool
    agreement: bool
    managed: bool
    counterparty_uscc: str = ""
    checked_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The file of a safety agreement, with the name that it was sent under."""

    file: Document
    name: str


def record_outsourcing(
    *,
    enterprise: Enterprise,
    contract: Contract,
    by: User,
    today: date,
    at: datetime,
    agreement: Agreement | None = None,
) -> Outsourcing:
    """Add a row. Raises NotAllowed, Refused.

    Where the bureau adds it, the entry's own mark 存在外包外租 follows; the register is not an insurer's to change.
    """
    with open_ledger(
        Outsourcing,
        enterprise,
        by=by,
        permission=EnterprisePermission.OUTSOURCING_WRITE,
        at=at,
        step="record-outsourcing",
        on=enterprise,
        sentences=TAKEN,
    ):
        row = Outsourcing(enterprise=enterprise, branch_id=by.branch_id, created_at=at)
        _write(row, contract, agreement, by, today, at)
        if by.may(EnterprisePermission.ENTERPRISE_EDIT):
            Enterprise.objects.filter(pk=enterprise.pk, outsourcing=False).update(outsourcing=True, updated_at=at)
        audit.record("outsourcing.recorded", by=by, at=at, subject=f"{enterprise.uscc} {row}")
    return row


def correct_outsourcing(
    *,
    row: Outsourcing,
    contract: Contract,
    seen: Seen,
    by: User,
    today: date,
    at: datetime,
    agreement: Agreement | None = None,
) -> Outsourcing:
    """Change a row; the agreement on file stays where no other is sent. Raises NotAllowed, Refused, Stale."""
    with open_row(
        row,
        by=by,
        permission=EnterprisePermission.OUTSOURCING_WRITE,
        at=at,
        step="correct-outsourcing",
        seen=seen,
        related=["enterprise"],
        sentences=TAKEN,
    ) as locked:
        _write(locked, contract, agreement, by, today, at)
        audit.record("outsourcing.corrected", by=by, at=at, subject=f"{locked.enterprise.uscc} {locked}")
    return locked


def _write(
    row: Outsourcing, contract: Contract, agreement: Agreement | None, by: User, today: date, at: datetime
) -> None:
    wrong = list(complain_contract(contract, today))
    if wrong:
        raise Refused(*wrong)
    row.kind = contract.kind
    row.counterparty, row.project = tidy(contract.counterparty), tidy(contract.project)
    row.counterparty_uscc = squeeze_code(contract.counterparty_uscc)
    row.qualified, row.agreement, row.managed = contract.qualified, contract.agreement, contract.managed
    row.checked_on, row.note, row.updated_at = contract.checked_on, contract.note.strip(), at
    row.document = _stored(agreement, by, at) or row.document
    row.save()


def _stored(agreement: Agreement | None, by: User, at: datetime) -> StoredFile | None:
    if agreement is None:
        return None
    return store_document(agreement.file, name=agreement.name, organisation_id=by.organisation_id, at=at)


def complain_contract(contract: Contract, today: date) -> list[tuple[str, str]]:
    """What is wrong with the contract, (field, sentence) each."""
    wrong = []
    if contract.checked_on is not None and contract.checked_on > today:
        wrong.append(("checked_on", f"最近检查日期 {contract.checked_on} 晚于今天，请更正。"))
    code = squeeze_code(contract.counterparty_uscc)
    if code and (complaint := complain_uscc(code)):
        wrong.append(("counterparty_uscc", f"对方统一社会信用代码{complaint[1]}"))
    return wrong


def remove_outsourcing(*, row: Outsourcing, by: User, at: datetime) -> None:
    """Take a row away; its history stays. The bureau alone does. Raises NotAllowed, Refused where it is gone."""
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
