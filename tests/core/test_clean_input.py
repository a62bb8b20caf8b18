"""Characters that no database takes, in whatever part of a request they come, are taken out and break nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.models import Draft
from tests.cast import Cast

SignIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
KEY = "/drafts/service-1/"


def test_fields_and_their_names_are_cleaned(cast: Cast, as_user: SignIn) -> None:
    sent = {"con\0tent": "有\0空字符", "\0": "x", "kind": ["甲\0", "乙"]}
    assert as_user(cast.insurer_a_clerk).post(KEY, sent).status_code == 200
    assert Draft.objects.get().values == {"content": ["有空字符"], "": ["x"], "kind": ["甲", "乙"]}


def test_url_encoded_fields_are_cleaned(cast: Cast, as_user: SignIn) -> None:
    body, form = "a%00b=c%00d&e=%ED%A0%80f", "application/x-www-form-urlencoded"
    assert as_user(cast.insurer_a_clerk).post(KEY, body, content_type=form).status_code == 200
    values = Draft.objects.get().values
    assert values["ab"] == ["cd"]
    assert values["e"][0].endswith("f")


@pytest.mark.parametrize(
    "address", ["/enterprises/", "/hazards/", "/policies/", "/activities/", "/uploads/", "/audit/"]
)
def test_parameters_and_their_names_are_cleaned(cast: Cast, as_user: SignIn, address: str) -> None:
    client = as_user(cast.insurer_a_clerk)
    for query in ("?q=%00", "?%00=1", "?q=a%00&page=%00", "?page=%ED%A0%80", "?city=%00&%00q=1"):
        assert client.get(f"{address}{query}").status_code in {200, 403, 404}, query


def test_what_nobody_sees_goes_from_fields_and_an_emoji_keeps_its_joiner(cast: Cast, as_user: SignIn) -> None:
    sent = {
        "content": "\u200b\u200b",
        "name": "张\u200b三\ufeff",
        "mark": "a\u202eb",
        "blank": "\u3164\u2800 \u115f",
        "marks": "\u034f\ufe0f\U000e0020",
        "kind": "👨\u200d💻 第一行\n第二行",
    }
    assert as_user(cast.insurer_a_clerk).post(KEY, sent).status_code == 200
    kept = {
        "content": [""],
        "name": ["张三"],
        "mark": ["ab"],
        "blank": [" "],
        "marks": [""],
        "kind": ["👨\u200d💻 第一行\n第二行"],
    }
    assert Draft.objects.get().values == kept


@pytest.mark.parametrize("address", ["/enterprises/%00/", "/drafts/a%00b/", "/%00"])
def test_an_address_with_such_a_character_names_nothing(cast: Cast, as_user: SignIn, address: str) -> None:
    assert as_user(cast.insurer_a_clerk).get(address).status_code == 404


def test_a_cookie_cannot_break_a_page(client: Client) -> None:
    client.cookies["sessionid"] = "\0" * 12
    client.cookies["django_language"] = "a\0"
    assert client.get("/accounts/login/").status_code == 200


def test_a_request_that_is_too_long_is_not_read(cast: Cast, as_user: SignIn, settings: Any) -> None:
    """Any visitor could fill the disk before: each form is read for its token, and its files are stored on the way.

    What is said to be longer than it is cannot be read: the client of the tests breaks off there.
    """
    stranger, person = Client(), as_user(cast.insurer_a_clerk)
    many, more = str(settings.STRANGERS_MAX_BYTES + 1), str(settings.REQUEST_MAX_BYTES + 1)
    assert (
        stranger.post("/reports/verify/", CONTENT_LENGTH=many)["Location"] == "/accounts/login/?next=/reports/verify/"
    )
    for client in (stranger, person):
        answer: Any = client.post(KEY, CONTENT_LENGTH=more)
        assert answer.status_code == 413
        assert "提交的内容超过平台一次可接收的大小" in answer.content.decode()
    settings.STRANGERS_MAX_BYTES = 10
    assert person.post(KEY, {"content": "字" * 50}).status_code == 200
    assert stranger.post(KEY, {"content": "字" * 50}).status_code == 302
    assert Draft.objects.get().values == {"content": ["字" * 50]}
