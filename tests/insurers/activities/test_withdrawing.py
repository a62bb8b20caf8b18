"""Withdrawal takes an upload back whole, or says what was built on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.gate import NotAllowed
from core.imports.choices import UploadState
from core.imports.held import correct_held_row
from core.imports.models import HeldRow, Upload
from core.imports.services import UploadNotReady
from core.imports.withdrawing import WithdrawalRefused, withdraw_upload
from core.models import AuditEvent
from enterprises.models import Enterprise
from hazards.models import Hazard
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.uploads import PLAN, held_with, history_rows, person, send

FOLDER = SAMPLES / "plain"
REGISTER = FOLDER / "enterprises_330100.xlsx"
SignIn = Callable[[Any], Client]


def withdraw(upload: Upload) -> Upload:
    return withdraw_upload(upload=upload, by=upload.owner, at=clock.now())


def edited(path: Path, source: Path, title: str, value: str, *, note: str = "") -> Path:
    """A copy of a sample with another value in one column of every row."""
    book = load_workbook(source)
    sheet: Any = book.active
    head = next(row for row in sheet.iter_rows(max_row=10) if any(cell.value == title for cell in row))
    column = next(cell.column for cell in head if cell.value == title)
    for row in range(head[0].row + 1, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            sheet.cell(row, column).value = f"{value}{note}"
    book.save(path)
    return path


def values_of(model: Any) -> list[dict[str, Any]]:
    return list(model.objects.order_by("pk").values())


def test_new_rows_go_and_held_rows_with_them_while_the_history_stays(cast: Cast) -> None:
    upload = send("enterprises", REGISTER, cast.hangzhou_officer)
    before = history_rows()["enterprises_enterpriseevent"]
    assert withdraw(upload).state == UploadState.WITHDRAWN
    assert (Enterprise.objects.count(), HeldRow.objects.count()) == (0, 0)
    assert history_rows()["enterprises_enterpriseevent"] == before + upload.new
    detail = AuditEvent.objects.get(action="upload.withdrawn").detail
    assert (detail["deleted"], detail["restored"], detail["dropped"]) == (upload.new, 0, upload.held)
    again = send("enterprises", REGISTER, cast.hangzhou_officer)
    assert (again.new, again.held) == (upload.new, upload.held)


@pytest.mark.parametrize(
    ("step", "model", "title", "value"),
    [(0, Enterprise, "详细地址", "西湖区示例路九号"), (2, Policy, "实收保费(元)", "1"), (3, Activity, "备注", "改")],
)
def test_changed_rows_get_their_old_values_back(
    cast: Cast, tmp_path: Path, step: int, model: Any, title: str, value: str
) -> None:
    for kind, name, user in PLAN[: step + 1]:
        send(kind, FOLDER / name, person(user))
    kind, name, user = PLAN[step]
    before = values_of(model)
    second = send(kind, edited(tmp_path / name, FOLDER / name, title, value), person(user))
    assert second.changed > 5
    assert values_of(model) != before
    withdraw(second)
    assert values_of(model) == before


def test_a_later_upload_stands_in_the_way_until_it_is_withdrawn_itself(cast: Cast, tmp_path: Path) -> None:
    first = send("enterprises", REGISTER, cast.hangzhou_officer)
    path = edited(tmp_path / "后来的台账.xlsx", REGISTER, "详细地址", "西湖区示例路九号")
    second = send("enterprises", path, cast.hangzhou_officer)
    with pytest.raises(WithdrawalRefused, match=r"后来的台账\.xlsx"):
        withdraw(first)
    first.refresh_from_db()
    assert (first.state, Enterprise.objects.count()) == (UploadState.ACCEPTED, first.new)
    withdraw(second)
    withdraw(first)
    assert Enterprise.objects.count() == 0


def test_an_unchanged_later_upload_is_no_obstacle(cast: Cast) -> None:
    first = send("enterprises", REGISTER, cast.hangzhou_officer)
    send("enterprises", REGISTER, cast.hangzhou_officer)
    withdraw(first)
    assert Enterprise.objects.count() == 0


def test_policies_and_services_stand_in_the_way_by_their_names(cast: Cast) -> None:
    uploads = [send(kind, FOLDER / name, person(user)) for kind, name, user in PLAN]
    register, _other, policies, activities, expenses, hazards = uploads
    with pytest.raises(WithdrawalRefused, match=r"保单台账 \d+ 条"):
        withdraw(register)
    with pytest.raises(WithdrawalRefused, match=r"服务记录.* \d+ 条"):
        withdraw(policies)
    with pytest.raises(WithdrawalRefused, match=r"服务费用 \d+ 条"):
        withdraw(activities)
    assert Enterprise.objects.visible_to(cast.insurer_a_clerk).exists()
    withdraw(hazards)
    withdraw(expenses)
    withdraw(activities)
    withdraw(policies)
    assert not Enterprise.objects.visible_to(cast.insurer_a_clerk).exists()
    assert Policy.objects.count() == Activity.objects.count() == 0
    # A hazard keeps its number when it is void, and its enterprise with it.
    assert set(Hazard.objects.values_list("state", flat=True)) == {"VOID"}
    with pytest.raises(WithdrawalRefused, match=r"隐患.* \d+ 条"):
        withdraw(register)


def test_a_row_put_right_in_the_browser_belongs_to_its_upload(cast: Cast) -> None:
    upload = send("enterprises", REGISTER, cast.hangzhou_officer)
    row = held_with("uscc")
    suggestion = next(fault["suggestion"] for fault in row.faults if fault["code"] == "uscc")
    correct_held_row(row=row, values={"uscc": suggestion}, by=cast.hangzhou_officer, at=clock.now())
    assert Enterprise.objects.count() == upload.new + 1
    withdraw(upload)
    assert Enterprise.objects.count() == 0


def test_only_accepted_uploads_of_one_s_own_can_be_withdrawn_once(cast: Cast) -> None:
    upload = send("enterprises", REGISTER, cast.hangzhou_officer)
    for who in (cast.quzhou_officer, cast.provincial_lead, cast.insurer_a_clerk, cast.adm_system):
        with pytest.raises(NotAllowed):
            withdraw_upload(upload=upload, by=who, at=clock.now())
    withdraw_upload(upload=upload, by=cast.hangzhou_lead, at=clock.now())
    with pytest.raises(UploadNotReady):
        withdraw(upload)
    waiting = send("enterprises", REGISTER, cast.hangzhou_officer, accept=False)
    with pytest.raises(UploadNotReady):
        withdraw(waiting)


def test_the_page_offers_it_and_tells_what_happened(cast: Cast, as_user: SignIn) -> None:
    upload = send("enterprises", REGISTER, cast.hangzhou_officer)
    page, action = (reverse(f"imports:upload-{name}", args=[upload.pk]) for name in ("detail", "withdraw"))
    assert action not in as_user(cast.provincial_officer).get(page).content.decode()
    client = as_user(cast.hangzhou_lead)
    assert action in client.get(page).content.decode()
    answer = client.post(action, follow=True).content.decode()
    assert "已撤回" in answer
    assert action not in answer
    assert Enterprise.objects.count() == 0


def test_the_page_says_what_stands_in_the_way(cast: Cast, as_user: SignIn) -> None:
    uploads = [send(kind, FOLDER / name, person(user)) for kind, name, user in PLAN[:3]]
    client = as_user(cast.hangzhou_officer)
    answer = client.post(reverse("imports:upload-withdraw", args=[uploads[0].pk]), follow=True)
    assert "保单台账" in answer.content.decode()
    assert Enterprise.objects.exists()
