"""The end of a case, and handing one up to the Zhejiang office 转办."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import Organisation, User
from accounts.roles import Role
from core import audit, writing
from core.transitions import fire
from core.writing import Refused
from dispositions import states
from dispositions.choices import TOLD, UNDER_WAY, StepState
from dispositions.models import Case, Referral, Step
from dispositions.rules import BY_KIND, complain_outcome
from dispositions.services.base import RECEIVE, next_seq, open_case_row
from dispositions.sources import source_of
from inspections.choices import Disposition, FindingSubject


def close_case(*, case: Case, outcome: str, note: str, by: User, today: date, at: datetime) -> Case:
    """End a case by a measure that was taken in it; no step follows. Raises NotAllowed, Refused.

    As unfounded a case is ended by two people instead (`propose_unfounded`). What still runs goes along with a case that
    another authority gets.
    """
    with open_case_row(case, states.CLOSE.name, by, at) as locked:
        steps = list(locked.steps.all())
        writing.insist(complain_outcome(outcome, _taken(steps)), "outcome")
        if outcome == Disposition.UNFOUNDED:
            raise Refused(("outcome", "「经查不属实」须由一人提出、本机关另一人复核同意后办结"))
        writing.insist(None if note.strip() else "办结情况为空，请写明处理和整改结果", "note")
        is_handed_on = outcome == Disposition.TRANSFER
        running = [step for step in steps if is_handed_on and goes_along(step)]
        writing.insist(complain_open(step for step in steps if step not in running))
        for step in running:
            fire(states.HAND_ON, step, by=by, at=at)
        return end_case(locked, outcome, note, by, today, at)


def goes_along(step: Step) -> bool:
    """Whether another authority that gets the case follows the step up; a penalty is its authority's own to the end."""
    return step.state in {StepState.ISSUED, StepState.ANSWERED} and step.kind != Disposition.PENALTY


def end_case(case: Case, outcome: str, note: str, by: User, today: date, at: datetime) -> Case:
    """Write the end and tell the rooms of its facts; inside an open write. Raises Refused."""
    closed: Case = fire(
        states.CLOSE,
        case,
        by=by,
        at=at,
        outcome=outcome,
        closing_note=note.strip(),
        closed_on=today,
        closed_by=by,
        closed_at=at,
    )
    for origin in closed.origins.all():
        source = source_of(origin.source)
        if source is not None:
            source.closed(closed, origin.key, by, today, at)
    return closed


def propose_unfounded(*, case: Case, note: str, by: User, today: date, at: datetime) -> Step:
    """Propose the end of a case that was found to be none, with the reason and the state of its facts, to a second
    person of the authority. Raises NotAllowed, Refused."""
    with open_case_row(case, "unfounded", by, at) as locked:
        insist_unfounded(locked.steps.all())
        writing.insist(None if note.strip() else "理由为空，请写明经查不属实的情况", "note")
        step = Step.objects.create(
            case=locked,
            seq=next_seq(locked),
            kind=Disposition.UNFOUNDED,
            state=StepState.PROPOSED,
            authority=by.organisation,
            text=note.strip(),
            basis=state_of_facts(locked, by, today)[:300],
            proposed_by=by,
            proposed_at=at,
        )
        audit.record("disposition.step-proposed", by=by, at=at, subject=locked.number, kind=step.kind, fact=step.basis)
    return step


def insist_unfounded(steps: Iterable[Step]) -> None:
    """Raises Refused where something was taken in the case, or still waits."""
    given = list(steps)
    writing.insist(complain_outcome(Disposition.UNFOUNDED, _taken(given)), "outcome")
    writing.insist(complain_open(given))


def state_of_facts(case: Case, user: User, today: date) -> str:
    """What the portal's ledgers say today of the facts that the case deals with, in Chinese."""
    found = []
    for origin in case.origins.all():
        source = source_of(origin.source)
        if source is not None:
            found.append(source.state(case, origin.key, user, today))
    said = "；".join(sentence for sentence in found if sentence)
    return f"{today}核对：{said}" if said else f"{today}核对：平台台账没有可以核对该事实的记录，请核对案卷和证据"


def _taken(steps: Iterable[Step]) -> list[str]:
    """The kinds of the measures that were issued."""
    return [step.kind for step in steps if step.state in TOLD]


def complain_open(steps: Iterable[Step], act: str = "办结") -> str | None:
    """Steps that still wait for somebody keep the case open, and with whom it is."""
    for step in steps:
        if step.state in UNDER_WAY:
            kind = BY_KIND[Disposition(step.kind)].kind.official
            return f"「{kind}」现为「{step.get_state_display()}」，办完该步骤后才能{act}"
    return None


def refer_case(*, case: Case, reason: str, by: User, today: date, at: datetime) -> Case:
    """Hand a case up where the provincial branch signed the contract; once. Raises NotAllowed, Refused."""
    with open_case_row(case, states.REFER.name, by, at) as locked:
        receiver = _receiver_of(locked, by)
        writing.insist(None if reason.strip() else "转办理由为空，请写明省级分公司签约的情况", "reason")
        if locked.referred_from_id is not None:
            raise Refused(f"案件 {locked.number} 已经转办过，不得重复转办")
        writing.insist(complain_open(locked.steps.all(), str(states.REFER.label)))
        sender = locked.authority
        fire(states.REFER, locked, by=by, at=at, authority=receiver, referred_from=sender)
        Referral.objects.create(
            case=locked,
            sender=sender,
            receiver=receiver,
            reason=reason.strip()[:500],
            sent_on=today,
            sent_by=by,
            sent_at=at,
        )
        for origin in locked.origins.all():
            source = source_of(origin.source)
            if source is not None:
                source.referred(locked, origin.key, receiver, by, at)
        return Case.objects.select_related("authority").get(pk=locked.pk)


def _receiver_of(case: Case, by: User) -> Organisation:
    """The office above a sub-office. Raises Refused."""
    parent = by.organisation.parent
    if by.role != Role.REG_SUB or case.subject != FindingSubject.INSURER or parent is None:
        raise Refused("只有监管分局可以把保险机构的案件转省级监管局办理")
    return parent


def receive_referral(*, case: Case, by: User, at: datetime) -> Case:
    """The receiving office signs, and the person handles the case from now on. Raises NotAllowed, Refused."""
    with open_case_row(case, RECEIVE, by, at) as locked:
        referral = Referral.objects.select_for_update(of=("self",)).filter(case=locked).first()
        if referral is None or referral.received_by_id is not None:
            raise Refused(f"案件 {locked.number} 没有待签收的转办")
        referral.received_by, referral.received_at = by, at
        referral.save(update_fields=["received_by", "received_at"])
        locked.handler = by
        locked.save(update_fields=["handler"])
        audit.record("disposition.signed", by=by, at=at, subject=locked.number)
        return locked
