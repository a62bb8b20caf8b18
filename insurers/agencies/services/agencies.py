"""Service agencies (domain.md 4.7): who may be chosen on a day, and the writes on what makes it so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.db.models import Count, Max, Q

from accounts.models import Organisation, User
from accounts.scope import scope_for
from core import audit, writing
from core.gate import NotAllowed
from core.people import Visitor
from core.permissions import Permission
from insurers.agencies.choices import ACCREDITED_AGENCIES, EvaluationConclusion
from insurers.agencies.models import AgencyContract, AgencyEvaluation, AgencyQualification
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.places import at_work_for
from insurers.agencies.rules import EARLIEST

R = TypeVar("R", AgencyQualification, AgencyContract, AgencyEvaluation)


def visible_agencies(user: Visitor) -> models.QuerySet[Organisation]:
    """The agencies that a person may look up: an agency's people their own, authorities those at work in their place."""
    rows, scope = Organisation.objects.visible_to(user).agencies(), scope_for(user)
    if scope.everything or scope.insurer_id is not None:
        return rows
    return rows.filter(at_work_for(user)) if scope.agency_id is None else rows.filter(pk=scope.agency_id)


def offered_agencies(user: Visitor, day: date) -> models.QuerySet[Organisation]:
    """The agencies that forms offer a person: none that the person's insurer stopped in its latest evaluation."""
    rows, insurer = visible_agencies(user).order_by("code"), scope_for(user).insurer_id
    if insurer is None:
        return rows
    own = AgencyEvaluation.objects.filter(insurer=insurer, agency=models.OuterRef("pk"), year__lte=day.year)
    latest = models.Subquery(own.order_by("-year").values("conclusion")[:1])
    stopped = visible_agencies(user).annotate(latest=latest).filter(latest=EvaluationConclusion.STOP)
    return rows.exclude(pk__in=stopped.values("pk"))


def lock_agency(pk: int) -> None:
    """Orders and what decides on them queue up at the agency's row; rows that merely name the agency do not wait."""
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def usable_on(agency: Organisation, insurer: Organisation, day: date) -> str | None:
    """None where the insurer may choose the agency for a service on the day, else a sentence that says why not."""
    return (
        _complain_qualification(agency, day)
        or _complain_evaluation(agency, insurer, day)
        or _complain_contract(agency, insurer, day)
    )


def _complain_qualification(agency: Organisation, day: date) -> str | None:
    rows = list(AgencyQualification.objects.filter(agency=agency))
    if not rows:
        return f"「{agency}」没有登记资质或者专业能力，请该机构先登记。"
    if any(row.covers(day) for row in rows):
        return None
    ends = [row.valid_to for row in rows if row.valid_to is not None and row.valid_to < day]
    if ends:
        return f"「{agency}」的资质已于 {max(ends)} 到期，{day} 不能选用，请该机构登记续期后的证书。"
    return f"「{agency}」的资质在 {day} 尚未生效，请改选服务日期或者其他机构。"


def _complain_evaluation(agency: Organisation, insurer: Organisation, day: date) -> str | None:
    """The latest evaluation by the year of the day decides; a better one of a later year lifts the suspension."""
    rows = AgencyEvaluation.objects.filter(agency=agency, insurer=insurer, year__lte=day.year)
    latest = rows.order_by("-year").first()
    if latest is None or latest.conclusion != EvaluationConclusion.STOP:
        return None
    return f"「{agency}」在 {latest.year} 年度评价中结论为停用（{latest.score} 分），不能选用；重新评价后方可恢复。"


def _complain_contract(agency: Organisation, insurer: Organisation, day: date) -> str | None:
    if AgencyContract.objects.filter(agency=agency, insurer=insurer, starts_on__lte=day, ends_on__gte=day).exists():
        return None
    return f"本机构与「{agency}」没有涵盖 {day} 的合同，请先登记合同。"


def last_days() -> dict[int, date]:
    """{id of an agency: last day of its qualifications}; without those that have none, or one without an end."""
    rows = AgencyQualification.objects.order_by().values("agency")
    ended = rows.annotate(last=Max("valid_to"), open=Count("pk", filter=Q(valid_to__isnull=True))).filter(open=0)
    return dict(ended.values_list("agency", "last"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """What a qualification says; `ability_note` stands where there is no certificate."""

    kind: str
    cert_no: str = ""
    scope: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    ability_note: str = ""

    def complaints(self) -> list[str]:
        """What is wrong, as sentences; empty for a good one."""
        found = []
        if self.kind in ACCREDITED_AGENCIES and not all(
            (self.cert_no, self.scope, self.issuer, self.valid_from, self.valid_to)
        ):
            found.append("安全评价、检测检验机构须填写资质证书编号、业务范围、发证机关和有效期起止。")
        if not self.cert_no and not self.ability_note:
            found.append("没有资质证书编号的，须填写专业能力说明及证明。")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            found.append(f"有效期止 {self.valid_to} 早于有效期起 {self.valid_from}，请按证书更正。")
        return found


def save_qualification(
    *, agency: Organisation, certificate: Certificate, by: User, at: datetime, row: AgencyQualification | None = None
) -> AgencyQualification:
    """Enter a qualification of one's own agency, or change `row`. Raises NotAllowed, Refused."""
    action = "agency.qualification-changed" if row else "agency.qualification-added"
    twice = f"证书编号「{certificate.cert_no}」已登记，请在原有登记上变更有效期"
    with _open_own(AgencyQualification, agency, by, at, action, on=row, sentences={"qualification_once": twice}):
        if row is not None and row.agency_id != agency.pk:
            raise NotAllowed(f"{row} is not of {agency}")
        writing.insist("".join(certificate.complaints()))
        saved = _filled(row or AgencyQualification(agency=agency), certificate)
        valid_to = str(certificate.valid_to or "")
        audit.record(action, by=by, at=at, subject=str(saved), valid_to=valid_to)
    return saved


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """A contract: number, first and last day, amount in yuan."""

    contract_no: str
    starts_on: date
    ends_on: date
    amount: Decimal

    def complaint(self) -> str | None:
        if self.ends_on < self.starts_on:
            return f"合同止期 {self.ends_on} 早于起期 {self.starts_on}，请按合同更正。"
        if self.starts_on < EARLIEST:
            return f"合同起期 {self.starts_on} 过早，请按合同更正。"
        return None if self.amount > 0 else f"合同金额 {self.amount} 元须大于 0，请按合同更正。"


def save_contract(
    *, agency: Organisation, terms: Terms, by: User, at: datetime, row: AgencyContract | None = None
) -> AgencyContract:
    """Enter a contract of one's own insurer with the agency, or change `row`. Raises NotAllowed, Refused."""
    action = "agency.contract-changed" if row else "agency.contract-added"
    twice = {"agency_contract_once": f"合同编号「{terms.contract_no}」已登记，请在原有登记上变更"}
    with _open(AgencyContract, agency, by, AgencyPermission.AGENCY_CONTRACT, at, action, on=row, sentences=twice):
        writing.insist(terms.complaint())
        saved = _filled(row or AgencyContract(insurer=by.organisation, agency=agency), terms)
        audit.record(action, by=by, at=at, subject=str(saved), agency=agency.code)
    return saved


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A yearly evaluation: `score` 0 to 100, `conclusion` KEEP, MEND or STOP."""

    year: int
    score: int
    conclusion: str
    note: str = ""


def complain_verdict(verdict: Verdict, today: date) -> str | None:
    """What is wrong with an evaluation, None for a good one."""
    if not EARLIEST.year <= verdict.year <= today.year:
        return f"评价年度 {verdict.year} 不在 {EARLIEST.year} 至 {today.year} 之间，请更正。"
    if not 0 <= verdict.score <= 100:
        return f"评价得分 {verdict.score} 不在 0 至 100 之间，请更正。"
    if verdict.conclusion != EvaluationConclusion.KEEP and not verdict.note:
        return "评价结论为整改或者停用的，须写明理由。"
    return None


def evaluate(*, agency: Organisation, verdict: Verdict, by: User, today: date, at: datetime) -> AgencyEvaluation:
    """Evaluate the agency for a year; a second evaluation of the year replaces the first, which the history keeps.

    Raises NotAllowed, Refused.
    """
    values = {"score": verdict.score, "conclusion": verdict.conclusion, "note": verdict.note}
    with _open(AgencyEvaluation, agency, by, AgencyPermission.AGENCY_CONTRACT, at, "agency.evaluated"):
        writing.insist(complain_verdict(verdict, today))
        row, _is_new = AgencyEvaluation.objects.update_or_create(
            insurer=by.organisation,
            agency=agency,
            year=verdict.year,
            defaults={**values, "evaluated_by": by, "evaluated_at": at},
        )
        audit.record("agency.evaluated", by=by, at=at, subject=str(row), conclusion=row.conclusion, score=row.score)
    return row


@contextmanager
def _open(
    model: type[R],
    agency: Organisation,
    by: User,
    permission: Permission,
    at: datetime,
    action: str,
    *,
    on: R | None = None,
    sentences: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """A write to what is entered about an agency, whose orders wait meanwhile; the step is the event's name."""
    step = action.replace(".", "-")
    with writing.open_ledger(model, agency, by=by, permission=permission, at=at, step=step, on=on, sentences=sentences):
        lock_agency(agency.pk)
        yield


@contextmanager
def _open_own(
    model: type[R],
    agency: Organisation,
    by: User,
    at: datetime,
    action: str,
    *,
    on: R | None = None,
    sentences: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """The same by the agency's own people, who alone keep what it says about itself."""
    with _open(model, agency, by, AgencyPermission.AGENCY_EDIT, at, action, on=on, sentences=sentences):
        if by.organisation_id != agency.pk:
            raise NotAllowed(f"{by} does not belong to {agency}")
        yield


def _filled(row: R, said: Certificate | Terms) -> R:
    """The row, stored with what was said."""
    for name in said.__slots__:
        setattr(row, name, getattr(said, name))
    row.save()
    return row
