"""The other side: signs with its second person, answers, asks once for more time; the authority looks at it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Final

from accounts.models import User
from core import attachments, audit, writing
from core.documents import in_words
from core.identifiers import paper_number
from core.transitions import fire
from core.writing import Refused
from dispositions import states
from dispositions.choices import TOLD, StepState
from dispositions.models import Extension, Reply, Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import BY_KIND, CORRECTING, complain_due
from dispositions.services.base import SENTENCES, insist_corrected, insist_past, open_step_row
from inspections.choices import Disposition, FindingSubject

ANSWER: Final = DispositionPermission.CASE_ANSWER
TOLD_PARTS: Final = ("case", "signed_by__organisation")


@contextmanager
def open_told_step(step: Step, name: str, by: User, at: datetime) -> Iterator[Step]:
    """A step that was sent to the person's own organisation, locked. Raises NotAllowed, Refused."""
    with writing.open_row(
        step, by=by, permission=ANSWER, at=at, step=name, related=TOLD_PARTS, sentences=SENTENCES
    ) as locked:
        writing.insist(states.only_subject(locked, by))
        yield locked


def sign_step(*, step: Step, by: User, at: datetime) -> Step:
    """Sign for a paper; a second person of the same organisation makes it whole. Raises NotAllowed, Refused."""
    with open_told_step(step, "sign", by, at) as locked:
        if locked.state not in TOLD or locked.receipt_by_id is not None:
            raise Refused(f"文书 {locked.doc_no} 已经签收，不得重复签收")
        if locked.signed_by_id is None:
            locked.signed_by, locked.signed_at = by, at
        elif locked.signed_by_id == by.pk:
            raise Refused("签收须由另一名复核人确认，首签人本人不能复核")
        else:
            writing.insist(states.only_with_first(locked, by))
            locked.receipt_by, locked.receipt_at = by, at
        locked.save(update_fields=["signed_by", "signed_at", "receipt_by", "receipt_at"])
        audit.record("disposition.signed", by=by, at=at, subject=locked.doc_no, whole=locked.receipt_by_id is not None)
    return locked


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the number of the paper, where there is one, and its text."""

    text: str
    number: str = ""


def answer_step(
    *,
    step: Step,
    answer: Answer,
    files: Iterable[tuple[IO[bytes], str]] = (),
    by: User,
    today: date,
    at: datetime,
) -> Reply:
    """Answer what was asked, with files; a late answer is taken and told as late. Raises NotAllowed, Refused."""
    with open_told_step(step, "answer", by, at) as locked:
        writing.insist(None if answer.text.strip() else "答复内容为空，请填写", "text")
        if locked.due_on is None:
            raise Refused(f"文书 {locked.doc_no} 不要求答复")
        # Who answers has the paper: where nobody signed for it, the answer does, and a second person confirms it.
        signed = {} if locked.signed_by_id is not None else {"signed_by": by, "signed_at": at}
        fire(states.ANSWER, locked, by=by, at=at, **signed)
        return _write_reply(locked, answer, today, files, by, at, is_paper=False)


def file_answer(
    *,
    step: Step,
    answer: Answer,
    given_on: date,
    files: Iterable[tuple[IO[bytes], str]] = (),
    by: User,
    today: date,
    at: datetime,
) -> Reply:
    """File the answer of an enterprise, which has no account, by the authority. Raises NotAllowed, Refused."""
    with open_step_row(step, states.FILE_ANSWER.name, by, at) as locked:
        if locked.case.subject != FindingSubject.ENTERPRISE:
            raise Refused("保险机构和第三方机构由本单位在平台答复，不由本机关代为登记")
        insist_past("given_on", "答复日期", given_on, today)
        if locked.issued_on is not None and given_on < locked.issued_on:
            raise Refused(("given_on", f"答复日期 {given_on} 早于下达日期 {locked.issued_on}，请更正"))
        writing.insist(None if answer.text.strip() else "答复内容为空，请填写", "text")
        fire(states.FILE_ANSWER, locked, by=by, at=at)
        return _write_reply(locked, answer, given_on, files, by, at, is_paper=True)


def _write_reply(
    step: Step,
    answer: Answer,
    given_on: date,
    files: Iterable[tuple[IO[bytes], str]],
    by: User,
    at: datetime,
    *,
    is_paper: bool,
) -> Reply:
    """The answer, or a further one after the first was refused: the earlier words stay, and it is looked at anew."""
    reply = Reply.objects.select_for_update(of=("self",)).filter(step=step).first() or Reply(step=step)
    before = f"{reply.text}\n\n{in_words(reply.given_on)}后再次答复：\n" if reply.pk else ""
    reply.number, reply.text = paper_number(answer.number)[:60], before + answer.text.strip()
    reply.given_on, reply.is_paper, reply.given_by, reply.given_at = given_on, is_paper, by, at
    reply.accepted, reply.review_note, reply.reviewed_by, reply.reviewed_at = None, "", None, None
    reply.save()
    sent = list(files)
    if sent:
        attachments.attach_all(reply, "answer", sent, by=by, at=at)
    return reply


def review_answer(*, step: Step, accepted: bool, note: str, by: User, today: date, at: datetime) -> Step:
    """Accept an answer, or say why not. Raises NotAllowed, Refused.

    Either ends a question, and the case may go further. What was to be corrected is not done by an answer that is
    refused: it stays in force, and may be answered again.
    """
    with open_step_row(step, states.REVIEW.name, by, at) as locked:
        writing.insist(None if note.strip() else "审阅意见为空，请填写", "note")
        if accepted:
            insist_corrected(locked, today)
        stays = not accepted and locked.kind in CORRECTING
        done: Step = (
            fire(states.KEEP_OPEN, locked, by=by, at=at)
            if stays
            else fire(states.REVIEW, locked, by=by, at=at, done_on=today)
        )
        reply = writing.lock(locked.reply)
        reply.accepted, reply.review_note, reply.reviewed_by, reply.reviewed_at = accepted, note.strip()[:500], by, at
        reply.save()
    return done


def ask_extension(*, step: Step, until: date, reason: str, by: User, today: date, at: datetime) -> Extension:
    """Ask for more time, once and while the time runs. Raises NotAllowed, Refused."""
    with open_told_step(step, "extend", by, at) as locked:
        before = _insist_extension(locked, until, reason, today)
        asked = Extension.objects.create(
            step=locked, before=before, until=until, reason=reason.strip()[:500], asked_by=by, asked_at=at
        )
        audit.record("disposition.extension-asked", by=by, at=at, subject=locked.doc_no, until=str(until))
    return asked


def file_extension(*, step: Step, until: date, reason: str, by: User, today: date, at: datetime) -> Extension:
    """File what an enterprise, which has no account, asked for on paper, and grant it. Raises NotAllowed, Refused."""
    with open_step_row(step, "file-extension", by, at) as locked:
        if locked.case.subject != FindingSubject.ENTERPRISE:
            raise Refused("保险机构和第三方机构由本单位在平台申请延期，不由本机关代为登记")
        before = _insist_extension(locked, until, reason, today)
        granted = Extension.objects.create(
            step=locked,
            before=before,
            until=until,
            reason=reason.strip()[:500],
            asked_by=by,
            asked_at=at,
            granted=True,
            answered_by=by,
            answered_at=at,
        )
        locked.due_on = until
        locked.save(update_fields=["due_on"])
        audit.record("disposition.extension-answered", by=by, at=at, subject=locked.doc_no, granted=True)
    return granted


def _insist_extension(step: Step, until: date, reason: str, today: date) -> date:
    """The day that the step was to be answered by. Raises Refused for what cannot be extended, or not so."""
    due = step.due_on
    if due is None or step.state != StepState.ISSUED:
        raise Refused(f"文书 {step.doc_no} 现为「{step.get_state_display()}」，不能申请延期")
    if Extension.objects.filter(step=step).exists():
        raise Refused("延期只能申请一次，本文书已经申请过")
    if today > due:
        raise Refused(f"期限 {due} 已过，不能再申请延期，请尽快答复")
    writing.insist(None if until > due else f"申请的日期 {until} 须晚于原期限 {due}", "until")
    writing.insist(complain_due(BY_KIND[Disposition(step.kind)], step.issued_on or today, until), "until")
    writing.insist(None if reason.strip() else "延期理由为空，请填写", "reason")
    return due


def answer_extension(*, step: Step, granted: bool, note: str, by: User, at: datetime) -> Step:
    """Grant the time that was asked for, or not, with the reason. Raises NotAllowed, Refused."""
    with open_step_row(step, "extension-answer", by, at) as locked:
        asked = Extension.objects.select_for_update(of=("self",)).filter(step=locked).first()
        if asked is None or asked.granted is not None or locked.state != StepState.ISSUED:
            raise Refused("没有待答复的延期申请")
        writing.insist(None if granted or note.strip() else "不予延期须写明理由", "note")
        asked.granted, asked.note, asked.answered_by, asked.answered_at = granted, note.strip()[:500], by, at
        asked.save()
        if granted:
            locked.due_on = asked.until
            locked.save(update_fields=["due_on"])
        audit.record("disposition.extension-answered", by=by, at=at, subject=locked.doc_no, granted=granted)
    return locked
