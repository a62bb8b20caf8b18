"""What stands in the way of a step of a report: each guard answers a sentence, or None (domain.md 5.4)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from core.identifiers import paper_number
from core.people import User
from core.transitions import refuse_first_person
from reports.choices import SubmissionState

if TYPE_CHECKING:
    from accounts.models import Organisation
    from reports.models import Submission

#: 机关代字〔yyyy〕n号, as `paper_number` leaves it (domain.md 6.3).
DOCUMENT_NO: Final = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z()]{0,39}〔((?:19|20)\d\d)〕[1-9]\d{0,5}号")


def only_owner(submission: "Submission", by: User) -> str | None:
    """The organisation whose report it is."""
    own = by.organisation_id == submission.duty.organisation_id
    return None if own else f"只有{submission.duty.organisation}可以办理本报告的编制、签发和报送"


def only_second_person(submission: "Submission", by: User) -> str | None:
    """Who reviews and signs took no part in the text, where somebody of the office took none; nor sent it for review.

    Where all of them wrote, whoever did not send it for review signs; where nobody else works, that one does.
    """
    refusal = only_owner(submission, by)
    if refusal or submission.is_alone:
        return refusal
    fresh = submission.not_drafting()
    signers = [one for one in fresh or submission.colleagues() if one.pk != submission.prepared_by_id]
    if by in signers:
        return None
    rule = "审核签发须由另一人办理：生成本版本、编写文字或送审的人不能签发"
    if signers:
        return f"{rule}，请由{'、'.join(map(str, signers))}办理"
    return f"{rule}，{'、'.join(map(str, fresh))}已送审；请退回修改后由编制人送审，再由其审核签发"


def leaves_a_second_person(submission: "Submission", by: User) -> str | None:
    """The only one who took no part in the text does not send it for review, but reviews and signs it."""
    refusal = only_owner(submission, by)
    if refusal or submission.not_drafting() != [by] or len(submission.colleagues()) == 1:
        return refusal
    drafters = "、".join(str(one) for one in submission.colleagues() if one != by)
    return f"您未参与本报告的编制，应由您审核签发；请由编制人{drafters}送审"


def with_number(submission: "Submission", by: User) -> str | None:
    """A report goes out under its number."""
    return only_owner(submission, by) or (None if submission.document_no else "尚未填写发文字号，请先在签发时填写")


def only_recipient(submission: "Submission", by: User) -> str | None:
    """The recipient answers; for one that does not work in the portal the organisation itself notes the answer."""
    duty = submission.duty
    answering = duty.organisation_id if duty.recipient_id is None else duty.recipient_id
    return None if by.organisation_id == answering else f"只有接收单位{duty.recipient_name}可以办理签收和退回"


def only_receiver(submission: "Submission", by: User) -> str | None:
    """What an office delivers to itself another person of it answers, where there is one."""
    refusal = only_recipient(submission, by)
    is_own = submission.duty.recipient_id == submission.duty.organisation_id
    if refusal or not is_own or submission.is_alone:
        return refusal
    return refuse_first_person(submission.submitted_by_id, by, "签收、退回")


def only_returnable(submission: "Submission", by: User) -> str | None:
    """What waits for its answer, or was registered from outside by mistake; what was received stays received."""
    refusal = only_receiver(submission, by)
    if refusal is None and submission.state == SubmissionState.RECEIVED and not submission.is_outside:
        return "本报告已签收，不能退回；内容有误的，由报送单位登记更正"
    return refusal


def complain_document_no(typed: str, begins_on: date, today: date) -> str | None:
    """Why what was typed is no 发文字号 of a report; blanks, other brackets, 第 and zeros in front are put right.

    It bears the year in which it was given, and none before the campaign begins.
    """
    number = paper_number(typed)
    if not number:
        return "请填写发文字号，如 某应急〔2023〕12号"
    found = DOCUMENT_NO.fullmatch(number)
    if found and not begins_on.year <= int(found[1]) <= today.year:
        years = "至".join(str(year) for year in sorted({begins_on.year, today.year}))
        return f"发文字号「{number}」的年份〔{found[1]}〕不是本报告的发文年份（{years}），请核对"
    if found:
        return None
    return f"发文字号「{typed.strip()[:60]}」不是「机关代字〔年份〕顺序号」的格式，请照文件填写，如 某应急〔2023〕12号"


def complain_foreign_no(number: str, office: "Organisation", others: "Iterable[Organisation]") -> str | None:
    """Why a 发文字号 is not the office's own: each begins its numbers with its own 发文代字, where one is registered.

    More may stand behind it (杭州应急函〔2023〕3号), unless the longer word is the 发文代字 of one of the
    other offices, whose 发文代字 begin as this one does.
    """
    own = paper_number(office.letter_code)
    if not own:
        return None
    said = f"，{office}的发文代字是「{own}」，应以此开头，请照文件填写；代字登记有误的，请联系系统管理员更正"
    if not number.startswith(own):
        return f"发文字号「{number}」不是本机关的文号{said}"
    theirs = next((one for one in others if number.startswith(paper_number(one.letter_code))), None)
    return f"发文字号「{number}」以{theirs}的发文代字「{theirs.letter_code}」开头{said}" if theirs else None


def complain_cutoff(cutoff: date, begins_on: date, today: date) -> str | None:
    """Why nothing is counted up to a day: the campaign has not begun by then, or the day has not come."""
    if cutoff > today:
        return _("The cut-off %(day)s lies after today, %(today)s; choose today or an earlier day.") % {
            "day": cutoff,
            "today": today,
        }
    if cutoff < begins_on:
        return _("The cut-off %(day)s lies before the campaign begins, %(begins)s; choose that day or a later one.") % {
            "day": cutoff,
            "begins": begins_on,
        }
    return None
