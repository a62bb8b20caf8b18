"""The grid and the form of held rows ask each value with its own kind of field and read it as a workbook does."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.choices import JobPhase
from core.imports.models import HeldRow, Upload
from core.jobs import Tick
from enterprises.models import Enterprise
from enterprises.sheets import LAYOUT
from tests.cast import Cast
from tests.returned import REGISTER, book
from tests.uploads import send

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
CODE = "91330106MA0000007Q"
GOOD = {
    "name": "杭州示例化工有限公司",
    "uscc": CODE,
    "county": "西湖区",
    "address": "西湖区示例路1号",
    "sectors": "危险化学品",
    "employees": "120",
    "principal": "张某",
    "phone": "0571-80000000",
    "status": "在产",
    "key_enterprise": "是",
    "outsourcing": "否",
    "licence_no": None,
    "licence_expiry": None,
    "note": None,
}
GRID = "/uploads/held/enterprises/"


def held(cast: Cast, tmp_path: Path, **cells: Any) -> HeldRow:
    """The held row of a workbook with one row."""
    titles = {column.key: column.title for column in LAYOUT.columns}
    row = {titles[key]: value for key, value in {**GOOD, **cells}.items()}
    upload = send("enterprises", book(tmp_path / "one.xlsx", list(row), [row]), cast.hangzhou_officer)
    return HeldRow.objects.get(upload=upload)


def tag_of(page: str, name: str) -> str:
    """The tag of the field with this name."""
    tags: list[str] = re.findall(r"<(?:select|input|textarea)[^>]*>", page)
    return next(tag for tag in tags if f'name="{name}"' in tag)


def test_the_grid_offers_lists_and_calendars(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    row = held(cast, tmp_path, status="在产停产", sectors="危险化学品、石油", licence_expiry="长期", employees="约120")
    page = as_user(cast.hangzhou_officer).get(GRID).content.decode()
    assert tag_of(page, f"{row.pk}-status").startswith("<select")
    assert tag_of(page, f"{row.pk}-sectors").startswith("<select")
    assert "multiple" in tag_of(page, f"{row.pk}-sectors")
    assert "data-day" in tag_of(page, f"{row.pk}-licence_expiry")
    assert 'inputmode="decimal"' in tag_of(page, f"{row.pk}-employees")
    assert "原值：在产停产" in page
    assert "长期" in page


def test_what_is_picked_in_the_grid_goes_to_the_ledger(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    row = held(cast, tmp_path, status="在产停产", sectors="危险化学品、石油", licence_expiry="长期", employees="约120")
    typed = {
        "row": row.pk,
        f"{row.pk}-status": "停产",
        f"{row.pk}-sectors": ["危险化学品", "建筑施工"],
        f"{row.pk}-sectors-asked": "1",
        f"{row.pk}-licence_expiry": "2024-05-31",
        f"{row.pk}-employees": "3,000",
    }
    as_user(cast.hangzhou_officer).post(GRID, typed)
    stored = Enterprise.objects.get(uscc=CODE)
    assert (stored.status, stored.sectors, stored.employees) == ("SUSPENDED", ["HAZCHEM", "CONSTR"], 3000)
    assert str(stored.licence_expiry) == "2024-05-31"


def test_a_day_that_is_none_stays_until_the_cell_is_to_be_empty(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    row = held(cast, tmp_path, licence_expiry="长期")
    client = as_user(cast.hangzhou_officer)
    client.post(GRID, {"row": row.pk, f"{row.pk}-licence_expiry": ""})
    assert HeldRow.objects.get(pk=row.pk).raw["licence_expiry"] == "长期"
    client.post(GRID, {"row": row.pk, f"{row.pk}-licence_expiry": "", f"{row.pk}-licence_expiry-empty": "1"})
    assert not HeldRow.objects.filter(pk=row.pk).exists()
    assert Enterprise.objects.get(uscc=CODE).licence_expiry is None


def test_a_page_saved_as_it_was_shown_changes_nothing(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    row = held(cast, tmp_path, status="在产停产", licence_expiry="2024/5/31", note="第一行\n第二行")
    client = as_user(cast.hangzhou_officer)
    shown = {
        "row": row.pk,
        f"{row.pk}-status": "在产停产",
        f"{row.pk}-uscc": CODE,
    }
    client.post(GRID, shown)
    form = {**{key: value or "" for key, value in row.raw.items()}, "licence_expiry": "2024-05-31"}
    client.post(f"{GRID}{row.pk}/", {**form, "note": "第一行\r\n第二行"})
    fresh = HeldRow.objects.get(pk=row.pk)
    assert (fresh.raw, fresh.held_at) == (row.raw, row.held_at)


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 19, "-1", "²", "x", ""])
def test_a_row_that_can_be_none_is_left_aside(cast: Cast, as_user: SignIn, tmp_path: Path, key: str) -> None:
    row = held(cast, tmp_path, employees="1.2千人")
    answer = as_user(cast.hangzhou_officer).post(GRID, {"row": [key, row.pk], f"{row.pk}-employees": "1300"})
    assert answer.status_code == 302
    assert Enterprise.objects.get(uscc=CODE).employees == 1300


def test_taking_the_suggestion_stores_what_was_shown(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    row = held(cast, tmp_path, sectors="危化品/建筑", employees="1.2千人", key_enterprise="√")
    client = as_user(cast.hangzhou_officer)
    page = client.get(GRID).content.decode()
    for told in ("危险化学品、建筑施工", "1200", "是"):
        assert f'<span class="to">{told}</span>' in page
    client.post(GRID, {"row": row.pk, f"{row.pk}-advised": "Y"})
    stored = Enterprise.objects.get(uscc=CODE)
    assert (stored.sectors, stored.employees, stored.key_enterprise) == (["HAZCHEM", "CONSTR"], 1200, True)


def test_what_somebody_types_goes_before_the_suggestion(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    row = held(cast, tmp_path, employees="1.2千人")
    as_user(cast.hangzhou_officer).post(GRID, {"row": row.pk, f"{row.pk}-advised": "Y", f"{row.pk}-employees": "1300"})
    assert Enterprise.objects.get(uscc=CODE).employees == 1300


@pytest.mark.parametrize("kind", ["policies", "activities", "hazards", "expenses"])
def test_held_rows_of_a_kind_that_the_role_may_not_upload_are_refused(cast: Cast, as_user: SignIn, kind: str) -> None:
    assert as_user(cast.hangzhou_officer).get(f"/uploads/held/{kind}/").status_code == 403
    assert as_user(cast.insurer_a_clerk).get(f"/uploads/held/{kind}/").status_code == 200
    assert as_user(cast.insurer_a_clerk).get(GRID).status_code == 403


def test_no_page_offers_to_accept_no_row(cast: Cast, as_user: SignIn, tmp_path: Path) -> None:
    titles = {column.key: column.title for column in LAYOUT.columns}
    row = {titles[key]: value for key, value in {**GOOD, "status": "正常"}.items()}
    path = book(tmp_path / "one.xlsx", list(row), [row])
    upload = send("enterprises", path, cast.hangzhou_officer, accept=False)
    address, client = reverse("imports:upload-detail", args=[upload.pk]), as_user(cast.hangzhou_officer)
    page = client.get(address).content.decode()
    assert "接收 0 行" not in page
    assert "保留 1 行待修正" in page
    client.post(reverse("imports:upload-accept", args=[upload.pk]))
    assert Upload.objects.get(pk=upload.pk).job is not None


def test_templates_are_linked_for_whoever_may_use_them(cast: Cast, as_user: SignIn) -> None:
    for who, number in ((cast.agency, 0), (cast.insurer_a_clerk, None), (cast.hangzhou_officer, None)):
        client = as_user(who)
        page = client.get(reverse("reports:rulebook")).content.decode()
        links = re.findall(r'href="(/templates/[a-z-]+/)"', page)
        assert {client.get(link).status_code for link in links} <= {200}
        assert number is None or len(links) == number


def test_the_upload_page_has_a_zone_to_drop_the_file_and_the_transfer_s_own_progress(
    cast: Cast, as_user: SignIn
) -> None:
    page = as_user(cast.hangzhou_officer).get("/uploads/new/enterprises/").content.decode()
    assert "data-drop" in page
    assert "data-upload" in page
    assert re.search(r'<input[^>]*type="file"', page), "without script it is a plain form"


def test_an_import_tells_what_it_is_at_and_of_how_much(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    phase = Tick.phase

    def tell(tick: Tick, code: JobPhase, total: int = 0) -> None:
        told.append((code, total))
        phase(tick, code, total)

    monkeypatch.setattr(Tick, "phase", tell)
    upload = send("enterprises", REGISTER, cast.hangzhou_officer)
    assert [code for code, _total in told] == ["OPEN", "READ", "COMPARE", "ACCEPT", "RETURN"]
    assert all(total > 0 for _code, total in told)
    assert told[2:] == [("COMPARE", upload.rows), ("ACCEPT", upload.accepted), ("RETURN", upload.held)]
