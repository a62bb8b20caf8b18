"""The menu: a newcomer reads it in one look, whatever the role, and every page of it can be opened."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, permissions_of
from campaigns.models import GuidanceReceipt
from campaigns.services import guidance
from core import clock
from core.contributions.desk import Todo
from core.contributions.menu import Section
from tests.cast import Cast
from tests.pages import body
from workbench.menu import FOLDED, Group, all_lines, counts_of, keep_counts, lines_of, menu_for

SignIn = Callable[[Any], Client]
MOST_GROUPS = MOST_LINES = 7
TODAY = date(2023, 11, 23)


def person(role: str) -> User:
    """Somebody of the role, as the menu asks."""
    held = permissions_of(role)
    return cast(User, SimpleNamespace(pk=f"nobody-{role}", may=lambda permission: permission in held))


def menu_of(role: str) -> list[Group]:
    return menu_for(person(role), "/")


@pytest.mark.parametrize("role", list(Role))
def test_at_most_seven_groups_of_at_most_seven_lines(role: Role) -> None:
    menu = menu_of(role)
    assert menu
    assert len(menu) <= MOST_GROUPS
    for group in menu:
        assert 0 < len(group.items) <= MOST_LINES, (role, str(group.label), [str(one.label) for one in group.items])


@pytest.mark.parametrize("role", list(Role))
def test_no_line_stands_twice_and_none_is_lost(role: Role) -> None:
    user, urls = person(role), [item.url for group in menu_of(role) for item in group.items]
    assert len(urls) == len(set(urls))
    for line in all_lines():
        if user.may(line.permission) and line.section not in FOLDED:
            replaced = line.unless is not None and user.may(line.unless)
            assert (reverse(line.url_name, args=line.args) in urls) is not replaced, line.url_name


def test_uploads_are_one_line_that_leads_to_all(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.insurer_a_clerk)
    page = body(client, "/uploads/")
    assert page.count('href="/uploads/"') >= 1
    for line in lines_of(Section.UPLOADS, cast.insurer_a_clerk):
        assert f'href="{reverse(line.url_name, args=line.args)}"' in page


def test_what_is_out_of_the_menu_is_reached_from_its_lines(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhejiang_regulator)
    assert 'href="/insurers/"' in body(client, "/insurers/compare/")
    assert 'href="/calendar/"' in body(client, "/rules/")


def test_a_line_says_how_much_waits(cast: Cast, sign_in: SignIn) -> None:
    user = cast.insurer_a_clerk
    orders, one = "/orders/?state=RECORDED", "/questions/12/"
    keep_counts(
        user, [Todo("a", "", "", orders, "", count=3), Todo("b", "", "", one, ""), Todo("c", "", "", "/x/", "")]
    )
    assert counts_of(user, TODAY) == {"/orders/": 3, "/questions/": 1}
    page = body(sign_in(user), "/policies/").split('id="site-nav"')[1].split("</nav>")[0]
    assert page.count("<small>") == 2
    assert "待办</span>3</small>" in page
    other = cast.insurer_b_clerk
    assert counts_of(other, TODAY) == {}


def test_who_has_moved_or_has_another_post_finds_no_counts_of_the_former(cast: Cast) -> None:
    user, office = cast.hangzhou_officer, cast.quzhou_officer.organisation
    keep_counts(user, [Todo("a", "", "", "/hazards/?state=SUBMITTED", "", count=3)])
    assert counts_of(user, TODAY)
    user.is_lead = True
    assert counts_of(user, TODAY) == {}
    user.is_lead, user.organisation = False, office
    assert counts_of(user, TODAY) == {}


def test_the_workbench_writes_the_counts(cast: Cast, sign_in: SignIn) -> None:
    user = cast.hangzhou_officer
    page = body(sign_in(user), "/")
    assert counts_of(user, TODAY)
    assert "</span>" in page


def test_after_a_form_the_menu_counts_what_waits_now(cast: Cast, sign_in: SignIn) -> None:
    by, user = cast.provincial_officer, cast.hangzhou_officer
    for title in ("一", "二"):
        text = guidance.GuidanceText("ANNOUNCEMENT", title, "正文", date(2023, 12, 1))
        note = guidance.write_guidance(text=text, by=by, today=TODAY, at=clock.now())
        guidance.issue_guidance(note=note, to=[user.organisation.pk], by=by, at=clock.now())
    client = sign_in(user)
    assert client.get("/").status_code == 200
    for left, receipt in ((1, note.receipts.get()), (0, GuidanceReceipt.objects.order_by("pk")[0])):
        client.post(f"/guidance/receipts/{receipt.pk}/confirm/", {"answer": "收到"})
        assert client.get("/contacts/").status_code == 200
        assert counts_of(user, TODAY).get("/guidance/", 0) == left
        menu = body(client, "/contacts/").split('id="site-nav"')[1].split("</nav>")[0]
        line = menu.split('href="/guidance/"')[1].split("</a>")[0]
        assert ("待办" in line) is bool(left), line
