"""Questions to insurers: how they are asked, answered, accepted and taken further (N41, N42; letter 169, G20)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from accounts.models import User
from core import audit, writing
from core.contributions.openers import opener_for
from core.transitions import fire
from core.views.addresses import address
from core.writing import Refused, Seen
from crosschecks.catalogue import LABELS, Subject, fact_of, words_of
from crosschecks.choices import InquiryState
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from crosschecks.states import ACCEPT, ANSWER, FURTHER
from dispositions.models import Case
from insurers.activities.models import Activity
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy

#: The occasion under which the room of cases registers how a question is taken further.
OCCASION: Final = "QUESTION"
#: The latest day for an answer, counted from the day of asking.
LONGEST: Final = timedelta(days=90)


def inquiry_of(code: str, subject: Subject) -> Inquiry | None:
    """The question about the row, if it was asked or answered."""
    return Inquiry.objects.filter(**_key(code, subject)).first()


def ask_question(
    *, code: str, subject: Subject, request: str, due_on: date, by: User, today: date, at: datetime
) -> Inquiry:
    """Put a question that stands to the insurer, once. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Inquiry, subject, by=by, permission=QuestionPermission.QUESTION_SETTLE, at=at, step="ask", on=subject
    ):
        if not today <= due_on <= today + LONGEST:
            raise Refused(("due_on", f"答复期限 {due_on} 不在 {today} 至 {today + LONGEST} 之间，请核对"))
        inquiry = _new(code, subject, by, today, at)
        inquiry.state, inquiry.authority, inquiry.asked_by = InquiryState.ASKED, by.organisation, by
        inquiry.request, inquiry.asked_on, inquiry.due_on = request.strip(), today, due_on
        inquiry.save(force_insert=True)
        audit.record("question.asked", by=by, at=at, subject=str(inquiry), due_on=f"{due_on}")
    return inquiry


def answer_unasked(*, code: str, subject: Subject, answer: str, by: User, today: date, at: datetime) -> Inquiry:
    """Answer a question that stands, before anybody asked. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Inquiry, subject, by=by, permission=QuestionPermission.QUESTION_ANSWER, at=at, step="answer", on=subject
    ):
        inquiry = _new(code, subject, by, today, at)
        writing.insist(ANSWER.guard(inquiry, by))
        inquiry.state = InquiryState.ANSWERED
        inquiry.answer, inquiry.answered_by, inquiry.answered_on = _said(answer, "answer"), by, today
        inquiry.save(force_insert=True)
        audit.record("question.answered", by=by, at=at, subject=str(inquiry))
    return inquiry


def answer_inquiry(*, inquiry: Inquiry, answer: str, seen: Seen | None, by: User, today: date, at: datetime) -> Inquiry:
    """Answer what was asked, once. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(inquiry, by=by, permission=ANSWER.permission, at=at, step="answer", seen=seen) as locked:
        words = {"answer": _said(answer, "answer"), "answered_by": by, "answered_on": today}
        moved: Inquiry = fire(ANSWER, locked, by=by, at=at, updated_at=at, **words)
    return moved


def accept_answer(*, inquiry: Inquiry, note: str, seen: Seen | None, by: User, today: date, at: datetime) -> Inquiry:
    """The question ends here. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(inquiry, by=by, permission=ACCEPT.permission, at=at, step="accept", seen=seen) as locked:
        moved: Inquiry = fire(ACCEPT, locked, by=by, at=at, **_decided(note, by, today, at))
    return moved


def take_further(*, inquiry: Inquiry, note: str, seen: Seen | None, by: User, today: date, at: datetime) -> Inquiry:
    """Open a case where a room keeps cases; an unanswered question only after its day. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(inquiry, by=by, permission=FURTHER.permission, at=at, step="further", seen=seen) as locked:
        reason = _said(note, "note")
        if locked.state == InquiryState.ASKED and locked.due_on is not None and locked.due_on >= today:
            raise Refused(f"答复期限 {locked.due_on} 未到，请待保险机构答复或者期限届满后再转入办理")
        case = _case_of(locked, by, today, at) if locked.state in FURTHER.sources else {}
        moved: Inquiry = fire(FURTHER, locked, by=by, at=at, **case, **_decided(reason, by, today, at))
    return moved


def _case_of(inquiry: Inquiry, by: User, today: date, at: datetime) -> dict[str, str]:
    """Name and address of the case that is opened on the question; nothing where no room keeps cases.

    Its facts are what was seen and answered: papers quote them, and the authority's own reason stays with the question.
    """
    opener = opener_for(OCCASION)
    if opener is None:
        return {}
    facts = "\n".join(
        filter(None, (fact_of(inquiry.subject, inquiry.seen), inquiry.answer and f"答复：{inquiry.answer}"))
    )
    case = opener.open(inquiry, today, facts, by, today, at)
    return {"case_name": str(case)[:100], "case_url": opener.address(case)}


def note_case(*, code: str, subject: Subject, case: Case, by: User, today: date, at: datetime) -> None:
    """Write a case that was opened directly down as the question taken further; inside the write that opens it.

    Where the question exists it is being taken further itself, and says so by itself.
    """
    if inquiry_of(code, subject) is not None:
        return
    inquiry = Inquiry(
        **_key(code, subject),
        **_place(subject),
        seen=(words_of(code, subject, by, today) or case.facts)[:1000],
        state=InquiryState.FURTHER,
        case_name=case.number,
        case_url=address("dispositions:case-detail", case.pk),
        decision=case.title[:1000],
        decided_by=by,
        decided_on=today,
        created_at=at,
        updated_at=at,
    )
    inquiry.save(force_insert=True)
    audit.record("question.further", by=by, at=at, subject=str(inquiry), case=case.number)


def _decided(note: str, by: User, today: date, at: datetime) -> dict[str, object]:
    return {"decision": note.strip(), "decided_by": by, "decided_on": today, "updated_at": at}


def _said(text: str, place: str) -> str:
    writing.insist(None if text.strip() else "请填写内容", place)
    return text.strip()


def _new(code: str, subject: Subject, by: User, today: date, at: datetime) -> Inquiry:
    """A question about the row, not stored yet: it must stand, and nobody may have asked or answered it."""
    known = inquiry_of(code, subject)
    if known is not None:
        raise Refused(
            f"「{LABELS[code]}」已于 {known.asked_on or known.answered_on} 提出，现为「{known.get_state_display()}」，"
            "同一疑点只提问、答复一次，请在原记录中办理"
        )
    words = words_of(code, subject, by, today)
    if not words:
        raise Refused(f"「{subject}」当前没有「{LABELS.get(code, code)}」这一疑点，请刷新页面核对")
    return Inquiry(
        **_key(code, subject),
        **_place(subject),
        seen=words[:1000],
        created_at=at,
        updated_at=at,
    )


def _key(code: str, subject: Subject) -> Mapping[str, object]:
    """What names the question: its code and the row."""
    if isinstance(subject, Policy):
        return {"code": code, "policy_id": subject.pk, "activity_id": None, "plan_id": None}
    named = "activity_id" if isinstance(subject, Activity) else "plan_id"
    return {"code": code, "policy_id": subject.policy_id, named: subject.pk}


def _place(subject: Policy | Activity | ServicePlan) -> Mapping[str, object]:
    names = ("insurer_id", "enterprise_id", "city_id", "county_id")
    return {name: getattr(subject, name) for name in names}
