"""One way to change a hazard: through `core.writing`, by a move of the table or as a step beside it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import models

from accounts.models import User
from core import attachments, audit, writing
from core.permissions import Permission
from core.transitions import Transition, fire
from core.writing import Refused, Seen
from hazards.choices import RequestState
from hazards.models import FineProposal, Hazard, Refusal, VoidRequest
from hazards.states import FINAL, RECTIFY, SUBMIT

Work = Callable[[Hazard], None]


def act(
    *,
    hazard: Hazard,
    permission: Permission,
    by: User,
    at: datetime,
    step: str,
    seen: Seen | None,
    work: Work,
    by_hand: bool = True,
) -> Hazard:
    """Do `work` on the locked hazard as one step of its life; its `updated_at` tells other pages that it moved.

    `seen` is the version that the page showed, None where no page did. From a step `by_hand` on no workbook changes
    the hazard. Raises NotAllowed, Refused, Stale.
    """
    with writing.open_row(hazard, by=by, permission=permission, at=at, step=step, seen=seen) as row:
        work(row)
        kept = {"by_hand": True} if by_hand else {}
        Hazard.objects.filter(pk=row.pk).update(updated_at=at, **kept)
        audit.record(f"hazard.{step}", by=by, at=at, subject=str(row))
    return Hazard.objects.get(pk=hazard.pk)


def move(
    transition: Transition,
    *,
    hazard: Hazard,
    by: User,
    at: datetime,
    seen: Seen | None = None,
    before: Work | None = None,
    after: Work | None = None,
    **changes: object,
) -> Hazard:
    """Fire a move of the table; `before` and `after` write its side rows in the same transaction.

    Raises NotAllowed, Refused, Stale.
    """
    name, permission = transition.name, transition.permission
    with writing.open_row(hazard, by=by, permission=permission, at=at, step=name, seen=seen) as row:
        if row.state not in transition.sources:
            raise Refused(f"「{transition.label}」在当前状态「{row.get_state_display()}」下不能办理")
        if before is not None:
            before(row)
        by_hand = row.by_hand or transition is not RECTIFY
        moved: Hazard = fire(transition, row, by=by, at=at, updated_at=at, by_hand=by_hand, **changes)
        if after is not None:
            after(moved)
        _let_lapse(moved, transition, by, at)
    return moved


def _let_lapse(hazard: Hazard, transition: Transition, by: User, at: datetime) -> None:
    """Requests that wait for a second person end where the hazard has gone past them."""
    lapsed = {"state": RequestState.LAPSED}
    if transition is SUBMIT or transition.target in FINAL:
        Refusal.objects.filter(hazard=hazard, state=RequestState.ASKED).update(**lapsed)
    if transition.target in FINAL:
        VoidRequest.objects.filter(hazard=hazard, state=RequestState.ASKED).update(**lapsed)
        _end_fines(hazard, transition, by, at)


def _end_fines(hazard: Hazard, transition: Transition, by: User, at: datetime) -> None:
    """A fine that waits for its second person comes to nothing, with its reason and an event of its own: its proposer is
    told on the workbench and by the daily message (`todos`, `reminders`)."""
    for fine in FineProposal.objects.select_for_update(of=("self",)).filter(hazard=hazard, state=RequestState.ASKED):
        fine.state, fine.answered_at = RequestState.LAPSED, at
        fine.reason = f"复核同意前隐患已办理「{transition.label}」，罚款未成立；仍须处罚的，请在处置案件中依法立案"
        fine.save(update_fields=["state", "answered_at", "reason"])
        audit.record("hazard.fine-lapsed", by=by, at=at, subject=str(hazard), number=fine.number)


def attach_files(subject: models.Model, slot: str, files: "Sequence[File[bytes]]", by: User, at: datetime) -> None:
    """Files that a step brings: all or, with the step, none. Raises NotAllowed, Refused."""
    attachments.attach_all(subject, slot, [(sent, sent.name or "") for sent in files], by=by, at=at)
