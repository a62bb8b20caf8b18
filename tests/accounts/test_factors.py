"""The second factor: app, key, recovery codes; who has to have one; nothing goes past it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.door.rules import needs_factor
from accounts.models import AccountEvent, User
from accounts.roles import Role, permissions_of
from accounts.seeding import DEMO_PASSWORD
from core.models import AuditEvent
from tests.accounts.factors import LOGIN, SoftKey, code_of, confirm_password, options_in, set_up_app
from tests.cast import Cast

FACTORS = "/account/factors/"
SECOND = "/accounts/second-step/"


def first_step(client: Client, name: str = "em-330100", password: str = DEMO_PASSWORD) -> Any:
    return client.post(LOGIN, {"login": name, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def secret(sign_in: Any, cast: Cast) -> str:
    """The Hangzhou officer has set up the app, two steps ago."""
    found = set_up_app(sign_in(cast.hangzhou_officer), DEMO_PASSWORD)
    row = Authenticator.objects.get(type="totp")
    row.data["used_step"] -= 2
    row.save()
    return found


def test_the_app_is_asked_after_the_password(secret: str) -> None:
    client = Client()
    assert first_step(client)["Location"] == SECOND
    assert not is_in(client)
    assert client.get("/").status_code == 302
    page = client.get(SECOND).content.decode()
    assert "登录第二步" in page
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 302
    assert is_in(client)
    told = AuditEvent.objects.filter(action="session.began").latest("pk")
    assert told.detail["means"] == ["password", "totp"]


def test_the_secret_is_stored_encrypted(secret: str) -> None:
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_code_opens_once_even_when_the_cache_forgets(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)
    # Both within one step of the app.
    now = Authenticator.objects.get(type="totp").data["used_step"] + 2
    monkeypatch.setattr("accounts.door.views.factors.step_now", lambda: now)
    monkeypatch.setattr("time.time", lambda: now * 30 + 1)
    one, other = Client(), Client()
    first_step(one)
    first_step(other)
    code = code_of(secret)
    assert one.post(SECOND, {"code": code}).status_code == 302
    again = other.post(SECOND, {"code": code})
    assert again.status_code == 200
    assert "已使用过" in again.content.decode()
    assert not is_in(other)


def test_wrong_codes_lock_the_name_at_this_address(secret: str) -> None:
    client = Client()
    first_step(client)
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    answers = [client.post(SECOND, {"code": wrong}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 429
    assert AccessAttempt.objects.get().failures_since_start == 5
    reasons = [one.detail["reason"] for one in AuditEvent.objects.filter(action="session.refused")]
    assert reasons == ["code"] * 5
    assert AuditEvent.objects.filter(action="session.locked", subject="em-330100").exists()
    elsewhere = Client(REMOTE_ADDR="10.9.9.9")
    first_step(elsewhere)
    assert elsewhere.post(SECOND, {"code": code_of(secret)}).status_code == 302


def test_recovery_codes_are_shown_once_and_open_once(secret: str, client: Client) -> None:
    page = client.get("/account/factors/recovery/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/factors/recovery/").content.decode()
    other = Client()
    first_step(other)
    assert other.post(SECOND, {"code": codes[0]}).status_code == 302
    assert is_in(other)
    third = Client()
    first_step(third)
    assert third.post(SECOND, {"code": codes[0]}).status_code == 200
    assert not is_in(third)


def test_a_recovery_code_in_two_requests_at_once_opens_one(cast: Cast) -> None:
    """Both have read the codes before either is used: the row is read again, under a lock."""
    one = RecoveryCodes.activate(cast.hangzhou_officer)
    other = RecoveryCodes(Authenticator.objects.get(pk=one.instance.pk))
    code = one.generate_codes()[0]
    with CaptureQueriesContext(connection) as asked:
        assert one.validate_code(code)
    assert any("FOR UPDATE" in query["sql"] for query in asked.captured_queries)
    assert not other.validate_code(code)


def test_a_new_password_does_not_skip_the_factor(secret: str, cast: Cast) -> None:
    person = cast.hangzhou_officer
    person.set_password("Qian-tang-2023!")
    person.save()
    client = Client()
    assert first_step(client, password="Qian-tang-2023!")["Location"] == SECOND
    assert not is_in(client)


def test_a_security_key_is_set_up_and_signs_in(sign_in: Any, cast: Cast) -> None:
    client, key = sign_in(cast.hangzhou_officer), SoftKey()
    confirm_password(client, DEMO_PASSWORD)
    options = options_in(client.get("/account/factors/keys/new/").content.decode())
    answer = client.post("/account/factors/keys/new/", {"name": "办公室", "credential": key.create(options)})
    assert answer.status_code == 302, answer.content.decode()
    assert "办公室" in client.get(FACTORS).content.decode()
    other = Client()
    assert first_step(other)["Location"] == SECOND
    options = options_in(other.get(SECOND).content.decode())
    assert other.post(SECOND, {"credential": key.get(options)}).status_code == 302
    assert is_in(other)
    assert AuditEvent.objects.filter(action="factor.added", subject="em-330100").exists()
    pk = Authenticator.objects.get(type="webauthn").pk
    stranger = Client()
    stranger.force_login(cast.ningbo_officer, backend="accounts.backends.PortalBackend")
    confirm_password(stranger, DEMO_PASSWORD)
    assert stranger.post(f"/account/factors/keys/remove/?key={pk}").status_code == 404
    assert client.post(f"/account/factors/keys/remove/?key={pk}").status_code == 302
    assert not Authenticator.objects.exists()


def test_another_key_does_not_open(sign_in: Any, cast: Cast) -> None:
    client, key = sign_in(cast.hangzhou_officer), SoftKey()
    confirm_password(client, DEMO_PASSWORD)
    options = options_in(client.get("/account/factors/keys/new/").content.decode())
    client.post("/account/factors/keys/new/", {"name": "", "credential": key.create(options)})
    other, strange = Client(), SoftKey()
    strange.name = key.name
    first_step(other)
    options = options_in(other.get(SECOND).content.decode())
    assert other.post(SECOND, {"credential": strange.get(options)}).status_code == 200
    assert other.post(SECOND, {"credential": "nonsense"}).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize("page", ["app/", "app/remove/", "keys/new/", "recovery/new/"])
def test_changing_factors_asks_for_the_password_again(secret: str, page: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username="em-330100"), backend="accounts.backends.PortalBackend")
    answer = client.get(FACTORS + page, follow=True)
    assert "请再次确认身份" in answer.content.decode() or answer.redirect_chain[-1][0].startswith("/accounts/again/")


def test_removing_the_app_needs_the_password_and_is_told(secret: str, client: Client) -> None:
    assert client.get("/account/factors/app/remove/").status_code == 200
    assert client.post("/account/factors/app/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.filter(action="factor.removed").exists()


class TestRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Any) -> None:
        settings.FACTORS_REQUIRED = True

    @pytest.mark.parametrize("name", ["em-330100", "em-330100-lead", "ins-a-zj", "adm-system", "adm-audit"])
    def test_without_a_factor_only_its_pages_open(self, as_user: Any, cast: Cast, name: str) -> None:
        client = as_user(User.objects.get(username=name))
        assert client.get("/")["Location"] == FACTORS
        assert client.post("/preferences/", {"large_type": "1"})["Location"] == FACTORS
        assert "请先设置第二重验证" in client.get(FACTORS).content.decode()
        assert client.get("/accounts/password/change/").status_code == 200

    def test_with_the_app_everything_opens_and_without_it_closes(self, sign_in: Any, cast: Cast) -> None:
        client = sign_in(cast.hangzhou_officer)
        set_up_app(client, DEMO_PASSWORD)
        assert client.get("/").status_code == 200
        client.post("/account/factors/app/remove/")
        assert client.get("/")["Location"] == FACTORS


def test_who_needs_a_factor() -> None:
    assert needs_factor(Role.ADM_AUD, set(), is_lead=False)
    assert needs_factor(Role.SECTOR, {"policy.view"}, is_lead=True)
    assert needs_factor(Role.CITY_EM, {"policy.view", "hazard.write"}, is_lead=False)
    assert not needs_factor(Role.SECTOR, {"policy.view", "ledger.export"}, is_lead=False)
    changing = [role for role in Role if needs_factor(role, permissions_of(role), is_lead=False)]
    assert {Role.CITY_EM, Role.INSURER, Role.PROV_EM, Role.ADM_SYS, Role.ADM_SEC, Role.ADM_AUD} <= set(changing)


def test_demo_and_test_mode_ask_for_none(settings: Any) -> None:
    assert settings.FACTORS_REQUIRED is False
    assert timedelta(days=settings.PASSWORD_DAYS) == timedelta(0)


def test_the_security_administrator_takes_lost_factors_away(cast: Cast, as_user: Any) -> None:
    person = cast.hangzhou_officer
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    there = as_user(person)
    client = as_user(cast.adm_security)
    sent = {"username": person.username, "reason": "手机遗失，已回拨核实", "own_password": DEMO_PASSWORD}
    for wrong in ({"own_password": "wrong"}, {"username": "nobody"}, {"username": "adm-security"}):
        assert client.post("/roles/factors/", {**sent, **wrong}).status_code == 400
    assert Authenticator.objects.filter(user=person).exists()
    assert client.post("/roles/factors/", sent).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert there.get("/").status_code == 302
    event = AuditEvent.objects.get(action="factor.taken")
    assert (event.actor, event.subject, event.detail["reason"]) == ("adm-security", person.username, sent["reason"])
    assert AccountEvent.objects.filter(person=person, deed="factors_taken").exists()
    assert "没有登记第二种验证方式" in client.post("/roles/factors/", sent).content.decode()
    for other in (cast.adm_system, cast.adm_audit, person):
        assert as_user(other).get("/roles/factors/").status_code in {302, 403}
