"""What an authority does with the findings handed over to it: signs, settles (domain.md 4.9, 5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Final

from accounts.models import Organisation, User
from core import attachments, audit, writing
from core.gate import NotAllowed
from core.identifiers import paper_number
from core.transitions import fire
from core.writing import Refused, open_row
from coverage.services.fines import Penalty, complain_penalty
from hazards.services.numbers import complain_typed
from inspections import rules, states
from inspections.choices import Disposition, FindingKind, FindingState, FindingSubject, TaskState
from inspections.models import Finding, Handover, Routing
from inspections.permissions import InspectionPermission

SETTLE: Final = InspectionPermission.FINDING_SETTLE
RELATED: Final = (
    "task",
    "routing__handover__receiver",
    "enterprise_item__enterprise",
    "insurer_item__insurer",
    "agency",
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a finding is settled: a code of `Disposition`, number and day of the paper, what was done.

    A fine has its amount in yuan, and is `overdue` where it is for not having corrected by `due_on`.
    """

    disposition: str
    doc_no: str
    done_on: date
    feedback: str
    due_on: date | None = None
    amount: Decimal | None = None
    overdue: bool = False


def receive_handover(*, handover: Handover, by: User, today: date, at: datetime) -> Handover:
    """Sign for a letter and all its findings, once; the task is tracked from then on. Raises NotAllowed, Refused."""
    with open_row(handover, by=by, permission=SETTLE, at=at, step="receive", related=("task", "receiver")) as locked:
        if locked.receiver_id != by.organisation_id:
            raise NotAllowed(f"{by} is not of the receiving authority")
        if locked.received_on is not None:
            raise Refused(f"移交函 {locked.number} 已于 {locked.received_on} 签收，不得重复签收")
        for finding in Finding.objects.filter(routing__handover=locked).select_related(*RELATED).order_by("seq"):
            fire(states.RECEIVE, finding, by=by, at=at)
        locked.received_on, locked.received_by, locked.received_at = today, by, at
        locked.save(update_fields=["received_on", "received_by", "received_at"])
        audit.record("inspection.letter-received", by=by, at=at, subject=locked.number)
        task = writing.lock(locked.task)
        if task.state == TaskState.ROUTED:
            fire(states.RECEIPT, task, by=by, at=at)
    return locked


def settle_finding(
    *,
    finding: Finding,
    settlement: Settlement,
    files: Iterable[tuple[IO[bytes], str]] = (),
    case_no: str = "",
    by: User,
    today: date,
    at: datetime,
) -> Finding:
    """The authority that has the finding says how it ended, once. Raises NotAllowed, Refused.

    A finding that opened a case is settled by the end of the case, which gives its number. Fines, interviews, an end as
    unfounded and what else two people do are done in a case alone.
    """
    with open_row(finding, by=by, permission=SETTLE, at=at, step="settle") as locked:
        writing.insist(states.only_receiver(locked, by))
        routing = locked.routing
        if locked.state == FindingState.SETTLED:
            raise Refused(f"问题 {locked.no} 已于 {routing.done_on} 以 {routing.doc_no} 办结，不得重复处置")
        if routing.case_no != case_no:
            raise Refused(f"问题 {locked.no} 已立案（{routing.case_no}），请在该案件中办理和办结")
        given = list(files)
        if given:
            attachments.attach_all(routing, "paper", given, by=by, at=at)
        # The number of a case comes from the series of the authority; beside a case nobody types one of the series.
        writing.insist(None if case_no else complain_typed(settlement.doc_no, by.organisation), "doc_no")
        _insist_settlement(locked, routing, settlement, today)
        settled = fire(states.SETTLE, locked, by=by, at=at)
        routing.disposition, routing.doc_no = settlement.disposition, paper_number(settlement.doc_no)
        routing.done_on, routing.feedback = settlement.done_on, settlement.feedback.strip()
        routing.due_on, routing.amount, routing.overdue = settlement.due_on, settlement.amount, settlement.overdue
        routing.settled_by, routing.settled_at = by, at
        routing.save()
    return settled


def link_case(*, finding: Finding, number: str, by: User, at: datetime) -> None:
    """The case of this number deals with the finding from now on. Raises NotAllowed, Refused."""
    with open_row(finding, by=by, permission=SETTLE, at=at, step="case") as locked:
        writing.insist(states.only_receiver(locked, by))
        if locked.state != FindingState.RECEIVED:
            raise Refused(f"问题 {locked.no} 现为「{locked.get_state_display()}」，签收后才能立案")
        locked.routing.case_no = number
        locked.routing.save(update_fields=["case_no"])


def take_over(*, finding: Finding, receiver: Organisation, by: User, at: datetime) -> None:
    """Another authority settles the finding from now on: its case was handed up 转办, or is that authority's 并案.

    Raises NotAllowed, Refused.
    """
    with open_row(finding, by=by, permission=SETTLE, at=at, step="take-over") as locked:
        writing.insist(states.only_receiver(locked, by))
        locked.routing.taken_over_by = receiver
        locked.routing.save(update_fields=["taken_over_by"])
        audit.record("inspection.finding-taken-over", by=by, at=at, subject=locked.no, receiver=receiver.code)


def _insist_settlement(finding: Finding, routing: Routing, given: Settlement, today: date) -> None:
    """Raises Refused with everything that is wrong."""
    handed_on = routing.handover.issued_on
    allowed = rules.dispositions_of(finding.subject)
    reasons: list[tuple[str, str]] = []
    if given.disposition not in allowed:
        words = "、".join(one.official for one in allowed)
        reasons.append(("disposition", f"{finding.get_subject_display()}的问题不能以该方式处置，可选：{words}"))
    elif complaint := rules.complain_beside(given.disposition, routing.case_no):
        reasons.append(("disposition", complaint))
    if not given.doc_no.strip():
        reasons.append(("doc_no", "文书号为空，请填写处置文书的编号"))
    if given.done_on > today:
        reasons.append(("done_on", f"办结日期 {given.done_on} 晚于今天 {today}，请更正"))
    elif given.done_on < handed_on:
        reasons.append(("done_on", f"办结日期 {given.done_on} 早于移交日期 {handed_on}，请更正"))
    if not given.feedback.strip():
        reasons.append(("feedback", "处置情况为空，请写明处置和整改结果"))
    if given.disposition == Disposition.ORDER and given.due_on is None:
        reasons.append(("due_on", "责令限期改正须填写改正期限"))
    elif given.disposition == Disposition.ORDER and given.due_on is not None and given.due_on < handed_on:
        reasons.append(("due_on", f"改正期限 {given.due_on} 早于移交日期 {handed_on}，责令在移交后作出，请更正"))
    reasons += [("amount", wrong) for wrong in (_complain_fine(finding, routing, given),) if wrong]
    if reasons:
        raise Refused(*reasons)


def _complain_fine(finding: Finding, routing: Routing, given: Settlement) -> str | None:
    """A fine belongs to a penalty, rests on evidence, and for 应保未保 lies in the range of article 109."""
    if given.disposition != Disposition.PENALTY:
        return None if given.amount is None else f"只有行政处罚填写罚款，现填 {given.amount} 元，请删去或者改选处置方式"
    if not (attachments.attachments_of(finding).exists() or attachments.attachments_of(routing).exists()):
        return "行政处罚须有证据：问题和处置均无附件，请上传处罚决定书或者证据材料"
    if given.amount is None:
        return None if finding.kind != FindingKind.NOT_INSURED else "对应保未保的处罚须填写罚款金额"
    if given.amount <= 0:
        return f"罚款 {given.amount} 元须大于零，请更正"
    if finding.subject == FindingSubject.ENTERPRISE and finding.kind == FindingKind.NOT_INSURED:
        return complain_penalty(Penalty(given.doc_no, given.done_on, given.amount, given.overdue), given.due_on)
    return None
