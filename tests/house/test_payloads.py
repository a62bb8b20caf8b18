"""What people write stays text on every page that shows it, whatever it looks like (trust.md 4.2 row 25).

The suite carries a sample; all texts and all roles: make attack.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from openpyxl import load_workbook

from core.imports.models import HeldRow, Upload
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.house.asking import taken_back
from tests.house.payloads import PAYLOADS, alike, book_of_activities, book_of_enterprises, harmless, skeleton
from tests.uploads import send

SignIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
HARMLESS: Final = "普通名称有限公司"
WHOLE: Final = os.environ.get("PORTAL_ATTACK", "") == "whole"
TEXTS: Final = PAYLOADS if WHOLE else PAYLOADS[::19]


def test_payloads_of_forms_come_back_as_they_were_typed(cast: Cast, as_user: SignIn) -> None:
    """A search shows again what was typed, and no element more."""
    client = as_user(cast.hangzhou_officer)
    plainly = skeleton(client.get("/enterprises/", {"q": HARMLESS}).content.decode())
    for text in PAYLOADS[::9]:
        page = client.get("/enterprises/", {"q": text}).content.decode()
        assert skeleton(page) == plainly, text


@pytest.fixture(autouse=True)
def _forgetful(settings: Any) -> None:
    """What was remembered with the first texts would stand beside the second."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def pages_of(client: Client, upload: Upload, kind: str, rows: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pages of an upload, of the rows that it brought and of those that it holds."""
    held = HeldRow.objects.filter(upload=upload).order_by("pk")
    paths = [
        f"/uploads/{upload.pk}/",
        f"/uploads/{upload.pk}/progress/",
        f"/uploads/{upload.pk}/rows/new/",
        "/uploads/",
        *(f"/uploads/held/{kind}/?page={number + 1}" for number in range(held.count() // 50 + 1)),
        "/",
        *(f"/uploads/held/{kind}/{row.pk}/" for row in held),
        *rows,
    ]
    for number, path in enumerate(paths):
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield f"{number} {re.sub('[0-9]+', '0', path)}", answer.content.decode()


def returned_cells(upload: Upload) -> list[Any]:
    assert upload.returned is not None
    sheet: Any = load_workbook(upload.returned.file.path).active
    return [cell for row in sheet.iter_rows() for cell in row]


def test_the_register_by_workbook(cast: Cast, as_user: SignIn) -> None:
    def read(texts: Sequence[str]) -> dict[str, str]:
        with taken_back():
            content = book_of_enterprises(texts)
            upload = send("enterprises", Path("册.xlsx"), cast.hangzhou_officer, content=content)
            assert (upload.accepted, upload.held) == (len(texts), len(texts))
            firms = Enterprise.objects.order_by("pk")
            own = [f"/enterprises/{firm.pk}/" for firm in firms]
            found = dict(pages_of(as_user(cast.hangzhou_officer), upload, "enterprises", ["/enterprises/", *own]))
            notes = "".join(unescape(page) for page in found.values())
            assert [firm.note for firm in firms if firm.note not in notes] == []
            cells = returned_cells(upload)
            assert {cell.data_type for cell in cells} <= {"s", "n"}  # no formula
            values = {str(cell.value) for cell in cells}
            assert [text for text in texts if text not in values] == []
        return found

    assert alike(read([harmless(text) for text in TEXTS]), read(TEXTS)) == []


def test_services_by_workbook(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())

    def read(texts: Sequence[str]) -> dict[str, str]:
        with taken_back():
            content = book_of_activities(texts, Policy.objects.select_related("enterprise").get(pk=policy.pk))
            upload = send("activities", Path("服务.xlsx"), cast.insurer_a_clerk, content=content)
            assert (upload.accepted, upload.held) == (len(texts), len(texts))
            own = [f"/activities/{key}/" for key in Activity.objects.order_by("pk").values_list("pk", flat=True)]
            found = dict(pages_of(as_user(cast.insurer_a_clerk), upload, "activities", ["/activities/", *own]))
            assert {cell.data_type for cell in returned_cells(upload)} <= {"s", "n"}
        return found

    assert alike(read([harmless(text) for text in TEXTS]), read(TEXTS)) == []
