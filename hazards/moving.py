"""One way to move a hazard: permission, what the page showed, table of moves; a refusal is an event, too."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import pghistory
from django.db import transaction

from accounts.models import User
from core import attachments, audit
from core.attachments.contents import AttachmentRefused
from core.conflicts import RowChanged
from core.gate import NotAllowed, require
from core.history import last_writer
from core.transitions import Transition, TransitionRefused, fire
from hazards.choices import RequestState
from hazards.judging import HazardRefused
from hazards.models import Hazard, Refusal, VoidRequest
from hazards.states import FINAL, RECTIFY, SUBMIT

Work = Callable[[Hazard], None]
#: The version of no row: what a page says that names none, or a forged one.
NO_VERSION: Final = datetime(1, 1, 1, tzinfo=UTC)


def act(
    *, hazard: Hazard, permission: Any, by: User, at: datetime, step: str, seen: datetime | None, work: Work,
    by_hand: bool = True,
) -> Hazard:  # fmt: skip
    """Do `work` on the locked hazard as one step of its life; its `updated_at` tells other pages that it moved.

    `seen` is what the page showed, None where none did. From a step `by_hand` on no workbook changes the hazard.
    Raises NotAllowed, TransitionRefused, AttachmentRefused.
    """
    with attempted(hazard, by, at, step):
        require(by, permission, on=hazard)
        with written(by, at, step), transaction.atomic():
            row = locked(hazard, seen)
            work(row)
            kept = {"by_hand": True} if by_hand else {}
            Hazard.objects.filter(pk=row.pk).update(updated_at=at, **kept)
            audit.record(f"hazard.{step}", by=by, at=at, subject=str(row))
    return Hazard.objects.get(pk=hazard.pk)


def move(
    transition: Transition, *, hazard: Hazard, by: User, at: datetime, seen: datetime | None = None,
    before: Work | None = None, after: Work | None = None, **changes: Any,
) -> Hazard:  # fmt: skip
    """Fire a move of the table; `before` and `after` write its side rows in the same transaction.

    Raises NotAllowed, TransitionRefused, AttachmentRefused.
    """
    with attempted(hazard, by, at, transition.name):
        require(by, transition.permission, on=hazard)
        with written(by, at, transition.name), transaction.atomic():
            row = locked(hazard, seen)
            if row.state not in transition.sources:
                raise TransitionRefused(f"「{transition.label}」在当前状态「{row.get_state_display()}」下不能办理")
            if before is not None:
                before(row)
            by_hand = row.by_hand or transition is not RECTIFY
            moved: Hazard = fire(transition, row, by=by, at=at, updated_at=at, by_hand=by_hand, **changes)
            if after is not None:
                after(moved)
            _let_lapse(moved, transition)
    return moved


def _let_lapse(hazard: Hazard, transition: Transition) -> None:
    """Requests that wait for a second person end where the hazard has gone past them."""
    lapsed = {"state": RequestState.LAPSED}
    if transition is SUBMIT or transition.target in FINAL:
        Refusal.objects.filter(hazard=hazard, state=RequestState.ASKED).update(**lapsed)
    if transition.target in FINAL:
        VoidRequest.objects.filter(hazard=hazard, state=RequestState.ASKED).update(**lapsed)


def written(by: User, at: datetime, step: str) -> Any:
    """What the history keeps of a step: who, for which organisation, when and what; as they were called then."""
    return pghistory.context(user=by.pk, name=str(by), organisation=by.organisation.name, at=at.isoformat(), step=step)


@contextmanager
def attempted(subject: Any, by: User, at: datetime, step: str) -> Iterator[None]:
    """A step that is refused leaves its event; outside of the transaction that is rolled back with it."""
    try:
        yield
    except NotAllowed:
        refused(subject, by, at, step, "not-allowed")
        raise
    except (TransitionRefused, AttachmentRefused, HazardRefused, RowChanged) as refusal:
        refused(subject, by, at, step, str(refusal))
        raise


def attach_all(subject: Any, slot: str, files: Sequence[Any], by: User, at: datetime) -> None:
    """Files that a step brings: all or, with the step, none. Raises AttachmentRefused."""
    attachments.attach_all(subject, slot, [(sent, sent.name or "") for sent in files], by=by, at=at)


def locked(hazard: Hazard, seen: datetime | None) -> Hazard:
    """The row, locked, as the page showed it. Raises TransitionRefused where somebody has written since."""
    row = Hazard.objects.select_for_update(of=("self",)).get(pk=hazard.pk)
    if seen == NO_VERSION:
        raise TransitionRefused("页面已失效，请刷新后核对现状再办理")
    if seen is not None and row.updated_at != seen:
        person = User.objects.filter(pk=last_writer(row) or 0).first()
        raise TransitionRefused(
            f"此记录已被{person or '其他人员'}更新，现为「{row.get_state_display()}」，请核对后再办理"
        )
    return row


def refused(subject: Any, by: User, at: datetime, step: str, reason: str) -> None:
    """The event of a step that was not possible."""
    audit.record("hazard.refused", by=by, at=at, subject=str(subject), step=step, reason=reason)


def insist(complaint: str | None) -> None:
    """Refuse with the sentence, where there is one."""
    if complaint:
        raise TransitionRefused(complaint.rstrip("。"))
