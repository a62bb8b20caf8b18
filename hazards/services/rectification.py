"""From the notice to the closure: record, treatment, submission, review (domain.md 5.1; order 16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.core.files.base import File

from accounts.models import User
from core import audit, writing
from core.writing import Refused, Seen
from hazards import guards, states
from hazards.choices import HazardLevel, HazardStatus
from hazards.facts import Facts
from hazards.models import Confirmation, Extension, Hazard, Review, Submission, Treatment
from hazards.models.gathering import newest_file, plain_of
from hazards.permissions import HazardPermission
from hazards.rules import entries
from hazards.rules.plans import FIVE, SIX
from hazards.services.judgement import judge_basis
from hazards.services.moves import act, attach_files, move
from hazards.services.numbers import next_number

#: In which states the treatment may be written; a workbook may bring a hazard as rectified without one.
TREATED = frozenset({HazardStatus.NOTIFIED, HazardStatus.RECTIFYING, HazardStatus.SUBMITTED})
#: In which states a deadline runs that may be extended.
EXTENDED = frozenset({HazardStatus.NOTIFIED, HazardStatus.RECTIFYING})


def record_hazard(*, hazard: Hazard, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """Put a draft on record: it gets its number. Raises NotAllowed, Refused, Stale."""

    def judged(row: Hazard) -> None:
        _criterion, complaint = judge_basis(row.level, row.basis, row.found_on)
        writing.insist(complaint or states.RECORD.guard(row, by))
        give_number(row)

    return move(states.RECORD, hazard=hazard, by=by, at=at, seen=seen, before=judged)


def give_number(row: Hazard) -> None:
    """The number of a draft that goes on record, in the write of whoever puts it there. Raises Refused."""
    criterion, complaint = judge_basis(row.level, row.basis, row.found_on)
    writing.insist(complaint)
    row.hazard_no, row.criterion = next_number(str(row.city_id), row.found_on.year), criterion
    row.insurer_ref = _own_number(row)
    row.save(update_fields=["hazard_no", "criterion", "insurer_ref"])


def record_entered(row: Hazard, *, by: User, at: datetime) -> Hazard:
    """Put a draft on record in the write of the room whose people found it. Raises Refused."""
    give_number(row)
    row.state = HazardStatus.RECORDED
    row.save(update_fields=["state"])
    audit.record(states.RECORD.action, by=by, at=at, subject=str(row), before=HazardStatus.DRAFT, after=row.state)
    return row


def _own_number(row: Hazard) -> str:
    """What names it in the insurer's own workbook: our number, unless a row of theirs has that already."""
    if row.insurer_id is None or Hazard.objects.filter(insurer=row.insurer_id, insurer_ref=row.hazard_no).exists():
        return ""
    return row.hazard_no


def write_treatment(
    *,
    hazard: Hazard,
    points: Mapping[str, Mapping[str, object]],
    elements: Mapping[str, str],
    interim: str,
    authority_on: date | None,
    workers_on: date | None,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None,
) -> Hazard:
    """Write five points, plan and interim measures; both reports of a major hazard (law 41).

    Raises NotAllowed, Refused, Stale.
    """

    def write(row: Hazard) -> None:
        facts = row.facts()
        writing.insist(guards.only_finder(facts, by))
        if row.state not in TREATED:
            raise Refused(f"隐患处于「{row.get_state_display()}」状态，整改方案只能在告知后、销号前填写")
        if row.state == HazardStatus.SUBMITTED and facts.department_confirmed:
            raise Refused("主管部门已经确认本次整改，整改方案不能再修改")
        for label, day in (("报告主管部门", authority_on), ("报告职工大会或者职工代表大会", workers_on)):
            if day is not None and not row.found_on <= day <= today:
                raise Refused(f"{label}日期 {day} 须在发现日期 {row.found_on} 至今天 {today} 之间")
        Treatment.objects.update_or_create(
            hazard=row,
            defaults={
                "points": {key: dict(points[key]) for key in FIVE if key in points},
                "elements": {key: elements[key] for key in SIX if elements.get(key)},
                "interim": interim.strip(),
                "updated_by": by,
                "updated_at": at,
            },
        )
        Hazard.objects.filter(pk=row.pk).update(reported_authority_on=authority_on, reported_workers_on=workers_on)

    return act(
        hazard=hazard, permission=HazardPermission.HAZARD_WRITE, by=by, at=at, step="treat", seen=seen, work=write
    )


def begin_rectification(*, hazard: Hazard, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """Begin rectification. Raises NotAllowed, Refused, Stale."""
    return move(states.RECTIFY, hazard=hazard, by=by, at=at, seen=seen)


def extend_deadline(
    *, hazard: Hazard, deadline: date, reason: str, by: User, today: date, at: datetime, seen: Seen | None = None
) -> Hazard:
    """Set a later deadline, with the reason. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        before = row.deadline or row.found_on
        writing.insist(may_extend(row, row.facts(), by) or entries.complain_extension(deadline, before, reason, today))
        Extension.objects.create(
            hazard=row, before=before, after=deadline, reason=reason.strip(), extended_by=by, extended_at=at
        )
        Hazard.objects.filter(pk=row.pk).update(deadline=deadline)

    return act(
        hazard=hazard, permission=HazardPermission.HAZARD_WRITE, by=by, at=at, step="extend", seen=seen, work=write
    )


def may_extend(hazard: Hazard, facts: Facts, by: User) -> str | None:
    """Why the person may not extend the deadline now; a supervised hazard's is the departments'."""
    if hazard.state not in EXTENDED or hazard.deadline is None:
        return f"隐患处于「{hazard.get_state_display()}」状态，整改期限不能延长"
    return guards.only_keeper_of_deadline(facts, by)


@dataclass(frozen=True, slots=True)
class Done:
    """A finished rectification; `cost` in yuan."""

    rectified_on: date
    cost: Decimal | None
    note: str


def submit_rectification(
    *,
    hazard: Hazard,
    done: Done,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None = None,
    files: "Sequence[File[bytes]]" = (),
) -> Hazard:
    """Hand the rectification in for review, with `files` that show it.

    Raises NotAllowed, Refused, Stale.
    """

    def bring(row: Hazard) -> None:
        facts = row.facts()
        writing.insist(guards.only_finder(facts, by))
        writing.insist(entries.complain_rectified(done.rectified_on, done.cost, facts, today))
        attach_files(row, "after", files, by, at)

        row.round, row.submitted_by, row.submitted_on = row.round + 1, by, today
        row.save(update_fields=["round", "submitted_by", "submitted_on"])

    def write(row: Hazard) -> None:
        Submission.objects.create(
            hazard=row,
            round=row.round,
            rectified_on=done.rectified_on,
            cost=done.cost,
            note=done.note.strip(),
            submitted_by=by,
            submitted_at=at,
        )

    return move(
        states.SUBMIT,
        hazard=hazard,
        by=by,
        at=at,
        seen=seen,
        before=bring,
        after=write,
        rectified_on=done.rectified_on,
        cost=done.cost,
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's word on one hazard. A failed review names the new deadline."""

    passed: bool
    opinion: str
    reviewed_on: date
    deadline: date | None = None


def review_hazard(
    *,
    hazard: Hazard,
    decision: Decision,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None = None,
    batch: str = "",
) -> Hazard:
    """Close, or send back with reason and new deadline. Raises NotAllowed, Refused, Stale."""
    transition = states.CLOSE if decision.passed else states.RETURN
    changes: dict[str, date | None] = (
        {"closed_on": decision.reviewed_on}
        if decision.passed
        else {"deadline": decision.deadline, "rectified_on": None}
    )

    def check(row: Hazard) -> None:
        writing.insist(transition.guard(row, by))
        writing.insist(_complain_decision(row, decision, today) or _complain_later(row, decision, by))
        if not decision.passed:
            row.evidence_from = newest_file(row)
            row.save(update_fields=["evidence_from"])

    def keep(row: Hazard) -> None:
        Review.objects.create(
            hazard=row,
            passed=decision.passed,
            opinion=decision.opinion.strip(),
            reviewed_on=decision.reviewed_on,
            deadline=None if decision.passed else decision.deadline,
            reviewed_by=by,
            reviewed_at=at,
            batch=batch,
        )

    return move(transition, hazard=hazard, by=by, at=at, seen=seen, before=check, after=keep, **changes)


def _complain_decision(hazard: Hazard, decision: Decision, today: date) -> str | None:
    start = hazard.submitted_on or hazard.rectified_on or hazard.found_on
    if not decision.opinion.strip():
        return "复查意见为空，请填写"
    if not start <= decision.reviewed_on <= today:
        return f"复查日期 {decision.reviewed_on} 须在 {start} 至今天 {today} 之间"
    if decision.passed:
        return None
    return (
        "退回整改须写明新的整改期限"
        if decision.deadline is None
        else entries.complain_return(decision.opinion, decision.deadline, today)
    )


def _complain_later(hazard: Hazard, decision: Decision, by: User) -> str | None:
    """A return is no way round an extension: a reviewer who may not extend keeps the deadline."""
    kept = hazard.deadline
    if decision.passed or decision.deadline is None or kept is None or decision.deadline <= kept:
        return None
    facts = hazard.facts()
    if not facts.is_in_hand or guards.only_department(facts, by) is None:
        return None
    return f"该重大隐患的整改期限由主管部门掌握，退回整改不能晚于原期限 {kept}，需要延长的请由主管部门退回"


def review_hazards(
    *, decisions: Sequence[tuple[Hazard, Decision, Seen | None]], by: User, today: date, at: datetime
) -> tuple[list[Hazard], list[tuple[Hazard, str]]]:
    """Decide several general hazards, each for itself and each kept: (decided, refused with the reason).

    Each comes with its decision and the version that the page showed. One that cannot be decided holds up none of
    the others. Raises NotAllowed.
    """
    batch, decided, failed = uuid4().hex, [], []
    for hazard, decision, seen in decisions:
        try:
            if hazard.level != HazardLevel.GENERAL:
                raise Refused("重大隐患须逐项复查")
            decided.append(
                review_hazard(hazard=hazard, decision=decision, by=by, today=today, at=at, seen=seen, batch=batch)
            )
        except Refused as refusal:
            failed.append((hazard, str(refusal)))
    return decided, failed


def confirm_rectification(*, hazard: Hazard, opinion: str, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """The emergency department agrees that the insurer closes a major hazard. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        writing.insist(guards.only_emergency(row.facts(), by))
        if row.state != HazardStatus.SUBMITTED or row.level != HazardLevel.MAJOR:
            raise Refused("只有待复查的重大隐患需要部门确认")
        if not opinion.strip():
            raise Refused("确认意见为空，请填写")
        if Confirmation.objects.filter(hazard=row, round=row.round).exists():
            raise Refused("本次整改已经部门确认，无须重复办理")
        Confirmation.objects.create(
            hazard=row,
            round=row.round,
            opinion=opinion.strip(),
            confirmed_by=by,
            organisation=by.organisation,
            confirmed_at=at,
        )

    return act(
        hazard=hazard, permission=HazardPermission.HAZARD_REVIEW, by=by, at=at, step="confirm", seen=seen, work=write
    )


def add_files(
    *, hazard: Hazard, slot: str, files: "Sequence[File[bytes]]", by: User, at: datetime, seen: Seen | None = None
) -> Hazard:
    """Put pictures or documents with an open hazard; pages that show it without them are stale then.

    Raises NotAllowed, Refused, Stale, KeyError for an unknown slot.
    """

    def write(row: Hazard) -> None:
        writing.insist(guards.only_finder(plain_of(row), by))
        if row.state in states.FINAL:
            raise Refused(f"隐患处于「{row.get_state_display()}」状态，不能再添加文件")
        attach_files(row, slot, files, by, at)

    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_WRITE,
        by=by,
        at=at,
        step="files",
        seen=seen,
        work=write,
        by_hand=False,
    )
