"""Sight that ends: the group sees what was drawn, from the start to the end, and nothing else there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import grants
from accounts.choices import GrantEnd, PersonPost
from accounts.models import Organisation, OrganisationGrant, User
from accounts.services.grants import end_expired, give_sight
from accounts.services.people import move_person
from core import clock, walls
from core.gate import NotAllowed, require
from core.writing import Refused
from enterprises.models import Enterprise, EnterpriseGrant
from enterprises.permissions import EnterprisePermission
from hazards.choices import HazardStatus
from hazards.models import Hazard
from inspections import services
from inspections.choices import MemberRole
from inspections.models import GroupMember, InspectedEnterprise, Task
from inspections.services.sight import give_group_sight
from inspections.states.tasks import may_inspect
from insurers.activities.models import Activity
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.inspections.draws import drawn, register
from tests.inspections.rows import add_enterprise, add_insurer, draw_nothing, join, ready_task

Enter = Callable[[Any], Client]
LEDGERS: tuple[Any, ...] = (Enterprise, Policy, ServicePlan, Activity)


@pytest.fixture
def firms(cast: Cast) -> list[Enterprise]:
    """Six enterprises of the inspected city, each with policy, plan and service of an insurer."""
    made = [world.enterprise(world.SHAOXING) for _ in range(6)]
    for number, firm in enumerate(made):
        held = world.policy(firm, "INS-A-ZJ" if number else "INS-B-ZJ")
        world.plan(held, world.plan_item())
        world.activity(held)
    return made


@pytest.fixture
def running(cast: Cast, firms: list[Enterprise]) -> Task:
    """Two of them are drawn, no insurer, and the group has set out."""
    task = ready_task()
    drawn(task, insurers=0)
    return services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())


def listed(task: Task) -> list[int]:
    return list(InspectedEnterprise.objects.filter(task=task).order_by("pk").values_list("enterprise", flat=True))


def seen(user: User, model: Any) -> set[int]:
    """Keys of the rows of the inspected city that both walls give to a person, by the enterprise."""
    rows = model.objects.visible_to(user).filter(city__code="330600")
    with walls.seeing_as(user):
        return set(rows.values_list("pk" if model is Enterprise else "enterprise", flat=True))


def behind_the_wall(user: User, model: Any) -> set[int]:
    """The same where the wall of Python is taken away: what the database itself gives."""
    rows = model.objects.filter(city__code="330600")
    with walls.seeing_as(user):
        return set(rows.values_list("pk" if model is Enterprise else "enterprise", flat=True))


def test_before_the_start_the_group_sees_nothing_of_the_other_city(cast: Cast, firms: list[Enterprise]) -> None:
    drawn(ready_task(), insurers=0)
    for model in LEDGERS:
        assert seen(cast.hangzhou_officer, model) == behind_the_wall(cast.hangzhou_officer, model) == set()


@pytest.mark.parametrize("model", LEDGERS)
def test_the_group_sees_what_was_drawn_and_nothing_else_there(
    cast: Cast, running: Task, firms: list[Enterprise], model: Any
) -> None:
    there = set(listed(running))
    assert len(there) == 2
    for member in (cast.hangzhou_officer, cast.hangzhou_lead):
        assert seen(member, model) == behind_the_wall(member, model) == there
    for stranger in (cast.quzhou_officer, cast.jinhua_officer):
        assert seen(stranger, model) == behind_the_wall(stranger, model) == set()


def test_hazards_on_record_are_seen_and_drafts_are_not(cast: Cast, running: Task) -> None:
    firm, other = Enterprise.objects.get(pk=listed(running)[0]), world.enterprise(world.SHAOXING)
    values: dict[str, Any] = {
        "city_id": "330600",
        "county_id": world.SHAOXING,
        "insurer": world.insurer(),
        "description": "示例",
        "place": "示例车间",
        "level": "GENERAL",
        "found_on": clock.today(),
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "sector": "HAZCHEM",
        "category": "OTHER",
    }
    fields = {field.name for field in Hazard._meta.concrete_fields} | {"city_id", "county_id"}
    values = {name: value for name, value in values.items() if name in fields}
    on_record = Hazard.objects.create(enterprise=firm, hazard_no="YH-1", state="NOTIFIED", **values)
    Hazard.objects.create(enterprise=firm, hazard_no="", state="DRAFT", **values)
    Hazard.objects.create(enterprise=other, hazard_no="YH-2", state="NOTIFIED", **values)
    rows = Hazard.objects.visible_to(cast.hangzhou_officer)
    with walls.seeing_as(cast.hangzhou_officer):
        assert list(rows) == list(Hazard.objects.all()) == [on_record]


def test_an_insurer_is_seen_in_the_inspected_city_alone(cast: Cast, firms: list[Enterprise]) -> None:
    elsewhere = world.policy(world.enterprise(world.QUZHOU), "INS-B-ZJ")
    task = ready_task()
    draw_nothing(task)
    officer = cast.hangzhou_officer
    running = services.start_inspection(task=task, by=officer, at=clock.now())
    add_insurer(task=running, insurer=world.insurer("INS-B-ZJ"), by=officer, at=clock.now())
    services.give_group_sight(task=running, by=officer, at=clock.now())
    with walls.seeing_as(officer):
        there = set(Policy.objects.exclude(city__code="330100").values_list("pk", flat=True))
        by_python = set(Policy.objects.visible_to(officer).exclude(city__code="330100").values_list("pk", flat=True))
    assert there == by_python == set(Policy.objects.filter(enterprise=firms[0]).values_list("pk", flat=True))
    assert elsewhere.pk not in there
    assert OrganisationGrant.objects.filter(user=officer).get().city_id == "330600"


def test_pages_open_while_it_goes_on_and_are_gone_at_once(cast: Cast, as_user: Enter, running: Task) -> None:
    officer = as_user(cast.hangzhou_officer)
    drawn_firm = reverse("workbench:enterprise-detail", args=[listed(running)[0]])
    policy = Policy.objects.filter(enterprise=listed(running)[0]).get()
    held = reverse("policies:policy-detail", args=[policy.pk])
    assert [officer.get(address).status_code for address in (drawn_firm, held)] == [200, 200]
    services.end_group_sight(task=running, by=cast.hangzhou_officer, at=clock.now())
    assert [officer.get(address).status_code for address in (drawn_firm, held)] == [404, 404]


def test_a_request_begins_with_nothing_in_sight_and_finds_the_grants_of_its_person(
    cast: Cast, as_user: Enter, running: Task
) -> None:
    """As the server does it: who comes is asked before there is a sight, and what he was given is found all the same."""
    officer = as_user(cast.hangzhou_officer)
    drawn_firm = reverse("workbench:enterprise-detail", args=[listed(running)[0]])
    with walls.seeing(walls.NOTHING):
        assert officer.get(drawn_firm).status_code == 200


def test_sight_is_not_a_hand(cast: Cast, running: Task) -> None:
    firm, officer = Enterprise.objects.get(pk=listed(running)[0]), cast.hangzhou_officer
    require(officer, EnterprisePermission.ENTERPRISE_VIEW, on=firm)
    with pytest.raises(NotAllowed):
        require(officer, EnterprisePermission.ENTERPRISE_EDIT, on=firm)
    with walls.seeing_as(officer):
        assert Enterprise.objects.filter(pk=firm.pk).update(note="改") == 0
    policy = Policy.objects.get(enterprise=firm)
    with walls.seeing_as(officer), transaction.atomic():
        assert Policy.objects.filter(pk=policy.pk).update(note="改") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Policy.objects.create(
                **{
                    field.attname: getattr(policy, field.attname)
                    for field in Policy._meta.concrete_fields
                    if field.attname not in ("id", "policy_no")
                },
                policy_no="AZX-示例",
            )


def test_lists_and_their_numbers_stay_those_of_the_own_place(cast: Cast, as_user: Enter, running: Task) -> None:
    own = world.enterprise(world.HANGZHOU)
    page = as_user(cast.hangzhou_officer).get("/enterprises/").content.decode()
    assert own.name in page
    assert not any(
        name in page for name in Enterprise.objects.filter(city__code="330600").values_list("name", flat=True)
    )


def test_leaving_ends_it_for_that_person_alone(cast: Cast, running: Task) -> None:
    member = GroupMember.objects.get(user=cast.hangzhou_lead)
    third = services.Person("示例执法员", "执法队员", "SECTOR", "示例1", unit="示例市住建局")
    services.enter_member(task=running, person=third, by=cast.hangzhou_officer, at=clock.now())
    services.leave_group(member=member, reason="工作调整", by=cast.hangzhou_officer, at=clock.now())
    assert seen(cast.hangzhou_lead, Policy) == behind_the_wall(cast.hangzhou_lead, Policy) == set()
    assert seen(cast.hangzhou_officer, Policy) == set(listed(running))
    kept = EnterpriseGrant.objects.filter(user=cast.hangzhou_lead)
    assert {grant.why_ended for grant in kept} == {GrantEnd.MEMBERSHIP}


def test_who_joins_later_sees_what_the_others_see(cast: Cast, running: Task) -> None:
    sub = User.objects.select_related("organisation").get(username="reg-330600")
    services.invite_regulator(
        task=running, body=cast.zhejiang_regulator.organisation, by=cast.hangzhou_officer, at=clock.now()
    )
    assert seen(cast.zhejiang_regulator, Enterprise) == {
        firm.pk for firm in Enterprise.objects.filter(city__code="330600")
    }
    assert not EnterpriseGrant.objects.filter(user=sub).exists()
    join(running, cast.zhejiang_regulator, role="REGULATOR")
    assert EnterpriseGrant.objects.open().filter(user=cast.zhejiang_regulator).count() == 2


def test_the_last_day_ends_it_before_any_job_ran(cast: Cast, running: Task, settings: Any) -> None:
    officer, last = cast.hangzhou_officer, running.campaign.ends_on
    assert set(EnterpriseGrant.objects.values_list("until", flat=True)) == {last}
    settings.PORTAL_TODAY = last
    assert seen(officer, Policy) == behind_the_wall(officer, Policy) == set(listed(running))
    settings.PORTAL_TODAY = last + timedelta(days=1)
    assert seen(officer, Policy) == behind_the_wall(officer, Policy) == set()
    assert EnterpriseGrant.objects.open().count() == 4
    assert end_expired(today=clock.today(), at=clock.now()) == 4
    assert end_expired(today=clock.today(), at=clock.now()) == 0
    assert set(EnterpriseGrant.objects.values_list("why_ended", flat=True)) == {GrantEnd.DATE}


def test_who_could_see_what_on_which_day_is_answerable_afterwards(cast: Cast, running: Task) -> None:
    today, officer = clock.today(), cast.hangzhou_officer
    services.end_group_sight(task=running, by=officer, at=clock.now())
    held = EnterpriseGrant.objects.held_on(today).filter(user=officer)
    assert set(held.values_list("content_object", flat=True)) == set(listed(running))
    assert not EnterpriseGrant.objects.held_on(today - timedelta(days=1)).exists()
    assert not EnterpriseGrant.objects.held_on(today + timedelta(days=1)).exists()
    with walls.seeing_as(cast.quzhou_officer):
        assert not EnterpriseGrant.objects.exists()


def test_guardian_answers_as_the_walls_do(cast: Cast, running: Task) -> None:
    firm, officer = Enterprise.objects.get(pk=listed(running)[0]), cast.hangzhou_officer
    assert officer.has_perm("enterprises.view_enterprise", firm)
    assert not officer.has_perm("enterprises.change_enterprise", firm)
    services.end_group_sight(task=running, by=officer, at=clock.now())
    assert not cast.hangzhou_officer.has_perm("enterprises.view_enterprise", firm)


def test_only_people_with_a_place_are_given_sight(cast: Cast, firms: list[Enterprise]) -> None:
    with pytest.raises(Refused, match="不能取得查看授权"):
        give_sight(
            EnterpriseGrant,
            firms,
            to=[cast.insurer_a_clerk],
            source="JC-1",
            until=clock.today(),
            by=cast.hangzhou_officer,
            at=clock.now(),
        )


def test_a_grant_is_given_once_and_ended_for_one_row(cast: Cast, running: Task) -> None:
    services.give_group_sight(task=running, by=cast.hangzhou_officer, at=clock.now())
    assert EnterpriseGrant.objects.count() == 4
    firm = world.enterprise(world.SHAOXING)
    world.policy(firm)
    item = add_enterprise(task=running, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())
    services.give_group_sight(task=running, by=cast.hangzhou_officer, at=clock.now())
    assert firm.pk in seen(cast.hangzhou_officer, Policy)
    services.remove_item(item=item, by=cast.hangzhou_officer, at=clock.now())
    assert seen(cast.hangzhou_officer, Policy) == behind_the_wall(cast.hangzhou_officer, Policy) == set(listed(running))
    assert len(listed(running)) == 2


def test_no_open_grant_stands_without_its_task_and_member(cast: Cast, running: Task) -> None:
    from inspections.integrity import stray_grants

    assert list(stray_grants()) == []
    GroupMember.objects.filter(user=cast.hangzhou_lead).update(left_at=clock.now())
    assert len(list(stray_grants())) == 2
    Task.objects.filter(pk=running.pk).update(state="COMPLETED")
    assert len(list(stray_grants())) == 4


def test_people_without_a_grant_cost_no_query(cast: Cast, as_user: Enter, running: Task) -> None:
    client = as_user(cast.quzhou_officer)
    client.get("/policies/")
    with connection.execute_wrapper(_refuse_grants):
        assert client.get("/policies/").status_code == 200
    assert grants.granted("enterprises.EnterpriseGrant", cast.quzhou_officer) is None


def _refuse_grants(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if "accounts_user" not in sql:
        assert "grant" not in sql.lower()
    return execute(sql, params, many, context)


def test_register_gives_what_it_says(cast: Cast) -> None:
    assert len(register(3)) == 3


def test_who_moves_to_another_office_leaves_the_sight_of_the_task_behind(
    cast: Cast, running: Task, firms: list[Enterprise]
) -> None:
    """Grants end, and the place in the group opens nothing to who is no longer of the office that it was given to."""
    member = cast.hangzhou_officer
    assert seen(member, Enterprise)
    quzhou = cast.quzhou_officer.organisation
    move_person(
        person=member,
        organisation=quzhou,
        post=PersonPost.OPERATOR,
        seen=member.version,
        by=cast.adm_system,
        at=clock.now(),
    )
    moved = User.objects.select_related("organisation").get(pk=member.pk)
    give_group_sight(task=running, by=cast.hangzhou_lead, at=clock.now())
    for model in LEDGERS:
        assert seen(moved, model) == behind_the_wall(moved, model) == set()
    assert not may_inspect(running, moved)
    assert not running.members.of(moved).exists()
    with walls.seeing_as(moved):
        assert not GroupMember.objects.filter(task=running).exists()


def test_a_member_of_another_body_who_moves_reads_the_task_no_more(cast: Cast, running: Task) -> None:
    """A sector authority's person has no city of the task: the place in the group alone opened it."""
    person = User.objects.select_related("organisation").get(username="sa-330100-constr")
    third = services.Person("", "科员", MemberRole.SECTOR, user=person)
    services.enter_member(task=running, person=third, by=cast.hangzhou_officer, at=clock.now())
    with walls.seeing_as(person):
        assert Task.objects.visible_to(person).filter(pk=running.pk).exists()
        assert GroupMember.objects.filter(task=running).exists()
    other = Organisation.objects.filter(kind=person.organisation.kind).exclude(pk=person.organisation_id).first()
    assert other is not None
    User.objects.filter(pk=person.pk).update(organisation=other)
    moved = User.objects.select_related("organisation").get(pk=person.pk)
    with walls.seeing_as(moved):
        assert not Task.objects.visible_to(moved).filter(pk=running.pk).exists()
        assert not GroupMember.objects.filter(task=running).exists()


@pytest.mark.parametrize(
    ("state", "path"), [(HazardStatus.SUBMITTED, "/hazards/review/"), (HazardStatus.RECORDED, "/hazards/notices/new/")]
)
def test_what_a_grant_shows_is_not_offered_to_be_handled(
    cast: Cast, running: Task, firms: list[Enterprise], as_user: Enter, state: str, path: str
) -> None:
    """Its hazards stood in the review of the group's bureau, whose save then answered 403 for all of the page."""
    firm = Enterprise.objects.get(pk=listed(running)[0])
    Hazard.objects.create(
        enterprise=firm,
        city_id="330600",
        county_id=world.SHAOXING,
        hazard_no="YH-1",
        state=state,
        description="示例",
        place="示例车间",
        level="GENERAL",
        found_on=clock.today(),
        created_at=clock.now(),
        updated_at=clock.now(),
        sector="HAZCHEM",
        category="OTHER",
    )
    page = as_user(cast.hangzhou_lead).get(path)
    assert page.status_code == 200
    assert firm.name not in page.content.decode()
