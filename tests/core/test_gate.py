"""The gate in front of pages: who is let through, who is led to signing in, who is refused, and what is kept of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve as django_resolve
from django.utils.http import content_disposition_header

from accounts.models import User
from core import audit, clock, gate
from core.gate import Access, GatedView, NotAllowed, require
from core.models import AuditEvent
from hazards.models import Hazard
from hazards.permissions import HazardPermission
from tests.cast import Cast
from tests.hazards import life


class Open(GatedView):
    permission = Access.PUBLIC

    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    post = get


class SignedIn(Open):
    permission = Access.SIGNED_IN


class Writing(Open):
    permission = HazardPermission.HAZARD_WRITE


class Handing(SignedIn):
    def get(self, request: HttpRequest) -> HttpResponse:
        if "told" in request.GET:
            audit.record("ledger.exported", by=request.user, at=clock.now(), subject="台账")
        return HttpResponse(
            "rows",
            headers={
                "Content-Disposition": content_disposition_header(True, request.GET.get("name", "台账.xlsx")) or ""
            },
        )


class HandingForms(Handing):
    is_blank = True


def ask(
    view: type[GatedView],
    user: User | AnonymousUser,
    verb: str = "get",
    namespace: str = "hazards",
    query: dict[str, str] | None = None,
) -> Any:
    """What the view answers at an address of the namespace."""
    request: Any = getattr(RequestFactory(), verb)("/hazards/1/", query)
    request.user = user
    match = {"namespace": namespace, "url_name": "list", "kwargs": {}}
    request.resolver_match = type("Match", (), match)() if namespace else None
    return view.as_view()(request)


def events() -> list[tuple[str, str, str, object]]:
    return [(one.action, one.actor, one.subject, one.detail) for one in AuditEvent.objects.order_by("pk")]


def test_a_view_without_a_declaration_cannot_be_written() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Careless declares no permission"):
        type("Careless", (GatedView,), {})


@pytest.mark.parametrize(("view", "is_let_in"), [(Open, True), (SignedIn, False), (Writing, False)])
def test_a_stranger_reads_public_pages_and_signs_in_for_the_others(view: type[GatedView], is_let_in: bool) -> None:
    answer = ask(view, AnonymousUser())
    if is_let_in:
        assert answer.content == b"open"
    else:
        assert answer.status_code == 302
        assert answer["Location"].endswith("?next=/hazards/1/")


def test_who_holds_the_permission_is_let_in(cast: Cast) -> None:
    for view in (Open, SignedIn, Writing):
        assert ask(view, cast.insurer_a_clerk).content == b"open"
    for view in (Open, SignedIn):
        assert ask(view, cast.zhejiang_regulator).content == b"open"


def test_a_file_that_is_taken_along_is_kept_once(cast: Cast) -> None:
    """By the gate where the view tells of none itself; neither what is shown nor an empty form is one."""
    clerk = cast.insurer_a_clerk
    for view, verb in ((SignedIn, "get"), (HandingForms, "get"), (Handing, "head")):
        ask(view, clerk, verb)
    assert events() == []
    ask(Handing, clerk)
    assert events() == [("file.downloaded", clerk.username, "台账.xlsx（/hazards/1/）", {})]
    ask(Handing, clerk, "get", query={"told": "1"})
    assert [one[0] for one in events()] == ["file.downloaded", "ledger.exported"]
    ask(Handing, clerk, "get", query={"name": ""})
    assert events()[-1][2] == "（/hazards/1/）"


def test_a_write_without_the_permission_is_refused_and_kept(cast: Cast) -> None:
    before = len(events())
    with pytest.raises(NotAllowed, match=r"may not hazard\.write"):
        ask(Writing, cast.zhejiang_regulator, "post")
    assert events()[before:] == [("hazard.refused", "reg-zj", "/hazards/1/", {"reason": "not-allowed"})]


def test_a_write_turned_away_names_the_row_to_whoever_may_open_its_page(
    cast: Cast, as_user: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = life.firm()
    other, row = life.hazard(firm), life.hazard(firm)
    path = f"/hazards/{row.pk}/edit/"
    assert other.hazard_no in as_user(cast.zhejiang_regulator).post(f"/hazards/{other.pk}/edit/").content.decode()
    for person, is_told in (
        (cast.zhejiang_regulator, True),
        (cast.wenzhou_regulator, False),
        (cast.adm_security, False),
    ):
        page = as_user(person).post(path)
        assert page.status_code == 403
        assert (row.hazard_no in page.content.decode()) is is_told
        assert events()[-1][2] == (f"{row.hazard_no}（{path}）" if is_told else path)
    monkeypatch.setattr(gate, "_lets_in", lambda _declared, _by: False)
    assert row.hazard_no not in as_user(cast.zhejiang_regulator).post(path).content.decode()


@pytest.mark.parametrize(
    ("verb", "namespace"), [("get", "hazards"), ("post", "nobodys"), ("post", "")], ids=["read", "untold", "nowhere"]
)
def test_reading_and_rooms_without_an_event_leave_none(cast: Cast, verb: str, namespace: str) -> None:
    before = len(events())
    with pytest.raises(NotAllowed):
        ask(Writing, cast.zhejiang_regulator, verb, namespace)
    assert len(events()) == before


def test_a_service_asks_for_the_permission_and_the_row(cast: Cast) -> None:
    row: Hazard = life.hazard(life.firm())
    require(cast.insurer_a_clerk, HazardPermission.HAZARD_WRITE)
    require(cast.insurer_a_clerk, HazardPermission.HAZARD_WRITE, on=row)
    for person, on in ((None, None), (AnonymousUser(), None), (cast.zhejiang_regulator, None), (None, row)):
        with pytest.raises(NotAllowed, match=r"may not hazard\.write$"):
            require(person, HazardPermission.HAZARD_WRITE, on=on)
    own = life.hazard(life.firm(), by="INS-B-ZJ")
    for permission in (HazardPermission.HAZARD_WRITE, HazardPermission.HAZARD_VIEW):
        require(cast.insurer_b_clerk, permission, on=own)
        with pytest.raises(NotAllowed, match=rf"may not {permission} on {row}"):
            require(cast.insurer_b_clerk, permission, on=row)


def test_each_app_names_the_event_of_its_refusals() -> None:
    assert gate.refusal_action("hazards") == "hazard.refused"
    assert gate.refusal_action("nobodys") is None


def test_what_the_page_of_a_row_declares_is_looked_up_once_for_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each refusal asks whether it may name its row."""
    asked: list[str] = []

    def resolve(url: str) -> Any:
        asked.append(url)
        return django_resolve(url)

    monkeypatch.setattr("core.gate.resolve", resolve)
    monkeypatch.setattr(gate, "_declared", {})
    found = {gate._declared_for("hazards:hazard-detail", key) for key in (1, 2, 3)}
    assert found == {HazardPermission.HAZARD_VIEW}
    assert asked == ["/hazards/1/"]
