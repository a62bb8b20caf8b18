"""What the lead of an organisation asks about the own people, and the system administrator's answer."""

from datetime import datetime

from accounts.choices import RequestKind, RequestState
from accounts.models import PeopleRequest, User
from accounts.permissions import AccountPermission
from core import audit
from core.gate import NotAllowed
from core.writing import Seen, insist, open_ledger, open_row


def ask_for_people(*, kind: str, person: User | None, text: str, by: User, at: datetime) -> PeopleRequest:
    """Put a request on the system administrator's desk. The organisation's lead alone. Raises NotAllowed, Refused."""
    with open_ledger(
        PeopleRequest,
        by.organisation,
        by=by,
        permission=AccountPermission.OWN_PEOPLE_ASK,
        at=at,
        step="ask-for-people",
        on=person,
    ):
        if not by.is_lead:
            raise NotAllowed(f"{by} is no lead")
        insist(None if text.strip() else "请写明姓名、岗位和原因", "text")
        insist(None if person is not None or kind == RequestKind.ADD else "请选择人员", "person")
        row = PeopleRequest.objects.create(
            organisation=by.organisation,
            kind=kind,
            person=None if kind == RequestKind.ADD else person,
            text=text.strip(),
            asked_by=by,
            asked_at=at,
        )
        audit.record("people_request.asked", by=by, at=at, subject=str(row), kind=kind, text=row.text)
    return row


def answer_request(
    *, row: PeopleRequest, is_done: bool, answer: str, seen: Seen, by: User, at: datetime
) -> PeopleRequest:
    """Say that it is done, or why not. Raises NotAllowed, Refused, Stale."""
    with open_row(
        row,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="answer-request",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(None if locked.state == RequestState.OPEN else "此申请已答复")
        insist(None if is_done or answer.strip() else "不办理的，请写明原因", "answer")
        locked.state = RequestState.DONE if is_done else RequestState.DECLINED
        locked.answer, locked.answered_by, locked.answered_at = answer.strip(), by, at
        locked.version += 1
        locked.save()
        audit.record(
            "people_request.answered", by=by, at=at, subject=str(locked), state=locked.state, answer=locked.answer
        )
    return locked
