"""Void by two people, and changes of the level with their reason (domain.md 5.1)."""

from datetime import datetime
from typing import Final

from accounts.models import User
from core import writing
from core.writing import Refused, Seen
from hazards import guards, states
from hazards.choices import HazardStatus, NoticeState, RequestState
from hazards.facts import Facts
from hazards.models import Hazard, LevelChange, NoticeLine, VoidRequest
from hazards.models.gathering import plain_of
from hazards.permissions import HazardPermission
from hazards.rules import entries
from hazards.services.judgement import judge_basis
from hazards.services.moves import act, move

#: In which states the level may be changed, and what is to be done first in some of the others.
LEVELLED: Final = frozenset({HazardStatus.DRAFT, HazardStatus.RECORDED, HazardStatus.NOTIFIED, HazardStatus.RECTIFYING})
WHEN: Final[dict[str, str]] = {HazardStatus.SUBMITTED: "，请先由复查人退回整改"}


def ask_void(*, hazard: Hazard, reason: str, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """The first person asks. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        writing.insist(guards.only_finder(plain_of(row), by))
        if row.state in states.FINAL:
            raise Refused(f"隐患处于「{row.get_state_display()}」状态，不能作废")
        if not reason.strip():
            raise Refused("作废须写明理由")
        if VoidRequest.objects.filter(hazard=row, state=RequestState.ASKED).exists():
            raise Refused("已有一份待审核的作废申请")
        VoidRequest.objects.create(hazard=row, reason=reason.strip(), asked_by=by, asked_at=at)

    return act(
        hazard=hazard, permission=HazardPermission.HAZARD_VOID, by=by, at=at, step="void-asked", seen=seen, work=write
    )


def agree_void(*, hazard: Hazard, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """The second person agrees; the number stays used. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        VoidRequest.objects.filter(hazard=row, state=RequestState.ASKED).update(
            state=RequestState.AGREED, answered_by=by, answered_at=at
        )

    return move(states.VOID, hazard=hazard, by=by, at=at, seen=seen, after=write)


def decline_void(*, hazard: Hazard, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """The second person declines, or the first takes the request back. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        facts = row.facts()
        asked = VoidRequest.objects.filter(hazard=row, state=RequestState.ASKED)
        other = None if facts.void_by_id == by.pk else by
        if facts.void_by_id is not None and other is not None:
            writing.insist(states.VOID.guard(row, by))
        if not asked.update(state=RequestState.REFUSED, answered_by=other, answered_at=at):
            raise Refused("没有待审核的作废申请")

    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_VOID,
        by=by,
        at=at,
        step="void-declined",
        seen=seen,
        work=write,
    )


def change_level(
    *, hazard: Hazard, level: str, basis: str, reason: str, by: User, at: datetime, seen: Seen | None = None
) -> Hazard:
    """Change between 一般 and 重大, with basis and reason. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        facts = row.facts()
        writing.insist(may_change_level(row, facts, by) or entries.complain_level(level, reason, facts, row.state))
        criterion, complaint = judge_basis(level, basis, row.found_on)
        writing.insist(complaint)
        LevelChange.objects.create(
            hazard=row,
            before=row.level,
            after=level,
            basis=basis.strip(),
            reason=reason.strip(),
            changed_by=by,
            changed_at=at,
        )
        Hazard.objects.filter(pk=row.pk).update(level=level, basis=basis.strip(), criterion=criterion)

    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_WRITE,
        by=by,
        at=at,
        step="level-changed",
        seen=seen,
        work=write,
    )


def may_change_level(hazard: Hazard, facts: Facts, by: User) -> str | None:
    """Why the person may not change the level now; None where they may."""
    if hazard.state not in LEVELLED:
        return f"隐患处于「{hazard.get_state_display()}」状态，等级不能调整{WHEN.get(hazard.state, '')}"
    if NoticeLine.objects.filter(hazard=hazard, notice__state=NoticeState.ISSUED).exists():
        return "隐患已载入待送达的告知书，请先作废该告知书再调整等级"
    return guards.only_finder(facts, by)
