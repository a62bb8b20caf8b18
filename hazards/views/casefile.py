"""The file of a hazard's case on its page: the refusal, what departments did, fines without a second person."""

from collections.abc import Iterable

from accounts.models import User
from core import attachments, clock
from core.models import Attachment
from core.rows import Row
from hazards.choices import RequestState
from hazards.figures import dues
from hazards.models import Enforcement, FineProposal, Hazard, Refusal, Reopening
from hazards.permissions import HazardPermission
from hazards.services.refusal import clock_of, is_red
from rulebook.workdays import workdays


def case_of(hazard: Hazard, user: User) -> dict[str, object]:
    """The refusal for whom it concerns; the file of enforcement for departments alone."""
    refusal = Refusal.objects.visible_to(user).filter(hazard=hazard).order_by("-pk").first()
    entries = Enforcement.objects.visible_to(user).filter(hazard=hazard).select_related("organisation", "entered_by")
    clock_now = clock_of(refusal) if refusal else None
    return {
        "refusal": refusal,
        "reads_measures": bool(refusal and refusal.reported_at and user.may(HazardPermission.HAZARD_CASE_VIEW)),
        "evidence": attachments.attachments_of(refusal) if refusal else [],
        "red": clock_now.words(clock.now(), refusal.reported_at) if clock_now and refusal else "",
        "is_red": bool(refusal and is_red(refusal, clock.now())),
        "reports": refusal.reports.visible_to(user).select_related("recipient", "received_by") if refusal else [],
        "proposals": proposals_of(hazard, user),
        "entries": dues.publicity_of(with_documents(entries, user), clock.today(), workdays()),
        "reopenings": Reopening.objects.visible_to(user).filter(hazard=hazard).select_related("organisation"),
    }


def proposals_of(hazard: Hazard, user: User) -> list[Row]:
    """Fines that wait for the second person, and those that lapsed meanwhile, each with its `documents`."""
    states = (RequestState.ASKED, RequestState.LAPSED)
    found = FineProposal.objects.visible_to(user).filter(hazard=hazard, state__in=states)
    rows: list[Row] = list(found.select_related("organisation", "asked_by"))
    files = _files("fine-proposal", [row.pk for row in rows])
    for row in rows:
        row.documents = files.get(row.pk, [])
    return rows


def with_documents(entries: Iterable[Row], user: User) -> list[Row]:
    """The entries of a file, each with its `documents`; a fine has those that it was proposed with."""
    rows = list(entries)
    files = _files("enforcement", [row.pk for row in rows])
    proposed = dict(FineProposal.objects.visible_to(user).filter(measure__in=rows).values_list("measure", "pk"))
    of_proposals = _files("fine-proposal", proposed.values())
    for row in rows:
        row.documents = [*files.get(row.pk, []), *of_proposals.get(proposed.get(row.pk, 0), [])]
    return rows


def _files(kind: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    wanted = list(ids)
    for file in attachments.attachments_of_many(kind, wanted) if wanted else ():
        found.setdefault(file.subject_id, []).append(file)
    return found
