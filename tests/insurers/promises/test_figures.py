"""Promised against done: earliest promise first, late, outside, by group; numbers equal the rows behind them."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.jobs import run_here
from core.writing import Refused
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from insurers.promises import figures as promised
from insurers.promises.models import AssistReminder, PromisedRow
from insurers.promises.services import remind_insurer, start_count
from tests import world
from tests.cast import Cast
from tests.pages import body, total

SignIn = Callable[[Any], Client]
TODAY = date(2023, 11, 23)
NOVEMBER = promised.Frame(date(2023, 11, 1), TODAY)
DRILL = world.plan_item(kind="DRILL", topics=["D1"], frequency=3, months=[10, 11], campaign_assist=False)


def rows_of(plan: ServicePlan) -> list[tuple[str, int, int]]:
    found = PromisedRow.objects.filter(plan=plan).order_by("month", "item_id")
    return [(f"{row.month:%Y-%m}", row.times, row.done) for row in found]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise(main_sector="HAZCHEM"))


def test_times_are_spread_over_the_months(policy: Policy) -> None:
    assert rows_of(world.plan(policy, DRILL)) == [("2023-10", 2, 0), ("2023-11", 1, 0)]


def test_a_period_across_the_year_has_its_months_in_the_next_one(cast: Cast) -> None:
    policy = world.policy(world.enterprise(), start_on=date(2023, 3, 15), end_on=date(2024, 3, 14))
    plan = world.plan(policy, world.plan_item(months=[2, 3]))
    found = PromisedRow.objects.filter(plan=plan).order_by("month")
    assert [(row.month, row.due_on) for row in found] == [
        (date(2023, 3, 1), date(2023, 3, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ]


def test_the_earliest_promise_is_kept_first(policy: Policy) -> None:
    plan = world.plan(policy, world.plan_item(frequency=3, months=[6, 9, 12]))
    world.activity(policy)
    world.activity(policy, start_on=date(2023, 10, 1), end_on=date(2023, 10, 1))
    assert rows_of(plan) == [("2023-06", 1, 1), ("2023-09", 1, 1), ("2023-12", 1, 0)]


def test_kind_assistance_and_period_must_agree(policy: Policy) -> None:
    plan = world.plan(policy, start_on=date(2023, 5, 1))
    world.activity(policy, kind="TRAIN", topics=["T1"])
    world.activity(policy, campaign_assist=False)
    world.activity(policy, start_on=date(2023, 2, 1), end_on=date(2023, 2, 1))
    world.activity(policy, state="VOID")
    assert [done for _month, _times, done in rows_of(plan)] == [0, 0]


def test_drafts_promise_nothing_and_a_replaced_version_neither(policy: Policy) -> None:
    world.plan(policy, state="DRAFT")
    world.plan(policy, state="AMENDED")
    assert not PromisedRow.objects.exists()


def test_more_than_promised_is_outside(cast: Cast, policy: Policy) -> None:
    world.plan(policy)
    made = [world.activity(policy, start_on=date(2023, 9, day), end_on=date(2023, 9, day)) for day in (1, 2, 3)]
    stray = world.activity(world.policy(world.enterprise()))
    found = set(promised.outside_of(cast.provincial_officer).values_list("activity_id", flat=True))
    assert found == {made[2].pk, stray.pk}


def test_the_numbers_of_a_group(cast: Cast, policy: Policy) -> None:
    world.plan(policy, world.plan_item(frequency=3, months=[6, 9, 11]), DRILL)
    world.activity(policy)
    user = cast.provincial_officer
    (row,) = promised.numbers_by("insurer", promised.promised_of(user), promised.outside_of(user, NOVEMBER), NOVEMBER)
    assert (row.month, row.due, row.late, row.so_far, row.done, row.outside) == (2, 2, 3, 6, 1, 0)
    assert str(row.rate) == "0.1667"


@pytest.mark.parametrize("by", sorted(promised.GROUPS))
def test_every_number_opens_its_rows(cast: Cast, policy: Policy, sign_in: SignIn, by: str) -> None:
    world.plan(policy, world.plan_item(frequency=3, months=[6, 9, 11]), DRILL)
    other = world.policy(world.enterprise(world.QUZHOU), "INS-B-ZJ")
    world.plan(other, DRILL)
    for on in (policy, policy, other):
        world.activity(on)
    world.activity(other, kind="DRILL", topics=["D1"], participants=5, campaign_assist=False)
    client = sign_in(cast.provincial_officer)
    page = body(client, f"/promised/?by={by}")
    links = re.findall(r'<td class="num[^>]*>\s*<a href="([^"]+)">([\d,]+)</a>', page)
    assert links
    for link, number in links:
        rows = client.get(unescape(link)).context["page"].paginator.object_list
        field = {"done": "done"}.get(re.search(r"standing=([\w-]+)", link)[1] if "standing" in link else "", "times")  # type: ignore[index]
        if "/outside/" in link:
            counted = rows.count()
        elif "standing=due" in link or "standing=late" in link:
            counted = sum(row.times - row.done for row in rows)
        else:
            counted = sum(getattr(row, field) for row in rows)
        assert counted == int(number), link


def test_it_opens_by_plan_for_an_insurer_and_by_insurer_for_the_others(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.insurer_a_clerk).get("/promised/").context["by"] == "plan"
    assert sign_in(cast.provincial_officer).get("/promised/").context["by"] == "insurer"


@pytest.mark.parametrize(
    "url", ["/promised/", "/promised/list/", "/promised/outside/", "/promised/calendar/", "/plans/"]
)
def test_the_queries_do_not_grow(cast: Cast, sign_in: SignIn, url: str) -> None:
    def made(number: int) -> None:
        for _ in range(number):
            on = world.policy(world.enterprise())
            world.plan(on)
            world.activity(on, kind="RISK", topics=[])

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            body(client, url)
        return len(context)

    client = sign_in(cast.provincial_officer)
    body(client, url)
    made(1)
    few = queries()
    made(4)
    assert queries() == few
    assert few <= 12


def test_a_place_sees_its_own(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    world.plan(policy)
    for who, number in (
        (cast.hangzhou_officer, 2),
        (cast.xihu_county, 2),
        (cast.insurer_a_clerk, 2),
        (cast.zhejiang_regulator, 2),
        (cast.quzhou_officer, 0),
        (cast.insurer_b_clerk, 0),
        (cast.ningbo_regulator, 0),
    ):
        assert total(body(sign_in(who), "/promised/list/")) == number, who
    assert sign_in(cast.agency).get("/promised/").status_code == 403


def test_months_may_be_looked_back_and_ahead(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    world.plan(policy)
    client = sign_in(cast.insurer_a_clerk)
    for month, standing, number in (
        ("2023-11", "late", 1),
        ("2023-11", "due", 0),
        ("2023-12", "due", 1),
        ("2023-12", "month", 1),
        ("2023-09", "late", 0),
        ("2023-10", "late", 1),
        ("99", "late", 1),
    ):
        assert total(body(client, f"/promised/list/?month={month}&standing={standing}")) == number, (month, standing)


def test_the_job_counts_what_the_pages_count(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    world.plan(policy, world.plan_item(), DRILL)
    for _ in range(3):
        world.activity(policy)
    user = cast.provincial_officer
    client = sign_in(user)
    before = client.get("/promised/?by=insurer").context["rows"][0]["numbers"]
    assert promised.counted_at() is None
    job = start_count(by=user, at=clock.now(), ring=False)
    assert run_here(job.pk).state == "DONE"
    page = client.get("/promised/?by=insurer")
    assert page.context["counted"]
    assert page.context["rows"][0]["numbers"] == before
    assert client.get("/promised/?by=county").context["counted"] is False
    world.activity(policy, kind="RISK", topics=[])
    live = client.get("/promised/?by=insurer")
    assert live.context["counted"] is False
    assert live.context["rows"][0]["numbers"].outside == before.outside + 1
    again = start_count(by=user, at=clock.now(), ring=False)
    assert again.pk != job.pk
    assert run_here(again.pk).state == "DONE"
    assert start_count(by=user, at=clock.now(), ring=False).pk == again.pk
    assert client.get("/promised/?by=insurer").context["counted"] is True
    assert sign_in(cast.hangzhou_officer).get("/promised/?by=insurer").context["counted"] is False


def test_counting_anew_is_for_those_who_see_many_cities(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.provincial_officer).post("/promised/count/")["Location"].startswith("/jobs/")
    assert sign_in(cast.hangzhou_officer).post("/promised/count/")["Location"] == "/promised/"


def test_lists_export_with_their_own_columns(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    world.plan(policy)
    world.activity(world.policy(world.enterprise()))
    client = sign_in(cast.insurer_a_clerk)
    for url in (
        "/promised/?by=plan&x=1",
        "/promised/",
        "/promised/list/",
        "/promised/outside/",
        "/promised/without-assistance/",
        "/plans/units/",
    ):
        answer = client.get(f"{url}{'&' if '?' in url else '?'}export=1")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet"), url


def test_units_without_assistance_and_the_reminder_in_one_click(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    helped = world.policy(world.enterprise())
    world.activity(helped)
    old = world.policy(world.enterprise())
    world.activity(old, start_on=date(2023, 4, 26), end_on=date(2023, 4, 26))
    client = sign_in(cast.hangzhou_officer)
    assert total(body(client, "/promised/without-assistance/")) == 2
    url = f"/promised/without-assistance/{policy.insurer_id}/remind/"
    assert "已提醒" in client.post(url, follow=True).content.decode()
    client.post(url)
    reminder = AssistReminder.objects.get()
    assert (reminder.units, reminder.month) == (2, date(2023, 11, 1))
    insurer = sign_in(cast.insurer_a_clerk)
    assert "2 户" in body(insurer, "/")
    assert "提醒记录" in body(insurer, "/promised/without-assistance/")
    assert "提醒记录" not in body(sign_in(cast.insurer_b_clerk), "/promised/without-assistance/")


def test_only_supervisors_remind_and_only_with_a_reason(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    url = f"/promised/without-assistance/{policy.insurer_id}/remind/"
    assert sign_in(cast.insurer_a_clerk).post(url).status_code == 403
    world.activity(policy)
    with pytest.raises(Refused, match="均已开展"):
        remind_insurer(
            insurer=policy.insurer, since=date(2023, 4, 27), by=cast.hangzhou_officer, today=TODAY, at=clock.now()
        )


def test_the_share_of_units_with_a_plan_and_the_rows_behind_it(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    world.plan(policy)
    world.policy(policy.enterprise, "INS-B-ZJ")
    world.plan(world.policy(world.enterprise()), state="SENT")
    world.plan(world.policy(world.enterprise()), end_on=date(2023, 10, 31), state="FINISHED")
    world.policy(world.enterprise(), status="SURRENDERED")
    client = sign_in(cast.hangzhou_officer)
    page = body(client, "/plans/units/")
    assert "33.33%" in page
    for query, number in (("", 3), ("?signed=yes", 1), ("?signed=no", 2)):
        assert total(body(client, f"/plans/units/{query}")) == number
    other = sign_in(cast.insurer_b_clerk)
    assert total(body(other, "/plans/units/?signed=no")) == 1
    assert "—" in body(sign_in(cast.ningbo_regulator), "/plans/units/")


def test_the_list_behind_a_number_totals_it_in_times(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    """One promise of two services, one given: two promised, one late; the list says times, not rows."""
    world.plan(policy, world.plan_item(frequency=2, months=[9]))
    world.activity(policy)
    client = as_user(cast.insurer_a_clerk)
    page = body(client, "/promised/?by=plan")
    for name, times in (("so-far", 2), ("late", 1), ("done", 1)):
        (address,) = re.findall(rf'href="([^"]*standing={name})"', page)
        answer = client.get(unescape(address))
        assert answer.context["counted"] == times
        assert sum(row.counted for row in answer.context["rows"]) == times
        assert f"共 {times} 次" in answer.content.decode()


def test_services_outside_plans_are_narrowed_by_assistance_as_their_number_is(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    world.activity(policy)
    world.activity(policy, campaign_assist=False)
    client = as_user(cast.insurer_a_clerk)
    page = body(client, "/promised/?by=kind&assist=true")
    (address,) = set(re.findall(r'href="(/promised/outside/[^"]*assist=true[^"]*)"', page))
    answer = client.get(unescape(address))
    assert answer.context["page"].paginator.count == 1
    assert "共 1 次" in answer.content.decode()


def test_an_insurer_without_business_in_the_place_is_not_reminded(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    """The insurer of Hangzhou is none of Ningbo's business, the one with a policy there is."""
    client = as_user(cast.ningbo_regulator)
    assert client.post(f"/promised/without-assistance/{policy.insurer_id}/remind/").status_code == 404
    assert not AssistReminder.objects.exists()
    own = world.policy(world.enterprise(world.NINGBO), by="INS-A-NB")
    assert client.post(f"/promised/without-assistance/{own.insurer_id}/remind/").status_code == 302
    assert AssistReminder.objects.get().insurer == own.insurer
