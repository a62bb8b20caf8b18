"""The way of a report to its recipient: each step of `reports.states`, corrections, reports received outside.

Whether a report came in time is judged by the clock of the database, at the instant of its delivery.
"""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Final

from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import Organisation, User
from core import audit, clock, writing
from core.files import store
from core.identifiers import paper_number
from core.transitions import fire
from core.views.addresses import row_address
from core.workbooks.official import sheet_names
from core.writing import Refused
from notifications.services import tell_office
from reports.choices import DELIVERED_STATES, NUMBERED_STATES, SubmissionState
from reports.documents.sections import Written, frozen_text, sections_of, unwritten
from reports.documents.summary import document_of
from reports.documents.truth import Untrue, untrue_sentences
from reports.files import has_stamped
from reports.guards import complain_document_no, complain_foreign_no
from reports.models import Correction, ReportDuty, Snapshot, Submission
from reports.permissions import ReportPermission
from reports.rules import came_late
from reports.services.building import file_name, workbook_path
from reports.services.printing import request_pdf
from reports.states import SUBMISSION_MOVES

RELATED = ("duty__organisation", "duty__campaign", "snapshot__campaign")
#: What the database says where a second version would be under way.
OPEN = {
    "submission_open_once": "本报告已有另一版本在编制或已报送，请先将该版本放回草稿，或待其退回后再办理",
    "submission_outside_once": "本报告已登记过平台外报送，请勿重复补录",
    "submission_two_people": "审核签发须由另一人办理，送审人本人不能办理",
}


def edit_report(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Take a draft in hand; one version at a time. Raises NotAllowed, Refused."""
    with _open(submission, "edit", by, at) as locked:
        writing.insist(_came_outside(locked))
        return fire(SUBMISSION_MOVES["edit"], locked, by=by, at=at)


def _came_outside(submission: Submission) -> str | None:
    """Why nothing goes on to the recipient who registered the report from outside, perhaps after it was begun here."""
    is_registered = submission.duty.submissions.from_outside().exists()
    return "接收单位已登记收到平台外报送的本报告，无需再报" if is_registered else None


def set_aside(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Put a version that is being edited back among the drafts, for a newer one. Raises NotAllowed, Refused."""
    with _open(submission, "set-aside", by, at) as locked:
        return fire(SUBMISSION_MOVES["set-aside"], locked, by=by, at=at)


def send_for_review(*, submission: Submission, by: User, at: datetime) -> Submission:
    """The first of two persons. Whether there is a second one is noted. Raises NotAllowed, Refused."""
    with _open(submission, "review", by, at) as locked:
        writing.insist(_came_outside(locked) or _still_to_write(locked))
        changes: dict[str, object] = {
            "prepared_by": by,
            "prepared_at": at,
            "is_alone": locked.colleagues() == [by],
            "reason": "",
        }
        sent = fire(SUBMISSION_MOVES["review"], locked, by=by, at=at, **changes)
        _tell(sent.duty.organisation_id, sent, "已送审，请审核签发", by, at)
        return sent


def _still_to_write(submission: Submission) -> str | None:
    """What the office itself must write before anybody reviews it."""
    if submission.state != SubmissionState.EDITING:
        return None
    headings = unwritten(submission)
    return f"以下{len(headings)}节尚有待补内容，请先编写：{'、'.join(headings)}" if headings else None


def revise_report(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Back to the editor, with the reason; a signature is taken back. Raises NotAllowed, Refused."""
    with _open(submission, "revise", by, at) as locked:
        writing.insist(None if reason.strip() else "请填写退回修改的理由", "reason")
        changes: dict[str, object] = {"signed_by": None, "signed_at": None, "text": {}, "reason": reason.strip()[:500]}
        if locked.snapshot is not None:
            signed = Q(name__endswith=".docx") | Q(name__endswith=".pdf")
            locked.snapshot.files.remove(*locked.snapshot.files.filter(signed))
        revised = fire(SUBMISSION_MOVES["revise"], locked, by=by, at=at, **changes)
        _tell(revised.duty.organisation_id, revised, f"已退回修改，请修改后重新送审：{revised.reason}", by, at)
        return revised


def sign_report(
    *, submission: Submission, document_no: str, by: User, at: datetime, copies_to: str = "", seen: str | None = None
) -> Submission:
    """The second of two persons, under the document's number 发文字号; `copies_to` are those named under 抄送.

    `seen` is the mark of what the page showed (`Submission.mark`), None where no page did. Raises NotAllowed, Refused.
    """
    with _open(submission, "sign", by, at) as locked:
        writing.insist(_came_outside(locked) or _complain_unseen(locked, "sign", seen))
        today = timezone.localdate(at)
        writing.insist(complain_document_no(document_no, locked.duty.campaign.starts_on, today), "document_no")
        number = paper_number(document_no)[:60]
        office = locked.duty.organisation
        longer = Organisation.objects.visible_to(by).filter(letter_code__startswith=office.letter_code)
        writing.insist(complain_foreign_no(number, office, longer.exclude(pk=office.pk)), "document_no")
        writing.lock(locked.duty.organisation)
        writing.insist(_complain_taken(locked.duty, number, by), "document_no")
        changes: dict[str, object] = {"signed_by": by, "signed_at": at, "document_no": number}
        changes["copies_to"] = " ".join(copies_to.split()).rstrip("。")[:200]
        if locked.snapshot is not None:
            changes["text"] = frozen_text(locked)
        signed = fire(SUBMISSION_MOVES["sign"], locked, by=by, at=at, **changes)
        if signed.snapshot is not None:
            keep_document(signed.snapshot, signed, at)
            request_pdf(signed, by=by, at=at)
        _tell(signed.duty.organisation_id, signed, f"已由{by}签发，请报送{signed.duty.recipient_name}", by, at)
        return signed


def _complain_taken(duty: ReportDuty, number: str, by: User) -> str | None:
    """A document number, which names its year, stands on one report of an office; its further versions may keep it."""
    signed = Submission.objects.visible_to(by).filter(state__in=NUMBERED_STATES, document_no=number)
    others = signed.filter(duty__organisation=duty.organisation_id).exclude(duty=duty)
    undone = Q(snapshot__isnull=True, state=SubmissionState.RETURNED)
    other = others.exclude(undone).select_related("duty__organisation", "duty__campaign", "snapshot").first()
    return f"发文字号{number}已用于「{other}」（{other.get_state_display()}），请核对" if other else None


def keep_document(snapshot: Snapshot, signed: Submission, at: datetime) -> None:
    """The document without its mark, beside the workbook, from the signature on."""
    body = BytesIO(document_of(snapshot, signed))
    owner = snapshot.organisation_id
    snapshot.files.add(store(body, name=file_name(snapshot, "docx"), organisation_id=owner, at=at, is_sent=False))


def _complain_unseen(submission: Submission, step: str, seen: str | None) -> str | None:
    """Nobody signs or delivers another text than the one that the page showed: it may go back and come anew."""
    if seen in {None, submission.mark} or submission.state not in SUBMISSION_MOVES[step].sources:
        return None
    who = submission.prepared_by if step == "sign" else submission.signed_by
    deed = "送审" if step == "sign" else "签发"
    return f"您打开页面后，本报告已退回修改并由{who}重新{deed}，请先看现在的总结文稿再办理"


def submit_report(
    *, submission: Submission, by: User, at: datetime, seen: str | None = None, is_known: bool | None = None
) -> Submission:
    """Deliver it; a late one is taken, and says so. `seen` as for the signature.

    `is_known` says that whoever delivers it knows of the sentences that no longer hold; None where no page asked.
    Raises NotAllowed, Refused.
    """
    moved = [] if is_known is None or submission.snapshot is None else untrue_sentences(submission.snapshot, submission)
    with _open(submission, "submit", by, at) as locked:
        writing.lock(locked.duty)
        writing.insist(_came_outside(locked) or _complain_unseen(locked, "submit", seen))
        writing.insist(_complain_unknown(moved) if not is_known else None, "is_known")
        arrived_at = clock.database_now()
        changes: dict[str, object] = {
            "submitted_by": by,
            "submitted_at": arrived_at,
            "is_late": came_late(clock.day_of(arrived_at), locked.due_on),
            "moved": [one.as_json() for one in moved],
        }
        submitted = fire(SUBMISSION_MOVES["submit"], locked, by=by, at=at, **changes)
        _tell(submitted.duty.recipient_id, submitted, "已报送，请签收或退回", by, at)
        return submitted


def _complain_unknown(moved: Sequence[Untrue]) -> str | None:
    if not moved:
        return None
    places = "、".join(dict.fromkeys(one.heading for one in moved))
    return f"签发后数据已变，「{places}」有{len(moved)}句不再属实：请确认仍按签发的文字报送，或退回修改"


def receive_report(*, submission: Submission, by: User, at: datetime) -> Submission:
    """The recipient signs for it. Raises NotAllowed, Refused."""
    with _open(submission, "receive", by, at) as locked:
        received = fire(SUBMISSION_MOVES["receive"], locked, by=by, at=at, answered_by=by, answered_at=at)
        _tell(received.duty.organisation_id, received, f"已由{received.duty.recipient_name}签收", by, at)
        return received


def return_report(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Back to the sender with the reasons, who owes a new version; undoes a registration, too. Raises NotAllowed, Refused."""
    with _open(submission, "return", by, at) as locked:
        writing.insist(None if reason.strip() else "请写明退回补正的理由和须补正的内容", "reason")
        changes: dict[str, object] = {"answered_by": by, "answered_at": at, "reason": reason.strip()[:500]}
        returned = fire(SUBMISSION_MOVES["return"], locked, by=by, at=at, **changes)
        _tell(returned.duty.organisation_id, returned, f"已退回补正，请补正后报送新版本：{returned.reason}", by, at)
        return returned


def archive_report(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Close the file of a report that was received. Raises NotAllowed, Refused."""
    with _open(submission, "archive", by, at) as locked:
        return fire(SUBMISSION_MOVES["archive"], locked, by=by, at=at, archived_by=by, archived_at=at)


def correct_report(
    *, submission: Submission, place: str, before: str, after: str, reason: str, by: User, at: datetime
) -> Correction:
    """Note a correction of a report that was received, under the next number. Raises NotAllowed, Refused."""
    with _open(submission, "correct", by, at) as locked:
        writing.insist(SUBMISSION_MOVES["edit"].guard(locked, by))
        if locked.state not in {SubmissionState.RECEIVED, SubmissionState.ARCHIVED}:
            raise Refused(f"当前状态「{locked.get_state_display()}」下不能更正，签收后方可登记更正")
        if before.strip() == after.strip():
            raise Refused(("after", f"更正后的内容与更正前相同（{after.strip()[:40]}），请核对"))
        writing.insist(_complain_place(locked, place.strip()), "place")
        told = {"place": place.strip(), "before": before.strip(), "after": after.strip()}
        same = locked.corrections.filter(**told).first()
        writing.insist(f"同样的更正已登记为第{same.number}号更正，请勿重复登记" if same else None)
        writing.insist(_complain_before(locked, told["place"], told["before"]), "before")
        last = locked.corrections.aggregate(n=Max("number"))["n"] or 0
        correction = Correction.objects.create(
            submission=locked,
            number=last + 1,
            **told,
            reason=reason.strip(),
            made_by=by,
            made_at=at,
        )
        audit.record("report.corrected", by=by, at=at, subject=str(correction), before=before, after=after)
        _tell(locked.duty.recipient_id, locked, f"登记第{correction.number}号更正，请核对：{correction.place}", by, at)
    return correction


ANNEX: Final = re.compile(r"(附表\d+)(?!\d).*")


def _complain_place(submission: Submission, place: str) -> str | None:
    """A correction names a section by its heading, or an annex table; of a report from outside nothing is known."""
    if submission.snapshot is None or _sections_named(submission, place):
        return None
    # A table may fill several sheets: 附表7 重大, 附表7 一般.
    sheets = [name.split()[0] for name in sheet_names(workbook_path(submission.snapshot))]
    annexes = list(dict.fromkeys(name for name in sheets if ANNEX.fullmatch(name)))
    found = ANNEX.fullmatch(place)
    if found and found[1] in annexes:
        return None
    places = [*(one.heading for one in sections_of(submission.snapshot, submission)), *annexes]
    return f"更正处「{place}」不是本报告的章节或附表，请填写其一：{'、'.join(places)}"


def _complain_before(submission: Submission, place: str, before: str) -> str | None:
    """What is corrected stands once in the section as it was signed, or as an earlier correction left it.

    What was replaced stands no more, until a later correction puts it back.
    """
    named = _sections_named(submission, place)
    touching = submission.corrections.filter(Q(before=before) | Q(after=before), place=place)
    last = touching.order_by("-number").first() if named else None
    if last is not None and last.before == before:
        return f"「{before[:40]}」已由第{last.number}号更正改为「{last.after[:40]}」，请从更正后的文字更正"
    if not named or last is not None:
        return None
    texts = [text for one in named for text in one.texts]
    texts += submission.corrections.filter(place=place).values_list("after", flat=True)
    times = sum(len(_whole(before).findall(text)) for text in texts)
    if times > 1:
        return f"「{before[:40]}」在「{place}」中出现{times}处，请连同前后的字一并填写"
    return None if times else f"「{place}」中没有「{before[:40]}」，请照签发的文字填写更正前的内容"


def _whole(words: str) -> re.Pattern[str]:
    """Where words stand that neither begin nor end within a number."""
    begins = r"(?<![\d.,])" if words[:1].isdigit() else ""
    ends = r"(?![\d%]|[.,]\d)" if words[-1:].isdigit() else ""
    return re.compile(f"{begins}{re.escape(words)}{ends}")


def _sections_named(submission: Submission, place: str) -> list[Written]:
    """The section that a place names: 二, 二、第1句, 二、承保情况 or 承保情况第1段."""
    if submission.snapshot is None:
        return []
    found = []
    for one in sections_of(submission.snapshot, submission):
        ordinal, _mark, name = one.heading.partition("、")
        if re.fullmatch(rf"第?{ordinal}(?:节|部分)?(?:、?第.+)?|(?:{ordinal}、)?{re.escape(name)}.*", place):
            found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that came outside of the portal: its number and the day on which it was received."""

    document_no: str
    received_on: date
    note: str = ""


def register_outside(*, duty: ReportDuty, arrival: Arrival, by: User, today: date, at: datetime) -> Submission:
    """补录 by the recipient of a report that came on paper. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Submission,
        duty,
        by=by,
        permission=ReportPermission.REPORT_RECEIVE,
        at=at,
        step="register",
        on=duty,
        sentences=OPEN,
    ):
        writing.lock(duty)
        _insist_arrival(duty, arrival, by, today)
        submission = Submission.objects.create(
            duty=duty,
            state=SubmissionState.RECEIVED,
            document_no=paper_number(arrival.document_no),
            submitted_at=timezone.make_aware(datetime.combine(arrival.received_on, time(12))),
            is_late=came_late(arrival.received_on, duty.due_on),
            answered_by=by,
            answered_at=at,
            reason=arrival.note.strip(),
        )
        audit.record("report.registered", by=by, at=at, subject=str(submission), received_on=str(arrival.received_on))
        _tell(duty.organisation_id, submission, f"已由{duty.recipient_name}补录，平台内无需再报", by, at)
    return submission


def _insist_arrival(duty: ReportDuty, arrival: Arrival, by: User, today: date) -> None:
    if by.organisation_id != duty.recipient_id:
        raise Refused(f"只有接收单位{duty.recipient_name}可以补录平台外报送")
    if arrival.received_on > today:
        raise Refused(("received_on", f"收到日期 {arrival.received_on} 晚于今天（{today}），请核对"))
    begins_on = duty.campaign.starts_on
    if arrival.received_on < begins_on:
        raise Refused(("received_on", f"收到日期 {arrival.received_on} 早于专项行动开始日（{begins_on}），请核对年份"))
    writing.insist(complain_document_no(arrival.document_no, begins_on, today), "document_no")
    writing.lock(duty.organisation)
    writing.insist(_complain_taken(duty, paper_number(arrival.document_no), by), "document_no")
    if duty.submissions.filter(state__in=DELIVERED_STATES).exists():
        raise Refused(f"{duty} 已在平台报送，无需补录")


def missing_parts(submission: Submission) -> list[str]:
    """What a complete delivery still lacks, in official words: the number, the stamped scan."""
    found = [] if submission.document_no else ["发文字号"]
    if not has_stamped(submission):
        found.append("盖章件")
    return found


def _tell(organisation: int | None, submission: Submission, what: str, by: User, at: datetime) -> None:
    """The people of the office that has to act, or whose report it is; a national body is told on paper."""
    if organisation is not None:
        url = row_address("reports:submission-detail", submission.pk)
        tell_office(organisation, f"{submission} {what}", url, by=by, at=at)


def _open(submission: Submission, step: str, by: User, at: datetime) -> AbstractContextManager[Submission]:
    permission = SUBMISSION_MOVES[step].permission if step in SUBMISSION_MOVES else ReportPermission.REPORT_DELIVER
    return writing.open_row(submission, by=by, permission=permission, at=at, step=step, related=RELATED, sentences=OPEN)
