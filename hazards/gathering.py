"""A hazard's facts, from its ledger row and side tables, for the guards (`facts.py`)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.attachments import attachments_of
from core.history import last_writer
from hazards import plans
from hazards.choices import RequestState
from hazards.facts import MAJOR, Facts
from hazards.models import (
    Confirmation,
    Enforcement,
    Hazard,
    Notice,
    Refusal,
    Reopening,
    Review,
    Submission,
    Treatment,
    VoidRequest,
)

#: States of a hazard that came out of a workbook: its 签收人 counts as the receipt (contract 4).
UNSIGNED = frozenset({"DRAFT", "RECORDED"})


def facts_of(hazard: Hazard) -> Facts:
    """What the guards look at; about a dozen queries, whatever the length of the file."""
    files = list(attachments_of(hazard))
    submission = Submission.objects.filter(hazard=hazard).order_by("-round").first()
    returned = Review.objects.filter(hazard=hazard, passed=False).order_by("-pk").first()
    after = [f for f in files if f.slot == "after" and (returned is None or f.added_at > returned.reviewed_at)]
    slots = {file.slot for file in files}
    return Facts(
        **_plain(hazard),
        has_receipt=_has_receipt(hazard),
        **_treatment(hazard, has_file="plan" in slots),
        evidence_after=len(after),
        submitted_by_id=submission.submitted_by_id if submission else _uploader(hazard),
        department_confirmed=_is_confirmed(hazard, submission),
        has_acceptance_report="acceptance" in slots,
        **_case(hazard),
        **_requests(hazard),
    )


def _plain(hazard: Hazard) -> dict[str, Any]:
    return {
        "level": hazard.level, "city": hazard.city_id, "county": hazard.county_id, "sector": hazard.sector,
        "found_on": hazard.found_on, "insurer_id": hazard.insurer_id, "place": hazard.place,
        "description": hazard.description, "basis": hazard.basis, "notice_no": hazard.notice_no,
        "notified_on": hazard.notified_on, "receiver": hazard.receiver, "deadline": hazard.deadline,
        "supervise": hazard.supervise,
    }  # fmt: skip


def _has_receipt(hazard: Hazard) -> bool:
    """A served notice holds one; where the hazard came by workbook, its 签收人 is it."""
    if hazard.state not in UNSIGNED:
        return bool(hazard.receiver)
    return Notice.objects.filter(lines__hazard=hazard, state="SERVED").exists()


def _uploader(hazard: Hazard) -> int | None:
    """Who handed in a hazard that a workbook brought as rectified."""
    return last_writer(hazard) if hazard.state == "SUBMITTED" else None


def _treatment(hazard: Hazard, *, has_file: bool) -> dict[str, Any]:
    if hazard.level != MAJOR:
        return {}
    row = Treatment.objects.filter(hazard=hazard).first()
    return {
        "five_missing": plans.five_missing(points_of(row.points if row else {})),
        "plan_missing": plans.plan_missing(row.elements if row else {}, has_file=has_file),
        "interim": row.interim if row else "",
    }


def points_of(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, plans.Point]:
    """The stored five points as values."""
    return {
        key: plans.Point(
            bool(point.get("settled")), point.get("text", ""), point.get("person", ""),
            None if point.get("amount") in (None, "") else Decimal(str(point["amount"])),
        )
        for key, point in stored.items()
    }  # fmt: skip


def _is_confirmed(hazard: Hazard, submission: Submission | None) -> bool:
    number = submission.round if submission else 0
    return Confirmation.objects.filter(hazard=hazard, round=number).exists()


def _case(hazard: Hazard) -> dict[str, Any]:
    """Reports and measures. A stop stays on record; consent given after the last one lifts it."""
    refusal = Refusal.objects.filter(hazard=hazard).order_by("-pk").first()
    told = (
        {report.recipient_id: frozenset(report.roles) for report in refusal.reports.all()}
        if refusal is not None and refusal.reported_at is not None
        else {}
    )
    since = refusal.reported_at if refusal is not None else None
    entries = list(Enforcement.objects.filter(hazard=hazard))
    running = [one for one in entries if since is None or one.entered_at >= since]
    stops = [one for one in entries if one.kind == "STOP"]
    consents = Reopening.objects.filter(hazard=hazard)
    last_stop = max((one.entered_at for one in stops), default=None)
    return {
        "told": told,
        "enforcement_numbers": tuple(one.number for one in running if one.kind != "FOLLOW_UP"),
        "follow_ups": sum(one.kind == "FOLLOW_UP" for one in running),
        "stop_ordered": bool(stops),
        "reopening_agreed": last_stop is not None and consents.filter(entered_at__gte=last_stop).exists(),
    }


def _requests(hazard: Hazard) -> dict[str, Any]:
    refusal = Refusal.objects.filter(hazard=hazard, state=RequestState.ASKED).first()
    void = VoidRequest.objects.filter(hazard=hazard, state=RequestState.ASKED).first()
    return {
        "refusal_by_id": refusal.found_by_id if refusal else None,
        "refusal_evidence": attachments_of(refusal).count() if refusal else 0,
        "void_by_id": void.asked_by_id if void else None,
        "void_reason": void.reason if void else "",
    }
