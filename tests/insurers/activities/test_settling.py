"""Held rows that are settled stay settled, and open again with the withdrawal of what settled them (contract 4)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.imports.held import correct_held_row, discard_held_row
from core.imports.models import ClosedHold, HeldRow, Upload
from core.imports.withdrawing import withdraw_upload
from core.workbooks import ACCEPT_TITLE, ADVICE_TITLE, KEY_TITLE
from enterprises.models import Enterprise
from tests.cast import Cast
from tests.databases import Keep
from tests.returned import REGISTER, advised, book, table_of
from tests.uploads import history_rows, send


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """The register, once for all tests; each takes back what it does to it."""
    keep(lambda: send("enterprises", REGISTER, Cast().hangzhou_officer))


@pytest.fixture
def first(sent: None) -> Upload:
    return Upload.objects.get()


def texts_of_held() -> dict[str, Any]:
    return {row.identity: (row.raw, row.faults, row.upload_id, row.row) for row in HeldRow.objects.all()}


def healed_book(first: Upload, path: Path) -> tuple[Path, int]:
    """The returned workbook with every row taken whose suggestions heal it, and how many they are."""
    titles, rows = table_of(first)
    healing = advised(rows, first)
    for row in healing:
        row[ACCEPT_TITLE] = "Y"
    return book(path, titles, healing), len(healing)


def withdraw(cast: Cast, upload: Upload) -> None:
    withdraw_upload(upload=upload, by=cast.hangzhou_officer, at=clock.now())


def test_a_stale_returned_workbook_opens_no_row_that_was_settled_since(
    cast: Cast, first: Upload, tmp_path: Path
) -> None:
    path, number = healed_book(first, tmp_path / "mended.xlsx")
    assert number
    send("enterprises", path, cast.hangzhou_officer)
    assert first.returned is not None
    before = (texts_of_held(), history_rows())
    stale = send("enterprises", Path(first.returned.file.path), cast.hangzhou_officer)
    assert (stale.rows, stale.accepted, stale.held) == (first.held - number, 0, first.held - number)
    told = stale.verdicts.filter(code="closed-row")
    assert (told.count(), stale.ignored) == (number, number)
    assert {(verdict.severity, verdict.column) for verdict in told} == {("notice", None)}
    assert all(verdict.row for verdict in told)
    assert (texts_of_held(), history_rows()) == before


def test_a_settled_row_is_left_aside_whatever_it_holds(cast: Cast, first: Upload, tmp_path: Path) -> None:
    path, number = healed_book(first, tmp_path / "mended.xlsx")
    send("enterprises", path, cast.hangzhou_officer)
    titles, rows = table_of(first)
    changed = [row | {ACCEPT_TITLE: "Y", "详细地址": "另一个地址"} for row in advised_once(rows, first)]
    known = set(Enterprise.objects.values_list("pk", "address"))
    again = send("enterprises", book(tmp_path / "changed.xlsx", titles, changed), cast.hangzhou_officer)
    assert (again.rows, again.ignored) == (0, number)
    assert set(Enterprise.objects.values_list("pk", "address")) == known


def advised_once(rows: list[dict[str, Any]], first: Upload) -> list[dict[str, Any]]:
    closed = set(ClosedHold.objects.filter(upload=first).values_list("identity", flat=True))
    return [row for row in rows if row[KEY_TITLE] in closed]


def test_the_page_of_a_held_row_offers_to_discard_it(
    cast: Cast, first: Upload, as_user: Callable[[Any], Client]
) -> None:
    client, row = as_user(cast.hangzhou_officer), HeldRow.objects.order_by("pk")[0]
    address = f"/uploads/held/enterprises/{row.pk}/"
    assert f'action="{address}discard/"' in client.get(address).content.decode()
    client.post(f"{address}discard/")
    assert not HeldRow.objects.filter(pk=row.pk).exists()


def test_a_discarded_row_stays_discarded(cast: Cast, first: Upload) -> None:
    row = HeldRow.objects.order_by("pk").first()
    assert row is not None
    assert first.returned is not None
    discard_held_row(row=row, by=cast.hangzhou_officer, at=clock.now())
    again = send("enterprises", Path(first.returned.file.path), cast.hangzhou_officer)
    assert (again.rows, again.ignored) == (first.held - 1, 1)
    assert not HeldRow.objects.filter(identity=row.identity).exists()


def test_a_withdrawal_opens_the_held_rows_that_its_upload_had_settled(
    cast: Cast, first: Upload, tmp_path: Path
) -> None:
    before = texts_of_held()
    path, number = healed_book(first, tmp_path / "mended.xlsx")
    second = send("enterprises", path, cast.hangzhou_officer)
    assert HeldRow.objects.count() == len(before) - number
    withdraw(cast, second)
    assert texts_of_held() == before
    assert not ClosedHold.objects.exists()
    third = send("enterprises", path, cast.hangzhou_officer)
    assert (third.accepted, third.new) == (number, number), "the row may be put right once more"


def test_a_withdrawal_gives_back_the_version_that_its_upload_had_replaced(
    cast: Cast, first: Upload, tmp_path: Path
) -> None:
    titles, rows = table_of(first)
    row = next(row for row in rows if not row[KEY_TITLE].startswith("file:"))
    before = texts_of_held()
    worse = book(tmp_path / "worse.xlsx", titles, [row | {"联系电话": "不详"}])
    second = send("enterprises", worse, cast.hangzhou_officer)
    assert second.held == 1
    assert texts_of_held()[row[KEY_TITLE]][2] == second.pk
    withdraw(cast, second)
    assert texts_of_held() == before


def test_a_version_replaced_twice_comes_back_with_the_last_withdrawal(
    cast: Cast, first: Upload, tmp_path: Path
) -> None:
    titles, rows = table_of(first)
    row = next(row for row in rows if not row[KEY_TITLE].startswith("file:"))
    before = texts_of_held()
    second, third = (
        send("enterprises", book(tmp_path / f"{n}.xlsx", titles, [row | {"联系电话": n}]), cast.hangzhou_officer)
        for n in ("不详", "未知")
    )
    withdraw(cast, second)
    assert texts_of_held()[row[KEY_TITLE]][2] == third.pk
    withdraw(cast, third)
    assert texts_of_held() == before


def test_a_row_mended_by_hand_is_dropped_with_the_upload_that_it_came_with(cast: Cast, first: Upload) -> None:
    row = next(row for row in HeldRow.objects.all() if {fault["code"] for fault in row.faults} == {"uscc"})
    suggestion = next(fault["suggestion"] for fault in row.faults if fault["suggestion"])
    assert correct_held_row(row=row, values={"uscc": suggestion}, by=cast.hangzhou_lead, at=clock.now()) is None
    withdraw(cast, first)
    assert not HeldRow.objects.exists()
    assert not ClosedHold.objects.exists()
    assert not Enterprise.objects.exists()


def test_a_doubled_row_is_closed_by_its_own_correction_alone(cast: Cast, first: Upload, tmp_path: Path) -> None:
    titles, rows = table_of(first)
    good, other = (row | {KEY_TITLE: None, ACCEPT_TITLE: "Y"} for row in advised(rows, first)[:2])
    doubling = book(tmp_path / "twice.xlsx", titles, [good, good | {"备注": "另一行"}])
    second = send("enterprises", doubling, cast.hangzhou_officer)
    doubled = HeldRow.objects.get(upload=second)
    assert doubled.identity.startswith("file:")
    send("enterprises", book(tmp_path / "again.xlsx", titles, [good]), cast.hangzhou_officer)
    assert HeldRow.objects.filter(pk=doubled.pk).exists(), "another row of the same identity does not close it"
    _titles, returned = table_of(second)
    mended = returned[0] | {ADVICE_TITLE: other[ADVICE_TITLE], ACCEPT_TITLE: "Y"}
    send("enterprises", book(tmp_path / "mended.xlsx", titles, [mended]), cast.hangzhou_officer)
    assert not HeldRow.objects.filter(pk=doubled.pk).exists()
