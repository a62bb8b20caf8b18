"""Findings of cross-inspections: the authority that signed for one opens its case, whose end settles the finding."""

from datetime import date, datetime
from typing import Final

from accounts.models import Organisation, User
from core import attachments
from core.contributions import panels
from core.identifiers import key_in
from core.views.addresses import address
from dispositions.choices import CaseSource, StepState
from dispositions.models import Case, Step
from dispositions.openers import gap
from dispositions.openers.links import link_of
from dispositions.sources import Fact, Source
from inspections import services
from inspections.choices import Disposition, FindingKind, FindingState, FindingSubject
from inspections.models import Finding
from inspections.services import Settlement

RELATED: Final = (
    "task__inspected",
    "enterprise_item__enterprise",
    "insurer_item__insurer",
    "agency",
    "routing__handover__receiver",
)


def find(user: User, key: str, _today: date) -> Fact | None:
    """A finding that was handed over and signed for."""
    if key_in(key) is None:
        return None
    finding = Finding.objects.visible_to(user).select_related(*RELATED).filter(pk=key).first()
    if finding is None or finding.state != FindingState.RECEIVED:
        return None
    is_on_agency = finding.subject == FindingSubject.AGENCY
    firm = finding.enterprise_item.enterprise if finding.enterprise_item else None
    city = finding.task.inspected_id
    return Fact(
        source=CaseSource.FINDING,
        key=key,
        name=finding.no,
        title=FindingKind(finding.kind).official,
        facts=finding.fact,
        basis=finding.printed_basis,
        subject=FindingSubject(finding.subject),
        kind=finding.kind,
        city=city,
        county=firm.county_id if firm and firm.city_id == city else "",
        sector=firm.sectors[0] if firm and firm.sectors else "",
        enterprise=None if is_on_agency else firm,
        insurer=finding.insurer_item.insurer if finding.insurer_item and not is_on_agency else None,
        agency=finding.agency if is_on_agency else None,
        receiver_id=finding.routing.handover.receiver_id,
    )


def opened(case: Case, key: str, by: User, _today: date, at: datetime) -> None:
    """The finding says which case deals with it."""
    services.link_case(finding=Finding.objects.get(pk=key), number=case.number, by=by, at=at)


def closed(case: Case, key: str, by: User, today: date, at: datetime) -> None:
    """The end of the case settles the finding, with its paper."""
    finding = Finding.objects.select_related("routing__handover").get(pk=key)
    step = last_step(case)
    settlement = Settlement(
        disposition=case.outcome,
        doc_no=step.doc_no if step and step.doc_no else case.number,
        done_on=today,
        feedback=case.closing_note,
        due_on=step.due_on if step else None,
        amount=step.amount if step else None,
        overdue=step.overdue if step else False,
    )
    if step is not None and attachments.attachments_of(step).exists():
        attachments.hand_on(step, finding.routing, by=by, at=at, slots={"paper": "paper"})
    services.settle_finding(finding=finding, settlement=settlement, case_no=case.number, by=by, today=today, at=at)


def last_step(case: Case) -> Step | None:
    """The newest step of the kind that the case ended by."""
    steps = Step.objects.filter(case=case, kind=case.outcome, state=StepState.DONE)
    return steps.order_by("-seq").first() if case.outcome != Disposition.UNFOUNDED else None


def referred(_case: Case, key: str, receiver: Organisation, by: User, at: datetime) -> None:
    """The office that the case was handed up to settles the finding."""
    services.take_over(finding=Finding.objects.get(pk=key), receiver=receiver, by=by, at=at)


def state(case: Case, _key: str, user: User, today: date) -> str:
    """Of an enterprise found not insured, whether it is today; of other findings the ledgers say nothing."""
    return gap.state_of(case.enterprise, user, today) if case.kind == FindingKind.NOT_INSURED else ""


def _panel(finding: Finding, user: User, today: date) -> dict[str, object]:
    return link_of(user, CaseSource.FINDING, str(finding.pk), today)


def register_panel() -> None:
    """Let the page of a finding show its case."""
    panels.register("finding", _panel)


SOURCE: Final = Source(
    code=CaseSource.FINDING,
    find=find,
    url=lambda key: address("inspections:finding-detail", int(key)),
    opened=opened,
    closed=closed,
    referred=referred,
    state=state,
)
