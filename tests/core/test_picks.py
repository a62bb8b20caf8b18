"""What forms offer to pick: number, name or initials, of what the person sees, and nothing that must not be chosen."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation
from core import clock
from enterprises.initials import refresh
from insurers.agencies.models import AgencyEvaluation
from tests import world
from tests.cast import Cast
from tests.hazards import life

SignIn = Callable[[Any], Client]
DAY = date(2023, 9, 1)


def picked(client: Client, what: str, text: str) -> list[str]:
    answer = client.get(f"/pick/{what}/", {"q": text})
    assert answer.status_code == 200
    return re.findall(r'data-pick="([^"]*)"', answer.content.decode())


def test_each_ledger_is_found_by_number_name_and_initials(cast: Cast, as_user: SignIn) -> None:
    firm = world.enterprise(name="杭州示例化工有限公司")
    policy = world.policy(firm)
    service = world.activity(policy)
    hazard = life.hazard(firm)
    foreign = world.policy(world.enterprise(name="长兴示例化工有限公司"), by="INS-B-ZJ")
    refresh()
    client = as_user(cast.insurer_a_clerk)
    wanted = {
        "policy": policy.policy_no,
        "enterprise": firm.uscc,
        "activity": service.activity_no,
        "hazard": hazard.hazard_no,
    }
    for what, number in wanted.items():
        for text in (number, "示例化工" if what != "hazard" else "灭火器", "slhg"):
            assert picked(client, what, text) == [number], (what, text)
    assert picked(client, "policy", foreign.policy_no) == []
    assert picked(client, "policy", "A") == []
    assert "没有符合的记录" in client.get("/pick/policy/", {"q": "\x00''%_"}).content.decode()
    assert client.get("/pick/nothing/").status_code == 404
    assert as_user(cast.agency).get("/pick/policy/", {"q": "AZX"}).status_code == 403


@pytest.fixture
def stopped(cast: Cast) -> Organisation:
    agency = cast.agency.organisation
    AgencyEvaluation.objects.create(
        agency=agency,
        insurer=cast.insurer_a_clerk.organisation,
        year=2023,
        score=40,
        conclusion="STOP",
        evaluated_by=cast.insurer_a_lead,
        evaluated_at=clock.now(),
    )
    return agency


def test_a_stopped_agency_is_not_offered_and_stays_where_it_stands(
    cast: Cast, stopped: Organisation, as_user: SignIn
) -> None:
    client, other = as_user(cast.insurer_a_clerk), as_user(cast.insurer_b_clerk)
    assert stopped.name not in picked(client, "agency", stopped.name[:4])
    assert stopped.name in picked(other, "agency", stopped.name[:4])
    assert stopped.name not in picked(client, "server", stopped.name[:4])
    assert stopped.name in picked(other, "server", stopped.name[:4])
    for url, what in (("/activities/new/", "server"), ("/orders/new/", "agency")):
        shown = client.get(url).content.decode()
        assert f'hx-get="/pick/{what}/"' in shown
        assert stopped.name not in shown
    typed = {"policy_no": "A", "agency": stopped.name, "kind": "HAZ", "service_on": "2023-09-01"}
    refused = client.post("/orders/new/", typed).content.decode()
    assert f"没有可以选用的服务机构「{stopped.name}」：名录中没有，或者年度评价结论为停用" in refused
    policy = world.policy(world.enterprise())
    page = client.get(f"/policies/{policy.pk}/plan/new/")
    assert page.status_code == 200
    assert stopped.name not in page.content.decode()
    given = world.activity(world.policy(world.enterprise()), agency=stopped, state="DONE")
    assert stopped.name in client.get(f"/activities/{given.pk}/edit/").content.decode()


def test_a_new_service_begins_with_what_the_portal_knows(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())
    plan = world.plan(policy, world.plan_item(kind="DRILL", topics=["D1"], staff="王某"))
    client = as_user(cast.insurer_a_clerk)
    assert f"/activities/new/?policy={policy.policy_no}" in client.get(f"/policies/{policy.pk}/").content.decode()
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    (address,) = re.findall(r'href="(/activities/new/[^"]*)"', page)
    form = client.get(address.replace("&amp;", "&")).context["form"]
    found = {name: form.initial[name] for name in ("policy_no", "kind", "topics", "staff", "campaign_assist")}
    assert found == {
        "policy_no": policy.policy_no,
        "kind": "DRILL",
        "topics": ["D1"],
        "staff": "王某",
        "campaign_assist": "yes",
    }
    assert "/activities/new/" not in as_user(cast.hangzhou_officer).get(f"/plans/{plan.pk}/").content.decode()


def test_on_an_english_page_the_words_beside_a_number_are_english(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise(name="杭州示例化工有限公司"))
    world.professional(cast.insurer_a_clerk.organisation, name="张某甲")
    client = as_user(cast.insurer_a_clerk)
    client.cookies["django_language"] = "en"
    shown = client.get("/pick/policy/", {"q": policy.policy_no}).content.decode()
    assert f"{policy.start_on} to {policy.end_on}" in shown
    assert "至" not in shown
    for typed in ("张某甲", "自有"):
        what = "staff" if typed == "张某甲" else "server"
        said = client.get(f"/pick/{what}/", {"q": typed}).content.decode()
        assert typed in said
        assert "有效" not in said
        assert "由本机构" not in said
