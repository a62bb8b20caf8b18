"""The register of those who serve (N30): who keeps whom, who reads what, and who may be picked on a day."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation
from core.models import AuditEvent
from insurers.agencies.choices import Standing
from insurers.agencies.filters import condition_of
from insurers.agencies.models import Professional
from insurers.agencies.rules import standing_on
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]

ENTRY = {
    "kind": "OWN",
    "name": "示例甲",
    "speciality": "化工安全",
    "title": "工程师",
    "certificate": "CSE",
    "certificate_no": "示例20230001",
    "valid_from": "2022-01-01",
    "valid_to": "2026-12-31",
}


@pytest.fixture
def agency(cast: Cast) -> Organisation:
    return cast.agency.organisation


@pytest.fixture
def insurer(cast: Cast) -> Organisation:
    return cast.insurer_a_clerk.organisation


def picked(client: Client, text: str, **beside: str) -> set[str]:
    answer = client.get("/pick/staff/", {"staff": text, **beside})
    assert answer.status_code == 200
    return set(re.findall(r'data-pick="([^"]*)"', answer.content.decode()))


def test_an_insurer_enters_changes_and_lets_go_of_its_own(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    assert 'href="/professionals/"' in client.get("/").content.decode()
    assert "登记人员" in client.get("/professionals/").content.decode()
    assert client.post("/professionals/new/", ENTRY).status_code == 302
    person = Professional.objects.get()
    page = client.get(f"/professionals/{person.pk}/").content.decode()
    for word in ("示例甲", "示例20230001", "可以选用", "登记服务人员", "自有人员"):
        assert word in page
    form = client.get(f"/professionals/{person.pk}/edit/").context["form"]
    renewed = {**ENTRY, "valid_to": "2028-12-31", "seen": form.initial["seen"]}
    assert client.post(f"/professionals/{person.pk}/edit/", renewed).status_code == 302
    assert client.post(f"/professionals/{person.pk}/edit/", renewed).status_code == 409, "a stale page"
    assert client.post(f"/professionals/{person.pk}/leave/", {"left_on": "2023-08-31"}).status_code == 302
    page = client.get(f"/professionals/{person.pk}/").content.decode()
    assert "登记服务人员离职" in page
    assert "2026-12-31 → 2028-12-31" in page
    assert client.post(f"/professionals/{person.pk}/leave/", {"back": "1"}).status_code == 302
    told = AuditEvent.objects.filter(action__startswith="professional.").order_by("pk")
    assert [event.action.partition(".")[2] for event in told] == ["entered", "changed", "left", "back"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"certificate_no": "11010519491231002X"}, "不收集身份证号码"),
        ({"valid_to": "2021-12-31"}, "早于有效期起"),
        ({"valid_from": "1900-01-01"}, "过早"),
        ({"kind": "AGENCY"}, "不在可选范围内"),
        ({"name": ""}, "必填"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast: Cast, as_user: SignIn, change: dict[str, str], words: str) -> None:
    answer = as_user(cast.insurer_a_clerk).post("/professionals/new/", {**ENTRY, **change})
    assert answer.status_code in {400, 409}
    errors = " ".join(sentence for field in answer.context["form"] for sentence in field.errors)
    assert words in errors
    assert not Professional.objects.exists()


def test_a_certificate_is_entered_once_in_an_organisation(cast: Cast, as_user: SignIn, agency: Organisation) -> None:
    client = as_user(cast.insurer_a_clerk)
    client.post("/professionals/new/", ENTRY)
    assert "已登记在本机构名下" in client.post("/professionals/new/", ENTRY).content.decode()
    sent = {**ENTRY, "kind": "AGENCY"}
    assert as_user(cast.agency).post("/professionals/new/", sent).status_code == 302, "another organisation may"


def test_who_reads_and_who_writes(cast: Cast, as_user: SignIn, agency: Organisation, insurer: Organisation) -> None:
    own = world.professional(insurer, name="欧阳某某", certificate_no="示例00012345")
    theirs = world.professional(agency, name="司马某某", certificate_no="示例00054321")
    client = as_user(cast.insurer_a_clerk)
    page = client.get("/professionals/").content.decode()
    assert "欧阳某某" in page
    assert "司马某某" not in page
    assert "****4321" in page
    assert client.get(f"/professionals/{theirs.pk}/").status_code == 200
    assert client.get(f"/professionals/{theirs.pk}/edit/").status_code == 403
    assert client.post(f"/professionals/{theirs.pk}/leave/", {"left_on": "2023-09-01"}).status_code == 403
    for name in ("insurer_b_clerk", "agency"):
        assert as_user(getattr(cast, name)).get(f"/professionals/{own.pk}/").status_code == 404, name
    bureau = as_user(cast.hangzhou_officer)
    assert bureau.get(f"/professionals/{theirs.pk}/").status_code == 404, "not at work in its place"
    world.activity(world.policy(world.enterprise()), agency=agency)
    assert "司马某某" not in bureau.get(f"/professionals/{theirs.pk}/").content.decode()
    assert bureau.get("/professionals/new/").status_code == 403
    assert as_user(cast.builder_authority).get("/professionals/").status_code == 403
    assert as_user(cast.provincial_officer).get(f"/professionals/{own.pk}/").status_code == 200


def test_staff_are_offered_by_name_initials_agency_and_day(
    cast: Cast, as_user: SignIn, agency: Organisation, insurer: Organisation
) -> None:
    world.professional(insurer, name="张某甲")
    world.professional(insurer, name="张某乙", valid_to=date(2023, 8, 31))
    world.professional(insurer, name="张某丙", kind="EXPERT")
    world.professional(agency, name="张某丁")
    world.professional(world.insurer("INS-B-ZJ"), name="张某戊")
    client = as_user(cast.insurer_a_clerk)
    day = {"start_on": "2023-09-01"}
    assert picked(client, "zm", **day) == {"张某甲", "张某丙", "张某丁"}
    assert picked(client, "张", agency="自有", **day) == {"张某甲", "张某丙"}
    assert "张某丁" in picked(client, "张", agency=agency.name, **day)
    assert picked(client, "张", agency="自有", start_on="2023-08-31") == {"张某甲", "张某乙", "张某丙"}
    assert picked(client, "王某、张某甲、zmb", **day) == {"张某丙"}, "the part that is being typed"
    assert picked(client, "", **day) == set()
    assert picked(client, "张", start_on="2023-13-45")
    assert picked(as_user(cast.agency), "张", **day) == {"张某丁"}
    page = client.get("/activities/new/").content.decode()
    assert 'hx-include="[name=&#x27;agency&#x27;],[name=&#x27;start_on&#x27;]"' in page
    assert 'data-pick-list="、"' in page


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({}, Standing.VALID),
        ({"valid_to": None}, Standing.VALID),
        ({"valid_to": date(2023, 10, 1)}, Standing.VALID),
        ({"valid_to": date(2023, 9, 30)}, Standing.SOON),
        ({"valid_to": date(2023, 9, 1)}, Standing.SOON),
        ({"valid_to": date(2023, 8, 31)}, Standing.EXPIRED),
        ({"valid_from": date(2023, 9, 2)}, Standing.AHEAD),
        ({"left_on": date(2023, 9, 1)}, Standing.VALID),
        ({"left_on": date(2023, 8, 31)}, Standing.LEFT),
    ],
)
def test_rule_and_query_agree_on_the_standing(insurer: Organisation, change: dict[str, Any], standing: str) -> None:
    day = date(2023, 9, 1)
    row = world.professional(insurer, **change)
    assert standing_on(row.valid_from, row.valid_to, row.left_on, day) == standing
    for other in Standing:
        found = Professional.objects.filter(condition_of(other, day)).exists()
        assert found == (other == standing), other
    serves = Professional.objects.filter(pk=row.pk).serving_on(day).exists()
    assert serves == (standing in {Standing.VALID, Standing.SOON})


def test_certificates_that_end_wait_on_the_workbench(cast: Cast, as_user: SignIn, insurer: Organisation) -> None:
    world.professional(insurer, valid_to=date(2022, 12, 31))
    page = as_user(cast.insurer_a_clerk).get("/").content.decode()
    assert "1 名服务人员的证书已过期" in page
    (address,) = set(re.findall(r'href="(/professionals/\?[^"]*EXPIRED[^"]*)"', page))
    assert len(as_user(cast.insurer_a_clerk).get(address.replace("&amp;", "&")).context["rows"]) == 1
