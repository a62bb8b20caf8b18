"""Days, months and ways back that a request names: one reading everywhere, nonsense counts as none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.forms import DayField
from core.views.days import day_in, month_in, way_back
from tests.cast import Cast

SignIn = Callable[[Any], Client]
FAR = (
    "9999-12-31",
    "0001-01-01",
    "1999-12-31",
    "2100-01-01",
    "9" * 5000,
    "foo",
    "2023-02-30",
    "2023-10-1²",
    "\0",
    "",
    None,
)


@pytest.mark.parametrize(
    "text", ["2023-10-01", "2023-10-1", "2023/10/1", "2023.10.1", "2023年10月1日", "２０２３-１０-０１"]
)
def test_a_day_is_read_as_in_a_workbook(text: str) -> None:
    assert day_in(text) == DayField().clean(text) == date(2023, 10, 1)


@pytest.mark.parametrize("text", FAR)
def test_what_is_no_day_of_the_portal_is_none(text: str | None) -> None:
    assert day_in(text) is None


@pytest.mark.parametrize("text", ["2023-09", "2023-9", "2023年9月", "２０２３-０９"])
def test_a_month_is_its_first_day(text: str) -> None:
    assert month_in(text) == date(2023, 9, 1)


@pytest.mark.parametrize("text", ["9999-12", "0001-01", "2023-13", "2023-00", "2023-W01", "2023", *FAR])
def test_what_is_no_month_of_the_portal_is_none(text: str | None) -> None:
    assert month_in(text) is None


@pytest.mark.parametrize(
    "text", ["foo", "home", "//evil.example", "http://evil.example/", "javascript:x", "http://[", ""]
)
def test_only_an_address_from_the_root_leads_back(text: str) -> None:
    assert way_back(text) is None
    assert way_back("/enterprises/?q=1") == "/enterprises/?q=1"


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["foo", "//evil.example/", "http://evil.example/", "\0", "/\r\nX-A: b"])
def test_a_foreign_or_broken_way_back_leads_home(cast: Cast, as_user: SignIn, target: str) -> None:
    client = as_user(cast.insurer_a_clerk)
    for path, name in (("/preferences/", "next"), ("/drafts/a/", "draft_next"), ("/drafts/a/drop/", "draft_next")):
        answer = client.post(path, {name: target})
        assert answer.status_code in {200, 302}, path
        assert "evil" not in answer.get("Location", "")
        assert "\n" not in answer.get("Location", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/policies/?start_from=", "/activities/?start_from=", "/hazards/?found_from="])
def test_a_list_reads_a_day_as_a_form_does(cast: Cast, as_user: SignIn, path: str) -> None:
    client = as_user(cast.insurer_a_clerk)
    for text in ("2023年10月1日", "2023.10.1", "９９９９-１２-３１", "foo"):
        assert client.get(path + text).status_code == 200
