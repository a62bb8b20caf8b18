"""The demo's inspections: some run, with whole forms, drafts and findings; a second call changes nothing."""

import random

import pytest

from accounts.models import Division
from core import audit, clock
from inspections.board import lines
from inspections.choices import ItemState, PairingState, PlanState
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, PairingTable, PlanVersion, Task
from inspections.seeding import RUNNING, seed_inspections
from inspections.seeding.ends import COMPLETED, FURTHER, TOLD, TRACKED, seed_ends
from inspections.states import unanswered
from tests import world
from tests.cast import Cast
from tests.databases import Keep

#: The inspections are seeded once, not once for each worker.
pytestmark = pytest.mark.xdist_group("seeded inspections")


def fill_register() -> None:
    for task in Task.objects.filter(annex_no__in=RUNNING):
        county = Division.objects.filter(parent__code=task.inspected_id).order_by("code").first()
        assert county is not None
        firms = [world.enterprise(county.code) for _ in range(7)]
        for firm in firms[::2]:
            world.policy(firm, insured_people=40)


@pytest.fixture(scope="module")
def filled(keep: Keep) -> None:
    """A register, and the inspections seeded over it."""

    def fill() -> None:
        fill_register()
        seed_inspections(rng=random.Random(7), at=clock.now())

    keep(fill)


@pytest.fixture
def seeded(filled: None, db: None) -> None:
    """What `filled` keeps."""


def counts() -> list[int]:
    return [model._default_manager.count() for model in (InspectedEnterprise, InspectedInsurer, Finding)]


def test_some_tasks_run_with_forms_in_every_state(seeded: None) -> None:
    assert Task.objects.filter(state="IN_PROGRESS").count() == len(RUNNING)
    for task in Task.objects.filter(annex_no__in=RUNNING):
        states = set(task.inspectedenterprises.values_list("state", flat=True))
        assert states == {ItemState.SUBMITTED} | ({ItemState.DRAFT} if task.annex_no not in FURTHER else set())
        assert task.inspectedenterprises.exclude(enterprise__city__code=task.inspected_id).count() == 0
    whole = InspectedEnterprise.objects.filter(state=ItemState.SUBMITTED)
    assert all(unanswered(item) == [] for item in whole)
    assert Finding.objects.exists()
    assert list(audit.broken_links()) == []


def test_a_second_call_changes_nothing(seeded: None) -> None:
    before = counts()
    seed_inspections(rng=random.Random(8), at=clock.now())
    assert counts() == before


def test_joint_plans_stand_in_every_state_and_one_task_runs_without(cast: Cast, seeded: None) -> None:
    assert set(PlanVersion.objects.values_list("state", flat=True)) == set(PlanState.values)
    found = {line.task.annex_no: line for line in lines(cast.provincial_officer, 2023)}
    assert [number for number, line in found.items() if line.lacks_plan] == [5]
    assert {line.task.state for line in found.values()} == {
        "CREATED",
        "PLAN_DRAFT",
        "PLAN_SENT",
        "PLAN_AGREED",
        "IN_PROGRESS",
    }
    table = PairingTable.objects.get(year=2024)
    assert (table.state, table.rows.count()) == (PairingState.PROPOSED, 11)


def test_an_empty_register_is_no_fault(cast: Cast) -> None:
    seed_inspections(rng=random.Random(7), at=clock.now())
    assert counts() == [0, 0, 0]


def test_some_tasks_go_on_to_the_end(seeded: None) -> None:
    for _twice in range(2):
        seed_ends(rng=random.Random(7), today=clock.today())
        states = dict(Task.objects.filter(annex_no__in=(TOLD, TRACKED, COMPLETED)).values_list("annex_no", "state"))
        assert states == {TOLD: "FEEDBACK", TRACKED: "RECTIFY_TRACK", COMPLETED: "COMPLETED"}
    assert set(Finding.objects.values_list("state", flat=True)) >= {"RECORDED", "OBJECTED", "RECEIVED", "SETTLED"}
    assert list(audit.broken_links()) == []
