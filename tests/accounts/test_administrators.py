"""`create_administrators`: the first three of a fresh installation, who sign in by their links."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.choices import GrantEnd
from accounts.models import User
from accounts.roles import ADMINISTRATORS
from accounts.services.grants import end_sight, give_sight
from accounts.services.people import Entry, create_person
from core import clock
from core.models import AuditEvent
from enterprises.models import EnterpriseGrant
from tests import world
from tests.cast import Cast

NAMES = {"system": "sys-wang", "security": "sec-li", "audit": "aud-zhao"}
NEW = "Neue-Losung-77"


def made(**names: str) -> list[str]:
    out = StringIO()
    call_command(
        "create_administrators", **{**NAMES, **names}, site="https://portal.example", stdout=out, stderr=StringIO()
    )
    return out.getvalue().splitlines()


def test_the_three_sign_in_by_their_links_and_the_first_enters_people(db: None, client: Client) -> None:
    User.objects.filter(role__in=ADMINISTRATORS).update(role="PROV_EM", is_active=False)
    lines = made()
    assert [line.split()[:2] for line in lines] == [list(pair) for pair in NAMES.items()]
    for line, page in zip(lines, ("/users/", "/roles/", "/audit/"), strict=True):
        _kind, name, link = line.split()
        assert link.startswith("https://portal.example/password/")
        path = link.removeprefix("https://portal.example")
        assert client.post(path, {"password1": NEW, "password2": NEW}).status_code == 302
        assert client.post("/accounts/login/", {"login": name, "password": NEW})["Location"] == "/"
        assert client.get(page).status_code == 200
        client.post("/accounts/logout/")


def test_where_there_is_one_it_refuses(cast: Cast) -> None:
    before = User.objects.count()
    with pytest.raises(SystemExit) as ended:
        made()
    assert ended.value.code == 2
    assert User.objects.count() == before


def test_a_wrong_name_is_refused_and_leaves_nothing(db: None) -> None:
    User.objects.filter(role__in=ADMINISTRATORS).update(role="PROV_EM", is_active=False)
    for names in ({"system": "Nobody!"}, {"system": "sec-li"}, {"audit": "em-330100"}):
        with pytest.raises(SystemExit):
            made(**names)
    assert not User.objects.filter(role__in=ADMINISTRATORS).exists()


def test_no_invented_insurer_stands_in_the_table_of_public_bodies() -> None:
    from accounts.seeding import INVENTED, read_table

    kept = [row["name"] for row in read_table("organisations.csv") if row["kind"] not in INVENTED]
    assert kept
    assert not [name for name in kept if re.search("示例", name)]


def test_the_security_administrator_learns_who_sees_a_record_and_nothing_of_it(cast: Cast, client: Client) -> None:
    firm = world.enterprise()
    held = world.policy(firm)
    client.force_login(cast.adm_security, backend="accounts.backends.PortalBackend")
    page = client.post("/roles/sight/", {"what": "policy", "number": held.policy_no}).content.decode()
    for name in ("之江财险(示例)浙江分公司", "杭州市应急管理局", "浙江监管局", "浙江省应急管理厅"):
        assert name in page, name
    for name in ("宁波市应急管理局", "东海财险", "温州中心支公司", firm.name):
        assert name not in page, name
    assert AuditEvent.objects.get(action="person.sight_explained").actor == "adm-security"
    assert "没有单位可见" in client.post("/roles/sight/", {"what": "policy", "number": "AZX-0"}).content.decode()


def test_temporary_sight_of_a_day_is_listed_as_numbers(cast: Cast, client: Client) -> None:
    firm, today = world.enterprise(world.SHAOXING), clock.today()
    give: dict[str, Any] = {"source": "JC-2023-01", "until": today, "by": cast.hangzhou_lead, "at": clock.now()}
    give_sight(EnterpriseGrant, [firm], to=[cast.hangzhou_officer, cast.hangzhou_lead], **give)
    own, person = EnterpriseGrant.objects.visible_to, User.objects.get(pk=cast.hangzhou_officer.pk)
    assert (own(person).count(), own(cast.provincial_officer).count()) == (1, 0)
    assert [own(person).in_force(day).count() for day in (today, today + timedelta(days=1))] == [1, 0]
    person.is_active = False
    assert not own(person).exists()
    end_sight(source="JC-2023-01", why=GrantEnd.TASK, by=cast.hangzhou_lead, at=clock.now())
    client.force_login(cast.adm_security, backend="accounts.backends.PortalBackend")
    page = client.post("/roles/sight/temporary/", {"day": today}).content.decode()
    assert page.count("JC-2023-01") == page.count("任务结束") == 2
    assert firm.name not in page
    assert firm.uscc not in page
    assert "当日无人" in client.post("/roles/sight/temporary/", {"day": today - timedelta(days=1)}).content.decode()
    assert AuditEvent.objects.filter(action="person.temporary_sight_listed").count() == 2
    client.force_login(cast.provincial_officer, backend="accounts.backends.PortalBackend")
    assert client.get("/roles/sight/temporary/").status_code == 403


def test_the_menus_of_another_person_come_without_a_value_and_leave_an_event(cast: Cast, client: Client) -> None:
    firm = world.enterprise()
    client.force_login(cast.adm_security, backend="accounts.backends.PortalBackend")
    page = client.post("/roles/look/", {"username": "em-330100"}).content.decode()
    assert "导入企业台账数据" in page
    assert "企业在本市的记录" in page
    assert firm.name not in page
    assert AuditEvent.objects.get(action="person.looked_at").subject == "em-330100"
    assert client.post("/roles/look/", {"username": "nobody"}).status_code == 400


def test_a_waiting_administrator_is_confirmed_on_a_page(cast: Cast, client: Client) -> None:
    province = cast.adm_system.organisation
    entry = Entry("adm-audit-2", "审计二", province, role="ADM_AUD")
    person = create_person(entry=entry, by=cast.adm_system, at=clock.now())
    client.force_login(cast.adm_security, backend="accounts.backends.PortalBackend")
    assert f"/roles/administrators/{person.pk}/" in client.get("/roles/administrators/").content.decode()
    page, sent = f"/roles/administrators/{person.pk}/", {"own_password": "Demo-133-2023!", "seen": person.version}
    assert client.post(page, {**sent, "own_password": "x"}).status_code == 400
    assert client.post(page, {**sent, "seen": person.version + 1}).status_code == 409
    assert not User.objects.get(pk=person.pk).is_active
    client.post(page, sent)
    assert User.objects.get(pk=person.pk).is_active


def test_one_role_reads_alone_in_the_matrix(cast: Cast, client: Client) -> None:
    client.force_login(cast.adm_security, backend="accounts.backends.PortalBackend")
    page = client.get("/roles/", {"role": "BRANCH"}).content.decode()
    assert "导入服务记录数据" in page
    assert "导入保单台账数据" not in page
