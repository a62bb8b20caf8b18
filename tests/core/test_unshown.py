"""A refused write says why, also on a page that has no form for the person who sent it."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.test import Client, RequestFactory

from core.views.writes import Attempt, tell_unshown
from core.writing import Refused
from inspections.models import GroupMember, Task
from tests.cast import Cast

SignIn = Callable[[Any], Client]
MEMBER = {"name": "示例专家", "unit": "示例研究院", "post": "高级工程师", "role": "EXPERT", "certificate_no": "示例1"}


class NoteForm(forms.Form):
    note = forms.CharField(label="说明")


def sent(**data: str) -> HttpRequest:
    request = RequestFactory().post("/", data)
    request.LANGUAGE_CODE = "zh-hans"
    return request


def answered(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What the gate answers in place of the page."""
    untold: Callable[[HttpResponseBase], HttpResponseBase] = request.untold  # type: ignore[attr-defined]
    return untold(response)


@pytest.mark.parametrize("data", [MEMBER, {}])
def test_an_inspected_city_that_enters_into_the_group_reads_why_not(
    cast: Cast, as_user: SignIn, data: dict[str, str]
) -> None:
    task = Task.objects.get(annex_no=1)  # Hangzhou inspects Shaoxing
    client = as_user(cast.shaoxing_officer)
    opened = client.get(f"/inspections/{task.pk}/group/").content.decode()
    assert f"/inspections/{task.pk}/group/enter/" not in opened
    answer = client.post(f"/inspections/{task.pk}/group/enter/", data)
    page = answer.content.decode()
    assert answer.status_code == (409 if data else 400)
    assert "未能办理" in page
    assert ("只有检查地区" if data else "此项必填，请填写") in page
    assert not GroupMember.objects.exists()


def test_a_page_that_shows_its_form_stays(cast: Cast) -> None:
    request = sent(note="甲")
    form = NoteForm(request.POST)
    with Attempt(request, form) as attempt:
        raise Refused(("note", "说明与<甲>不符"))
    shown = HttpResponse("<p>说明与&lt;甲&gt;不符。</p>", status=attempt.status)
    assert answered(request, shown) is shown
    assert form.errors["note"] == ["说明与<甲>不符。"]


def test_what_is_no_page_or_no_refusal_stays() -> None:
    request = sent()
    form = NoteForm(request.POST)
    assert not form.is_valid()
    tell_unshown(request, form)
    for answer in (JsonResponse({"refused": "x"}, status=409), HttpResponse("好"), HttpResponse("", status=302)):
        assert answered(request, answer) is answer
