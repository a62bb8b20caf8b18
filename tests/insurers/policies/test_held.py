"""Held rows put right or discarded in the browser: the same check as an upload, nothing of others in sight."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.imports.held import HeldRowGone, correct_held_row, discard_held_row
from core.imports.models import HeldRow, Upload
from core.imports.services import accept_upload
from core.models import AuditEvent
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.uploads import PLAN, held_with, person, send
from workbench.views.history import changes_of

REGISTER = SAMPLES / "plain" / "enterprises_330100.xlsx"
#: A typed row has neither merged cells nor formulas; what stood there is judged as it was seen.
MENDED_BY_TYPING = {"merged", "formula"}
SignIn = Callable[[Any], Client]


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """The register, once for all tests; each takes back what it does to it."""
    keep(lambda: send("enterprises", REGISTER, Cast().hangzhou_officer))


@pytest.fixture
def first(sent: None) -> Upload:
    return Upload.objects.get()


def faulty(row: HeldRow, code: str) -> dict[str, Any]:
    return next(dict(fault) for fault in row.faults if fault["code"] == code)


def test_a_corrected_row_goes_to_the_ledger_and_is_held_no_more(cast: Cast, first: Upload) -> None:
    row = held_with("uscc")
    fault = faulty(row, "uscc")
    done = correct_held_row(row=row, values={"uscc": fault["suggestion"]}, by=cast.hangzhou_lead, at=clock.now())
    assert done is None
    stored = Enterprise.objects.get(uscc=fault["suggestion"])
    assert (stored.name, stored.city_id) == (row.raw["name"], "330100")
    assert HeldRow.objects.count() == first.held - 1
    assert AuditEvent.objects.filter(action="held.corrected", subject=stored.uscc).count() == 1


def test_a_colleague_puts_a_row_right_whose_sender_has_gone_to_another_office(cast: Cast, first: Upload) -> None:
    row, sender = held_with("uscc"), cast.hangzhou_officer
    User.objects.filter(pk=sender.pk).update(organisation=cast.ningbo_officer.organisation)
    code = faulty(row, "uscc")["suggestion"]
    assert correct_held_row(row=row, values={"uscc": code}, by=cast.hangzhou_lead, at=clock.now()) is None
    stored = Enterprise.objects.get(uscc=code)
    assert stored.city_id == "330100"
    User.objects.filter(pk=cast.hangzhou_lead.pk).update(organisation=cast.ningbo_officer.organisation)
    assert [one.organisation for one in changes_of(stored, cast.provincial_officer)] == ["杭州市应急管理局"]


def test_a_colleague_accepts_what_the_sender_had_begun_to_accept(cast: Cast) -> None:
    upload = send("enterprises", REGISTER, cast.hangzhou_officer, accept=False)
    begun = accept_upload(upload=upload, by=cast.hangzhou_officer, at=clock.now())
    assert accept_upload(upload=upload, by=cast.hangzhou_officer, at=clock.now()) == begun
    User.objects.filter(pk=cast.hangzhou_officer.pk).update(organisation=cast.ningbo_officer.organisation)
    stopped = jobs.run_job(begun.pk)
    assert stopped is not None
    assert stopped.state == JobState.FAILED
    upload.refresh_from_db()
    again = accept_upload(upload=upload, by=cast.hangzhou_lead, at=clock.now())
    assert jobs.run_job(again.pk).state == JobState.DONE  # type: ignore[union-attr]
    assert set(map(str, Enterprise.objects.values_list("city_id", flat=True))) == {"330100"}
    assert accept_upload(upload=upload, by=cast.hangzhou_lead, at=clock.now()) == again


def test_a_row_still_faulty_keeps_the_new_values_and_says_the_new_fault(cast: Cast, first: Upload) -> None:
    row = held_with("uscc")
    values = {"uscc": faulty(row, "uscc")["suggestion"], "employees": "约三十人"}
    known = Enterprise.objects.count()
    left = correct_held_row(row=row, values=values, by=cast.hangzhou_officer, at=clock.now())
    assert left is not None
    assert [fault["key"] for fault in left.faults if fault["severity"] == "error"] == ["employees"]
    assert left.raw["employees"] == "约三十人"
    assert left.identity == values["uscc"]
    assert (Enterprise.objects.count(), HeldRow.objects.count()) == (known, first.held)


def test_saving_a_row_unchanged_changes_nothing(cast: Cast, first: Upload) -> None:
    before = set(HeldRow.objects.values_list("pk", "held_at", "fingerprint"))
    known = Enterprise.objects.count()
    for row in HeldRow.objects.all():
        values = {key: text or "" for key, text in row.raw.items()}
        assert correct_held_row(row=row, values=values, by=cast.hangzhou_officer, at=clock.now()) is not None
    assert set(HeldRow.objects.values_list("pk", "held_at", "fingerprint")) == before
    assert Enterprise.objects.count() == known


@pytest.mark.parametrize("folder", ["plain", "official"])
def test_no_held_row_of_any_kind_passes_untouched(cast: Cast, folder: str) -> None:
    for kind, name, user in PLAN:
        send(kind, SAMPLES / folder / name, person(user))
    people = {user.organisation_id: user for user in (person(name) for _kind, _file, name in PLAN)}
    for row in HeldRow.objects.all():
        left = correct_held_row(row=row, values={}, by=people[row.organisation_id], at=clock.now())
        assert left is not None, (row.kind, row.faults)
        codes = {fault["code"] for fault in row.faults}
        assert {fault["code"] for fault in left.faults} >= codes - MENDED_BY_TYPING


def test_a_number_under_an_identifier_must_be_retyped(cast: Cast) -> None:
    for kind, name, user in PLAN[:3]:
        send(kind, SAMPLES / "plain" / name, person(user))
    row = held_with("numeric-code")
    fault = faulty(row, "numeric-code")
    left = correct_held_row(row=row, values={fault["key"]: fault["value"]}, by=cast.insurer_a_clerk, at=clock.now())
    assert left is not None
    assert "numeric-code" in {f["code"] for f in left.faults}
    values = {fault["key"]: "PZ-2023-0000123"}
    assert correct_held_row(row=left, values=values, by=cast.insurer_a_clerk, at=clock.now()) is None
    assert Policy.objects.filter(policy_no="PZ-2023-0000123").exists()


def test_others_can_neither_correct_nor_discard(cast: Cast, first: Upload) -> None:
    row = held_with("uscc")
    for who in (cast.quzhou_officer, cast.provincial_lead, cast.insurer_a_clerk, cast.adm_system):
        with pytest.raises(NotAllowed):
            correct_held_row(row=row, values={}, by=who, at=clock.now())
        with pytest.raises(NotAllowed):
            discard_held_row(row=row, by=who, at=clock.now())
    assert HeldRow.objects.count() == first.held


def test_a_discarded_row_is_gone_with_an_audit_event_and_cannot_be_finished(cast: Cast, first: Upload) -> None:
    row = held_with("uscc")
    discard_held_row(row=row, by=cast.hangzhou_officer, at=clock.now())
    assert HeldRow.objects.count() == first.held - 1
    assert AuditEvent.objects.get(action="held.discarded").detail["codes"] == ["uscc"]
    with pytest.raises(HeldRowGone):
        correct_held_row(row=row, values={}, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(HeldRowGone):
        discard_held_row(row=row, by=cast.hangzhou_officer, at=clock.now())


def test_the_page_lists_own_rows_with_fault_and_value(cast: Cast, first: Upload, as_user: SignIn) -> None:
    page = as_user(cast.hangzhou_officer).get(reverse("imports:held-list", args=["enterprises"]), {"size": "50"})
    text = page.content.decode()
    for row in HeldRow.objects.all():
        assert reverse("imports:held-row", args=["enterprises", row.pk]) in text
    row = held_with("uscc")
    assert row.raw["uscc"] in text
    for who in (cast.quzhou_officer, cast.provincial_officer):
        other = as_user(who).get(reverse("imports:held-list", args=["enterprises"]))
        assert row.raw["uscc"] not in other.content.decode()


def test_a_row_is_put_right_in_the_browser(cast: Cast, first: Upload, as_user: SignIn) -> None:
    client, row = as_user(cast.hangzhou_officer), held_with("uscc")
    address, fault = reverse("imports:held-row", args=["enterprises", row.pk]), faulty(row, "uscc")
    text = client.get(address).content.decode()
    assert fault["message"] in text
    assert fault["suggestion"] in text
    typed = {key: value or "" for key, value in row.raw.items()}
    still = client.post(address, typed)
    assert still.status_code == 400
    assert fault["message"] in still.content.decode()
    done = client.post(address, {**typed, "advised": "1"})
    assert done.status_code == 302
    assert Enterprise.objects.filter(uscc=fault["suggestion"]).exists()
    assert client.get(address).status_code == 404


def test_upload_pages_lead_to_the_held_rows(cast: Cast, first: Upload, as_user: SignIn) -> None:
    client = as_user(cast.hangzhou_officer)
    link = reverse("imports:held-list", args=["enterprises"])
    for address in (
        reverse("imports:upload-detail", args=[first.pk]),
        reverse("imports:upload-create", args=["enterprises"]),
    ):
        assert link in client.get(address).content.decode()


def test_a_script_in_a_held_row_stays_text(cast: Cast, first: Upload, as_user: SignIn) -> None:
    row = held_with("uscc")
    row.raw["name"] = "<script>alert(1)</script>"
    row.faults[0]["suggestion"] = "<img src=x>"
    row.save()
    client = as_user(cast.hangzhou_officer)
    for address in (
        reverse("imports:held-row", args=["enterprises", row.pk]),
        reverse("imports:held-list", args=["enterprises"]),
    ):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
