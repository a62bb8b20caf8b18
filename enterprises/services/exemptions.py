"""Writes of exemptions: asked for with a document, decided by a second person of the bureau, taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import audit
from core.transitions import fire
from core.writing import Refused, insist, lock, open_ledger
from enterprises import states
from enterprises.choices import ExemptionState
from enterprises.models import Enterprise, Exemption
from enterprises.permissions import EnterprisePermission
from enterprises.services.documents import Document, store_document


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked for. `ends_on`: the inclusive last day, None until further notice."""

    kind: str
    reason: str
    starts_on: date
    ends_on: date | None = None


def request_exemption(
    *, enterprise: Enterprise, ground: Ground, document: Document, name: str, by: User, at: datetime
) -> Exemption:
    """Ask for an exemption. Raises NotAllowed, Refused."""
    with open_ledger(
        Exemption,
        enterprise,
        by=by,
        permission=EnterprisePermission.EXEMPTION_WRITE,
        at=at,
        step="request-exemption",
        on=enterprise,
    ):
        locked = lock(enterprise)
        insist(complain_ground(locked, ground))
        exemption = Exemption.objects.create(
            enterprise=locked,
            kind=ground.kind,
            reason=ground.reason.strip(),
            starts_on=ground.starts_on,
            ends_on=ground.ends_on,
            applied_by=by,
            applied_at=at,
            document=store_document(document, name=name, organisation_id=by.organisation_id, at=at),
        )
        audit.record("exemption.requested", by=by, at=at, subject=f"{locked.uscc} {locked}", kind=ground.kind)
    return exemption


def complain_ground(enterprise: Enterprise, ground: Ground) -> str | None:
    """What is wrong with the request, None for a good one."""
    if not ground.reason.strip():
        return "免保情形说明为空，请写明事实和依据。"
    if ground.ends_on is not None and ground.ends_on < ground.starts_on:
        return f"免保截止日期 {ground.ends_on} 早于起始日期 {ground.starts_on}，请更正。"
    if enterprise.exemptions.filter(state=ExemptionState.REQUESTED).exists():
        return f"「{enterprise}」已有一份免保申请等待审批，请先审批或者撤销该申请。"
    return None


def decide_exemption(*, exemption: Exemption, approve: bool, note: str, by: User, at: datetime) -> Exemption:
    """Approve or refuse as the second person. Raises NotAllowed, Refused; a refusal needs its reason."""
    move = states.APPROVE if approve else states.REFUSE
    with open_ledger(
        Exemption,
        exemption,
        by=by,
        permission=EnterprisePermission.EXEMPTION_WRITE,
        at=at,
        step=move.name,
        on=exemption,
    ):
        if not approve and not note.strip():
            raise Refused("不予免保须写明理由，请填写审批意见")
        decided: Exemption = fire(
            move, exemption, by=by, at=at, decided_by=by, decided_at=at, decision_note=note.strip()[:500]
        )
    return decided


def withdraw_exemption(*, exemption: Exemption, by: User, at: datetime) -> Exemption:
    """Take a request back, or end an approved exemption. Raises NotAllowed, Refused."""
    with open_ledger(
        Exemption,
        exemption,
        by=by,
        permission=EnterprisePermission.EXEMPTION_WRITE,
        at=at,
        step="withdraw",
        on=exemption,
    ):
        ended: Exemption = fire(states.WITHDRAW, exemption, by=by, at=at, withdrawn_by=by, withdrawn_at=at)
    return ended
