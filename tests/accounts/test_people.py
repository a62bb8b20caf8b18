"""Accounts in the browser: what the system administrator does, what nobody may do, and who reads of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from redis.exceptions import RedisError

from accounts.choices import GrantEnd
from accounts.models import Organisation, OrganisationGrant, PasswordLink, PeopleRequest, User
from accounts.services import links, people
from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.models import AuditEvent, Job
from core.writing import Refused
from tests.accounts.traces import leave_traces, left_traces
from tests.cast import Cast

SignIn = Callable[[Any], Client]
PASSWORD = "Demo-133-2023!"
NEW = "Neue-Losung-77"


def deed(client: Client, person: User, name: str, **data: object) -> Any:
    """As the page sends it that shows the account as it is now."""
    seen = version(person)
    return client.post(f"/users/{person.pk}/{name}/", {"own_password": PASSWORD, "seen": seen, **data})


def version(person: User) -> int:
    return User.objects.get(pk=person.pk).version


def token_of(page: str) -> str:
    found = re.search(r"/password/([\w-]{30,})/", page)
    assert found
    return found.group(1)


def new_person(client: Client, **data: object) -> Any:
    place = Organisation.objects.get(code="EM-330106").pk
    given = {
        "username": "em-330106-li",
        "name": "李某",
        "organisation": place,
        "post": "OPERATOR",
        "phone": "",
        "role": "",
    }
    return client.post("/users/new/", {**given, "own_password": PASSWORD, **data})


def test_a_new_person_sets_a_password_by_the_link_and_signs_in(as_user: SignIn, cast: Cast, client: Client) -> None:
    answer = new_person(as_user(cast.adm_system))
    assert answer.status_code == 200
    token = token_of(answer.content.decode())
    person = User.objects.get(username="em-330106-li")
    assert (person.role, person.is_lead, person.organisation.code) == ("COUNTY_EM", False, "EM-330106")
    assert not PasswordLink.objects.filter(digest=token).exists()
    page = f"/password/{token}/"
    assert "em-330106-li" in client.get(page).content.decode()
    weak = client.post(page, {"password1": "12345678", "password2": "12345678"})
    assert weak.status_code == 400
    assert client.post(page, {"password1": NEW, "password2": NEW})["Location"] == "/accounts/login/"
    assert "密码已设置，请用新密码登录。" in client.get("/accounts/login/").content.decode()
    assert client.get(page).status_code == 410
    assert client.post("/accounts/login/", {"login": "em-330106-li", "password": NEW})["Location"] == "/"
    own = client.get("/account/").content.decode()
    assert "adm-system" in own
    assert "新建账号" in own


def test_a_link_expires_and_a_newer_one_replaces_it(cast: Cast, client: Client, settings: Any) -> None:
    person, by = cast.hangzhou_officer, cast.adm_system
    first = links.make_link(person=person, seen=version(person), by=by, at=clock.now())
    second = links.make_link(person=person, seen=version(person), by=by, at=clock.now())
    assert client.get(f"/password/{first}/").status_code == 410
    assert client.get(f"/password/{second}/").status_code == 200
    settings.PASSWORD_LINK_HOURS = 0
    late = links.make_link(person=person, seen=version(person), by=by, at=clock.now())
    assert client.get(f"/password/{late}/").status_code == 410
    assert client.post("/accounts/login/", {"login": "em-330100", "password": PASSWORD}).status_code == 200


def test_what_is_wrong_with_a_new_person_stands_at_its_field(as_user: SignIn, cast: Cast) -> None:
    client = as_user(cast.adm_system)
    assert "此账号已被使用" in new_person(client, username="em-330100").content.decode()
    assert "只能用小写字母" in new_person(client, username="EM 1").content.decode()
    assert "不是手机或固定电话" in new_person(client, phone="12").content.decode()
    assert "只设在省应急管理厅" in new_person(client, role="ADM_AUD").content.decode()
    wrong = new_person(client, own_password="no")
    assert wrong.status_code == 400
    assert "本人密码不正确" in wrong.content.decode()
    assert not User.objects.filter(username="em-330106-li").exists()


def test_a_moved_person_sees_at_once_only_the_new_organisation(as_user: SignIn, cast: Cast) -> None:
    person = cast.hangzhou_officer
    theirs = as_user(person)
    assert theirs.get("/enterprises/").status_code == 200
    job = jobs.create_job(kind="import", key="moved", by=person, at=clock.now(), payload={}, ring=False)
    leave_traces(person, cast.hangzhou_lead)
    ningbo = Organisation.objects.get(code="EM-330200")
    answer = deed(as_user(cast.adm_system), person, "move", organisation=ningbo.pk, post="OPERATOR")
    assert answer.status_code == 302
    assert theirs.get("/enterprises/").status_code == 302  # the session has ended
    moved = User.objects.select_related("organisation").get(pk=person.pk)
    from accounts.scope import Scope, scope_for

    assert scope_for(moved) == Scope(city="330200")
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    assert "宁波市应急管理局" in as_user(moved).get("/account/").content.decode()
    assert "杭州示例化工" not in as_user(moved).get("/messages/").content.decode()
    assert left_traces(person) == (0, 0, 0, 0, 0)
    assert left_traces(cast.hangzhou_lead) == (1, 1, 1, 1, 1)
    assert OrganisationGrant.objects.filter(user=person, why_ended=GrantEnd.MEMBERSHIP).count() == 1


def test_a_disabled_person_is_out_and_the_job_is_refused(as_user: SignIn, cast: Cast) -> None:
    person = cast.hangzhou_officer
    theirs = as_user(person)
    waiting = jobs.create_job(kind="import", key="waits", by=person, at=clock.now(), payload={}, ring=False)
    client = as_user(cast.adm_system)
    assert deed(client, person, "disable").status_code == 400  # without a reason
    assert deed(client, person, "disable", reason="调离").status_code == 302
    assert theirs.get("/").status_code == 302
    assert Job.objects.get(pk=waiting.pk).state == JobState.FAILED
    late = jobs.create_job(kind="import", key="late", by=person, at=clock.now(), payload={}, ring=False)
    ended = jobs.run_job(late.pk)
    assert ended is not None
    assert ended.state == JobState.FAILED
    assert "账号已停用" in ended.message
    assert deed(client, person, "enable").status_code == 302
    assert as_user(User.objects.get(pk=person.pk)).get("/").status_code == 200


def test_a_job_that_runs_has_no_effect_after_its_owner_was_disabled(cast: Cast) -> None:
    person, effects = cast.hangzhou_officer, []

    def handler(job: Job, tick: jobs.Tick) -> dict[str, object]:
        people.disable_person(person=person, reason="调离", seen=person.version, by=cast.adm_system, at=clock.now())
        tick.hold()
        effects.append(job.pk)
        return {}

    jobs.register("probe", handler)
    job = jobs.create_job(kind="probe", key="runs", by=person, at=clock.now(), payload={}, ring=False)
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert (ended.state, effects) == (JobState.FAILED, [])
    assert "账号已停用" in ended.message


def test_a_locked_account_is_unlocked(as_user: SignIn, cast: Cast, client: Client) -> None:
    for _try in range(5):
        client.post("/accounts/login/", {"login": "em-330100", "password": "wrong"})
    admin = as_user(cast.adm_system)
    person = cast.hangzhou_officer
    assert "共1条" in admin.get("/users/", {"state": "locked"}).content.decode()
    assert "解锁账号" in admin.get(f"/users/{person.pk}/").content.decode()
    assert deed(admin, person, "unlock").status_code == 302
    assert "没有符合条件的记录" in admin.get("/users/", {"state": "locked"}).content.decode()
    assert client.post("/accounts/login/", {"login": "em-330100", "password": PASSWORD})["Location"] == "/"


def test_ended_sessions_ask_to_as_user_again(as_user: SignIn, cast: Cast) -> None:
    theirs = as_user(cast.hangzhou_officer)
    assert deed(as_user(cast.adm_system), cast.hangzhou_officer, "end-sessions").status_code == 302
    assert theirs.get("/").status_code == 302


@pytest.mark.parametrize("name", ["unlock", "link", "end-sessions", "move", "disable", "enable"])
def test_nobody_changes_the_own_account(as_user: SignIn, cast: Cast, name: str) -> None:
    own = cast.adm_system
    other = Organisation.objects.get(code="EM-330200").pk
    answer = deed(as_user(own), own, name, reason="x", organisation=other, post="LEAD")
    assert answer.status_code == 400
    assert "不能办理本人的账号" in answer.content.decode()
    assert User.objects.get(pk=own.pk).is_active


def test_an_administrator_stays_while_there_is_no_other(as_user: SignIn, cast: Cast) -> None:
    client = as_user(cast.adm_system)
    answer = deed(client, cast.adm_audit, "disable", reason="x")
    assert answer.status_code == 400
    assert "只有这一名" in answer.content.decode()
    move = deed(client, cast.adm_audit, "move", organisation=Organisation.objects.get(code="EM-330200").pk, post="LEAD")
    assert "三类管理员不调动单位" in move.content.decode()


def test_a_new_administrator_comes_into_force_by_the_security_administrator(cast: Cast) -> None:
    province = Organisation.objects.get(code="PROV-EM")
    entry = people.Entry("adm-audit-2", "审计二", province, role="ADM_AUD")
    person = people.create_person(entry=entry, by=cast.adm_system, at=clock.now())
    assert not person.is_active
    with pytest.raises(Refused, match="由安全管理员启用"):
        people.enable_person(person=person, seen=person.version, by=cast.adm_system, at=clock.now())
    with pytest.raises(NotAllowed):
        people.confirm_administrator(person=person, seen=person.version, by=cast.adm_audit, at=clock.now())
    people.confirm_administrator(person=person, seen=person.version, by=cast.adm_security, at=clock.now())
    former = cast.adm_audit
    people.disable_person(person=former, reason="轮岗", seen=former.version, by=cast.adm_system, at=clock.now())
    assert not cast.adm_audit.is_active


class Away:
    """A cache that cannot be reached."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*_given: object) -> None:
            raise RedisError("away")

        return refuse


def test_without_the_cache_the_own_password_is_asked_and_nobody_guesses_on(
    as_user: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.services.access.cache", Away())
    client, person = as_user(cast.adm_system), cast.hangzhou_officer
    assert deed(client, person, "end-sessions").status_code == 302
    answer = client.post(f"/users/{person.pk}/link/", {"own_password": "wrong"})
    assert "已退出登录" in answer.content.decode()
    assert client.get("/users/").status_code == 302


def test_five_wrong_own_passwords_end_the_own_session(as_user: SignIn, cast: Cast) -> None:
    client = as_user(cast.adm_system)
    for _try in range(5):
        answer = client.post(f"/users/{cast.hangzhou_officer.pk}/link/", {"own_password": "wrong"})
    assert "已退出登录" in answer.content.decode()
    assert client.get("/users/").status_code == 302


def test_a_change_is_refused_where_somebody_was_quicker(as_user: SignIn, cast: Cast) -> None:
    client, person = as_user(cast.adm_system), cast.hangzhou_officer
    given = {"name": "王某", "phone": "0571-85000000", "post": "LEAD", "own_password": PASSWORD, "seen": person.version}
    assert client.post(f"/users/{person.pk}/change/", given).status_code == 302
    assert User.objects.get(pk=person.pk).is_lead
    assert client.post(f"/users/{person.pk}/change/", given).status_code == 409


@pytest.mark.parametrize("name", ["link", "move", "disable"])
def test_a_step_is_refused_where_another_administrator_was_quicker(as_user: SignIn, cast: Cast, name: str) -> None:
    """Two pages of the same account: what the second would do was decided on what the first has changed."""
    client, person = as_user(cast.adm_system), cast.hangzhou_officer
    sent = {"reason": "退休", "organisation": Organisation.objects.get(code="EM-330300").pk, "post": "OPERATOR"}
    page = client.get(f"/users/{person.pk}/{name}/").content.decode()
    assert f'name="seen" value="{person.version}"' in page
    moved = deed(client, person, "move", organisation=Organisation.objects.get(code="EM-330200").pk, post="OPERATOR")
    assert moved.status_code == 302
    for seen in (person.version, "", "x"):
        late = deed(client, person, name, **sent, seen=seen)
        assert late.status_code == 409, seen
    kept = User.objects.select_related("organisation").get(pk=person.pk)
    assert (kept.organisation.code, kept.is_active, kept.has_usable_password()) == ("EM-330200", True, True)
    assert deed(client, person, name, **sent).status_code in {200, 302}


def test_sessions_end_whatever_the_page_showed(as_user: SignIn, cast: Cast) -> None:
    """It ends a danger, and changes nothing that somebody else decided."""
    assert deed(as_user(cast.adm_system), cast.hangzhou_officer, "end-sessions", seen="").status_code == 302


def test_what_is_done_stands_in_the_audit_and_with_the_owner_and_the_lead(as_user: SignIn, cast: Cast) -> None:
    deed(as_user(cast.adm_system), cast.hangzhou_officer, "end-sessions")
    event = AuditEvent.objects.filter(action="person.signed_out").get()
    assert (event.actor, event.subject) == ("adm-system", "em-330100")
    assert "结束会话" in as_user(cast.hangzhou_officer).get("/account/").content.decode()
    assert "结束会话" in as_user(cast.hangzhou_lead).get("/own-people/").content.decode()
    assert "结束会话" not in as_user(cast.ningbo_officer).get("/account/").content.decode()


def test_administrators_alone_change_accounts(as_user: SignIn, cast: Cast) -> None:
    person = cast.hangzhou_officer
    for name in ("hangzhou_lead", "provincial_lead", "adm_security", "adm_audit"):
        client = as_user(getattr(cast, name))
        assert client.get(f"/users/{person.pk}/").status_code == 403, name
        assert deed(client, person, "disable", reason="x").status_code == 403, name
        assert new_person(client).status_code == 403, name


def test_a_lead_asks_and_the_administrator_answers(as_user: SignIn, cast: Cast) -> None:
    lead = as_user(cast.hangzhou_lead)
    page = lead.get("/own-people/").content.decode()
    assert "em-330100-lead" in page
    assert "em-330200" not in page
    assert as_user(cast.hangzhou_officer).get("/own-people/").status_code == 403
    lead = as_user(cast.hangzhou_lead)
    foreign = lead.post("/own-people/ask/", {"kind": "disable", "person": cast.ningbo_officer.pk, "text": "x"})
    assert foreign.status_code == 400
    asked = {"kind": "disable", "person": cast.hangzhou_officer.pk, "text": "已退休"}
    assert lead.post("/own-people/ask/", asked).status_code == 302
    admin = as_user(cast.adm_system)
    assert "1 件人员申请" in admin.get("/").content.decode()
    row = cast.hangzhou_lead.organisation.people_requests.get()
    people = ("hangzhou_lead", "hangzhou_officer", "provincial_lead", "adm_system", "adm_security")
    assert PeopleRequest.objects.waiting().get() == row
    seers = [name for name in people if PeopleRequest.objects.visible_to(getattr(cast, name)).exists()]
    assert seers == ["hangzhou_lead", "adm_system"]
    assert "已退休" in admin.get("/people-requests/", {"state": "open"}).content.decode()
    url = reverse("accounts:request-answer", args=[row.pk])
    admin.post(url, {"outcome": "declined", "answer": "", "seen": row.version})
    row.refresh_from_db()
    assert row.state == "open"  # a refusal says why
    admin.post(url, {"outcome": "done", "answer": "已停用", "seen": row.version})
    assert "已停用" in as_user(cast.hangzhou_lead).get("/own-people/").content.decode()
    assert not PeopleRequest.objects.waiting().exists()


def test_a_password_set_by_somebody_else_is_changed_first_where_configured(
    as_user: SignIn, cast: Cast, settings: Any
) -> None:
    User.objects.filter(username="em-330100").update(must_change_password=True)
    client = as_user(cast.hangzhou_officer)
    assert client.get("/").status_code == 200  # off in demo and test mode (contract 2)
    settings.FORCE_PASSWORD_CHANGE = True
    assert client.get("/enterprises/")["Location"] == "/accounts/password/change/"
    changed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", changed).status_code == 302
    assert client.get("/enterprises/").status_code == 200
