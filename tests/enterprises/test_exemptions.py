"""Exemptions: a document, two people, the days they count, and what the gap and the figures make of them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from core import clock
from core.contributions.desk import Desk, Round
from core.gate import NotAllowed
from core.models import AuditEvent, StoredFile
from core.writing import Refused
from enterprises.models import Enterprise, Exemption
from enterprises.services.exemptions import Ground, decide_exemption, request_exemption, withdraw_exemption
from enterprises.todos import work
from tests import world
from tests.cast import Cast
from tests.enterprises.requests import PDF, asked
from tests.moving import move

Browser = Callable[[Any], Client]


def must(firm: Enterprise, day: date = date(2023, 11, 23)) -> bool:
    return Enterprise.objects.must_insure(["HAZCHEM"], day).filter(pk=firm.pk).exists()


def test_only_an_approved_exemption_lifts_the_duty_and_only_on_its_days(cast: Cast) -> None:
    firm = world.enterprise()
    row = asked(firm, cast.hangzhou_officer, starts_on=date(2023, 10, 1), ends_on=date(2023, 11, 30))
    assert must(firm)
    decide_exemption(exemption=row, approve=True, note="", by=cast.hangzhou_lead, at=world.now())
    assert [must(firm, day) for day in (date(2023, 9, 30), date(2023, 10, 1), date(2023, 11, 30))] == [
        True,
        False,
        False,
    ]
    assert must(firm, date(2023, 12, 1))
    row.refresh_from_db()
    withdraw_exemption(exemption=row, by=cast.hangzhou_officer, at=world.now())
    assert must(firm)
    assert list(AuditEvent.objects.order_by("-pk").values_list("action", flat=True)[:3]) == [
        "exemption.withdrawn",
        "exemption.approved",
        "exemption.requested",
    ]


def test_nobody_approves_their_own_request(cast: Cast) -> None:
    firm = world.enterprise()
    row = asked(firm, cast.hangzhou_officer)
    with pytest.raises(Refused, match="提出人本人不能办理"):
        decide_exemption(exemption=row, approve=True, note="", by=cast.hangzhou_officer, at=world.now())
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("REQUESTED", None)
    with pytest.raises(IntegrityError, match="exemption_two_people"):
        Exemption.objects.filter(pk=row.pk).update(decided_by=row.applied_by)


def test_another_bureau_decides_nothing(cast: Cast) -> None:
    row = asked(world.enterprise(), cast.xihu_county)
    with pytest.raises(Refused, match="请由该单位办理"):
        decide_exemption(exemption=row, approve=True, note="", by=cast.hangzhou_lead, at=world.now())
    with pytest.raises(NotAllowed):
        decide_exemption(exemption=row, approve=True, note="", by=cast.quzhou_officer, at=world.now())
    with pytest.raises(NotAllowed):
        decide_exemption(exemption=row, approve=True, note="", by=cast.insurer_a_clerk, at=world.now())


def test_what_somebody_asked_who_has_moved_to_another_place_is_decided_by_the_bureau(cast: Cast) -> None:
    row = asked(world.enterprise(), cast.hangzhou_officer)
    move(cast.hangzhou_officer, cast.ningbo_officer.organisation)
    lead = cast.hangzhou_lead
    for round_of_all in (None, Round()):
        assert [one.title for one in work(Desk(lead, clock.today(), round=round_of_all)).todos] == [str(row)]
    with pytest.raises(NotAllowed):
        decide_exemption(exemption=row, approve=True, note="", by=cast.ningbo_officer, at=world.now())
    decide_exemption(exemption=row, approve=True, note="", by=lead, at=world.now())
    row.refresh_from_db()
    assert row.state == "APPROVED"


def test_a_refusal_gives_its_reason(cast: Cast) -> None:
    row = asked(world.enterprise(), cast.hangzhou_officer)
    with pytest.raises(Refused, match="须写明理由"):
        decide_exemption(exemption=row, approve=False, note="  ", by=cast.hangzhou_lead, at=world.now())
    decide_exemption(exemption=row, approve=False, note="证明材料不足", by=cast.hangzhou_lead, at=world.now())
    row.refresh_from_db()
    assert (row.state, row.decision_note) == ("REFUSED", "证明材料不足")


def test_bad_requests_leave_nothing_behind(cast: Cast) -> None:
    firm = world.enterprise()
    by = cast.hangzhou_officer
    with pytest.raises(Refused, match="早于起始日期"):
        asked(firm, by, ends_on=date(2022, 12, 31))
    with pytest.raises(Refused, match="说明为空"):
        asked(firm, by, reason=" ")
    for name, body, why in (("a.exe", PDF, "不是 PDF"), ("a.pdf", b"MZ", "不是 PDF"), ("a.pdf", b"", "为空")):
        with pytest.raises(Refused, match=why):
            request_exemption(
                enterprise=firm,
                ground=Ground("SHUT", "关闭", date(2023, 1, 1)),
                document=ContentFile(body),
                name=name,
                by=by,
                at=world.now(),
            )
    assert not Exemption.objects.exists()
    assert not StoredFile.objects.exists()
    asked(firm, by)
    with pytest.raises(Refused, match="已有一份免保申请"):
        asked(firm, by)


def test_the_page_asks_approves_and_shows_the_document(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    officer, lead = as_user(cast.hangzhou_officer), as_user(cast.hangzhou_lead)
    sent = {
        "kind": "SHUT",
        "reason": "已依法关闭",
        "starts_on": "2023-01-01",
        "ends_on": "",
        "document": SimpleUploadedFile("关闭决定.pdf", PDF),
    }
    answer = officer.post(f"/enterprises/{firm.pk}/exemptions/new/", sent)
    assert answer.status_code == 302
    row = Exemption.objects.get()
    page = officer.get(f"/enterprises/{firm.pk}/").content.decode()
    assert "待复核人审批" in page
    button = re.compile(r"批准免保\s*</button>")
    assert not button.search(page)
    assert button.search(lead.get(f"/enterprises/{firm.pk}/").content.decode())
    own = officer.post(f"/exemptions/{row.pk}/approve/", follow=True).content.decode()
    assert "提出人本人不能办理" in own
    assert "免保已批准" in lead.post(f"/exemptions/{row.pk}/approve/", follow=True).content.decode()
    assert not must(firm)
    document = lead.get(f"/exemptions/{row.pk}/document/")
    assert b"".join(document) == PDF
    assert as_user(cast.quzhou_officer).get(f"/exemptions/{row.pk}/document/").status_code == 404
    assert as_user(cast.insurer_a_clerk).get(f"/exemptions/{row.pk}/document/").status_code == 403


def test_a_bad_form_says_what_is_wrong(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    sent = {
        "kind": "SHUT",
        "reason": "已依法关闭",
        "starts_on": "2023-05-01",
        "ends_on": "2023-04-01",
        "document": SimpleUploadedFile("a.pdf", b"MZ"),
    }
    client = as_user(cast.hangzhou_officer)
    answer = client.post(f"/enterprises/{firm.pk}/exemptions/new/", sent)
    assert answer.status_code == 400
    assert "不是 PDF" in answer.content.decode()
    answer = client.post(
        f"/enterprises/{firm.pk}/exemptions/new/", {**sent, "document": SimpleUploadedFile("a.pdf", PDF)}
    )
    assert answer.status_code == 400
    assert "早于起始日期" in answer.content.decode()
    assert not Exemption.objects.exists()
