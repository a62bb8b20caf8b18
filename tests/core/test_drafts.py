"""Drafts of long forms: one's own, bounded, there again after the session has ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.forms import drafts
from core.models import Draft
from insurers.activities.models import Activity
from tests.cast import Cast

SignIn = Callable[[Any], Client]
KEY = "/drafts/service-new/"


def test_what_was_typed_is_there_after_signing_in_again(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    typed = {"activity_no": "FW-DRAFT-1", "topics": ["H1", "H2"], "content": "尚未写完的内容"}
    assert "草稿已于" in client.post(KEY, typed).content.decode()
    client.logout()
    again = as_user(cast.insurer_a_clerk)
    assert "尚未提交" in again.get("/activities/new/").content.decode()
    restored = again.get("/activities/new/?draft=1").content.decode()
    assert "FW-DRAFT-1" in restored
    assert "尚未写完的内容" in restored
    assert restored.count(" checked") >= 2
    assert not Activity.objects.exists()


def test_a_draft_is_its_owners(cast: Cast, as_user: SignIn) -> None:
    as_user(cast.insurer_a_clerk).post(KEY, {"content": "甲的草稿"})
    for who in (cast.insurer_a_lead, cast.insurer_b_clerk):
        assert "甲的草稿" not in as_user(who).get("/activities/new/?draft=1").content.decode()


def test_the_button_without_script_returns_to_the_form_and_never_elsewhere(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    assert client.post(KEY, {"draft_next": "/activities/new/"})["Location"] == "/activities/new/"
    assert client.post(KEY, {"draft_next": "https://example.org/"}).status_code == 200
    assert client.post(f"{KEY}drop/", {"draft_next": "//example.org/"})["Location"] == "/"
    assert not Draft.objects.exists()


def test_a_draft_has_bounds(cast: Cast, as_user: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_user(cast.insurer_a_clerk)
    assert client.post(KEY, {"content": "长" * (drafts.MOST_TEXT + 1)}).status_code == 413
    assert client.post(KEY, {"content": "有\x00空字符"}).status_code == 200
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    for n in range(4):
        client.post(f"/drafts/service-{n}/", {"content": str(n)})
    assert set(Draft.objects.values_list("key", flat=True)) == {"service-2", "service-3"}
