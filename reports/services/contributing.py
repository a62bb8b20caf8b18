"""Texts from below 供稿: asked by a city of its counties, by a regulator's office of its insurers (issue 19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.querysets import place_order
from accounts.roles import NINGBO, Role
from core import audit, clock, writing
from core.attachments import attachments_of
from core.views.addresses import row_address
from core.writing import Refused
from notifications.services import tell_office
from reports.choices import OWN_CITY, ContributionState, ReportKind, SubmissionState
from reports.documents.sections import has_section, paragraphs_of
from reports.documents.tokens import source
from reports.documents.typed import complain_answer
from reports.guards import only_owner
from reports.models import Contribution, ReportDuty, Submission
from reports.permissions import ReportPermission
from reports.rules import came_late
from reports.services.writing import LONGEST, add_paragraphs, taken_paragraphs

MOST_NUMBERS: Final = 10
#: Characters of what a figure is called.
LONGEST_NAME: Final = 40
TAKEN: Final = {"contribution_once": "已向该单位约过本节供稿，请在原约稿中办理，或另选一节"}
_INSURING: Final = (OrganisationKind.INSURER, OrganisationKind.INSURER_BRANCH)


def asked_below(user: User, report: str) -> "list[Organisation]":
    """Of whom the person's office may ask for a report: a city its counties, a regulator's office its insurers.

    For Hangzhou the provincial regulator asks those whom a sub-office would.
    """
    city = user.organisation.division_id
    insurers = Q(kind__in=_INSURING)
    of_role = {
        Role.CITY_EM: Q(kind=OrganisationKind.COUNTY_EMERGENCY, division__parent=city),
        Role.REG_PROV: insurers & ~Q(division=NINGBO),
        Role.REG_NB: insurers & Q(division=NINGBO),
        Role.REG_SUB: _insuring_in(city),
    }
    is_own = report == ReportKind.REGULATOR_CITY
    condition = _insuring_in(OWN_CITY) if is_own else of_role.get(Role(user.role), Q(pk__in=[]))
    rows = Organisation.objects.filter(condition, closed_on__isnull=True).select_related("division")
    return list(rows.order_by(*place_order("division__"), "code"))


def _insuring_in(city: str) -> Q:
    """The branches of insurers in a city, and the insurers of the province themselves."""
    return Q(kind=OrganisationKind.INSURER_BRANCH, division=city) | Q(kind=OrganisationKind.INSURER) & ~Q(
        division=NINGBO
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: for which section, in words, the figures that only the other side has, by when."""

    section: str
    wanted: str
    due_on: date
    numbers: Sequence[str] = ()
    wants_files: bool = False


def ask_below(
    *, duty: ReportDuty, of: Sequence[Organisation], asking: Asking, by: User, today: date, at: datetime
) -> list[Contribution]:
    """Ask several organisations for the same. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Contribution,
        duty,
        by=by,
        permission=ReportPermission.REPORT_DELIVER,
        at=at,
        step="ask",
        on=duty,
        sentences=TAKEN,
    ):
        _insist_asking(duty, of, asking, by, today)
        made = [_ask(duty, one, asking, by, at) for one in of]
        names = "、".join(one.name for one in of)
        audit.record("contribution.asked", by=by, at=at, subject=str(duty), of=names, section=asking.section)
        for one in made:
            _tell(one.organisation_id, one, f"请于 {one.due_on} 前供稿", by, at)
    return made


def _ask(duty: ReportDuty, of: Organisation, asking: Asking, by: User, at: datetime) -> Contribution:
    return Contribution.objects.create(
        asker=duty.organisation,
        organisation=of,
        campaign=duty.campaign,
        report=duty.report,
        section=asking.section,
        wanted=asking.wanted.strip(),
        numbers=[{"name": _without_tokens(name), "value": ""} for name in asking.numbers],
        wants_files=asking.wants_files,
        due_on=asking.due_on,
        asked_by=by,
        asked_at=at,
    )


def _insist_asking(duty: ReportDuty, of: Sequence[Organisation], asking: Asking, by: User, today: date) -> None:
    if duty.organisation_id != by.organisation_id:
        raise Refused(f"只有{duty.organisation}可以为本报告约稿")
    allowed = {one.pk for one in asked_below(by, duty.report)}
    strangers = [one.name for one in of if one.pk not in allowed]
    if not of or strangers:
        raise Refused(("organisations", f"不能向{'、'.join(strangers) or '空名单'}约稿，请从下级单位中选择"))
    if not has_section(duty.report, asking.section):
        raise Refused(("section", f"本报告没有「{asking.section}」一节，请重新选择"))
    if not today <= asking.due_on < duty.due_on:
        raise Refused(
            ("due_on", f"供稿期限 {asking.due_on} 须不早于今天（{today}）、早于本报告的报送期限（{duty.due_on}）")
        )
    writing.insist(_complain_numbers(asking.numbers), "numbers")
    rows = Contribution.objects.filter(
        asker=duty.organisation, campaign=duty.campaign, report=duty.report, section=asking.section, organisation__in=of
    )
    asked = rows.exclude(state=ContributionState.WITHDRAWN).values_list("organisation__name", flat=True)
    if asked:
        raise Refused(("organisations", f"已向{'、'.join(asked)}约过本节供稿，请在原约稿中办理，或另选一节"))


def _complain_numbers(names: Sequence[str]) -> str | None:
    """Each figure is asked for once, so that its answer has one place."""
    if len(names) > MOST_NUMBERS:
        return f"一次最多约{MOST_NUMBERS}个数字，现有{len(names)}个，请分节约稿"
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        return f"{'、'.join(twice)}重复列出，请只留一个"
    long = [name for name in names if len(name) > LONGEST_NAME]
    return f"数字名称不超过{LONGEST_NAME}字，请改短：{'、'.join(long)}" if long else None


def deliver_contribution(
    *, contribution: Contribution, body: str, numbers: Mapping[str, str], seen: str, by: User, at: datetime
) -> Contribution:
    """The organisation below delivers its text, again until it is taken over. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(
        contribution,
        by=by,
        permission=ReportPermission.CONTRIBUTION_GIVE,
        at=at,
        step="deliver",
        seen=seen,
        related=("organisation", "asker"),
    ) as row:
        _insist_delivery(row, body, numbers, by)
        arrived_at = clock.database_now()
        row.body = "\n".join(paragraphs_of(_without_tokens(body)))
        row.numbers = [
            {"name": one["name"], "value": " ".join(_without_tokens(numbers.get(one["name"], "")).split())[:30]}
            for one in row.numbers
        ]
        row.state, row.version = ContributionState.DELIVERED, row.version + 1
        row.answered_by, row.answered_at = by, arrived_at
        row.is_late = came_late(clock.day_of(arrived_at), row.due_on)
        row.save()
        audit.record("contribution.delivered", by=by, at=at, subject=str(row), is_late=row.is_late)
        lack = "（所要的佐证材料尚未上传）" if lacks_files(row) else ""
        _tell(row.asker_id, row, f"已供稿{lack}，请采用或联系修改", by, at)
    return row


def lacks_files(row: Contribution) -> bool:
    """Whether files were asked for and none lies with the text."""
    return row.wants_files and not attachments_of(row).exists()


def _tell(organisation: int, row: Contribution, what: str, by: User, at: datetime) -> None:
    """The people of the office that has to act, or need not any more."""
    tell_office(organisation, f"{row} {what}", row_address("reports:contribution-detail", row.pk), by=by, at=at)


def _without_tokens(text: str) -> str:
    """What others write is bound to no figure and names no source: the brackets of both are no more than brackets."""
    return text.replace("【", "〔").replace("】", "〕")


def _insist_delivery(row: Contribution, body: str, numbers: Mapping[str, str], by: User) -> None:
    if row.organisation_id != by.organisation_id:
        raise Refused(f"只有{row.organisation}可以供本稿")
    if row.state == ContributionState.TAKEN:
        raise Refused("本稿已被采用，如有更正请与约稿单位联系")
    if row.state == ContributionState.WITHDRAWN:
        raise Refused(f"约稿已由{row.asker}撤回（{row.reason}），无需再报")
    if not body.strip():
        raise Refused(("body", "请填写供稿正文；没有内容的写明「无」"))
    if len(body) > LONGEST:
        raise Refused(("body", f"正文共{len(body):,}字，超过{LONGEST:,}字，请删减"))
    missing = [one["name"] for one in row.numbers if not numbers.get(one["name"], "").strip()]
    if missing:
        raise Refused(f"尚缺数字：{'、'.join(missing)}，没有的填「0」")
    for place, one in enumerate(row.numbers):
        writing.insist(complain_answer(one["name"], numbers[one["name"]]), f"number_{place}")


def withdraw_request(
    *, contribution: Contribution, reason: str, by: User, at: datetime, seen: str | None = None
) -> Contribution:
    """Who asked for a text asks for it no longer, and says why; `seen` is the version that the page showed.

    Raises NotAllowed, Refused, Stale.
    """
    with writing.open_row(
        contribution,
        by=by,
        permission=ReportPermission.REPORT_DELIVER,
        at=at,
        step="withdraw",
        seen=seen,
        related=("organisation", "asker"),
    ) as row:
        if row.asker_id != by.organisation_id:
            raise Refused(f"只有{row.asker}可以撤回本约稿")
        if row.state not in {ContributionState.ASKED, ContributionState.DELIVERED}:
            raise Refused(f"本稿为「{row.get_state_display()}」，未采用的方可撤回约稿")
        writing.insist(None if reason.strip() else "请填写撤回约稿的理由，供稿单位据此知悉", "reason")
        row.state, row.version, row.reason = ContributionState.WITHDRAWN, row.version + 1, reason.strip()[:500]
        row.withdrawn_by, row.withdrawn_at = by, at
        row.save()
        audit.record("contribution.withdrawn", by=by, at=at, subject=str(row), reason=row.reason)
        _tell(row.organisation_id, row, f"约稿已撤回，无需再报：{row.reason}", by, at)
    return row


def take_over(*, contribution: Contribution, by: User, at: datetime, seen: str | None = None) -> Contribution:
    """Put the paragraphs into the section, with their source; `seen` is the version that the page showed.

    Raises NotAllowed, Refused, Stale.
    """
    with writing.open_row(
        contribution,
        by=by,
        permission=ReportPermission.REPORT_DELIVER,
        at=at,
        step="take",
        seen=seen,
        related=("organisation", "asker"),
    ) as row:
        if row.asker_id != by.organisation_id:
            raise Refused(f"只有{row.asker}可以采用本稿")
        if row.state != ContributionState.DELIVERED:
            raise Refused(f"本稿为「{row.get_state_display()}」，已报且未采用的方可采用")
        submission = _edited(row, by)
        add_paragraphs(submission, row.section, paragraphs_with_source(row), by, at)
        row.state, row.version = ContributionState.TAKEN, row.version + 1
        row.taken_by, row.taken_at = by, at
        row.save()
        audit.record("contribution.taken", by=by, at=at, subject=str(row))
        _tell(row.organisation_id, row, f"已由{row.asker}采用", by, at)
    return row


def _edited(row: Contribution, by: User) -> Submission:
    """The version that is being edited. Raises Refused."""
    duty = ReportDuty.objects.filter(organisation=row.asker_id, campaign=row.campaign_id, report=row.report)
    found = Submission.objects.filter(duty__in=duty, state=SubmissionState.EDITING, snapshot__isnull=False).first()
    if found is None:
        raise Refused("本报告没有正在编制的版本，请先在报表中心开始编制再采用")
    writing.insist(only_owner(found, by))
    return found


def paragraphs_with_source(row: Contribution) -> list[str]:
    """What is taken over of a text, each paragraph with its source."""
    return [f"{text}{source(row.organisation.name, row.pk)}" for text in taken_paragraphs(row)]
