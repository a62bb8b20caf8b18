"""Fines on hazards by two people of a department: one writes the decision down, the other agrees (law 102; N35)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Required, TypedDict

from django.core.files.base import File
from typing_extensions import Unpack

from accounts.models import User
from core import writing
from core.identifiers import paper_number
from core.writing import Refused, Seen
from hazards import states
from hazards.choices import EnforcementKind, HazardStatus, RequestState
from hazards.models import FineProposal, Hazard
from hazards.permissions import HazardPermission
from hazards.services.enforcement import Entry, enter_measure, insist_entry, may_enter, write_measure
from hazards.services.moves import act, attach_files, move


class Entering(TypedDict, total=False):
    """What is told with an entry."""

    hazard: Required[Hazard]
    by: Required[User]
    today: Required[date]
    at: Required[datetime]
    seen: Seen | None
    files: "Sequence[File[bytes]]"


ENFORCE = HazardPermission.HAZARD_ENFORCE


def open_proposal(hazard: Hazard, by: User) -> FineProposal | None:
    """The fine of the person's department on the hazard that waits for its second person."""
    found = FineProposal.objects.visible_to(by).filter(hazard=hazard, state=RequestState.ASKED)
    return found.filter(organisation=by.organisation_id).select_related("asked_by").first()


def propose_fine(
    *,
    hazard: Hazard,
    entry: Entry,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None = None,
    files: "Sequence[File[bytes]]" = (),
) -> Hazard:
    """Write a fine down for the second person, with its documents. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        insist_entry(row, entry, by, today)
        waiting = open_proposal(row, by)
        writing.insist(f"已有一项罚款（{waiting}）待本部门另一人复核，请先办理" if waiting is not None else None)
        number = paper_number(entry.number)
        same = FineProposal.objects.filter(organisation=by.organisation_id, number=number, state=RequestState.ASKED)
        writing.insist(f"文书号「{number}」已用于另一项待复核的罚款，请核对文书号" if same.exists() else None, "number")
        made = FineProposal.objects.create(
            hazard=row,
            organisation=by.organisation,
            number=number,
            decided_on=entry.decided_on,
            fine=entry.fine or Decimal(0),
            of_refusal=entry.of_refusal,
            text=entry.text.strip(),
            asked_by=by,
            asked_at=at,
        )
        attach_files(made, "document", files, by, at)

    return act(hazard=hazard, permission=ENFORCE, by=by, at=at, step="fine-proposed", seen=seen, work=write)


def enter_any(*, entry: Entry, **given: Unpack[Entering]) -> Hazard:
    """A fine is proposed to a second person; what else is taken stands at once. Raises NotAllowed, Refused, Stale."""
    enter = propose_fine if entry.kind == EnforcementKind.FINE else enter_measure
    return enter(entry=entry, **given)


def agree_fine(*, hazard: Hazard, by: User, today: date, at: datetime, seen: Seen | None = None) -> Hazard:
    """Agree as the second person, if it still holds: the fine is a measure now, the first of a case moves it to 执法中.

    Raises NotAllowed, Refused, Stale.
    """

    def write(row: Hazard) -> None:
        asked = _waiting(row, by)
        writing.insist(complain_second(asked, by))
        entry = entry_of(asked)
        insist_entry(row, entry, by, today)
        asked.measure = write_measure(row, entry, by, at)
        _answer(asked, RequestState.AGREED, by, at)

    if hazard.state == HazardStatus.ACCEPTED:
        return move(states.ENFORCE, hazard=hazard, by=by, at=at, seen=seen, before=write)
    return act(hazard=hazard, permission=ENFORCE, by=by, at=at, step="fine-agreed", seen=seen, work=write)


def decline_fine(*, hazard: Hazard, reason: str, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """The second person does not agree, or the first takes it back. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        asked = _waiting(row, by)
        writing.insist(None if reason.strip() else "不予同意须写明理由", "reason")
        asked.reason = reason.strip()[:500]
        _answer(asked, RequestState.REFUSED, None if asked.asked_by_id == by.pk else by, at)

    return act(hazard=hazard, permission=ENFORCE, by=by, at=at, step="fine-declined", seen=seen, work=write)


def complain_second(asked: FineProposal, by: User) -> str | None:
    """Why the person is not the second one."""
    return "罚款由提出人提出，须由本部门另一人复核，提出人本人不能同意" if asked.asked_by_id == by.pk else None


def may_agree(hazard: Hazard, by: User) -> str | None:
    """Why the person cannot agree to the fine that waits."""
    asked = open_proposal(hazard, by)
    return "没有待复核的罚款" if asked is None else complain_second(asked, by) or may_enter(hazard, hazard.facts(), by)


def entry_of(asked: FineProposal) -> Entry:
    """The measure that the proposal is for."""
    return Entry(EnforcementKind.FINE, asked.number, asked.decided_on, asked.fine, asked.of_refusal, asked.text)


def _waiting(row: Hazard, by: User) -> FineProposal:
    """The proposal of the department, locked. Raises Refused."""
    found = FineProposal.objects.select_for_update(of=("self",)).filter(hazard=row, state=RequestState.ASKED)
    asked = found.filter(organisation=by.organisation_id).first()
    if asked is None:
        raise Refused("没有待本部门复核的罚款，请刷新页面")
    return asked


def _answer(asked: FineProposal, state: RequestState, by: User | None, at: datetime) -> None:
    asked.state, asked.answered_by, asked.answered_at = state, by, at
    asked.save(update_fields=["state", "answered_by", "answered_at", "reason", "measure"])
