"""Steps of a case: taken or proposed, decided by the second person, done (clauses N34 to N36, N40, N41)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Organisation, User
from core import audit, writing
from core.identifiers import paper_number
from core.transitions import fire, refuse_first_person
from core.writing import Refused
from dispositions import states
from dispositions.choices import GONE, FineStage, StepState
from dispositions.models import Case, Reply, Stage, Step
from dispositions.rules import (
    BY_KIND,
    Measure,
    complain_due,
    complain_measure,
    complain_officers,
    complain_talk,
    side_of,
)
from dispositions.services.base import (
    complain_ending,
    insist_corrected,
    insist_past,
    next_seq,
    open_case_row,
    open_step_row,
    state_on_issue,
    tell_case,
)
from dispositions.services.closing import complain_open, end_case, insist_unfounded
from hazards.services.numbers import complain_typed, given_on_hazard, letter_number
from inspections.choices import Disposition


@dataclass(frozen=True, slots=True)
class Draft:
    """A step as written: a code of `Disposition`, what is asked, by when.

    `doc_no` and `issued_on` are those of a paper of the authority's own system; papers of the portal get theirs when
    they are issued. Officers, `met_on` and `met_at` belong to an interview, `addressee` to a transfer.
    """

    kind: str
    text: str
    due_on: date | None = None
    basis: str = ""
    addressee: str = ""
    doc_no: str = ""
    issued_on: date | None = None
    first_officer: str = ""
    second_officer: str = ""
    met_on: date | None = None
    met_at: str = ""


def take_step(*, case: Case, draft: Draft, by: User, today: date, at: datetime) -> Step:
    """Take a measure; one that needs a second person waits for it. Raises NotAllowed, Refused."""
    with open_case_row(case, "step", by, at) as locked:
        side = side_of(by.role)
        writing.insist(complain_measure(draft.kind, side, locked.kind, locked.subject) if side else None, "kind")
        measure = BY_KIND[Disposition(draft.kind)]
        writing.insist(complain_ending(locked))
        writing.insist(_complain_unready(draft.kind, locked.steps.all()), "kind")
        _insist_draft(measure, draft, locked, today)
        writing.insist(_complain_again(draft, locked, today) if measure.letter else None)
        writing.insist(complain_second_order(draft.kind, locked.steps.all(), today), "kind")
        step = Step.objects.create(
            case=locked,
            seq=next_seq(locked),
            kind=measure.kind,
            state=StepState.PROPOSED,
            authority=by.organisation,
            text=draft.text.strip(),
            basis=draft.basis.strip(),
            addressee=draft.addressee.strip(),
            doc_no="" if measure.letter else paper_number(draft.doc_no),
            issued_on=None if measure.letter else draft.issued_on,
            due_on=draft.due_on,
            first_officer=draft.first_officer.strip(),
            second_officer=draft.second_officer.strip(),
            met_on=draft.met_on,
            met_at=draft.met_at.strip(),
            proposed_by=by,
            proposed_at=at,
        )
        if measure.needs_second:
            audit.record("disposition.step-proposed", by=by, at=at, subject=locked.number, kind=measure.kind)
            return step
        return issue(step, locked, by, today, at)


def _complain_unready(kind: str, steps: Iterable[Step]) -> str | None:
    """A case goes to another authority once nothing is under way in this one alone: what waits for its second person, a
    penalty before its decision."""
    own = [step for step in steps if step.state in {StepState.FILED, StepState.PROPOSED}]
    return complain_open(own, "移送") if kind == Disposition.TRANSFER else None


def _insist_draft(measure: Measure, draft: Draft, case: Case, today: date) -> None:
    """Raises Refused with everything that is wrong."""
    reasons: list[tuple[str, str | None]] = []
    if measure.kind in {Disposition.PENALTY, Disposition.UNFOUNDED}:
        raise Refused(("kind", "行政处罚请先立案；经查不属实请在办结时提出"))
    if not draft.text.strip():
        reasons.append(("text", "要求（事项）为空，请写明"))
    day = today if measure.letter else draft.issued_on
    if day is None or (not measure.letter and not draft.doc_no.strip()):
        reasons.append(("doc_no", f"「{measure.kind.official}」须填写文书号和下达日期"))
    else:
        reasons.append(("doc_no", None if measure.letter else _complain_number(draft.doc_no, case.authority)))
        if day > today:
            reasons.append(("issued_on", f"下达日期 {day} 晚于今天（{today}），请更正"))
        if day < case.opened_on:
            reasons.append(("issued_on", f"下达日期 {day} 早于立案日期 {case.opened_on}，请更正"))
        reasons.append(("due_on", complain_due(measure, day, draft.due_on)))
    reasons += _kind_reasons(measure, draft, today)
    found = [(field, sentence) for field, sentence in reasons if sentence]
    if found:
        raise Refused(*found)


def _complain_number(typed: str, authority: Organisation) -> str | None:
    """That a typed number is one of a series, or was given to a fine on a hazard; cases are held by a constraint."""
    number = paper_number(typed)
    where = given_on_hazard(number, authority)
    used = f"文书号「{number}」本机关已在{where}使用，请核对文书号" if where else None
    return complain_typed(number, authority) or used


def _complain_again(draft: Draft, case: Case, today: date) -> str | None:
    """The same form sent twice is no second paper: a number would be spent, and the subject told twice."""
    alike = Step.objects.filter(
        case=case, kind=draft.kind, text=draft.text.strip(), due_on=draft.due_on, proposed_at__date=today
    ).exclude(state__in=GONE)
    same = alike.first()
    if same is None:
        return None
    kind = BY_KIND[Disposition(draft.kind)].kind.official
    return f"今天已提出内容和期限相同的「{kind}」{same.doc_no}，不得重复；确需再次作出的，请写明不同的要求"


def complain_second_order(kind: str, steps: Iterable[Step], today: date) -> str | None:
    """Of the steps of a case an order that still runs is the one to go on with: what to do with it; None without one."""
    runs = {StepState.ISSUED, StepState.ANSWERED}
    running = next((one for one in steps if one.kind == Disposition.ORDER and one.state in runs), None)
    if kind != Disposition.ORDER or running is None:
        return None
    if running.state == StepState.ANSWERED:
        remedy = "对方已经答复，请先审阅答复"
    elif running.due_on is not None and running.due_on < today:
        remedy = "期限已过，请登记对方的答复或者完成情况，仍未改正的请依法立案处罚"
    else:
        remedy = "已改正的请登记答复或者完成情况，文书有误的请先撤销该文书，需要更多时间的请办理延期"
    return f"责令限期改正 {running.doc_no}（期限 {running.due_on}）尚未完成，不能再次责令限期改正：{remedy}"


def _kind_reasons(measure: Measure, draft: Draft, today: date) -> list[tuple[str, str | None]]:
    """What single measures ask besides."""
    if measure.kind == Disposition.INTERVIEW:
        return [
            ("second_officer", complain_officers(draft.first_officer, draft.second_officer)),
            ("met_on", complain_talk(draft.met_on, today)),
        ]
    if measure.kind == Disposition.TRANSFER:
        return [("addressee", None if draft.addressee.strip() else "移送须填写接收机关")]
    if measure.kind in {Disposition.REGULATORY, Disposition.SUSPEND}:
        return [("basis", None if draft.basis.strip() else "须写明所依据的条款")]
    return []


def issue(step: Step, case: Case, by: User, today: date, at: datetime) -> Step:
    """Give the paper its number and day, tell the subject; inside an open write."""
    measure = BY_KIND[Disposition(step.kind)]
    if measure.letter:
        step.doc_no, step.issued_on = letter_number(measure.letter, step.authority, today.year), today
    day = step.issued_on = step.issued_on or today
    writing.insist(complain_due(measure, day, step.due_on), "due_on")
    step.state = state_on_issue(step.kind, step.due_on)
    if step.state == StepState.DONE:
        step.done_on = day
    step.save()
    tell_case(case, step.kind, day, by, at)
    audit.record("disposition.step-issued", by=by, at=at, subject=case.number, number=step.doc_no, kind=step.kind)
    return step


def decide_step(
    *, step: Step, approve: bool, note: str, by: User, today: date, at: datetime, seen: str | None = None
) -> Step:
    """Agree to a proposed step as the second person, or not, with the reason. Raises NotAllowed, Refused.

    `seen` is the mark of the proposal that the page showed (`Step.proposal`), None where no page did.
    """
    is_fine = step.kind == Disposition.PENALTY
    against = states.SEND_BACK if is_fine else states.RETURN
    move = states.APPROVE if approve else against
    with open_step_row(step, move.name, by, at) as locked:
        writing.insist(_complain_unseen(locked, seen))
        writing.insist(None if approve or note.strip() else "不予同意须写明理由，请填写复核意见", "note")
        if approve and locked.kind == Disposition.INTERVIEW and locked.met_on is not None and locked.met_on < today:
            raise Refused(f"拟定的谈话日期 {locked.met_on} 已过，请退回，由提出人重新拟定日期")
        ends = approve and locked.kind == Disposition.UNFOUNDED
        if ends:
            insist_unfounded(locked.case.steps.exclude(pk=locked.pk))
        decided: Step = fire(move, locked, by=by, at=at, decided_by=by, decided_at=at, decision_note=note.strip()[:500])
        decided.case = locked.case
        if not approve:
            if not is_fine and decided.doc_no:  # a draft that came to nothing holds no number
                decided.doc_no = ""
                decided.save(update_fields=["doc_no"])
            return decided
        issued = issue(decided, locked.case, by, today, at)
        if ends:
            end_case(locked.case, Disposition.UNFOUNDED, issued.text, by, today, at)
        if is_fine:
            Stage.objects.create(
                step=issued,
                stage=FineStage.DECIDED,
                number=issued.doc_no,
                reached_on=issued.issued_on or today,
                entered_by=by,
                entered_at=at,
            )
        return issued


def _complain_unseen(step: Step, seen: str | None) -> str | None:
    """Nobody agrees to another proposal than the one that the page showed: a penalty is sent back and proposed anew."""
    if seen in {None, step.proposal} or step.state != StepState.PROPOSED:
        return None
    amount = f"，现为 {step.amount:,.2f} 元" if step.amount is not None else ""
    return f"您打开页面后，该事项已重新提出{amount}，请核对现在的内容再复核"


def fulfil_step(*, step: Step, done_on: date, note: str, by: User, today: date, at: datetime) -> Step:
    """What was asked is done, without an answer on record. Raises NotAllowed, Refused."""
    with open_step_row(step, states.FULFIL.name, by, at) as locked:
        insist_past("done_on", "完成日期", done_on, today)
        writing.insist(_complain_withdrawal(locked))
        if locked.kind in {Disposition.PENALTY, Disposition.INTERVIEW}:
            raise Refused("行政处罚以「结案」环节完成，监管谈话以纪要完成")
        if locked.kind == Disposition.INQUIRY and (locked.due_on is None or today <= locked.due_on):
            raise Refused(f"书面说明以对方的答复完成；期限 {locked.due_on} 届满仍未答复的，方可登记未答复的情况")
        if locked.issued_on is not None and done_on < locked.issued_on:
            raise Refused(("done_on", f"完成日期 {done_on} 早于下达日期 {locked.issued_on}，请更正"))
        writing.insist(None if note.strip() else "完成情况为空，请写明", "note")
        insist_corrected(locked, today)
        done: Step = fire(states.FULFIL, locked, by=by, at=at, done_on=done_on, done_note=note.strip()[:500])
        return done


def withdraw_step(*, step: Step, note: str, by: User, today: date, at: datetime) -> Step:
    """Withdraw a paper that went out, with the reason: it keeps its number and holds no more. Raises NotAllowed, Refused.

    What two people agreed to, one does not undo: it is asked for, and holds until another person agrees. A penalty that
    was decided is not withdrawn here: that is a procedure of its own in the authority's system.
    """
    with open_step_row(step, states.WITHDRAW.name, by, at) as locked:
        if locked.kind == Disposition.PENALTY:
            raise Refused("已决定的行政处罚不能在平台撤销，请按法定程序在本机关系统办理")
        writing.insist(states.only_own_step(locked, by))
        writing.insist(_complain_not_out(locked))
        writing.insist(_complain_relied_on(locked, today))
        writing.insist(None if note.strip() else "撤销理由为空，请写明", "note")
        if not BY_KIND[Disposition(locked.kind)].needs_second:
            return _withdraw(locked, note, by, today, at)
        if locked.withdrawal_by_id is not None:
            raise Refused(f"「{locked.withdrawal_by}」已提出撤销 {locked.doc_no}，请由另一人复核，不必重复提出")
        locked.withdrawal_by, locked.withdrawal_note = by, note.strip()[:500]
        locked.save(update_fields=["withdrawal_by", "withdrawal_note"])
        audit.record("disposition.withdrawal-asked", by=by, at=at, subject=locked.case.number, number=locked.doc_no)
        return locked


def decide_withdrawal(*, step: Step, approve: bool, note: str, by: User, today: date, at: datetime) -> Step:
    """Agree, as another person than who asked, that a paper is withdrawn; or not, with the reason, and it goes on to hold.

    Raises NotAllowed, Refused.
    """
    with open_step_row(step, "withdrawal", by, at) as locked:
        writing.insist(states.only_own_step(locked, by))
        if not locked.awaits_withdrawal:
            raise Refused(f"文书 {locked.doc_no} 没有待复核的撤销，请刷新页面")
        writing.insist(refuse_first_person(locked.withdrawal_by_id, by, "撤销文书的复核"))
        writing.insist(None if approve or note.strip() else "不予同意须写明理由，请填写复核意见", "note")
        if approve:
            writing.insist(_complain_relied_on(locked, today))
            return _withdraw(locked, locked.withdrawal_note, by, today, at)
        locked.withdrawal_by, locked.withdrawal_note = None, note.strip()[:500]
        locked.save(update_fields=["withdrawal_by", "withdrawal_note"])
        audit.record("disposition.withdrawal-declined", by=by, at=at, subject=locked.case.number, number=locked.doc_no)
        return locked


def _complain_withdrawal(step: Step) -> str | None:
    """While a paper is to be withdrawn nobody ends it: the second person would find nothing to decide on."""
    if not step.awaits_withdrawal:
        return None
    return f"「{step.withdrawal_by}」已提出撤销 {step.doc_no}，请先由另一人复核，不予同意的再办理"


def _withdraw(step: Step, note: str, by: User, today: date, at: datetime) -> Step:
    gone: Step = fire(states.WITHDRAW, step, by=by, at=at, done_on=today, done_note=note.strip()[:500])
    return gone


def _complain_not_out(step: Step) -> str | None:
    """A paper is withdrawn while it is out and holds."""
    if step.state == StepState.ISSUED:
        return None
    return f"「{states.WITHDRAW.label}」在当前状态「{step.get_state_display()}」下不能办理"


def _complain_relied_on(step: Step, today: date) -> str | None:
    """A paper whose day has passed, that was answered, or that a fine rests on, is no slip of the pen: it stays."""
    if step.due_on is not None and step.due_on < today:
        return f"文书 {step.doc_no} 的期限 {step.due_on} 已过，不能撤销，请登记完成情况或者依法进一步处理"
    if Reply.objects.filter(step=step).exists():
        return f"文书 {step.doc_no} 已有对方答复，不能撤销，请审阅答复后办理"
    fines = Step.objects.filter(case=step.case_id, kind=Disposition.PENALTY, overdue=True).exclude(state__in=GONE)
    if step.kind == Disposition.ORDER and (fine := fines.first()) is not None:
        return f"逾期未改正的处罚 {fine.doc_no} 以责令限期改正为前提，不能撤销文书 {step.doc_no}"
    return None


def record_minutes(*, step: Step, met_on: date, text: str, by: User, today: date, at: datetime) -> Step:
    """The minutes of an interview, which end it. Raises NotAllowed, Refused."""
    with open_step_row(step, "minutes", by, at) as locked:
        if locked.kind != Disposition.INTERVIEW:
            raise Refused("只有监管谈话登记纪要")
        insist_past("met_on", "谈话日期", met_on, today)
        writing.insist(_complain_withdrawal(locked))
        if locked.issued_on is not None and met_on < locked.issued_on:
            raise Refused(("met_on", f"谈话日期 {met_on} 早于通知日期 {locked.issued_on}，请更正"))
        writing.insist(None if text.strip() else "谈话纪要为空，请填写", "text")
        audit.record("disposition.minutes", by=by, at=at, subject=locked.case.number, number=locked.doc_no)
        done: Step = fire(states.FULFIL, locked, by=by, at=at, minutes=text.strip(), done_on=met_on)
        return done
