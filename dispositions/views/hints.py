"""What to know before a step of a case is taken: sentences that hold nobody up."""

from collections.abc import Sequence
from datetime import date

from dispositions.choices import Article, FineStage, StepState
from dispositions.models import Step
from dispositions.rules import RANGES
from inspections.choices import Disposition


def heard_hint(step: Step, decided_on: date | None) -> str:
    """What to know where a penalty is decided on the day on which its party was told of it; empty on another day."""
    informed = next((one.reached_on for one in step.stages.all() if one.stage == FineStage.INFORMED), None)
    if informed is None or informed != decided_on:
        return ""
    return f"告知和决定同为 {informed}：当事人有权陈述和申辩，请核对决定前是否已听取其意见（期限待核）。"


def overdue_hint(step: Step, decided_on: date | None) -> str:
    """What to know of a penalty in whose case an order ran out without an answer before the day; empty without one."""
    if decided_on is None or RANGES[Article(step.article)].overdue is None:
        return ""
    out = step.case.steps.filter(kind=Disposition.ORDER, state=StepState.ISSUED, due_on__lt=decided_on).first()
    if out is None:
        return ""
    return f"责令限期改正 {out.doc_no} 的期限 {out.due_on} 已过且没有答复：逾期未改正的，罚款适用逾期未改正的幅度，请核对。"


def unsigned_hint(steps: Sequence[Step]) -> str:
    """Which papers the other side has not signed for, with both its people; empty where there is none."""
    waiting = [
        f"{Disposition(step.kind).official}{step.doc_no}（{'签收待复核' if step.signed_by_id else '尚未签收'}）"
        for step in steps
        if step.awaits_receipt
    ]
    return f"对方未完成签收：{'、'.join(waiting)}。不影响办结，办结后对方仍可签收。" if waiting else ""
