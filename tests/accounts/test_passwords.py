"""Changing the password: what is asked of a new one."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.door import rules
from accounts.door.password_rules import CompositionValidator
from accounts.seeding import DEMO_PASSWORD
from core.models import AuditEvent
from tests.cast import Cast

PAGE = "/accounts/password/change/"
#: What people here would think of first: the field and the cities of the province, in either script.
GUESSED = (
    "安责险 安全生产 应急 保险 浙江 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 Anzexian ANQUAN yingji baoxian "
    "Zhejiang Hangzhou Ningbo Wenzhou Jiaxing Huzhou Shaoxing Jinhua Quzhou Zhoushan Taizhou Lishui safety Portal insurance"
)


@pytest.mark.parametrize("password", ["abcdefghijkl", "abcdefghij12", "ABCDEFGHIJ--", "123456789012"])
def test_two_kinds_of_characters_are_too_few(password: str) -> None:
    with pytest.raises(ValidationError):
        CompositionValidator().validate(password)


@pytest.mark.parametrize("password", ["abcdEFGH1234", "abcd-efgh-12", "ABCD-efgh-IJ", "密码abcd1234"])
def test_three_kinds_are_enough(password: str) -> None:
    CompositionValidator().validate(password)


def test_too_short_a_password_is_refused_in_chinese_words(sign_in: Any, cast: Cast) -> None:
    page = change(sign_in(cast.hangzhou_officer), DEMO_PASSWORD, "Ab1-").content.decode()
    assert "密码太短，至少12个字符。" in page
    assert "too short" not in page


def test_no_word_of_the_field_nor_of_the_person_is_taken() -> None:
    """Names of two characters, as most cities and people have, are words as well."""
    own = ("李某", "em-330100", "某")
    for word in (*GUESSED.split(), "李某", "EM-330100"):
        assert rules.said_word(f"Xq{word}-7731", (*rules.FIELD_WORDS, *own)) == word.casefold()
    assert rules.said_word("某Qian-tang-73", (*rules.FIELD_WORDS, *own)) is None


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


def test_guesses_of_the_present_password_at_an_open_session_are_events_and_end_it(cast: Cast, sign_in: Any) -> None:
    person = cast.hangzhou_officer
    client = sign_in(person)
    pages = [change(client, f"wrong-{turn}", "Qian-tang-7731").content.decode() for turn in range(5)]
    assert "还可输入 4 次" in pages[0]
    assert "已退出登录" in pages[-1]
    told = AuditEvent.objects.filter(action="person.own_password_wrong", actor=person.username)
    assert told.count() == 5
    assert client.get("/account/").status_code == 302
