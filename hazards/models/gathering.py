"""A hazard's facts, from its ledger row and side tables, for the guards (`facts.py`)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from core.attachments import attachments_of
from core.models import Attachment
from hazards.choices import EnforcementKind, HazardStatus, NoticeState, ReceiverCapacity, RequestState
from hazards.facts import MAJOR, Facts
from hazards.models import Confirmation, Enforcement, Hazard, Notice, Refusal, RefusalReport, Treatment, VoidRequest
from hazards.rules import plans

#: Some fields of `Facts`, by name.
Part: TypeAlias = dict[str, Any]
#: States of a hazard that came out of a workbook: its 签收人 counts as the receipt (contract 4).
UNSIGNED = frozenset({HazardStatus.DRAFT, HazardStatus.RECORDED})
#: In which a receiver signs for a major hazard; empty where the workbook says nothing of it.
HEADS = frozenset({ReceiverCapacity.HEAD, ReceiverCapacity.CONTROLLER, ""})


def facts_of(hazard: Hazard) -> Facts:
    """What the guards look at; about ten queries, whatever the length of the file."""
    files = list(attachments_of(hazard))
    slots = {file.slot for file in files}
    return Facts(
        **_plain(hazard),
        has_receipt=_has_receipt(hazard),
        head_told=head_told(hazard),
        **_treatment(hazard, has_file="plan" in slots),
        evidence_after=sum(file.slot == "after" and file.pk > hazard.evidence_from for file in files),
        submitted_by_id=hazard.submitted_by_id,
        department_confirmed=Confirmation.objects.filter(hazard=hazard, round=hazard.round).exists(),
        **_case(hazard, files),
        **_requests(hazard),
    )


def plain_of(hazard: Hazard) -> Facts:
    """The facts of the row alone, without a query: for guards that ask whose it is."""
    return Facts(**_plain(hazard))


def head_told(hazard: Hazard) -> bool:
    """Whether the head of the enterprise signed, or nobody was to sign yet, or the workbook says nothing of it."""
    return hazard.state in UNSIGNED or hazard.capacity in HEADS


def _plain(hazard: Hazard) -> Part:
    return {
        "level": hazard.level,
        "city": hazard.city_id,
        "county": hazard.county_id,
        "sector": hazard.sector,
        "found_on": hazard.found_on,
        "insurer_id": hazard.insurer_id,
        "place": hazard.place,
        "description": hazard.description,
        "basis": hazard.basis,
        "notice_no": hazard.notice_no,
        "notified_on": hazard.notified_on,
        "receiver": hazard.receiver,
        "deadline": hazard.deadline,
        "supervise": hazard.supervise,
    }


def _has_receipt(hazard: Hazard) -> bool:
    """A served notice holds one; where the hazard came by workbook, its 签收人 is it."""
    if hazard.state not in UNSIGNED:
        return bool(hazard.receiver)
    return Notice.objects.filter(lines__hazard=hazard, state=NoticeState.SERVED).exists()


def _treatment(hazard: Hazard, *, has_file: bool) -> Part:
    if hazard.level != MAJOR:
        return {}
    row = Treatment.objects.filter(hazard=hazard).first()
    return {
        "five_missing": plans.five_missing(points_of(row.points if row else {})),
        "plan_missing": plans.plan_missing(row.elements if row else {}, has_file=has_file),
        "interim": row.interim if row else "",
    }


def points_of(stored: Mapping[str, plans.StoredPoint]) -> dict[str, plans.Point]:
    """The stored five points as values."""
    return {
        key: plans.Point(
            bool(point.get("settled")),
            point.get("text", ""),
            point.get("person", ""),
            None if point.get("amount") in (None, "") else Decimal(str(point["amount"])),
        )
        for key, point in stored.items()
    }


def _case(hazard: Hazard, files: list[Attachment]) -> Part:
    """Reports and measures. A stop stands until its department consents; the acceptance report is newer than it."""
    refusal = Refusal.objects.filter(hazard=hazard).order_by("-pk").first()
    reports = list(RefusalReport.objects.filter(refusal__hazard=hazard))
    entries = list(Enforcement.objects.filter(hazard=hazard).select_related("reopening"))
    running = [one for one in entries if refusal is not None and one.refusal_id == refusal.pk]
    stops = [one for one in entries if one.kind == EnforcementKind.STOP]
    since = max((one.files_until for one in stops), default=0)
    last = [one for one in reports if refusal is not None and one.refusal_id == refusal.pk]
    return {
        "told": {one.recipient_id: frozenset(one.roles) for one in last},
        "unsigned": frozenset(one.recipient_id for one in last if one.received_at is None),
        "ever_told": frozenset(one.recipient_id for one in reports),
        "enforcement_numbers": tuple(one.number for one in running if one.kind != EnforcementKind.FOLLOW_UP),
        "follow_ups": sum(one.kind == EnforcementKind.FOLLOW_UP for one in running),
        "stop_ordered": bool(stops),
        "measured_by": frozenset(one.organisation_id for one in entries if one.kind != EnforcementKind.FOLLOW_UP),
        "stopped_by": frozenset(one.organisation_id for one in stops if not hasattr(one, "reopening")),
        "has_acceptance_report": any(file.slot == "acceptance" and file.pk > since for file in files),
    }


def newest_file(hazard: Hazard) -> int:
    """The id of the newest file of the hazard, 0 where it has none: what is asked for later must be newer."""
    return max(attachments_of(hazard).values_list("pk", flat=True), default=0)


def _requests(hazard: Hazard) -> Part:
    refusal = Refusal.objects.filter(hazard=hazard, state=RequestState.ASKED).first()
    asked = VoidRequest.objects.filter(hazard=hazard, state=RequestState.ASKED)
    void = asked.select_related("asked_by__organisation").first()
    office = void.asked_by.office_at(void.asked_at) if void else None
    return {
        "refusal_by_id": refusal.found_by_id if refusal else None,
        "refusal_evidence": attachments_of(refusal).count() if refusal else 0,
        "void_by_id": void.asked_by_id if void else None,
        "void_by_organisation_id": office.pk if office is not None and office.closed_on is None else None,
        "void_reason": void.reason if void else "",
    }
