"""Changing the password: what is asked of a new one."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.door.password_rules import CompositionValidator
from accounts.seeding import DEMO_PASSWORD
from tests.cast import Cast

PAGE = "/accounts/password/change/"


@pytest.mark.parametrize("password", ["abcdefghijkl", "abcdefghij12", "ABCDEFGHIJ--", "123456789012"])
def test_two_kinds_of_characters_are_too_few(password: str) -> None:
    with pytest.raises(ValidationError):
        CompositionValidator().validate(password)


@pytest.mark.parametrize("password", ["abcdEFGH1234", "abcd-efgh-12", "ABCD-efgh-IJ", "密码abcd1234"])
def test_three_kinds_are_enough(password: str) -> None:
    CompositionValidator().validate(password)


def change(client: Any, old: str, new: str) -> Any:
    return client.post(PAGE, {"oldpassword": old, "password1": new, "password2": new})


def test_the_password_changes_and_the_person_stays_signed_in(sign_in: Any, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert "至少12个字符" in client.get(PAGE).content.decode()
    assert change(client, DEMO_PASSWORD, "Qian-tang-2023!").status_code == 302
    assert cast.hangzhou_officer.check_password("Qian-tang-2023!")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wrong-133-2023!", "Qian-tang-2023!"),
        (DEMO_PASSWORD, "short-A1"),
        (DEMO_PASSWORD, "onlysmallletters"),
        (DEMO_PASSWORD, "password123456"),
    ],
)
def test_what_is_refused_is_said_in_a_summary(sign_in: Any, cast: Cast, old: str, new: str) -> None:
    page = change(sign_in(cast.hangzhou_officer), old, new)
    assert page.status_code == 200
    assert 'class="p-errsum"' in page.content.decode()
    assert "处需要更正" in page.content.decode()
    assert cast.hangzhou_officer.check_password(DEMO_PASSWORD)


def test_strangers_are_sent_to_the_door(client: Any) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
