"""What the inspected side says to a finding: the city objects and is answered, an insurer answers (domain.md 5.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from accounts.models import User
from core import audit, writing
from core.gate import NotAllowed
from core.transitions import Transition, fire
from core.writing import Refused, open_row
from inspections import rules, states
from inspections.choices import UNVERIFIED, LawArticle, ObjectionResult
from inspections.models import Feedback, Finding, InsurerAnswer, Objection
from inspections.permissions import InspectionPermission

RELATED: Final = ("task", "enterprise_item__enterprise", "insurer_item__insurer")
MOVES: Final[dict[str, Transition]] = {
    ObjectionResult.UPHELD: states.UPHOLD,
    ObjectionResult.AMENDED: states.AMEND,
    ObjectionResult.REVOKED: states.REVOKE,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """How an objection is decided: a code of `ObjectionResult` with its reasons, and what an amended finding says."""

    result: str
    ruling: str
    kind: str = ""
    fact: str = ""
    basis: str = ""


def raise_objection(*, finding: Finding, reason: str, by: User, today: date, at: datetime) -> Objection:
    """The inspected city objects, within its time and before its answer. Raises NotAllowed, Refused."""
    permission = InspectionPermission.FINDING_OBJECT
    with open_row(finding, by=by, permission=permission, at=at, step="object", related=("task",)) as locked:
        if not states.is_inspected(locked.task, by):
            raise NotAllowed(f"{by} is not of the inspected city")
        writing.insist(None if reason.strip() else "异议理由为空，请写明事实和依据", "reason")
        told = Feedback.objects.filter(task=locked.task).first()
        if told is not None:
            writing.insist(_complain_late(told, today))
        objected = fire(states.OBJECT, locked, by=by, at=at)
        return Objection.objects.create(finding=objected, reason=reason.strip(), raised_by=by, raised_at=at)


def _complain_late(told: Feedback, today: date) -> str | None:
    if told.answered_on is not None:
        return f"已于 {told.answered_on} 答复反馈意见，不能再提出异议"
    if today > told.objections_until:
        return f"异议期至 {told.objections_until}，今天 {today} 已逾期，不能再提出异议"
    return None


def decide_objection(*, finding: Finding, decision: Decision, by: User, at: datetime) -> Finding:
    """The leader of the inspection keeps, changes or revokes the finding, with reasons.

    One who keeps away from the inspected hands the lead over first. Raises NotAllowed, Refused.
    """
    permission = InspectionPermission.FINDING_ROUTE
    with open_row(finding, by=by, permission=permission, at=at, step="decide", related=RELATED) as locked:
        item = locked.enterprise_item or locked.insurer_item
        writing.insist(states.kept_away(item, by) if item is not None else None)
        move = MOVES.get(decision.result)
        if move is None:
            raise Refused(("result", f"“{decision.result}”不是处理结果，请在维持、修改、撤销中选择"))
        writing.insist(None if decision.ruling.strip() else "处理理由为空，请写明维持、修改或者撤销的理由", "ruling")
        before = {"kind_before": locked.kind, "fact_before": locked.fact, "basis_before": locked.basis}
        decided = fire(move, locked, by=by, at=at, **_changes(locked, decision))
        Objection.objects.filter(finding=decided).update(
            result=decision.result,
            ruling=decision.ruling.strip(),
            decided_by=by,
            decided_at=at,
            **(before if decision.result == ObjectionResult.AMENDED else {}),
        )
    return decided


def _changes(finding: Finding, decision: Decision) -> dict[str, object]:
    """What an amended finding says from now on. Raises Refused."""
    if decision.result != ObjectionResult.AMENDED:
        return {}
    writing.insist(rules.complain_kind(finding.subject, decision.kind), "kind")
    writing.insist(None if decision.fact.strip() else "修改后的事实为空，请填写", "fact")
    insist_article(decision.basis, finding.basis)
    changed = {"kind": decision.kind, "fact": decision.fact.strip(), "basis": decision.basis}
    if all(getattr(finding, name) == value for name, value in changed.items()):
        raise Refused(("result", "类别、事实和依据均未改动，如无需修改请选择维持"))
    return dict(changed)


def insist_article(basis: str, stored: str = "") -> None:
    """The basis stands in the list of articles and was held against its text, or there is none, or it is as `stored`.

    Raises Refused.
    """
    if basis and basis not in LawArticle.values:
        raise Refused(("basis", f"依据“{basis[:40]}”不在法条目录中，请从目录选择"))
    if basis in UNVERIFIED and basis != stored:
        article = LawArticle(basis).official
        raise Refused(("basis", f"{article}尚未与条文原文核对（待核），不能引为依据，请改选其他条款，或者暂不填写"))


def answer_finding(*, finding: Finding, text: str, by: User, at: datetime) -> InsurerAnswer:
    """An inspected insurer answers a finding on its form, once. Raises NotAllowed, Refused."""
    permission = InspectionPermission.FINDING_ANSWER
    with open_row(finding, by=by, permission=permission, at=at, step="answer") as locked:
        writing.insist(None if text.strip() else "答复内容为空，请填写说明和整改情况", "text")
        if InsurerAnswer.objects.filter(finding=locked).exists():
            raise Refused(f"问题 {locked.no} 已经答复，不得重复答复")
        made = InsurerAnswer.objects.create(finding=locked, text=text.strip(), answered_by=by, answered_at=at)
        audit.record("inspection.finding-answered", by=by, at=at, subject=locked.no)
    return made
