"""A workbook with a sheet for each county: one file, several uploads."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from core import clock, jobs
from core.gate import NotAllowed
from core.imports.models import HeldRow, Upload
from core.imports.services import take_sheet
from core.writing import Refused
from enterprises.models import Enterprise
from tests.conftest import SAMPLES
from tests.uploads import person, send

SignIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
FILE = SAMPLES / "field" / "07_three_sheets.xlsx"


def first() -> Upload:
    return send("enterprises", FILE, person("em-330100"))


def taken(upload: Upload, sheet: str) -> Upload:
    """The further sheet taken, checked and accepted in this process."""
    own = take_sheet(upload=upload, sheet=sheet, by=person("em-330100"), at=clock.now(), ring=False)
    Upload.objects.filter(pk=own.pk).update(auto_accept=True)
    assert own.job is not None
    jobs.run_job(own.job.pk)
    own.refresh_from_db()
    return own


def test_each_sheet_becomes_an_upload_of_the_same_file(cast: object) -> None:
    upload = first()
    assert upload.further == ["上城区", "拱墅区"]
    for sheet in upload.further:
        own = taken(upload, sheet)
        assert (own.sheet, own.new, own.file, own.source) == (sheet, 1, upload.file, upload)
        assert own.further == []
    assert Enterprise.objects.filter(uscc__in=("91330106MAPHH8PJ7M", "91330106MADWJCB73W")).count() == 2


def test_a_sheet_asked_for_twice_is_one_upload_and_another_sheet_is_none(cast: object) -> None:
    upload = first()
    assert taken(upload, "上城区") == taken(upload, "上城区")
    with pytest.raises(Refused, match="不是可以另行导入的工作表"):
        taken(upload, "西湖区")
    with pytest.raises(NotAllowed):
        take_sheet(upload=upload, sheet="上城区", by=person("em-330200"), at=clock.now(), ring=False)


def test_the_same_file_again_knows_each_sheet_apart(cast: object) -> None:
    upload = first()
    own = taken(upload, "上城区")
    again = first()
    assert (again.unchanged, again.further) == (1, ["上城区", "拱墅区"])
    other = taken(again, "上城区")
    assert (other.repeats, other.unchanged, other.new) == (own, 1, 0)


def test_held_rows_of_two_sheets_are_kept_apart(cast: object) -> None:
    """Rows without a readable identity are kept under file and row: row 2 of one sheet is not row 2 of the other."""
    body = FILE.read_bytes()
    upload = send("enterprises", FILE, person("em-330100"), content=spoiled(body))
    taken(upload, "上城区")
    assert HeldRow.objects.filter(kind="enterprises", row=2).count() == 2


def spoiled(body: bytes) -> bytes:
    """The workbook with every credit code replaced by a number."""

    book = openpyxl.load_workbook(io.BytesIO(body))
    for sheet in book.worksheets:
        sheet["B2"] = 913301060000000000
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_the_page_offers_each_sheet_and_links_to_what_was_taken(cast: object, as_user: SignIn) -> None:
    upload = first()
    client = as_user(person("em-330100"))
    page = reverse("imports:upload-detail", args=[upload.pk])
    address = reverse("imports:upload-sheet", args=[upload.pk])
    shown = client.get(page).content.decode()
    assert shown.count(f'action="{address}"') == 2
    answer = client.post(address, {"sheet": "上城区"})
    own = Upload.objects.latest("pk")
    assert answer["Location"] == reverse("imports:upload-detail", args=[own.pk])
    shown = client.get(page).content.decode()
    assert shown.count(f'action="{address}"') == 1
    assert reverse("imports:upload-detail", args=[own.pk]) in shown
    refused = client.post(address, {"sheet": "没有"}, follow=True).content.decode()
    assert "「没有」不是可以另行导入的工作表" in refused
    assert as_user(person("em-330200")).post(address, {"sheet": "拱墅区"}).status_code == 404
    assert "07_three_sheets.xlsx（上城区）" in client.get(reverse("imports:upload-list")).content.decode()
