"""From the notice to the closure: record, treatment, submission, review (domain.md 5.1; order 16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts.models import User
from accounts.permissions import Permission
from core.transitions import TransitionRefused
from hazards import entries, guards, states
from hazards.models import Confirmation, Hazard, Review, Submission, Treatment
from hazards.moving import act, attach_all, insist, move
from hazards.numbering import next_number
from hazards.plans import FIVE, SIX
from hazards.services import judge_basis

#: In which states the treatment may be written.
TREATED = frozenset({"NOTIFIED", "RECTIFYING"})


def record(*, hazard: Hazard, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """Put a draft on record: it gets its number. Raises NotAllowed, TransitionRefused."""

    def give_number(row: Hazard) -> None:
        criterion, complaint = judge_basis(row.level, row.basis, row.found_on)
        insist(complaint or states.RECORD.guard(row, by))
        row.hazard_no, row.criterion = next_number(str(row.city_id), row.found_on.year), criterion
        row.save(update_fields=["hazard_no", "criterion"])

    return move(states.RECORD, hazard=hazard, by=by, at=at, seen=seen, before=give_number)


def treat(
    *, hazard: Hazard, points: Mapping[str, Mapping[str, Any]], elements: Mapping[str, str], interim: str,
    authority_on: date | None, workers_on: date | None, by: User, today: date, at: datetime, seen: datetime | None,
) -> Hazard:  # fmt: skip
    """Write five points, plan and interim measures; both reports of a major hazard (law 41).

    Raises NotAllowed, TransitionRefused.
    """

    def write(row: Hazard) -> None:
        insist(guards.only_finder(row.facts(), by))
        if row.state not in TREATED:
            raise TransitionRefused(f"隐患处于「{row.get_state_display()}」状态，整改方案只能在告知后、提交复查前填写")
        for label, day in (("报告主管部门", authority_on), ("报告职工代表大会", workers_on)):
            if day is not None and not row.found_on <= day <= today:
                raise TransitionRefused(f"{label}日期 {day} 须在发现日期 {row.found_on} 至今天 {today} 之间")
        Treatment.objects.update_or_create(
            hazard=row,
            defaults={
                "points": {key: dict(points[key]) for key in FIVE if key in points},
                "elements": {key: elements[key] for key in SIX if elements.get(key)},
                "interim": interim.strip(), "updated_by": by, "updated_at": at,
            },
        )  # fmt: skip
        Hazard.objects.filter(pk=row.pk).update(reported_authority_on=authority_on, reported_workers_on=workers_on)

    return act(hazard=hazard, permission=Permission.HAZARD_WRITE, by=by, at=at, step="treat", seen=seen, work=write)


def rectify(*, hazard: Hazard, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """Begin rectification. Raises NotAllowed, TransitionRefused."""
    return move(states.RECTIFY, hazard=hazard, by=by, at=at, seen=seen)


@dataclass(frozen=True, slots=True)
class Done:
    """A finished rectification; `cost` in yuan."""

    rectified_on: date
    cost: Decimal | None
    note: str


def submit(
    *, hazard: Hazard, done: Done, by: User, today: date, at: datetime, seen: datetime | None = None,
    files: Sequence[Any] = (),
) -> Hazard:  # fmt: skip
    """Hand the rectification in for review, with `files` that show it.

    Raises NotAllowed, TransitionRefused, AttachmentRefused.
    """

    def bring(row: Hazard) -> None:
        facts = row.facts()
        insist(guards.only_finder(facts, by))
        insist(entries.complain_rectified(done.rectified_on, done.cost, facts, today))
        attach_all(row, "after", files, by, at)

    def write(row: Hazard) -> None:
        before = Submission.objects.filter(hazard=row).order_by("-round").values_list("round", flat=True).first()
        Submission.objects.create(
            hazard=row, round=(before or 0) + 1, rectified_on=done.rectified_on, cost=done.cost,
            note=done.note.strip(), submitted_by=by, submitted_at=at,
        )  # fmt: skip

    return move(
        states.SUBMIT, hazard=hazard, by=by, at=at, seen=seen, before=bring, after=write,
        rectified_on=done.rectified_on, cost=done.cost,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's word on one hazard. A failed review names the new deadline."""

    passed: bool
    opinion: str
    reviewed_on: date
    deadline: date | None = None


def review(
    *, hazard: Hazard, decision: Decision, by: User, today: date, at: datetime, seen: datetime | None = None,
    batch: str = "",
) -> Hazard:  # fmt: skip
    """Close, or send back with reason and new deadline. Raises NotAllowed, TransitionRefused."""
    transition = states.CLOSE if decision.passed else states.RETURN
    changes: dict[str, Any] = (
        {"closed_on": decision.reviewed_on}
        if decision.passed
        else {"deadline": decision.deadline, "rectified_on": None}
    )

    def check(row: Hazard) -> None:
        insist(transition.guard(row, by))
        insist(_complain_decision(row, decision, today))

    def keep(row: Hazard) -> None:
        Review.objects.create(
            hazard=row, passed=decision.passed, opinion=decision.opinion.strip(), reviewed_on=decision.reviewed_on,
            deadline=None if decision.passed else decision.deadline, reviewed_by=by, reviewed_at=at, batch=batch,
        )  # fmt: skip

    return move(transition, hazard=hazard, by=by, at=at, seen=seen, before=check, after=keep, **changes)


def _complain_decision(hazard: Hazard, decision: Decision, today: date) -> str | None:
    start = hazard.rectified_on or hazard.notified_on or hazard.found_on
    if not decision.opinion.strip():
        return "复查意见为空，请填写"
    if not start <= decision.reviewed_on <= today:
        return f"复查日期 {decision.reviewed_on} 须在 {start} 至今天 {today} 之间"
    if decision.passed:
        return None
    return "退回整改须写明新的整改期限" if decision.deadline is None else entries.complain_return(
        decision.opinion, decision.deadline, today
    )  # fmt: skip


def review_many(
    *, decisions: Sequence[tuple[Hazard, Decision]], by: User, today: date, at: datetime
) -> tuple[list[Hazard], list[tuple[Hazard, str]]]:
    """Decide several general hazards, each for itself and each kept: (decided, refused with the reason).

    One that cannot be decided holds up none of the others. Raises NotAllowed.
    """
    batch, decided, failed = uuid4().hex, [], []
    for hazard, decision in decisions:
        try:
            if hazard.level != "GENERAL":
                raise TransitionRefused("重大隐患须逐条复查")
            decided.append(review(hazard=hazard, decision=decision, by=by, today=today, at=at, batch=batch))
        except TransitionRefused as refusal:
            failed.append((hazard, str(refusal)))
    return decided, failed


def confirm(*, hazard: Hazard, opinion: str, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """A department agrees that the insurer closes a major hazard. Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        insist(guards.only_department(row.facts(), by))
        if row.state != "SUBMITTED" or row.level != "MAJOR":
            raise TransitionRefused("只有待复查的重大隐患需要部门确认")
        if not opinion.strip():
            raise TransitionRefused("确认意见为空，请填写")
        last = Submission.objects.filter(hazard=row).order_by("-round").values_list("round", flat=True).first() or 0
        if Confirmation.objects.filter(hazard=row, round=last).exists():
            raise TransitionRefused("本次整改已经部门确认，无须重复办理")
        Confirmation.objects.create(
            hazard=row, round=last, opinion=opinion.strip(), confirmed_by=by, organisation=by.organisation,
            confirmed_at=at,
        )  # fmt: skip

    return act(hazard=hazard, permission=Permission.HAZARD_REVIEW, by=by, at=at, step="confirm", seen=seen, work=write)
