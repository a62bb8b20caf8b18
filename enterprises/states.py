"""Transitions of exemptions, transfers and merges (domain.md 2.2 and 4.1)."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Transition, refuse_first_person
from enterprises.choices import ExemptionState, MergeState, TransferState
from enterprises.permissions import EnterprisePermission

if TYPE_CHECKING:
    from enterprises.models import Exemption, Merge, Transfer


def second_person(exemption: "Exemption", by: User) -> str | None:
    """Four eyes: decided in the bureau that asked, by somebody else."""
    return refuse_first_person(exemption.applied_by_id, by, "审批免保") or own_bureau(exemption, by)


def own_bureau(exemption: "Exemption", by: User) -> str | None:
    asker, at = exemption.applied_by, exemption.applied_at
    if not asker.acted_in(by.organisation_id, at):
        return f"该免保由「{asker.office_at(at)}」提出，请由该单位办理"
    return None


def giving_side(transfer: "Transfer", by: User) -> str | None:
    if by.organisation.division_id != transfer.from_city_id:
        return "只有移出设区市的应急管理局可以撤回移交"
    return None


def taking_side(transfer: "Transfer", by: User) -> str | None:
    if by.organisation.division_id != transfer.to_city_id:
        return "只有接收设区市的应急管理局可以接收或者退回移交"
    return None


APPROVE = Transition(
    name="approve",
    sources=frozenset({ExemptionState.REQUESTED}),
    target=ExemptionState.APPROVED,
    permission=EnterprisePermission.EXEMPTION_WRITE,
    label="批准免保",
    action="exemption.approved",
    clause="domain 2.2",
    guard=second_person,
)
REFUSE = Transition(
    name="refuse",
    sources=frozenset({ExemptionState.REQUESTED}),
    target=ExemptionState.REFUSED,
    permission=EnterprisePermission.EXEMPTION_WRITE,
    label="不予免保",
    action="exemption.refused",
    clause="domain 2.2",
    guard=second_person,
)
WITHDRAW = Transition(
    name="withdraw",
    sources=frozenset({ExemptionState.REQUESTED, ExemptionState.APPROVED}),
    target=ExemptionState.WITHDRAWN,
    permission=EnterprisePermission.EXEMPTION_WRITE,
    label="撤销免保",
    action="exemption.withdrawn",
    clause="domain 2.2",
    guard=own_bureau,
)
EXEMPTION_MOVES = (APPROVE, REFUSE, WITHDRAW)

TAKE = Transition(
    name="take",
    sources=frozenset({TransferState.OFFERED}),
    target=TransferState.TAKEN,
    permission=EnterprisePermission.ENTERPRISE_TRANSFER,
    label="接收",
    action="enterprise.transferred",
    clause="domain 1.5",
    guard=taking_side,
)
DECLINE = Transition(
    name="decline",
    sources=frozenset({TransferState.OFFERED}),
    target=TransferState.DECLINED,
    permission=EnterprisePermission.ENTERPRISE_TRANSFER,
    label="退回",
    action="enterprise.transfer-declined",
    clause="domain 1.5",
    guard=taking_side,
)
RECALL = Transition(
    name="recall",
    sources=frozenset({TransferState.OFFERED}),
    target=TransferState.RECALLED,
    permission=EnterprisePermission.ENTERPRISE_TRANSFER,
    label="撤回移交",
    action="enterprise.transfer-recalled",
    clause="domain 1.5",
    guard=giving_side,
)
TRANSFER_MOVES = (TAKE, DECLINE, RECALL)


def second_merger(merge: "Merge", by: User) -> str | None:
    """Four eyes: decided in the bureau that asked, by somebody else."""
    return refuse_first_person(merge.proposed_by_id, by, "复核合并") or own_merger(merge, by)


def own_merger(merge: "Merge", by: User) -> str | None:
    asker, at = merge.proposed_by, merge.proposed_at
    if not asker.acted_in(by.organisation_id, at):
        return f"该合并由「{asker.office_at(at)}」提出，请由该单位办理"
    return None


MERGE = Transition(
    name="approve",
    sources=frozenset({MergeState.PROPOSED}),
    target=MergeState.MERGED,
    permission=EnterprisePermission.ENTERPRISE_MERGE,
    label="同意合并",
    action="enterprise.merged",
    clause="domain 4.1",
    guard=second_merger,
)
REFUSE_MERGE = Transition(
    name="refuse",
    sources=frozenset({MergeState.PROPOSED}),
    target=MergeState.REFUSED,
    permission=EnterprisePermission.ENTERPRISE_MERGE,
    label="不同意合并",
    action="enterprise.merge-refused",
    clause="domain 4.1",
    guard=second_merger,
)
WITHDRAW_MERGE = Transition(
    name="withdraw",
    sources=frozenset({MergeState.PROPOSED}),
    target=MergeState.WITHDRAWN,
    permission=EnterprisePermission.ENTERPRISE_MERGE,
    label="撤回合并",
    action="enterprise.merge-withdrawn",
    clause="domain 4.1",
    guard=own_merger,
)
UNDO_MERGE = Transition(
    name="undo",
    sources=frozenset({MergeState.MERGED}),
    target=MergeState.UNDONE,
    permission=EnterprisePermission.ENTERPRISE_MERGE,
    label="撤销合并",
    action="enterprise.merge-undone",
    clause="domain 4.1",
    guard=own_merger,
)
MERGE_MOVES = (MERGE, REFUSE_MERGE, WITHDRAW_MERGE, UNDO_MERGE)
