"""Which cases a person sees: the authority and those above it; the subject once something was sent to it (issue 18)."""

from datetime import date, timedelta
from typing import ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, Subquery

from accounts.choices import OrganisationKind
from accounts.roles import INSURING, Role
from accounts.scope import scope_for
from core.people import User, Visitor
from dispositions.choices import Age, CaseState, StepState, Wait
from dispositions.permissions import DispositionPermission
from dispositions.rules import INWARD
from inspections.choices import FindingSubject

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
    own = user.organisation_id
    return Q(**{f"{prefix}authority_id": own}) | Q(**{f"{prefix}referred_from_id": own}) | _below(user, prefix)


def _below(user: User, prefix: str) -> Q:
    """Cases of the authorities below one's own: of the counties for a city, of the sub-offices for the Zhejiang office."""
    if user.role == Role.CITY_EM:
        return Q(
            **{
                f"{prefix}authority__kind": OrganisationKind.COUNTY_EMERGENCY,
                f"{prefix}authority__division__parent_id": user.organisation.division_id,
            }
        )
    if user.role == Role.REG_PROV:
        return Q(**{f"{prefix}authority__kind": OrganisationKind.REGULATOR_SUBOFFICE})
    return Q(pk__in=[])


def is_above(user: User) -> bool:
    """Whether cases of other authorities are seen as well."""
    return user.role in {Role.PROV_EM, Role.CITY_EM, Role.REG_PROV}


class CaseQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        condition = sight(user)
        return self.none() if condition is None else self.filter(condition)

    def open(self) -> Self:
        return self.exclude(state=CaseState.CLOSED)

    def search(self, text: str, *, by_origin: bool = True) -> Self:
        """By the number of the case or of a paper, the name, the matter, and the number of the origin for authorities."""
        found = Q(number__icontains=text) | Q(subject_name__icontains=text) | Q(title__icontains=text)
        if by_origin:
            found |= Q(source_name__icontains=text)
        return self.filter(found | Exists(_steps().filter(doc_no=text)))

    def marked(self, day: date) -> "dict[int, dict[str, object]]":
        """What each of the rows waits for, by its key, in one query."""
        names = ("due", "waits_second", "waits_review", "waits_answer", "is_late")
        found = self.order_by().with_wait(day).values_list("pk", *names)
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}

    def elsewhere_for(self, user: Visitor) -> Self:
        """Cases of the place that the other side deals with: known by state and end alone, never by their file."""
        if not isinstance(user, User) or not user.may(DispositionPermission.BOARD_VIEW) or user.role == Role.SECTOR:
            return self.none()
        scope, insurers = scope_for(user), Q(subject=FindingSubject.INSURER)
        is_regulator = user.role in {Role.REG_PROV, Role.REG_NB, Role.REG_SUB}
        rows = self.exclude(insurers) if is_regulator else self.filter(insurers)
        if scope.county is not None:
            return rows.filter(city=f"{scope.county[:4]}00")
        return rows.filter(scope.place())

    def with_wait(self, day: date) -> Self:
        """With what each waits for: `due` the next day of a step, `wait` a code of `Wait` by flags."""
        running = _steps().filter(state=StepState.ISSUED, due_on__isnull=False)
        return self.annotate(
            due=Subquery(running.values("case").annotate(first=Min("due_on")).values("first")),
            waits_second=Exists(_steps().filter(state=StepState.PROPOSED)),
            waits_review=Exists(_steps().filter(state=StepState.ANSWERED)),
            waits_answer=Exists(running),
            is_late=Exists(running.filter(due_on__lt=day)),
        )

    def waiting(self, wait: str, day: date) -> Self:
        """Open cases that wait for something."""
        running = _steps().filter(state=StepState.ISSUED, due_on__isnull=False)
        conditions = {
            Wait.SECOND: _steps().filter(state=StepState.PROPOSED),
            Wait.REVIEW: _steps().filter(state=StepState.ANSWERED),
            Wait.OVERDUE: running.filter(due_on__lt=day),
            Wait.ANSWER: running.filter(due_on__gte=day),
        }
        return self.open().filter(Exists(conditions[Wait(wait)]))

    def aged(self, age: str, day: date) -> Self:
        """Open cases by how long they have been open."""
        return self.filter(of_age(age, day))

    def with_kind(self, kind: str) -> Self:
        """Cases in which a measure of the kind was taken, or that ended so."""
        taken = _steps().filter(kind=kind, state__in=(StepState.ISSUED, StepState.ANSWERED, StepState.DONE))
        return self.filter(Exists(taken) | Q(outcome=kind))


def of_age(age: str, day: date) -> Q:
    """The condition of an open case that has been open for so long."""
    month, quarter = day - timedelta(days=30), day - timedelta(days=90)
    spans = {
        Age.MONTH: Q(opened_on__gte=month),
        Age.QUARTER: Q(opened_on__lt=month, opened_on__gte=quarter),
        Age.OLDER: Q(opened_on__lt=quarter),
    }
    return ~Q(state=CaseState.CLOSED) & spans[Age(age)]


def _steps() -> "models.QuerySet[models.Model, models.Model]":
    """The steps of the case of the outer query."""
    return apps.get_model("dispositions", "Step")._default_manager.filter(case=OuterRef("pk")).order_by()


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
        told = {f"{prefix}state__in": (StepState.ISSUED, StepState.ANSWERED, StepState.DONE)}
        return self.filter(**told).exclude(**{f"{prefix}kind__in": INWARD})


class StepQuerySet(OfCase[M_co]):
    def told(self) -> Self:
        """Those that were issued."""
        return self.filter(state__in=(StepState.ISSUED, StepState.ANSWERED, StepState.DONE))

    def awaiting(self) -> Self:
        """Issued, with a day by which something is expected."""
        return self.filter(state=StepState.ISSUED, due_on__isnull=False)

    def proposed(self) -> Self:
        return self.filter(state=StepState.PROPOSED)

    def answered(self) -> Self:
        return self.filter(state=StepState.ANSWERED)
