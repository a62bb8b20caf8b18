"""The letters of an inspection from its rows."""

from collections.abc import Iterable
from datetime import date

from core.choices import official_labels
from core.people import User
from inspections.choices import UNVERIFIED, FindingKind, FindingSubject, LawArticle
from inspections.documents.letters import Comments, HandoverLetter, Line
from inspections.models import Feedback, Finding, Handover, InspectedEnterprise, InspectedInsurer, Objection

SUBJECTS, KINDS = official_labels(FindingSubject), official_labels(FindingKind)
ARTICLES = {article.value: article.official for article in LawArticle if article not in UNVERIFIED}
RELATED = ("task", "enterprise_item__enterprise", "insurer_item__insurer", "agency", "objection")


def comments_of(feedback: Feedback, user: User) -> Comments:
    """The comments as they were given: a finding that was amended since says what it said then."""
    task = feedback.task
    visits = InspectedEnterprise.objects.visible_to(user).filter(task=task)
    insurers = InspectedInsurer.objects.visible_to(user).filter(task=task)
    found = Finding.objects.visible_to(user).filter(task=task).select_related(*RELATED).order_by("seq")
    return Comments(
        number=feedback.number,
        office=feedback.office,
        addressee=feedback.addressee,
        campaign=task.campaign.name,
        source=task.campaign.document_no,
        days=_days(item.checked_on for item in (*visits, *insurers)),
        enterprises=len(visits),
        insurers=len(insurers),
        text=feedback.text,
        lines=tuple(_as_told(finding) for finding in found),
        objections_until=feedback.objections_until,
        issued_on=feedback.issued_on,
    )


def _days(given: Iterable[date | None]) -> tuple[date, date] | None:
    days = [day for day in given if day is not None]
    return (min(days), max(days)) if days else None


def _as_told(finding: Finding) -> Line:
    objection: Objection | None = getattr(finding, "objection", None)
    if objection is None or not objection.kind_before:
        return line_of(finding)
    return _line(finding, objection.kind_before, objection.fact_before, objection.basis_before)


def line_of(finding: Finding) -> Line:
    """A finding as it stands."""
    return _line(finding, finding.kind, finding.fact, finding.basis)


def _line(finding: Finding, kind: str, fact: str, basis: str) -> Line:
    return Line(finding.no, SUBJECTS[finding.subject], finding.about, KINDS[kind], fact, ARTICLES.get(basis, ""))


def letter_of(handover: Handover, user: User) -> HandoverLetter:
    """The letter as it was sent: what is handed over changes no more."""
    found = Finding.objects.visible_to(user).filter(routing__handover=handover).select_related(*RELATED)
    return HandoverLetter(
        number=handover.number,
        office=handover.office,
        receiver=handover.receiver.name,
        place=handover.task.inspected.name,
        task=handover.task.no,
        lines=tuple(line_of(finding) for finding in found.order_by("seq")),
        issued_on=handover.issued_on,
        signed=(str(handover.received_by), handover.received_on) if handover.received_on else None,
    )
