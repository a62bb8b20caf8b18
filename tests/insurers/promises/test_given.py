"""Promised against done counts what was given, each service once: none to come, none besides its correction."""

from datetime import date

import pytest

from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity, ActivityDetail
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from insurers.promises.models import OutsideService, PromisedRow
from tests import world
from tests.cast import Cast

DAY = date(2023, 6, 10)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


@pytest.fixture
def plan(policy: Policy) -> ServicePlan:
    """Two services are promised."""
    return world.plan(policy, world.plan_item(frequency=2, months=[6, 9]))


def service(
    policy: Policy, state: ActivityState = ActivityState.RECORDED, corrects: Activity | None = None
) -> Activity:
    made = world.activity(policy, start_on=DAY, end_on=DAY, state=state)
    if corrects is not None:
        ActivityDetail.objects.create(activity=made, corrects=corrects, updated_at=made.updated_at)
    return made


def done(plan: ServicePlan) -> int:
    return sum(row.done for row in PromisedRow.objects.filter(plan=plan))


def outside() -> set[int]:
    return set(OutsideService.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("state", [ActivityState.SCHEDULED, ActivityState.VOID])
def test_a_service_to_come_or_void_keeps_no_promise(policy: Policy, plan: ServicePlan, state: ActivityState) -> None:
    for _n in range(3):
        service(policy, state)
    assert (done(plan), outside()) == (0, set())


def test_a_corrected_service_and_its_correction_keep_one_promise(policy: Policy, plan: ServicePlan) -> None:
    filed = service(policy, ActivityState.FILED)
    assert done(plan) == 1
    later = service(policy, ActivityState.FILED, corrects=filed)
    assert done(plan) == 1
    service(policy, corrects=later)
    assert (done(plan), outside()) == (1, set())


def test_a_void_correction_leaves_what_it_corrects(policy: Policy, plan: ServicePlan) -> None:
    filed = service(policy, ActivityState.FILED)
    service(policy, ActivityState.VOID, corrects=filed)
    assert done(plan) == 1


def test_outside_the_plan_a_correction_stands_alone(policy: Policy) -> None:
    """Without a plan every service given is outside."""
    filed = service(policy, ActivityState.FILED)
    service(policy, ActivityState.SCHEDULED)
    assert outside() == {filed.pk}
    later = service(policy, corrects=filed)
    assert outside() == {later.pk}
