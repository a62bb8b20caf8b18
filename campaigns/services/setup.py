"""Setting up a campaign: drafted, copied from an earlier one, proposed, and approved by a second person (N1)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Division, User
from campaigns import parts, rules
from campaigns.choices import CampaignSectorName, CampaignState, ListedKind, Recipient, Reporter
from campaigns.models import Campaign, CampaignReport, CampaignSector, LibraryDocument, ListedCode
from campaigns.offices import planning_offices
from campaigns.permissions import GRANTS, CampaignPermission
from campaigns.states import APPROVE, PROPOSE, SEND_BACK
from core import audit, writing
from core.identifiers import one_width, paper_number, squeeze_code
from core.transitions import Transition, fire
from core.views.addresses import address, row_address
from core.writing import Refused
from notifications.services import tell

SETUP: Final = CampaignPermission.CAMPAIGN_SETUP
#: To whom each reports where the campaign does not say otherwise (notice 133, closing).
ROADS: Final[Mapping[str, str]] = {
    Reporter.CITY: Recipient.PROVINCE,
    Reporter.SUBOFFICE: Recipient.REGULATOR,
    Reporter.REGULATOR: Recipient.NATIONAL_REGULATOR,
    Reporter.PROVINCE: Recipient.MINISTRY,
}
#: What stands for the number of a paper that has none yet.
NO_NUMBER: Final = "文号待补"
#: Between these years the portal keeps campaigns.
YEARS: Final = (2015, 2100)
NAME_TAKEN: Final = ("name", "已有同名的专项行动，请另取名称（例如写明年度）")
SENTENCES: Final[Mapping[str, writing.Reason]] = {
    "campaigns_campaign_name_key": NAME_TAKEN,
    "campaigns_campaign_code_key": ("code", "代码已被另一专项行动使用，请换一个"),
    "campaign_of_year": ("is_yearly", "该年度已有年度行动；跨年度的行动请选「与年度行动并行」"),
    "campaign_days": ("ends_on", "结束日早于开始日，请更正"),
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Who reports to whom by when."""

    reporter: str
    recipient: str
    due_on: date


@dataclass(frozen=True, slots=True)
class CampaignText:
    """A campaign as typed: its own fields and its parts."""

    code: str
    name: str
    document_no: str
    starts_on: date
    ends_on: date
    is_yearly: bool
    sectors: Collection[str]
    reports: Collection[ReportLine]
    inspections_by: date | None = None
    topics: Collection[str] = field(default_factory=tuple)
    cities_off: Collection[str] = field(default_factory=tuple)
    documents: Collection[int] = field(default_factory=tuple)


def write_campaign(
    *,
    text: CampaignText,
    by: User,
    at: datetime,
    campaign: Campaign | None = None,
    source: Campaign | None = None,
    seen: str | None = None,
) -> Campaign:
    """Enter a draft, maybe as a copy of `source`, or change one. Raises NotAllowed, Refused, Stale."""
    with writing.open_ledger(
        Campaign,
        campaign or text.name,
        by=by,
        permission=SETUP,
        at=at,
        step="write",
        on=campaign,
        sentences=SENTENCES,
    ):
        row = writing.lock(campaign, seen=seen) if campaign else Campaign(copied_from=source)
        writing.insist(complain_change(row))
        reasons = [*text_complaints(text), *_name_complaints(text.name, row)]
        if reasons:
            raise Refused(*reasons)
        _fill(row, text, by, at)
        _write_parts(row, text)
        audit.record("campaign.written", by=by, at=at, subject=str(row), code=row.code)
    return row


def complain_change(campaign: Campaign) -> str | None:
    """What was approved, or lies with the second person, stays as it is."""
    if campaign.state in {CampaignState.DRAFT, CampaignState.RETURNED}:
        return None
    way = "请退回后再改" if campaign.state == CampaignState.PROPOSED else "文号待补的可补填文号，其他请另行复制"
    return f"专项行动为「{campaign.get_state_display()}」，不能修改；{way}"


def complete_number(
    *, campaign: Campaign, number: str, document: LibraryDocument | None, seen: str, by: User, at: datetime
) -> Campaign:
    """Fill in the number that the paper of a campaign under way got since, and the paper. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(campaign, by=by, permission=SETUP, at=at, step="complete", seen=seen) as locked:
        writing.insist(None if lacks_number(locked) else "该行动的文号已填写，不能再改", "document_no")
        kept = paper_number(number)[:60]
        writing.insist(
            None if "号" in kept and kept != NO_NUMBER else "请填写正式文号，例如 浙应急法规〔2024〕1号", "document_no"
        )
        locked.document_no, locked.version = kept, locked.version + 1
        locked.save(update_fields=["document_no", "version"])
        locked.reports.filter(basis=NO_NUMBER).update(basis=kept)
        if document is not None:
            locked.documents.add(document)
        audit.record("campaign.completed", by=by, at=at, subject=str(locked), before=NO_NUMBER, after=kept)
    return locked


def lacks_number(campaign: Campaign) -> bool:
    """Whether it was approved before its paper had a number."""
    return campaign.state == CampaignState.APPROVED and campaign.document_no == NO_NUMBER


def text_complaints(text: CampaignText) -> Iterator[tuple[str, str]]:
    """What is wrong with a campaign as typed, by its field."""
    if text.ends_on < text.starts_on:
        yield "ends_on", f"结束日 {text.ends_on} 早于开始日 {text.starts_on}，请更正"
        return
    if not YEARS[0] <= text.starts_on.year <= text.ends_on.year <= YEARS[1]:
        yield "starts_on", f"行动时间须在 {YEARS[0]} 年至 {YEARS[1]} 年之间，请更正"
        return
    if not text.sectors:
        yield "sectors", "没有启用任何行业领域，请至少启用一个"
    latest = text.ends_on + timedelta(days=366)
    for line in text.reports:
        label = Reporter(line.reporter).label
        if line.due_on < text.starts_on:
            yield f"due_{line.reporter}", f"「{label}」的报送截止日 {line.due_on} 早于开始日 {text.starts_on}，请更正"
        elif line.due_on > latest:
            yield f"due_{line.reporter}", f"「{label}」的报送截止日 {line.due_on} 晚于结束日一年以上，请更正"
    if text.inspections_by and not text.starts_on <= text.inspections_by <= text.ends_on:
        yield "inspections_by", f"交叉检查完成日 {text.inspections_by} 不在行动起止日内，请更正"


def _name_complaints(name: str, row: Campaign) -> Iterator[tuple[str, str]]:
    """Blanks and wide letters make no other name."""
    others = Campaign.objects.exclude(pk=row.pk).values_list("name", flat=True)
    if squeeze_code(name) in {squeeze_code(other) for other in others}:
        yield NAME_TAKEN


def _fill(row: Campaign, text: CampaignText, by: User, at: datetime) -> None:
    due = {line.reporter: line.due_on for line in text.reports}
    row.version += 1 if row.pk else 0
    row.code, row.name, row.document_no = text.code.strip(), one_width(text.name.strip()), text.document_no.strip()
    row.starts_on, row.ends_on, row.is_yearly = text.starts_on, text.ends_on, text.is_yearly
    row.year = text.starts_on.year
    row.deadline_on = due.get(Reporter.CITY) or max(due.values(), default=text.ends_on)
    row.inspections_by = text.inspections_by
    row.topics, row.cities_off = sorted(text.topics), sorted(text.cities_off)
    row.written_by, row.written_at = by, at
    row.save()


def _write_parts(row: Campaign, text: CampaignText) -> None:
    row.sectors.all().delete()
    CampaignSector.objects.bulk_create(
        [
            CampaignSector(campaign=row, code=code, enabled=code in text.sectors, order=order)
            for order, code in enumerate(CampaignSectorName.values, 1)
        ]
    )
    row.reports.all().delete()
    basis = row.document_no or NO_NUMBER
    CampaignReport.objects.bulk_create(
        [
            CampaignReport(campaign=row, reporter=one.reporter, recipient=one.recipient, due_on=one.due_on, basis=basis)
            for one in text.reports
        ]
    )
    row.documents.set(LibraryDocument.objects.filter(pk__in=text.documents))


def complaints(campaign: Campaign) -> list[str]:
    """What must be mended before the campaign is proposed, a sentence each; rooms above add theirs."""
    found = []
    if not campaign.document_no:
        found.append("依据文件的文号未填，请补填或写明「文号待补」")
    if not campaign.documents.exists():
        found.append("未选依据文件，请在文件库中至少选择一件")
    if not campaign.enabled_sectors():
        found.append("没有启用任何行业领域，请至少启用一个")
    if not campaign.reports.exists():
        found.append("没有报送要求，请至少填写一类报送单位的截止日")
    if idle := [str(one.label) for one in sector_days(campaign) if one.enabled and not one.spans]:
        found.append(f"「{'、'.join(idle)}」在行动期内未启用，请在启用期表中登记启用期，或者在本行动中取消勾选")
    return [*found, *parts.complaints(campaign)]


def propose_campaign(
    *, campaign: Campaign, seen: str, by: User, at: datetime, approver: User | None = None
) -> Campaign:
    """Ask a second person, without `approver` whoever of the province may. Raises NotAllowed, Refused, Stale."""
    with _open(campaign, PROPOSE, by, at, seen) as locked:
        found = complaints(locked)
        if found:
            raise Refused(*found)
        if approver is not None and not to_ask(locked, by).filter(pk=approver.pk).exists():
            raise Refused(("approver", f"「{approver}」不能审批该行动：须为本厅另一名在用人员，起草人不得审批"))
        asked = {"proposed_by": by, "proposed_at": at, "approver": approver}
        changes = {**asked, "answered_by": None, "answered_at": None}
        row = fire(PROPOSE, locked, by=by, at=at, version=locked.version + 1, **changes)
        asked_ones = [approver.pk] if approver else to_ask(row, by).values_list("pk", flat=True)
        _tell(asked_ones, row, f"专项行动「{row}」请您审批", at)
    return row


def approve_campaign(*, campaign: Campaign, note: str, seen: str, by: User, at: datetime) -> Campaign:
    """Approve as the second person; the reports are owed from now on. Raises NotAllowed, Refused, Stale."""
    with _open(campaign, APPROVE, by, at, seen) as locked:
        found = complaints(locked)
        if found:
            raise Refused(*found)
        changes = {"answered_by": by, "answered_at": at, "answer_note": note.strip()[:500]}
        row = fire(APPROVE, locked, by=by, at=at, version=locked.version + 1, **changes)
        parts.set_up(row, at)
        _tell_writers(row, by, at)
        _tell_offices(row, at)
    return row


def return_campaign(*, campaign: Campaign, note: str, seen: str, by: User, at: datetime) -> Campaign:
    """Give it back with what is to be changed. Raises NotAllowed, Refused, Stale."""
    with _open(campaign, SEND_BACK, by, at, seen) as locked:
        writing.insist(None if note.strip() else "请填写退回的理由", "note")
        changes = {"answered_by": by, "answered_at": at, "answer_note": note.strip()[:500]}
        row = fire(SEND_BACK, locked, by=by, at=at, version=locked.version + 1, **changes)
        _tell_writers(row, by, at)
    return row


def _tell_writers(campaign: Campaign, by: User, at: datetime) -> None:
    """Who wrote and proposed it learns of the answer, except who gave it."""
    writers = {campaign.written_by_id, campaign.proposed_by_id} - {None, by.pk}
    note = f"：{campaign.answer_note}" if campaign.answer_note else ""
    text = f"专项行动「{campaign}」{campaign.get_state_display()}{note}"
    _tell(sorted(pk for pk in writers if pk), campaign, text, at)


def _tell_offices(campaign: Campaign, at: datetime) -> None:
    """Whoever plans and reports in the campaign learns that it runs, and in the province whoever the answer has not told."""
    people = User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    url = address("campaigns:workplan-list", campaign=campaign.code)
    text = f"专项行动「{campaign}」已下发，请编制工作方案，按要求报送"
    tell(people.filter(organisation__in=planning_offices(campaign).values("pk")), text, url, at=at)
    if campaign.reports.filter(reporter=Reporter.PROVINCE).exists():
        informed = [campaign.written_by_id or 0, campaign.proposed_by_id or 0, campaign.answered_by_id or 0]
        owing = people.filter(role__in=GRANTS[SETUP].roles).exclude(pk__in=informed)
        tell(owing, f"专项行动「{campaign}」已下发，请按要求报送全省汇总", url, at=at)


def _tell(people: Iterable[int], campaign: Campaign, text: str, at: datetime) -> None:
    tell(people, text, row_address("campaigns:setup-detail", campaign.pk), at=at)


def discard_campaign(*, campaign: Campaign, seen: str, by: User, at: datetime) -> None:
    """Throw a draft away. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(campaign, by=by, permission=SETUP, at=at, step="discard", seen=seen) as locked:
        writing.insist(complain_change(locked))
        audit.record("campaign.discarded", by=by, at=at, subject=str(locked), code=locked.code)
        locked.delete()


def _open(campaign: Campaign, move: Transition, by: User, at: datetime, seen: str) -> AbstractContextManager[Campaign]:
    return writing.open_row(campaign, by=by, permission=move.permission, at=at, step=move.name, seen=seen)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs from the campaign that was copied."""

    label: str
    words: str
    is_same: bool


def differences(campaign: Campaign, source: Campaign) -> list[Difference]:
    """Part by part, in words."""
    return [
        _compared(_("Basis documents"), set(campaign.documents.values_list("pk", flat=True)),
                  set(source.documents.values_list("pk", flat=True))),
        _compared(_("Sectors"), set(campaign.enabled_sectors()), set(source.enabled_sectors())),
        _dues_compared(set(_dues(campaign)), set(_dues(source))),
        _topics_compared(set(campaign.topics), set(source.topics)),
        _compared(_("Cities left out"), set(campaign.cities_off), set(source.cities_off)),
    ]  # fmt: skip


def _dues(campaign: Campaign) -> Iterator[tuple[str, str, date]]:
    yield from campaign.reports.values_list("reporter", "recipient", "due_on")


def _dues_compared(now: Collection[object], before: Collection[object]) -> Difference:
    changed = len(set(now) - set(before))
    if not changed and len(now) == len(before):
        return Difference(_("Duties to report"), _("The same, %(n)s") % {"n": len(now)}, is_same=True)
    words = _("%(n)s, of which %(changed)s with another day or recipient") % {"n": len(now), "changed": changed}
    return Difference(_("Duties to report"), words, is_same=False)


def _topics_compared(now: Collection[object], before: Collection[object]) -> Difference:
    """None chosen means that all count."""
    label = _("Special topics")
    if not now:
        return Difference(label, _("All of them") if before else _("The same, all of them"), is_same=not before)
    return _compared(label, now, before)


def _compared(label: str, now: Collection[object], before: Collection[object]) -> Difference:
    gone, new = len(set(before) - set(now)), len(set(now) - set(before))
    if not gone and not new:
        return Difference(label, _("The same, %(n)s") % {"n": len(now)}, is_same=True)
    return Difference(label, _("%(new)s added, %(gone)s left out") % {"new": new, "gone": gone}, is_same=False)


@dataclass(frozen=True, slots=True)
class SectorDays:
    """A sector of a campaign with the days of its window on which its code is in use."""

    label: str
    enabled: bool
    spans: Sequence[rules.Stretch]


def sector_days(campaign: Campaign) -> list[SectorDays]:
    """All sectors of a campaign in the notice's order (two queries)."""
    found: dict[str, list[rules.Stretch]] = {}
    for row in ListedCode.objects.filter(kind=ListedKind.SECTOR).order_by("valid_from"):
        first, last = max(row.valid_from, campaign.starts_on), min(row.valid_to or campaign.ends_on, campaign.ends_on)
        if first <= last:
            found.setdefault(row.code, []).append((first, last))
    return [SectorDays(one.label, one.enabled, found.get(one.code, [])) for one in campaign.sectors.all()]


def approvers(campaign: Campaign) -> QuerySet[User]:
    """Who may answer the proposal: people of the province who neither wrote nor proposed it."""
    people = User.objects.filter(role__in=GRANTS[SETUP].roles, is_active=True)
    return people.exclude(pk__in=[campaign.written_by_id or 0, campaign.proposed_by_id or 0]).order_by("username")


def to_ask(campaign: Campaign, by: User) -> QuerySet[User]:
    """Whom the person may ask to approve: of those who may answer, everybody else."""
    return approvers(campaign).exclude(pk=by.pk)


def setup_rows(user: User) -> QuerySet[Campaign]:
    """All campaigns that the person may set up or read."""
    return Campaign.objects.visible_to(user).select_related(
        "written_by", "copied_from", "answered_by", "proposed_by", "approver"
    )


def cities() -> list[Division]:
    return list(Division.objects.cities())
