"""Penalties by their stages: filed, told, heard, decided by two people, served, published, paid, ended (G20)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Organisation, User
from core import audit, writing
from core.identifiers import paper_number
from core.transitions import fire
from core.writing import Refused
from dispositions import states
from dispositions.choices import GONE, FineStage, StepState
from dispositions.models import Case, Stage, Step
from dispositions.rules import (
    BEFORE_DECISION,
    complain_amount,
    complain_article,
    complain_measure,
    complain_no_range,
    complain_officers,
    complain_stage,
    side_of,
)
from dispositions.services.base import (
    begin_case,
    complain_ending,
    insist_past,
    next_seq,
    open_case_row,
    open_step_row,
)
from hazards.services import numbers
from hazards.services.numbers import complain_typed
from inspections.choices import Disposition
from rulebook.book import values_on


@dataclass(frozen=True, slots=True)
class Filing:
    """A penalty as filed 立案: the article, the two officers, number and day."""

    article: str
    text: str
    first_officer: str
    second_officer: str
    number: str
    filed_on: date


def file_penalty(*, case: Case, filing: Filing, by: User, today: date, at: datetime) -> Step:
    """File a penalty in the case. Raises NotAllowed, Refused."""
    with open_case_row(case, "file-penalty", by, at) as locked:
        side = side_of(by.role)
        if side is not None:
            writing.insist(complain_measure(Disposition.PENALTY, side, locked.kind, locked.subject), "article")
            reason = complain_article(
                filing.article, side, locked.subject, filing.filed_on, values_on(filing.filed_on), locked.kind
            )
            writing.insist(reason, "article")
        writing.insist(complain_officers(filing.first_officer, filing.second_officer), "second_officer")
        writing.insist(None if filing.text.strip() else "违法事实为空，请写明", "text")
        insist_past("filed_on", "立案日期", filing.filed_on, today)
        if filing.filed_on < locked.opened_on:
            raise Refused(("filed_on", f"处罚立案日期 {filing.filed_on} 早于案件登记日期 {locked.opened_on}，请更正"))
        writing.insist(complain_ending(locked) or _complain_under_way(locked))
        writing.insist(_complain_number(filing.number, by.organisation), "number")
        step = Step.objects.create(
            case=locked,
            seq=next_seq(locked),
            kind=Disposition.PENALTY,
            state=StepState.FILED,
            authority=by.organisation,
            text=filing.text.strip(),
            article=filing.article,
            first_officer=filing.first_officer.strip(),
            second_officer=filing.second_officer.strip(),
            proposed_by=by,
            proposed_at=at,
        )
        begin_case(locked, by, at)
        _write_stage(step, FineStage.FILED, filing.number, filing.filed_on, "", by, at)
        audit.record("disposition.fine-filed", by=by, at=at, subject=locked.number, article=filing.article)
    return step


def _complain_under_way(case: Case) -> str | None:
    """One penalty at a time is between its filing and its decision."""
    waiting = case.steps.filter(kind=Disposition.PENALTY, state__in=(StepState.FILED, StepState.PROPOSED)).first()
    if waiting is None:
        return None
    return f"案件 {case.number} 已有一项行政处罚现为「{waiting.get_state_display()}」，决定或者撤销后才能再立案"


def _complain_number(number: str, authority: Organisation, proposed: int = 0) -> str | None:
    """A number of the authority belongs to one paper: one stage of one penalty. `proposed` is the penalty whose decision
    is proposed, anew perhaps, with the number that it had."""
    given = paper_number(number)
    if not given:
        return "文书号为空，请填写"
    if typed := complain_typed(given, authority):
        return typed
    stage = Stage.objects.filter(step__authority=authority, number=given).select_related("step__case").first()
    if stage is not None:
        return f"文书号「{given}」本机关已在案件 {stage.step.case.number} 的「{stage.get_stage_display()}」使用，请核对文书号"
    paper = Step.objects.filter(authority=authority, doc_no=given).exclude(pk=proposed).select_related("case").first()
    where = f"案件 {paper.case.number} " if paper is not None else numbers.given_on_hazard(given, authority)
    return f"文书号「{given}」本机关已在{where}使用，请核对文书号" if where else None


def record_stage(
    *, step: Step, stage: str, number: str, reached_on: date, note: str = "", by: User, today: date, at: datetime
) -> Stage:
    """Record a stage with number and day; the last one ends the penalty. Raises NotAllowed, Refused."""
    with open_step_row(step, "stage", by, at) as locked:
        writing.insist(states.only_own_step(locked, by))
        if locked.kind != Disposition.PENALTY or locked.state not in {StepState.FILED, StepState.ISSUED}:
            raise Refused(f"「{locked.get_kind_display()}」在当前状态「{locked.get_state_display()}」下不能登记环节")
        if stage == FineStage.DECIDED:
            raise Refused(("stage", "「决定」由提出处罚决定并经复核人同意产生，不能直接登记"))
        recorded = list(locked.stages.values_list("stage", "reached_on"))
        wrong = complain_stage(stage, reached_on, recorded, today)
        writing.insist(wrong, "reached_on" if wrong and "日期" in wrong else "stage")
        writing.insist(_complain_number(number, locked.authority), "number")
        made = _write_stage(locked, FineStage(stage), number, reached_on, note, by, at)
        audit.record("disposition.fine-stage", by=by, at=at, subject=locked.case.number, stage=stage)
        if stage == FineStage.ENDED:
            fire(states.FULFIL, locked, by=by, at=at, done_on=reached_on)
    return made


def _write_stage(step: Step, stage: FineStage, number: str, day: date, note: str, by: User, at: datetime) -> Stage:
    return Stage.objects.create(
        step=step,
        stage=stage,
        number=paper_number(number)[:60],
        reached_on=day,
        note=note.strip()[:500],
        entered_by=by,
        entered_at=at,
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a penalty 决定: its number and day, the fine in yuan, whether for not correcting in time."""

    number: str
    decided_on: date
    amount: Decimal
    overdue: bool = False


def propose_decision(*, step: Step, decision: Decision, by: User, today: date, at: datetime) -> Step:
    """Write the decision down for the second person. Raises NotAllowed, Refused."""
    with open_step_row(step, states.DECIDE.name, by, at) as locked:
        stages = set(locked.stages.values_list("stage", flat=True))
        missing = [one.official for one in BEFORE_DECISION if one not in stages]
        if missing:
            raise Refused(f"提出处罚决定前须先登记「{missing[0]}」")
        insist_past("decided_on", "决定日期", decision.decided_on, today)
        writing.insist(_complain_number(decision.number, locked.authority, locked.pk), "number")
        last = max(locked.stages.values_list("reached_on", flat=True))
        if decision.decided_on < last:
            raise Refused(("decided_on", f"决定日期 {decision.decided_on} 早于上一环节日期 {last}，请更正"))
        writing.insist(complain_no_range(locked.article) if decision.overdue else None, "overdue")
        values = values_on(decision.decided_on)
        reason = complain_amount(locked.article, decision.amount, values, decision.decided_on, overdue=decision.overdue)
        writing.insist(reason, "amount")
        writing.insist(_complain_overdue(locked, decision), "overdue")
        proposed: Step = fire(
            states.DECIDE,
            locked,
            by=by,
            at=at,
            doc_no=paper_number(decision.number),
            issued_on=decision.decided_on,
            amount=decision.amount,
            overdue=decision.overdue,
            proposed_by=by,
            proposed_at=at,
            decided_by=None,
        )
    return proposed


def _complain_overdue(step: Step, decision: Decision) -> str | None:
    """An order must have run out before, and a case has one fine of each kind."""
    others = Step.objects.filter(case=step.case_id, kind=Disposition.PENALTY, amount__isnull=False).exclude(pk=step.pk)
    kinds = set(others.exclude(state__in=GONE).values_list("overdue", flat=True))
    if decision.overdue in kinds:
        return "该案件已有同一情形的罚款，请核对，不得重复处罚"
    if not decision.overdue:
        return "该案件已按逾期未改正处罚，不能再按首次处罚" if True in kinds else None
    told = Step.objects.told().filter(case=step.case_id, kind=Disposition.ORDER, due_on__lt=decision.decided_on)
    if any(not _was_kept(order) for order in told.select_related("reply")):
        return None
    return f"{decision.decided_on} 没有已逾期的责令限期改正，不能按逾期未改正处罚"


def _was_kept(order: Step) -> bool:
    """Whether an order was answered in time with what was accepted, or done in time."""
    reply, due = getattr(order, "reply", None), order.due_on
    if due is None:
        return True
    if reply is not None and reply.accepted:
        return bool(reply.given_on <= due)
    return order.done_on is not None and order.done_on <= due


def drop_penalty(*, step: Step, note: str, by: User, today: date, at: datetime) -> Step:
    """Give a filed penalty up, with the reason; its stages stay on record. Raises NotAllowed, Refused."""
    with open_step_row(step, states.DISCONTINUE.name, by, at) as locked:
        writing.insist(None if note.strip() else "撤销立案须写明理由", "note")
        dropped: Step = fire(states.DISCONTINUE, locked, by=by, at=at, done_on=today, done_note=note.strip()[:500])
    return dropped
