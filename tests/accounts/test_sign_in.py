"""Signing in by the real form: the lock, who it hits, and what the page says."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from accounts.seeding import DEMO_PASSWORD
from core import clock
from tests.cast import Cast

LOGIN = "/accounts/login/"
WRONG = "Wrong-133-2023!"


def attempt(client: Client, login: str, password: str, address: str = "10.1.1.1") -> Any:
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


def test_the_page_has_the_form_first(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "用户登录" in page
    assert 'name="login"' in page
    assert 'name="password"' in page


def test_who_knows_the_password_lands_on_the_workbench(client: Client, cast: Cast) -> None:
    response = attempt(client, "em-330100", DEMO_PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert client.get("/").status_code == 200


def test_the_way_back_is_kept_and_strange_hosts_are_not(client: Client, cast: Cast) -> None:
    asked = client.get("/campaign/")
    assert asked.status_code == 302
    assert asked["Location"] == "/accounts/login/?next=/campaign/"
    response = client.post(LOGIN, {"login": "em-330100", "password": DEMO_PASSWORD, "next": "https://example.com/"})
    assert response["Location"] == reverse("home")


def test_a_failure_says_how_many_tries_are_left(client: Client, cast: Cast) -> None:
    page = attempt(client, "em-330100", WRONG)
    assert page.status_code == 200
    text = page.content.decode()
    assert "账号或密码不正确" in text
    assert "还可尝试4次" in text
    assert "还可尝试3次" in attempt(client, "em-330100", WRONG).content.decode()


def test_an_unknown_name_reads_the_same(client: Client, cast: Cast) -> None:
    known = attempt(client, "em-330100", WRONG).content.decode()
    unknown = attempt(client, "nobody-here", WRONG).content.decode()
    for line in ("账号或密码不正确", "还可尝试4次"):
        assert line in known
        assert line in unknown


@pytest.fixture
def locked(client: Client, cast: Cast) -> Client:
    for _ in range(5):
        response = attempt(client, "em-330100", WRONG)
    assert response.status_code == 429
    return client


def test_the_fifth_failure_locks_and_says_how_long_and_who_helps(locked: Client) -> None:
    response = attempt(locked, "em-330100", DEMO_PASSWORD)
    assert response.status_code == 429
    text = response.content.decode()
    assert "账号已锁定" in text
    assert "请在30分钟后重试" in text
    assert "系统管理员解锁" in text
    assert "_auth_user_id" not in locked.session


def test_the_minutes_run_down(locked: Client, settings: Any) -> None:
    settings.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
    AccessAttempt.objects.update(attempt_time=clock.true_now() - timedelta(minutes=20))
    assert "请在10分钟后重试" in attempt(locked, "em-330100", WRONG).content.decode()


def test_the_lock_opens_by_itself(locked: Client) -> None:
    AccessAttempt.objects.update(attempt_time=clock.true_now() - timedelta(minutes=31))
    assert attempt(locked, "em-330100", DEMO_PASSWORD).status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked(locked: Client) -> None:
    assert attempt(Client(), "em-330100-lead", DEMO_PASSWORD).status_code == 302


def test_the_same_person_elsewhere_is_not_locked(locked: Client) -> None:
    assert attempt(Client(), "em-330100", DEMO_PASSWORD, address="10.9.9.9").status_code == 302


def test_other_spellings_of_the_name_count_together(client: Client, cast: Cast) -> None:
    for name in ("em-330100", "EM-330100", " em-330100 ", "Em-330100"):
        assert attempt(client, name, WRONG).status_code == 200
    assert attempt(client, "eM-330100", WRONG).status_code == 429


def test_success_forgets_the_failures(client: Client, cast: Cast) -> None:
    for _ in range(4):
        attempt(client, "em-330100", WRONG)
    assert attempt(client, "em-330100", DEMO_PASSWORD).status_code == 302
    assert "还可尝试4次" in attempt(Client(), "em-330100", WRONG).content.decode()


def test_a_disabled_account_stays_out(client: Client, cast: Cast) -> None:
    person = cast.hangzhou_officer
    person.is_active = False
    person.save()
    response = attempt(client, "em-330100", DEMO_PASSWORD)
    assert response.status_code == 403
    assert "账号已停用" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_out_is_by_post(sign_in: Any, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/", "/accounts/sessions/", "/admin/"]
)
def test_other_doors_do_not_exist(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_door_speaks_english_by_switch(client: Client, cast: Cast) -> None:
    assert "用户登录" in client.get(LOGIN, headers={"accept-language": "en"}).content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": LOGIN})
    assert "Sign in" in client.get(LOGIN).content.decode()


def test_the_sign_in_form_is_the_first_of_the_page(client: Client, cast: Cast) -> None:
    page = client.get(LOGIN).content.decode()
    first = page[page.index("<form") : page.index("</form>")]
    assert 'name="login"' in first
    assert 'name="password"' in first
    assert page.index("<button") < page.index('name="language"')


def test_known_and_unknown_names_cost_one_hash_each(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash is what takes the time; 2,000 timings of each are compared by `tools/timings.py`."""
    hashes: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *args: Any, real: Any = real, **kwargs: Any) -> Any:
            hashes.append("once")
            return real(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    for login in ("em-330100", "nobody-here"):
        hashes.clear()
        assert attempt(client, login, WRONG).status_code == 200
        assert hashes == ["once"], login
