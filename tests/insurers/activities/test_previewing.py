"""What an upload does is shown row by row and field by field, before and after its acceptance."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core import jobs
from core.imports.models import HeldRow, Upload
from enterprises.models import Enterprise
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.uploads import send

pytestmark = pytest.mark.django_db
FILE = SAMPLES / "plain" / "enterprises_330100.xlsx"
SignIn = Callable[[Any], Client]


def changed_copy(**cells: Any) -> bytes:
    """The sample with other values in the first good row, by title."""
    book = load_workbook(FILE)
    sheet: Any = book.worksheets[0]
    header = next(row for row in sheet.iter_rows(max_row=10) if any(cell.value == "企业名称" for cell in row))
    known = Enterprise.objects.order_by("pk")[0]
    places = {cell.value: cell.column for cell in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if row[places["统一社会信用代码"] - 1].value == known.uscc:
            for title, value in cells.items():
                row[places[title] - 1].value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """The register and its changed copy, once for all tests; each takes back what it does to them."""

    def fill() -> None:
        send("enterprises", FILE, Cast().hangzhou_officer)
        content = changed_copy(企业名称="杭州示例更名有限公司", 联系电话="13900000001")
        send("enterprises", FILE, Cast().hangzhou_officer, accept=False, content=content)

    keep(fill)


@pytest.fixture
def second(sent: None) -> Upload:
    return Upload.objects.latest("pk")


def test_before_the_acceptance_old_and_new_stand_beside_each_other(cast: Cast, second: Upload, as_user: SignIn) -> None:
    old = Enterprise.objects.order_by("pk")[0]
    page = as_user(cast.hangzhou_officer).get(reverse("imports:upload-detail", args=[second.pk])).content.decode()
    assert second.changed == 1
    for text in (old.name, "杭州示例更名有限公司", old.phone, "13900000001"):
        assert text in page
    assert reverse("imports:upload-rows", args=[second.pk, "unchanged"]) in page


def test_after_the_acceptance_the_page_still_says_what_was_changed(cast: Cast, second: Upload, as_user: SignIn) -> None:
    old = Enterprise.objects.order_by("pk")[0]
    client = as_user(cast.hangzhou_officer)
    client.post(reverse("imports:upload-accept", args=[second.pk]))
    second.refresh_from_db()
    jobs.run_job(second.job_id or 0)
    page = client.get(reverse("imports:upload-rows", args=[second.pk, "changed"])).content.decode()
    assert old.name in page
    assert "杭州示例更名有限公司" in page
    assert client.get(reverse("imports:upload-rows", args=[second.pk, "unchanged"])).status_code == 404


def test_every_part_lists_as_many_rows_as_its_figure_says(cast: Cast, second: Upload, as_user: SignIn) -> None:
    client = as_user(cast.hangzhou_officer)
    for part in ("new", "changed", "unchanged"):
        answer = client.get(reverse("imports:upload-rows", args=[second.pk, part]))
        page = answer.context["page"]
        assert page.paginator.count == getattr(second, part)
        assert len(page.object_list) == min(page.paginator.per_page, getattr(second, part))


def test_others_see_no_contact_data_and_strangers_nothing(cast: Cast, second: Upload, as_user: SignIn) -> None:
    address = reverse("imports:upload-rows", args=[second.pk, "changed"])
    overseer = as_user(cast.provincial_officer).get(address)
    assert overseer.status_code == 200
    assert "13900000001" not in overseer.content.decode()
    assert as_user(cast.quzhou_officer).get(address).status_code == 404
    assert (
        as_user(cast.hangzhou_officer).get(reverse("imports:upload-rows", args=[second.pk, "held"])).status_code == 404
    )


def test_the_grid_takes_typed_cells_and_suggestions_of_several_rows_at_once(cast: Cast, as_user: SignIn) -> None:
    send("enterprises", FILE, cast.hangzhou_officer)
    client, address = as_user(cast.hangzhou_officer), reverse("imports:held-list", args=["enterprises"])
    grid = {row["held"].pk: row["cells"] for row in client.get(address).context["rows"]}
    advised = [pk for pk, cells in grid.items() if all(cell.suggestion for cell in cells if cell.is_faulty)]
    number, known = HeldRow.objects.count(), Enterprise.objects.count()
    answer = client.post(address, {"row": list(grid), **{f"{pk}-advised": "Y" for pk in advised}}, follow=True)
    assert answer.status_code == 200
    gone = number - HeldRow.objects.count()
    assert 0 < gone <= len(advised)
    assert Enterprise.objects.count() - known <= gone


def test_the_grid_leaves_rows_of_others_alone(cast: Cast, as_user: SignIn) -> None:
    send("enterprises", FILE, cast.hangzhou_officer)
    row = HeldRow.objects.order_by("pk")[0]
    client = as_user(cast.quzhou_officer)
    client.post(reverse("imports:held-list", args=["enterprises"]), {"row": [row.pk], f"{row.pk}-name": "改"})
    fresh = HeldRow.objects.get(pk=row.pk)
    assert (fresh.raw, fresh.held_at) == (row.raw, row.held_at)
