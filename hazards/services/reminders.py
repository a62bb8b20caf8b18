"""What is due of hazards, for the daily messages (domain.md 5.1).

Operators are told what their office owes, reviews go to everybody but the submitter, requests to everybody but the
asker. What is nobody's any more (void, closed) reminds nobody.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.choices import OrganisationKind as Kind
from accounts.models import Organisation, User
from core.calendar import Overrides
from core.views.addresses import row_address
from hazards import deadlines
from hazards.choices import EnforcementKind, HazardLevel, HazardStatus, RequestState
from hazards.deadlines import Limit
from hazards.models import Confirmation, Enforcement, FineProposal, Hazard, Refusal, RefusalReport, VoidRequest
from hazards.services.enforcement import PENALTIES
from notifications.rules import Item
from rulebook.workdays import workdays

#: Days before a last day from which it is named.
AHEAD: Final = timedelta(days=3)
CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class People:
    """Who works where: ids of operators and of everybody, by organisation; the bureau of each division that has one."""

    operators: dict[int, list[int]]
    everybody: dict[int, list[int]]
    bureaus: dict[str, int]

    def office(self, insurer: int | None, county: str, city: str) -> int:
        """The office that has a hazard in hand: its insurer, else the bureau of the county, else the city's."""
        return insurer or self.bureaus.get(county) or self.bureaus.get(city) or 0


def people_now() -> People:
    """The people as they are active now, in two queries."""
    operators: dict[int, list[int]] = {}
    everybody: dict[int, list[int]] = {}
    active = User.objects.filter(is_active=True).order_by("pk").values_list("organisation", "pk", "is_lead")
    for organisation, person, is_lead in active:
        everybody.setdefault(organisation, []).append(person)
        if not is_lead:
            operators.setdefault(organisation, []).append(person)
    kinds = (Kind.CITY_EMERGENCY, Kind.COUNTY_EMERGENCY)
    found = Organisation.objects.filter(kind__in=kinds, pk__in=list(operators)).values_list("division", "pk")
    return People(operators, everybody, {str(division): pk for division, pk in found})


def addresses(person: User, numbers: Collection[str]) -> dict[str, str]:
    """The pages of the hazards that messages name, of those that the person sees."""
    rows = Hazard.objects.visible_to(person).filter(hazard_no__in=numbers).order_by()
    return {number: row_address("hazards:hazard-detail", pk) for number, pk in rows.values_list("hazard_no", "pk")}


def items(today: date) -> Iterator[Item]:
    """What is due to whom, by the last day: within three days, or over."""
    people, overrides = people_now(), workdays().overrides
    yield from _of_notices(today, people, overrides)
    yield from _of_rectification(today, people)
    yield from _of_reviews(today, people, overrides)
    yield from _of_requests(people)
    yield from _of_lapses(today)
    yield from _of_refusals(people)
    yield from _of_enforcement(today, people, overrides)


def _due(limit: Limit, start: date, today: date, overrides: Overrides) -> date | None:
    """The last day of the limit, where it is worth a reminder."""
    on = deadlines.due(limit, start, overrides).on
    return on if on <= today + AHEAD else None


def _to(people: Iterable[int], number: str, what: str, on: date, apart: int | None = None) -> Iterator[Item]:
    return (Item(person, number, what, on) for person in people if person != apart)


def _of_notices(today: date, people: People, overrides: Overrides) -> Iterator[Item]:
    rows = Hazard.objects.filter(state=HazardStatus.RECORDED)
    for insurer, county, city, number, level, found_on in rows.values_list(
        "insurer", "county", "city", "hazard_no", "level", "found_on"
    ).iterator(chunk_size=CHUNK):
        on = _due(deadlines.notice_limit(level), found_on, today, overrides)
        if on is not None:
            office = people.office(insurer, str(county), str(city))
            yield from _to(people.operators.get(office, ()), number, "书面告知", on)


def _of_rectification(today: date, people: People) -> Iterator[Item]:
    rows = Hazard.objects.filter(
        state__in=(HazardStatus.NOTIFIED, HazardStatus.RECTIFYING), deadline__lte=today + AHEAD
    )
    for insurer, county, city, number, deadline in rows.values_list(
        "insurer", "county", "city", "hazard_no", "deadline"
    ).iterator(chunk_size=CHUNK):
        office = people.office(insurer, str(county), str(city))
        yield from _to(people.operators.get(office, ()), number, "整改", deadline or today)


def _of_reviews(today: date, people: People, overrides: Overrides) -> Iterator[Item]:
    """Ten days after the submission; a major hazard of an insurer waits for the bureau until that has confirmed."""
    confirmed = Confirmation.objects.filter(hazard=OuterRef("pk"), round=OuterRef("round"))
    rows = Hazard.objects.filter(state=HazardStatus.SUBMITTED).annotate(is_confirmed=Exists(confirmed))
    for insurer, county, city, number, level, submitter, day, found_on, is_confirmed in rows.values_list(
        "insurer", "county", "city", "hazard_no", "level", "submitted_by", "submitted_on", "found_on", "is_confirmed"
    ).iterator(chunk_size=CHUNK):
        on = _due(deadlines.REVIEW, day or found_on, today, overrides)
        if on is None:
            continue
        if level == HazardLevel.MAJOR and insurer and not is_confirmed:
            office = people.office(None, str(county), str(city))
            yield from _to(people.operators.get(office, ()), number, "部门确认或者复查", on)
        else:
            office = people.office(insurer, str(county), str(city))
            yield from _to(people.everybody.get(office, ()), number, "复查", on, apart=submitter)


def _office_of(asker: User, at: datetime, hazard: Hazard, people: People) -> int:
    """The office that somebody asked in; once it is closed, the one that has the hazard."""
    office = asker.office_at(at)
    if office.closed_on is None:
        return office.pk
    return people.office(hazard.insurer_id, str(hazard.county_id), str(hazard.city_id))


def _of_requests(people: People) -> Iterator[Item]:
    found = Refusal.objects.filter(state=RequestState.ASKED).select_related("hazard", "found_by__organisation")
    for refusal in found.prefetch_related("found_by__postings"):
        on = timezone.localdate(refusal.found_at)
        others = people.everybody.get(_office_of(refusal.found_by, refusal.found_at, refusal.hazard, people), ())
        yield from _to(others, str(refusal.hazard), "复核拒不整改认定", on, apart=refusal.found_by_id)
    for fine in FineProposal.objects.filter(state=RequestState.ASKED).select_related("hazard"):
        others = people.everybody.get(fine.organisation_id, ())
        yield from _to(others, str(fine.hazard), "复核罚款", timezone.localdate(fine.asked_at), apart=fine.asked_by_id)
    waiting = VoidRequest.objects.filter(state=RequestState.ASKED)
    rows = waiting.select_related("hazard", "asked_by__organisation").prefetch_related("asked_by__postings")
    asked = list(rows)
    departments = _departments_of({request.hazard_id for request in asked})
    for request in asked:
        on = timezone.localdate(request.asked_at)
        number, offices = str(request.hazard), departments.get(request.hazard_id, set())
        if not offices:
            others = people.everybody.get(_office_of(request.asked_by, request.asked_at, request.hazard, people), ())
            yield from _to(others, number, "审核作废申请", on, apart=request.asked_by_id)
        for office in sorted(offices):
            yield from _to(people.operators.get(office, ()), number, "审核作废申请", on, apart=request.asked_by_id)


def _of_lapses(today: date) -> Iterator[Item]:
    """Fines that lapsed since the message of yesterday, told to whom proposed them and still works in that office."""
    lapsed = FineProposal.objects.filter(state=RequestState.LAPSED, answered_at__date__gte=today - timedelta(days=1))
    there = lapsed.filter(asked_by__is_active=True, asked_by__organisation=F("organisation"))
    for fine in there.select_related("hazard"):
        yield Item(fine.asked_by_id, str(fine.hazard), f"罚款 {fine.number} 因隐患销号或者作废未成立，请知悉", today)


def _departments_of(hazards: set[int]) -> dict[int, set[int]]:
    """Who agrees to a void in the place of a colleague (`guards.may_void`): {hazard: organisations}."""
    found: dict[int, set[int]] = {}
    told = RefusalReport.objects.filter(refusal__hazard__in=hazards).values_list("refusal__hazard", "recipient")
    for hazard, office in told:
        found.setdefault(hazard, set()).add(office)
    measures = Enforcement.objects.filter(hazard__in=hazards).exclude(kind=EnforcementKind.FOLLOW_UP)
    standing = measures.filter(kind=EnforcementKind.STOP, reopening__isnull=True).values_list("hazard", "organisation")
    stopped: dict[int, set[int]] = {}
    for hazard, office in standing:
        stopped.setdefault(hazard, set()).add(office)
    for hazard, office in measures.exclude(hazard__in=list(found)).values_list("hazard", "organisation"):
        found.setdefault(hazard, set()).add(office)
    return found | stopped


def _of_refusals(people: People) -> Iterator[Item]:
    """A report that is due at once, and reports that were not signed for."""
    waiting = Refusal.objects.filter(
        hazard__state=HazardStatus.REFUSED, state=RequestState.AGREED, reported_at__isnull=True
    )
    for refusal in waiting.select_related("hazard"):
        on = timezone.localdate(refusal.agreed_at or refusal.found_at)
        office = refusal.hazard.insurer_id or 0
        yield from _to(people.operators.get(office, ()), str(refusal.hazard), "报告拒不整改", on)
    sent = RefusalReport.objects.filter(received_at__isnull=True).exclude(
        refusal__hazard__state__in=(HazardStatus.CLOSED, HazardStatus.VOID)
    )
    for report in sent.select_related("refusal__hazard"):
        yield from _to(
            people.operators.get(report.recipient_id, ()), str(report.refusal.hazard), "签收受理", report.due_on
        )


def _of_enforcement(today: date, people: People, overrides: Overrides) -> Iterator[Item]:
    """Follow-ups every fifteen days while a case runs, and the publicity of penalties."""
    last = Enforcement.objects.filter(hazard__state=HazardStatus.ENFORCING).order_by("hazard_id", "-decided_on", "-pk")
    for entry in last.distinct("hazard_id").select_related("hazard"):
        on = _due(deadlines.FOLLOW_UP, entry.decided_on, today, overrides)
        if on is not None:
            yield from _to(people.operators.get(entry.organisation_id, ()), str(entry.hazard), "执法跟踪", on)
    unpublished = Enforcement.objects.filter(kind__in=PENALTIES, published_on__isnull=True)
    for entry in unpublished.exclude(hazard__state=HazardStatus.VOID).select_related("hazard"):
        on = _due(deadlines.PUBLICITY, entry.decided_on, today, overrides)
        if on is not None:
            yield from _to(people.operators.get(entry.organisation_id, ()), str(entry.hazard), "处罚公示", on)
