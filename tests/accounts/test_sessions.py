"""How long a session lives, who ends it, and what a password has to be."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.door import rules
from accounts.door.receivers import BEGAN, CHOSEN, SEEN
from accounts.door.services import close_dormant
from accounts.models import User
from accounts.roles import ADMINISTRATORS, Role
from accounts.seeding import DEMO_PASSWORD
from accounts.services.people import enable_person
from core import clock
from core.models import AuditEvent
from tests.cast import Cast

LOGIN = "/accounts/login/"
SESSIONS = "/account/sessions/"
NEW = "Qian-tang-2023!"


def enter(name: str = "em-330100", **extra: Any) -> Client:
    client = Client(**extra)
    assert client.post(LOGIN, {"login": name, "password": DEMO_PASSWORD}).status_code == 302
    return client


def age(client: Client, **keys: int) -> None:
    """Put the times of a session back by seconds."""
    session = client.session
    for name, seconds in keys.items():
        session[{"began": BEGAN, "seen": SEEN, "chosen": CHOSEN}[name]] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "now", "end"),
    [
        (0, 0, 1799, None),
        (0, 0, 1800, "idle"),
        (0, 1700, 3000, None),
        (0, 43_100, 43_200, "absolute"),
        (0, 0, 50_000, "absolute"),
        (1_000, 43_000, 43_300, None),
        (1_000, 44_000, 44_200, "absolute"),
    ],
)
def test_when_a_session_ends(began: int, seen: int, now: int, end: str | None) -> None:
    assert rules.session_end(began=began, seen=seen, now=now, idle=1800, absolute=43_200) == end
    assert rules.session_end(began=0, seen=0, now=43_199, idle=0, absolute=43_200) is None


def test_an_idle_session_ends_and_the_way_back_is_kept(cast: Cast, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 1800
    client = enter()
    age(client, seen=1740)
    assert client.get("/campaign/").status_code == 200
    age(client, seen=1801)
    answer = client.get("/campaign/?on=2023-11-01")
    assert answer["Location"] == "/accounts/login/?ended=idle&next=%2Fcampaign%2F%3Fon%3D2023-11-01"
    assert "会话已结束" in client.get(answer["Location"]).content.decode()
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.get(action="session.expired").detail["reason"] == "idle"


def test_use_does_not_carry_a_session_beyond_its_longest_time(cast: Cast, settings: Any) -> None:
    client = enter()
    age(client, began=settings.SESSION_COOKIE_AGE + 1)
    assert "ended=absolute" in client.get("/campaign/")["Location"]


def test_parts_of_a_page_lead_the_whole_page_to_the_door(cast: Cast, settings: Any) -> None:
    client = enter()
    age(client, seen=settings.SESSION_IDLE_SECONDS + 1)
    answer = client.get("/campaign/", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith("/accounts/login/?ended=idle")


def test_the_page_knows_when_to_warn_and_staying_is_a_use(cast: Cast, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 1800
    client = enter()
    assert 'data-seconds="1800"' in client.get("/").content.decode()
    age(client, seen=1700)
    told = client.get("/account/session/").json()
    assert 90 < told["left"] <= 100
    assert told["may_stay"] is True
    assert client.get("/account/session/").json()["left"] <= 100  # asking is no use
    assert client.post("/account/session/").json()["left"] > 1790


def test_the_session_id_changes_at_sign_in(cast: Cast) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["portal"] = str(session.session_key)
    before = session.session_key
    client.post(LOGIN, {"login": "em-330100", "password": DEMO_PASSWORD})
    assert client.session.session_key != before
    stolen = Client()
    stolen.cookies["portal"] = str(before)
    assert stolen.get("/").status_code == 302


def test_owners_see_their_sessions_and_end_them(cast: Cast) -> None:
    office, home, other = enter(), enter(REMOTE_ADDR="10.9.9.9"), enter("em-330200")
    page = office.get(SESSIONS).content.decode()
    assert "10.9.9.9" in page
    assert "当前会话" in page
    foreign = UserSession.objects.get(user__username="em-330200")
    office.post(SESSIONS, {"session": str(foreign.pk)})
    assert other.get("/").status_code == 200
    mine = UserSession.objects.get(ip="10.9.9.9")
    assert office.post(SESSIONS, {"session": str(mine.pk)}).status_code == 302
    assert home.get("/").status_code == 302
    assert office.get("/").status_code == 200
    assert AuditEvent.objects.get(action="session.closed").detail["count"] == 1


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 30, "٣"])
def test_a_session_that_does_not_exist_is_told(cast: Cast, sent: str) -> None:
    assert "会话已经结束" in enter().post(SESSIONS, {"session": sent}, follow=True).content.decode()


def test_a_new_password_ends_all_other_sessions(cast: Cast) -> None:
    here, there = enter(), enter()
    sent = {"oldpassword": DEMO_PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", sent).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert AuditEvent.objects.filter(action="password.changed", subject="em-330100").exists()


def test_an_old_password_is_changed_before_anything_else(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_DAYS = 90
    client = enter()
    assert client.get("/").status_code == 200
    age(client, chosen=91 * 86_400)
    assert client.get("/")["Location"] == "/accounts/password/change/"
    sent = {"oldpassword": DEMO_PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", sent)
    assert client.get("/").status_code == 200


def test_the_age_of_a_password_counts_from_its_first_sign_in(cast: Cast) -> None:
    enter()
    row = cast.hangzhou_officer.former_passwords.get()
    row.chosen_at -= timedelta(days=40)
    row.save()
    assert enter().session[CHOSEN] == int(row.chosen_at.timestamp())


@pytest.mark.parametrize(
    "password",
    ["Hangzhou-7-lake!", "安责险-2023-abcD", "My-EM-330100-pass", DEMO_PASSWORD, "Short-1"],
)
def test_words_of_the_field_and_of_the_person_are_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, cast.hangzhou_officer)


def test_the_last_passwords_do_not_come_back(cast: Cast, settings: Any) -> None:
    client, old = enter(), DEMO_PASSWORD
    for new in ("Qian-tang-2023!", "Long-river-77-x"):
        client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})
        old = new
    person = User.objects.get(username="em-330100")
    assert person.check_password("Long-river-77-x")
    with pytest.raises(ValidationError) as refusal:
        validate_password("Qian-tang-2023!", person)
    assert refusal.value.error_list[0].code == "password_history"
    validate_password("Quite-another-9-z", person)


def test_sleeping_accounts_are_closed_by_night(cast: Cast, settings: Any) -> None:
    settings.DORMANT_DAYS = 90
    now = clock.true_now()
    User.objects.update(date_joined=now - timedelta(days=91), last_login=now)
    sleeping = User.objects.filter(username__in=["em-330200", "em-330300"])
    sleeping.update(last_login=None)
    assert close_dormant(at=clock.now(), true_at=now) == ["em-330200", "em-330300"]
    assert not User.objects.get(username="em-330200").is_active
    assert AuditEvent.objects.filter(action="person.dormant").count() == 2
    settings.DORMANT_DAYS = 0
    User.objects.update(last_login=now - timedelta(days=500))
    assert close_dormant(at=clock.now(), true_at=now) == []


def test_of_each_kind_of_administrator_one_stays_however_long_it_sleeps(cast: Cast, settings: Any) -> None:
    """Nobody else could bring a security administrator into force again."""
    settings.DORMANT_DAYS = 90
    now = clock.true_now()
    User.objects.update(last_login=now)
    for username, days in (("adm-security", 200), ("adm-security-li", 300), ("adm-audit", 95)):
        person, _made = User.objects.get_or_create(
            username=username, defaults={"organisation": cast.adm_system.organisation, "role": Role.ADM_SEC}
        )
        User.objects.filter(pk=person.pk).update(last_login=now - timedelta(days=days))
    assert close_dormant(at=clock.now(), true_at=now) == ["adm-security-li"]
    assert User.objects.filter(role__in=ADMINISTRATORS, is_active=True).count() == 3


def test_an_account_that_was_enabled_again_is_not_closed_the_same_night(cast: Cast, settings: Any) -> None:
    settings.DORMANT_DAYS = 90
    now, person = clock.true_now(), cast.hangzhou_officer
    User.objects.update(last_login=now)
    User.objects.filter(pk=person.pk).update(last_login=now - timedelta(days=91))
    assert close_dormant(at=clock.now(), true_at=now) == [person.username]
    person.refresh_from_db()
    enable_person(person=person, seen=person.version, by=cast.adm_system, at=clock.now())
    assert close_dormant(at=clock.now(), true_at=now) == []
    assert close_dormant(at=clock.now() + timedelta(days=91), true_at=now + timedelta(days=91)) != []
