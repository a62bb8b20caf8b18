"""Void by two people, and changes of the level with their reason (domain.md 5.1)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.permissions import Permission
from core.transitions import TransitionRefused
from hazards import entries, guards, states
from hazards.choices import RequestState
from hazards.models import Hazard, LevelChange, VoidRequest
from hazards.moving import act, insist, move
from hazards.services import judge_basis


def ask_void(*, hazard: Hazard, reason: str, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """The first person asks. Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        insist(guards.only_finder(row.facts(), by))
        if row.state in states.FINAL:
            raise TransitionRefused(f"隐患处于「{row.get_state_display()}」状态，不能作废")
        if not reason.strip():
            raise TransitionRefused("作废须写明理由")
        try:
            with transaction.atomic():
                VoidRequest.objects.create(hazard=row, reason=reason.strip(), asked_by=by, asked_at=at)
        except IntegrityError:
            raise TransitionRefused("已有一份待审核的作废申请") from None

    return act(hazard=hazard, permission=Permission.HAZARD_VOID, by=by, at=at, step="void-asked", seen=seen, work=write)


def agree_void(*, hazard: Hazard, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """The second person agrees; the number stays used. Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        VoidRequest.objects.filter(hazard=row, state=RequestState.ASKED).update(
            state=RequestState.AGREED, answered_by=by, answered_at=at
        )

    return move(states.VOID, hazard=hazard, by=by, at=at, seen=seen, after=write)


def decline_void(*, hazard: Hazard, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """The second person declines, or the first takes the request back. Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        insist(guards.only_finder(row.facts(), by))
        asked = VoidRequest.objects.filter(hazard=row, state=RequestState.ASKED)
        other = None if asked.filter(asked_by=by).exists() else by
        if not asked.update(state=RequestState.REFUSED, answered_by=other, answered_at=at):
            raise TransitionRefused("没有待审核的作废申请")

    return act(
        hazard=hazard, permission=Permission.HAZARD_VOID, by=by, at=at, step="void-declined", seen=seen, work=write
    )


def change_level(
    *, hazard: Hazard, level: str, basis: str, reason: str, by: User, at: datetime, seen: datetime | None = None
) -> Hazard:
    """Change between 一般 and 重大, with basis and reason. Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        facts = row.facts()
        insist(guards.only_finder(facts, by))
        insist(entries.complain_level(level, reason, facts, row.state))
        if row.state in {"REFUSED", "REPORTED", "ACCEPTED", "ENFORCING"}:
            raise TransitionRefused("隐患已进入拒不整改程序，等级不能调整")
        criterion, complaint = judge_basis(level, basis, row.found_on)
        insist(complaint)
        LevelChange.objects.create(
            hazard=row, before=row.level, after=level, basis=basis.strip(), reason=reason.strip(), changed_by=by,
            changed_at=at,
        )  # fmt: skip
        Hazard.objects.filter(pk=row.pk).update(level=level, basis=basis.strip(), criterion=criterion)

    return act(
        hazard=hazard, permission=Permission.HAZARD_WRITE, by=by, at=at, step="level-changed", seen=seen, work=write
    )
