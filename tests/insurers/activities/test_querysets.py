"""What counts as a service: the queryset and the database's view say the same, whatever corrects what."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from core import clock
from insurers.activities.choices import ActivityState, Mark
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.querysets import assists
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.inspections.pairs import next_campaign

DAY = date(2023, 5, 10)
#: Generated services: the state of each, and which of those before it the service corrects.
ROWS = st.lists(st.tuples(st.sampled_from(ActivityState.values), st.integers(0, 9)), min_size=1, max_size=6)


def make(policy: Policy, rows: list[tuple[str, int]]) -> list[Activity]:
    """Services of the states; each corrects an earlier one that nothing corrects yet, where its number names one."""
    made = [world.activity(policy, start_on=DAY, end_on=DAY, state=state) for state, _number in rows]
    taken: set[int] = set()
    for place, (_state, number) in enumerate(rows):
        if number < place and number not in taken:
            taken.add(number)
            correct(made[number], made[place])
    return made


def correct(filed: Activity, later: Activity) -> None:
    ActivityDetail.objects.create(activity=later, corrects=filed, updated_at=later.updated_at)


def ids_of_the_view() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM activities_given")
        return {row[0] for row in cursor.fetchall()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_the_view_and_the_queryset_count_the_same_services(policy: Policy, rows: list[tuple[str, int]]) -> None:
    ActivityDetail.objects.filter(activity__policy=policy).delete()
    Activity.objects.filter(policy=policy).exclude(state=ActivityState.FILED).delete()
    make(policy, rows)
    counted = set(Activity.objects.given().values_list("pk", flat=True))
    assert ids_of_the_view() == counted
    assert counted | set(Activity.objects.not_given().values_list("pk", flat=True)) == set(
        Activity.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("states", "counted"),
    [
        (["RECORDED"], [0]),
        (["SCHEDULED"], []),
        (["VOID"], []),
        (["FILED", "RECORDED"], [1]),
        (["FILED", "VOID"], [0]),
        (["FILED", "SCHEDULED"], [0]),
        (["FILED", "FILED", "DONE"], [2]),
        (["FILED", "FILED", "VOID"], [1]),
    ],
)
def test_a_correction_that_was_given_stands_for_what_it_corrects(
    policy: Policy, states: list[str], counted: list[int]
) -> None:
    """Each service of the list corrects the one before it."""
    made = make(policy, [(state, place - 1 if place else 9) for place, state in enumerate(states)])
    expected = {made[place].pk for place in counted}
    assert set(Activity.objects.given().values_list("pk", flat=True)) == expected
    assert ids_of_the_view() == expected


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_a_service_counts_from_the_day_it_begins(policy: Policy, days: int, counts: bool) -> None:
    world.activity(policy, start_on=DAY, end_on=DAY)
    assert Activity.objects.countable(DAY + timedelta(days=days)).exists() is counts


@pytest.mark.parametrize(
    ("names", "is_yearly", "counts"),
    [("this", True, True), ("this", False, True), ("other", True, False), ("none", True, True), ("none", False, False)],
)
def test_assistance_counts_in_the_campaign_that_it_names(
    policy: Policy, names: str, is_yearly: bool, counts: bool
) -> None:
    this, other = Campaign.objects.get(), next_campaign()
    named = {"this": this.pk, "other": other.pk, "none": None}[names]
    made = world.activity(policy, start_on=DAY, end_on=DAY, campaign_id=named)
    found = Activity.objects.filter(assists(this.pk, is_yearly=is_yearly))
    assert found.filter(pk=made.pk).exists() is counts


def test_what_names_another_campaign_or_is_no_assistance_counts_on_no_day(policy: Policy) -> None:
    this, other = Campaign.objects.get(), next_campaign()
    world.activity(policy, start_on=DAY, end_on=DAY, campaign=other)
    world.activity(policy, start_on=DAY, end_on=DAY, campaign_assist=False)
    for is_yearly in (True, False):
        assert not Activity.objects.filter(assists(this.pk, is_yearly=is_yearly, alone=[(DAY, DAY)])).exists()


def test_both_records_of_a_correction_name_each_other_and_one_of_them_stands(policy: Policy) -> None:
    filed, later, plain, void, to_come = make(
        policy,
        [
            (state, 0 if place == 1 else 9)
            for place, state in enumerate(["FILED", "FILED", "DONE", "VOID", "SCHEDULED"])
        ],
    )
    rows: Any = Activity.objects.all().with_corrections()
    told = {row.pk: (row.corrects_no, row.corrected_by_no) for row in rows}
    assert told == {
        filed.pk: (None, later.activity_no),
        later.pk: (filed.activity_no, None),
        **{row.pk: (None, None) for row in (plain, void, to_come)},
    }
    assert set(Activity.objects.standing()) == {later, plain, to_come}


@pytest.mark.parametrize(("day", "counts"), [(DAY, True), (DAY + timedelta(days=1), False)])
def test_what_names_no_campaign_counts_on_the_days_on_which_no_other_runs(
    policy: Policy, day: date, counts: bool
) -> None:
    made = world.activity(policy, start_on=day, end_on=day, campaign_id=None)
    found = Activity.objects.filter(assists(Campaign.objects.get().pk, is_yearly=False, alone=[(DAY, DAY)]))
    assert found.filter(pk=made.pk).exists() is counts


def numbers(mark: str) -> set[str]:
    return set(Activity.objects.marked(mark, DAY).values_list("activity_no", flat=True))


def test_marks_cut_the_list_to_corrections_and_to_what_waits(policy: Policy, cast: Cast) -> None:
    def made(number: str, state: ActivityState = ActivityState.RECORDED, day: date = DAY) -> Activity:
        return world.activity(policy, activity_no=number, state=state, start_on=day, end_on=day)

    at, asked = clock.now(), {"void_asked_by": cast.insurer_a_clerk, "void_asked_at": clock.now()}
    correct(made("FIRST", ActivityState.FILED), made("LATER"))
    ActivityDetail.objects.create(activity=made("PLAIN"), updated_at=at)
    ActivityDetail.objects.create(activity=made("ASKED"), updated_at=at, **asked)
    for number, state in (("GONE", ActivityState.VOID), ("CLOSED", ActivityState.FILED)):
        ActivityDetail.objects.create(activity=made(number, state), updated_at=at, **asked)
    for number, days in (("YESTERDAY", -1), ("TODAY", 0), ("TOMORROW", 1)):
        made(number, ActivityState.SCHEDULED, DAY + timedelta(days=days))
    assert {mark: numbers(mark) for mark in (*Mark.values, "other") if mark != Mark.UNNAMED} == {
        Mark.CORRECTED: {"FIRST"},
        Mark.CORRECTING: {"LATER"},
        Mark.VOID_ASKED: {"ASKED"},
        Mark.TO_DO: {"YESTERDAY", "TODAY"},
        "other": set(),
    }


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, True),
        ({"campaign_assist": False}, False),
        ({"state": ActivityState.VOID}, False),
        ({"state": ActivityState.FILED}, False),
        ({"start_on": DAY + timedelta(days=1), "end_on": DAY + timedelta(days=1)}, False),
    ],
)
def test_assistance_waits_for_its_campaign_where_several_run(
    policy: Policy, changes: dict[str, Any], waits: bool
) -> None:
    assert is_unnamed(policy, **changes) is waits
    assert not is_unnamed(policy, campaign=Campaign.objects.get(), **changes)


def is_unnamed(policy: Policy, **changes: Any) -> bool:
    made = world.activity(policy, **{"start_on": DAY, "end_on": DAY, **changes})
    return bool(Activity.objects.unnamed([(DAY, DAY)]).filter(pk=made.pk).exists())
