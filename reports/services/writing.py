"""Writing a summary by section: one section at a time, and two people at once clash over that section alone."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.models import User
from core import audit, writing
from core.writing import Clash, Refused, Stale
from reports.choices import ContributionState, SectionKey, SubmissionState
from reports.documents.sections import Written, paragraphs_of, sections_of
from reports.documents.tokens import (
    OpenBracketError,
    UnknownNumberError,
    as_revised,
    as_taken,
    editable,
    names_in,
    source,
    sources_in,
    stored,
    without_sources,
)
from reports.documents.typed import NoNumberError
from reports.guards import only_owner
from reports.models import Contribution, ReportDuty, ReportSection, Submission
from reports.permissions import ReportPermission

#: Characters of a section; some twenty pages.
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Open:
    """A section that is being written: its row, and how it stands."""

    row: ReportSection
    now: Written


def write_section(
    *, submission: Submission, key: str, text: str, seen: str, by: User, at: datetime, is_final: bool = False
) -> ReportSection:
    """Keep a section as typed; `seen` is the version that the page showed. Raises NotAllowed, Refused, Stale."""
    with _writing(submission, by, at, "write-section"):
        opened = _section(submission, key, by, at)
        _insist_current(opened, seen, text)
        body = _body(opened, text)
        writing.insist("本节尚有待补内容，请先编写再定稿" if is_final and "【待补" in text else None, "text")
        _keep(opened.row, body, is_final=is_final)
        audit.record("report.written", by=by, at=at, subject=str(opened.row), by_hand=_by_hand(submission, key))
    return opened.row


def redraft_section(*, submission: Submission, key: str, seen: str, by: User, at: datetime) -> ReportSection:
    """Give up the own words for the drafted ones. Raises NotAllowed, Refused, Stale."""
    with _writing(submission, by, at, "redraft-section"):
        opened = _section(submission, key, by, at)
        _insist_current(opened, seen, editable(opened.now.body, opened.now.bound))
        _keep(opened.row, "", is_final=False)
        audit.record("report.redrafted", by=by, at=at, subject=str(opened.row))
    return opened.row


def add_paragraphs(submission: Submission, key: str, texts: list[str], by: User, at: datetime) -> ReportSection:
    """Put paragraphs at the end of a section, inside a write that is open. Raises Refused."""
    opened = _section(submission, key, by, at)
    kept = [one for one in opened.now.paragraphs if not one.startswith("【待补：")]
    _keep(opened.row, "\n".join([*kept, *texts]), is_final=False)
    return opened.row


def _writing(submission: Submission, by: User, at: datetime, step: str) -> AbstractContextManager[None]:
    return writing.open_ledger(
        ReportSection, submission, by=by, permission=ReportPermission.REPORT_DELIVER, at=at, step=step, on=submission
    )


def _section(submission: Submission, key: str, by: User, at: datetime) -> _Open:
    """The section, with its duty locked, so that two first writers of it meet. Raises Refused."""
    writing.lock(ReportDuty.objects.get(pk=submission.duty_id))
    current = writing.lock(submission, related=("duty__organisation", "duty__campaign", "snapshot__capture"))
    writing.insist(only_owner(current, by))
    if current.state != SubmissionState.EDITING or current.snapshot is None:
        raise Refused(f"当前状态「{current.get_state_display()}」下不能改动文字，请先开始编制")
    found = [one for one in sections_of(current.snapshot, current) if one.key == key]
    if not found:
        raise Refused(f"本报告没有「{key}」一节，请返回各节目录核对")
    row = ReportSection.objects.filter(duty=current.duty_id, key=key).first()
    row = row or ReportSection(duty=current.duty, key=key)
    row.written_by, row.written_at = by, at
    return _Open(row, found[0])


def _insist_current(opened: _Open, seen: str, typed: str) -> None:
    """Raises Stale with both texts."""
    now = opened.now
    if seen == str(now.version):
        return
    label = SectionKey(opened.row.key).official
    clash = Clash(label, editable(now.body, now.bound), typed)
    by = now.by or "其他人员"
    raise Stale(by, [clash], str(now.version), f"「{label}」已被{by}更新，请逐段核对后再保存")


def _body(opened: _Open, text: str) -> str:
    """What is kept of a typed text: nothing where it is the drafted one. Raises Refused."""
    if len(text) > LONGEST:
        raise Refused(("text", f"本节共{len(text):,}字，超过{LONGEST:,}字，请删减"))
    try:
        body = "\n".join(stored(line, opened.now.bound) for line in paragraphs_of(text))
    except UnknownNumberError as unknown:
        raise Refused(
            ("text", f"【{unknown}】不是本报告的指标，请改用「可引用的数字」所列名称，或去掉括号作为文字")
        ) from unknown
    except NoNumberError as words:
        raise Refused(
            ("text", f"【{words.typed}】中须填{words.wanted}；另用文字或其他数字表述的，请去掉括号")
        ) from words
    except OpenBracketError as bracket:
        raise Refused(
            ("text", f"「{bracket}」处的括号【】不成对，请补全为【指标名称】，或去掉括号作为文字")
        ) from bracket
    body = _attributed(opened, body)
    if not body:
        raise Refused(("text", "本节没有文字，请填写；不用本节时写明「无」"))
    return "" if body == "\n".join(opened.now.drafted) else body


def _attributed(opened: _Open, body: str) -> str:
    """A typed text whose sources are true: the words of a text that was taken over keep theirs in whatever section they
    stand, words that the office wrote anew say so, and no others have one. Raises Refused.
    """
    marks = dict.fromkeys(sources_in(body))
    if not marks:
        return body
    duty, before = opened.row.duty, sources_in(opened.now.body)
    rows = Contribution.objects.filter(
        asker=duty.organisation_id, campaign=duty.campaign_id, report=duty.report, state=ContributionState.TAKEN
    ).select_related("organisation")
    taken = {source(row.organisation.name, row.pk): row for row in rows}
    forged = [one for one in marks if one not in taken and one not in before]
    writing.insist(
        f"{'、'.join(forged)}不是已采用的供稿，来源由「采用」带入，请去掉括号作为文字" if forged else None, "text"
    )
    of_section = {*before, *(mark for mark, row in taken.items() if row.section == opened.row.key)}
    given = {mark: taken_paragraphs(row) for mark, row in taken.items()}
    return "\n".join(_paragraph(text, given, of_section) for text in paragraphs_of(body))


def _paragraph(text: str, given: Mapping[str, Sequence[str]], of_section: Collection[str]) -> str:
    """A paragraph with its sources as they are true; `given` are the words that came with each. Raises Refused."""
    marks, words = sources_in(text), without_sources(text)
    if all(words in given.get(mark, ()) for mark in marks):
        return as_taken(text)
    strange = [mark for mark in marks if mark not in of_section]
    writing.insist(
        f"「{words[:20]}」不是{'、'.join(strange)}的原文，该供稿也未采用到本节，请去掉来源" if strange else None, "text"
    )
    return as_revised(text)


def taken_paragraphs(row: Contribution) -> list[str]:
    """What is taken over of a text: its paragraphs, and its figures in one more."""
    texts = paragraphs_of(row.body)
    told = "，".join(f"{one['name']}{one['value']}" for one in row.numbers)
    return [*texts, f"{told}。"] if told else texts


def _keep(row: ReportSection, body: str, *, is_final: bool) -> None:
    row.body, row.is_final, row.version = body, is_final, row.version + 1
    row.save()


def _by_hand(submission: Submission, key: str) -> list[str]:
    """The numbers that the section carries by hand, for the trail."""
    body = ReportSection.objects.filter(duty=submission.duty_id, key=key).values_list("body", flat=True).first() or ""
    return [name for name in names_in(body) if f"【{name}=" in body]
