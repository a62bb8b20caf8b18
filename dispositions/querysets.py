"""Which cases a person sees: the authority and those above it; the subject once something was sent to it (issue 18)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from accounts.choices import OrganisationKind
from accounts.querysets import acted_in
from accounts.roles import INSURING, REGULATORS, Role
from accounts.scope import scope_for
from core.people import User, Visitor
from core.rows import Row, begins, holding
from dispositions.choices import SHOWN, TOLD, Age, CaseSource, CaseState, Deadline, FineStage, StepState, Wait
from dispositions.permissions import DispositionPermission
from dispositions.rules import CORRECTING, INWARD
from inspections.choices import Disposition, FindingSubject

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def sight(user: Visitor, prefix: str = "") -> Q | None:
    """The condition on the case that `prefix` leads to; None for no row."""
    if not isinstance(user, User) or not user.is_active or not user.may(DispositionPermission.CASE_VIEW):
        return None
    if user.role == Role.PROV_EM:
        return ~Q(**{f"{prefix}subject": FindingSubject.INSURER})
    if user.role in INSURING:
        sent = Q(**{f"{prefix}sent_on__isnull": False})
        return sent & scope_for(user).of_insurer(f"{prefix}insurer_id", f"{prefix}city_id")
    if user.role == Role.AGENCY:
        return Q(**{f"{prefix}sent_on__isnull": False, f"{prefix}agency_id": user.organisation_id})
    own = Q(**{f"{prefix}authority_id": user.organisation_id}) | Q(
        **{f"{prefix}referred_from_id": user.organisation_id}
    )
    below = authorities_below(user)
    return own if below is None else own | Q(**{f"{prefix}authority__in": below})


def authorities_below(user: User) -> "models.QuerySet[models.Model, int] | None":
    """Keys of the authorities below one's own: the counties' for a city, the sub-offices' for the Zhejiang office.

    They are looked up once for all cases, and not joined to each: long lists and counts are made of these.
    """
    bodies = apps.get_model("accounts", "Organisation")._default_manager.order_by()
    if user.role == Role.CITY_EM:
        city = user.organisation.division_id
        counties = bodies.filter(kind=OrganisationKind.COUNTY_EMERGENCY, division__parent__code=city)
        return counties.values_list("pk", flat=True)
    if user.role == Role.REG_PROV:
        return bodies.filter(kind=OrganisationKind.REGULATOR_SUBOFFICE).values_list("pk", flat=True)
    return None


def is_above(user: User) -> bool:
    """Whether cases of other authorities are seen as well."""
    return user.role in {Role.PROV_EM, Role.CITY_EM, Role.REG_PROV}


class CaseQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        condition = sight(user)
        return self.none() if condition is None else self.filter(condition)

    def open(self) -> Self:
        return self.exclude(state=CaseState.CLOSED)

    def search(self, text: str, *, by_origin: bool = True, begins_papers: bool = False) -> Self:
        """By the number of the case or of a paper, the name, the matter, and the number of the origin for authorities.

        With `begins_papers` numbers of papers are found by their beginning alone: that is asked ahead of the wall, which
        looks at the case of each paper.
        """
        columns = ["number", "subject_name", "title", *(["source_name"] if by_origin else [])]
        named = begins("doc_no", text) if begins_papers else holding(text, "doc_no")
        papers = _all_steps().filter(named).values("case")
        return self.filter(holding(text, *columns) | Q(pk__in=papers))

    def elsewhere_for(self, user: Visitor) -> Self:
        """Cases of the place that somebody else deals with: known by state and end alone, never by their file.

        A bureau knows so of those on insurers, and a regulator of those on enterprises, that deal with a finding of an
        inspection; the province of all on insurers; departments of those on enterprises that another department has, a
        sector authority of its sector. The place of a county is its own: a case on an insurer of no county is none of it.
        """
        if not isinstance(user, User) or not user.may(DispositionPermission.BOARD_VIEW):
            return self.none()
        place, insurers = scope_for(user).place(), Q(subject=FindingSubject.INSURER)
        if user.role == Role.PROV_EM:
            return self.filter(insurers)
        found = Q(pk__in=_found_cases()) & place
        if user.role in REGULATORS:
            return self.filter(found, subject=FindingSubject.ENTERPRISE)
        own = sight(user)
        others = ~insurers & place & ~own if own is not None else Q(pk__in=[])
        if user.role == Role.SECTOR:
            return self.filter(others, sector=user.organisation.sector)
        return self.filter(insurers & found | others)

    def waiting(self, wait: str, day: date, fined_by: date | None = None) -> Self:
        """Open cases that wait for something; the steps are gone through once, not for each case.

        Fines decided until `fined_by` and not made public are late (`publication.latest_decision`): it is the authority
        that is late then, so for its subject nothing is given.
        """
        running = _all_steps().filter(state=StepState.ISSUED, due_on__isnull=False)
        conditions = {
            Wait.SECOND: _all_steps().filter(for_second()),
            Wait.REVIEW: _all_steps().filter(state=StepState.ANSWERED),
            Wait.OVERDUE: running.filter(due_on__lt=day),
            Wait.ANSWER: running.filter(due_on__gte=day),
        }
        cases = conditions[Wait(wait)].values("case")
        if wait == Wait.OVERDUE and fined_by is not None:
            # One set of cases: of two conditions each would be asked for every case.
            cases = cases.union(_unpublished(fined_by).values("case"))
        return self.open().filter(pk__in=cases)

    def for_person(self, user: User, day: date) -> Self:
        """Open cases with a paper in which the person is to act: what the workbench names one by one while they are few."""
        is_authority = user.may(DispositionPermission.CASE_WRITE)
        papers = for_office(user, day) if is_authority else for_subject(user)
        steps = apps.get_model("dispositions", "Step")._default_manager.visible_to(user).filter(papers)
        return self.open().filter(pk__in=steps.order_by().values("case"))

    def aged(self, age: str, day: date) -> Self:
        """Open cases by how long they have been open."""
        return self.filter(of_age(age, day))

    def with_kind(self, kind: str) -> Self:
        """Cases in which a measure of the kind was taken, or that ended so."""
        taken = _all_steps().filter(kind=kind, state__in=TOLD)
        return self.filter(Q(pk__in=taken.values("case")) | Q(outcome=kind))


def of_age(age: str, day: date) -> Q:
    """The condition of an open case that has been open for so long."""
    month, quarter = day - timedelta(days=30), day - timedelta(days=90)
    spans = {
        Age.MONTH: Q(opened_on__gte=month),
        Age.QUARTER: Q(opened_on__lt=month, opened_on__gte=quarter),
        Age.OLDER: Q(opened_on__lt=quarter),
    }
    return ~Q(state=CaseState.CLOSED) & spans[Age(age)]


def for_office(user: User, day: date) -> Q:
    """The condition of a step in which the office of the person is to act, none of it the person's own proposal.

    Proposals and withdrawals of colleagues, answers and requests for more time, interviews that were held, fines to be made
    public. The subject reads, signs for and answers: see `for_subject`.
    """
    own = user.organisation_id
    mine, issued = Q(authority=own), Q(state=StepState.ISSUED)
    proposed = Q(state=StepState.PROPOSED) & mine & ~Q(proposed_by=user)
    undone = issued & mine & Q(withdrawal_by__isnull=False) & ~Q(withdrawal_by=user)
    answered = Q(state=StepState.ANSWERED, case__authority=own)
    ours = issued & mine & Q(case__authority=own)
    asked = ours & Q(extension__isnull=False, extension__granted__isnull=True)
    met = ours & Q(kind=Disposition.INTERVIEW, met_on__lte=day, withdrawal_by__isnull=True)
    return proposed | undone | answered | asked | met


def for_subject(user: User) -> Q:
    """The condition of a paper to answer, or that nobody of the side has signed for, or a colleague of the office alone."""
    here = Q(acted_in(user.organisation_id, "signed_by", "signed_at"))
    second = Q(receipt_by__isnull=True, signed_by__isnull=False) & here & ~Q(signed_by=user)
    awaiting = Q(state=StepState.ISSUED, due_on__isnull=False)
    return Q(state__in=TOLD) & (awaiting | Q(signed_by__isnull=True) | second)


def for_second() -> Q:
    """The condition of a step that waits for a second person of its authority: to be agreed to, or withdrawn again."""
    return Q(state=StepState.PROPOSED) | Q(state=StepState.ISSUED, withdrawal_by__isnull=False)


def with_marks(cases: Iterable[Row], day: date, fined_by: date | None = None) -> list[Row]:
    """The cases, which the person sees, each with what it waits for, in two queries; `fined_by` as in `waiting`."""
    listed = list(cases)
    by_id, fines = _marks_of([row.pk for row in listed], day)
    late: set[int] = set()
    if fined_by is not None and fines:
        late = set(_unpublished(fined_by).filter(pk__in=fines).values_list("case", flat=True))
    for row in listed:
        vars(row).update(by_id[row.pk])
        row.is_late = row.is_late or row.pk in late
    return listed


def _unpublished(decided_by: date) -> "models.QuerySet[models.Model, models.Model]":
    """Fines in force that were decided by the day and are not public."""
    fines = _all_steps().filter(kind=Disposition.PENALTY, state=StepState.ISSUED, issued_on__lte=decided_by)
    return fines.exclude(stages__stage=FineStage.PUBLISHED)


def _marks_of(cases: Sequence[int], day: date) -> tuple[dict[int, dict[str, object]], list[int]]:
    """The marks of each case, and the fines in force among their steps."""
    found = _all_steps().filter(case__in=cases, state__in=(StepState.PROPOSED, StepState.ISSUED, StepState.ANSWERED))
    states: dict[int, set[str]] = {key: set() for key in cases}
    due: dict[int, list[date]] = {key: [] for key in cases}
    fines: list[int] = []
    columns = ("pk", "kind", "case", "state", "due_on", "withdrawal_by")
    for step, kind, case, state, due_on, undone_by in found.values_list(*columns):
        if kind == Disposition.PENALTY and state == StepState.ISSUED:
            fines.append(step)
        states[case].add(StepState.PROPOSED if undone_by is not None and state == StepState.ISSUED else state)
        if state == StepState.ISSUED and due_on is not None:
            due[case].append(due_on)
    return {key: _wait_of(states[key], min(due[key], default=None), day) for key in cases}, fines


def _wait_of(states: Collection[str], due: date | None, day: date) -> dict[str, object]:
    """`due` is the next day of a step that was issued, the rest says what the case waits for."""
    return {
        "due": due,
        "waits_second": StepState.PROPOSED in states,
        "waits_review": StepState.ANSWERED in states,
        "waits_answer": due is not None,
        "is_late": due is not None and due < day,
    }


def _found_cases() -> "models.QuerySet[models.Model, int]":
    """Keys of the cases that deal with a finding of an inspection, whether it opened them or joined them."""
    origins = apps.get_model("dispositions", "Origin")._default_manager.order_by()
    return origins.filter(source=CaseSource.FINDING).values_list("case", flat=True)


def _all_steps() -> "models.QuerySet[models.Model, models.Model]":
    """Steps in no order, for conditions on their cases."""
    return apps.get_model("dispositions", "Step")._default_manager.order_by()


class OfCase(models.QuerySet[M_co]):
    """Rows of a case, or of a step of one: the authority's line sees all of them."""

    #: From the model's name to the path that leads to its case.
    PATHS: ClassVar[dict[str, str]] = {"Reply": "step__case__", "Extension": "step__case__", "Stage": "step__case__"}

    @property
    def path(self) -> str:
        return self.PATHS.get(self.model.__name__, "case__")

    def visible_to(self, user: Visitor) -> Self:
        condition = sight(user, self.path)
        if condition is None:
            return self.none()
        rows = self.filter(condition)
        if isinstance(user, User) and user.role in INSURING | {Role.AGENCY}:
            return rows._told()
        return rows

    def _told(self) -> Self:
        """What the subject may read: issued steps that are meant for it, its own answers and requests."""
        name = self.model.__name__
        if name not in {"Step", "Reply", "Extension"}:
            return self.none()
        prefix = "" if name == "Step" else "step__"
        return self.filter(**{f"{prefix}state__in": SHOWN}).exclude(**{f"{prefix}kind__in": INWARD})


def met_in_time() -> Q:
    """The condition of a step that was answered, or without an answer done, by its day.

    What corrects is kept by an answer that was accepted; a question is answered whatever the answer was worth.
    """
    refused = Q(reply__accepted=False, kind__in=CORRECTING)
    counts = ~Q(kind__in=CORRECTING) | Q(reply__accepted=True)
    answered = Q(reply__given_on__lte=F("due_on")) & counts
    done = Q(state=StepState.DONE, done_on__lte=F("due_on"))
    return answered | done & (Q(reply__isnull=True) | refused)


class StepQuerySet(OfCase[M_co]):
    def told(self) -> Self:
        """Those that were issued."""
        return self.filter(state__in=TOLD)

    def unpublished(self) -> Self:
        """Decided penalties that were not made public."""
        decided = self.told().filter(kind=Disposition.PENALTY, issued_on__isnull=False)
        return decided.exclude(stages__stage=FineStage.PUBLISHED)

    def fallen_due(self, day: date) -> Self:
        """Those whose day has passed, or of which nothing is awaited any more: what the share of days kept is taken of.

        An answer in time that says that something is corrected is left out until it was looked at, and so is what another
        authority follows up.
        """
        over = Q(due_on__lt=day) | ~Q(state=StepState.ISSUED)
        unseen = Q(state=StepState.ANSWERED, kind__in=CORRECTING, reply__given_on__lte=F("due_on"))
        return self.told().filter(over, due_on__isnull=False).exclude(unseen | Q(state=StepState.HANDED_ON))

    def by_deadline(self, deadline: str, day: date) -> Self:
        """By a code of `Deadline`: all that have fallen due, those answered or done by their day, the others."""
        due = self.fallen_due(day)
        if deadline == Deadline.DUE:
            return due
        return due.filter(met_in_time()) if deadline == Deadline.KEPT else due.exclude(met_in_time())

    def awaiting(self) -> Self:
        """Issued, with a day by which something is expected."""
        return self.filter(state=StepState.ISSUED, due_on__isnull=False)

    def proposed(self) -> Self:
        """Those that wait for a second person of their authority."""
        return self.filter(for_second())

    def answered(self) -> Self:
        return self.filter(state=StepState.ANSWERED)
