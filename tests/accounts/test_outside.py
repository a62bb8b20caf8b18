"""Sign-in at an identity service: who exists gets in, nobody else, and nothing is easier than with the password."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.seeding import DEMO_PASSWORD
from core.checks import start
from core.models import AuditEvent
from tests.accounts.factors import set_up_app
from tests.accounts.provider import Provider
from tests.cast import Cast

WAY, BACK = "/accounts/oidc/", "/accounts/oidc/back/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    made = Provider()
    settings.OIDC_SERVER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = made.server, "portal", "secret"
    yield made
    made.web.shutdown()
    made.web.server_close()


def go(client: Client, provider: Provider, way: str = WAY) -> Any:
    """There and back."""
    return client.get(f"{BACK}?{provider.sign_in(client.get(way)['Location'])}")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def reason() -> object:
    return AuditEvent.objects.filter(action="session.refused").latest("pk").detail["reason"]


def test_it_is_off_by_default(client: Client) -> None:
    assert [client.get(path).status_code for path in (WAY, BACK)] == [404, 404]
    assert WAY not in client.get("/accounts/login/").content.decode()


def test_an_account_that_exists_is_opened_and_the_log_says_by_what(
    client: Client, cast: Cast, provider: Provider
) -> None:
    assert WAY in client.get("/accounts/login/").content.decode()
    answer = go(client, provider, f"{WAY}?next=/policies/")
    assert (answer.status_code, answer["Location"]) == (302, "/policies/")
    assert client.get("/account/").status_code == 200
    told = AuditEvent.objects.filter(action="session.began").latest("pk")
    assert (told.subject, told.detail["means"]) == ("em-330100", ["oidc"])


def test_the_name_may_come_from_the_second_answer(client: Client, cast: Cast, provider: Provider) -> None:
    provider.in_token, provider.name = False, "EM-330100"
    assert go(client, provider).status_code == 302
    assert is_in(client)


def test_nobody_is_created(client: Client, cast: Cast, provider: Provider) -> None:
    provider.name, before = "stranger", User.objects.count()
    assert go(client, provider).status_code == 403
    assert (reason(), is_in(client), User.objects.count()) == ("unknown-name", False, before)


@pytest.mark.parametrize(
    "name", ["em-３３0100", "ad\u217f-system", "adm-\u017fystem", "\uff41dm-system", "adm-system "]
)
def test_a_name_that_only_looks_like_one_after_folding_is_somebody_elses(
    client: Client, cast: Cast, provider: Provider, name: str
) -> None:
    provider.name = name
    assert go(client, provider).status_code == 403
    assert (reason(), is_in(client)) == ("unknown-name", False)


def test_a_disabled_account_stays_shut(client: Client, cast: Cast, provider: Provider) -> None:
    User.objects.filter(username="em-330100").update(is_active=False)
    answer = go(client, provider)
    assert answer.status_code == 403
    assert "账号已停用" in answer.content.decode()
    assert (reason(), is_in(client)) == ("disabled", False)


def test_the_second_factor_is_asked_as_ever(client: Client, cast: Cast, provider: Provider, sign_in: Any) -> None:
    set_up_app(sign_in(cast.hangzhou_officer), DEMO_PASSWORD)
    fresh = Client()
    assert go(fresh, provider)["Location"] == "/accounts/second-step/"
    assert not is_in(fresh)


@pytest.mark.parametrize(
    "spoilt", [{"iss": "https://other"}, {"aud": "other"}, {"aud": ["portal", "other"]}, {"exp": 1}, {"nonce": "x"}]
)
def test_a_token_that_is_not_for_this_attempt_opens_nothing(
    client: Client, cast: Cast, provider: Provider, spoilt: dict[str, object]
) -> None:
    provider.claims = spoilt
    assert go(client, provider).status_code == 403
    assert (reason(), is_in(client)) == ("oidc-token", False)


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(
    client: Client, cast: Cast, provider: Provider
) -> None:
    query = provider.sign_in(client.get(WAY)["Location"])
    other = Client()
    assert other.get(f"{BACK}?{query}").status_code == 403
    assert (reason(), is_in(other)) == ("oidc-state", False)
    assert client.get(f"{BACK}?{query}").status_code == 302
    assert Client().get(f"{BACK}?{query}").status_code == 403
    assert client.get(f"{BACK}?{query}").status_code == 403


def test_a_wrong_secret_and_a_service_that_is_away_are_told_in_words(
    client: Client, cast: Cast, provider: Provider, settings: Any
) -> None:
    settings.OIDC_CLIENT_SECRET = "wrong"
    assert "统一身份认证未能打开" in go(client, provider).content.decode()
    assert reason() == "oidc-denied"
    settings.OIDC_SERVER = "http://127.0.0.1:9"
    assert client.get(WAY).status_code == 403
    assert reason() == "oidc-away"


def test_production_refuses_a_service_without_tls(settings: Any) -> None:
    settings.IS_PRODUCTION, settings.OIDC_SERVER = True, "http://id.example"
    assert "portal.E015" in {fault.id for fault in start.check_settings()}
