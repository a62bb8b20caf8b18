"""What people write stays text on every page that shows it, whatever it looks like (trust.md 4.2 row 25)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client

from core.imports.models import HeldRow, Upload
from core.workbooks import plain
from enterprises.models import Enterprise
from enterprises.sheets import LAYOUT
from tests import world
from tests.cast import Cast
from tests.core.workbooks.books import filled
from tests.house.payloads import PAYLOADS, skeleton
from tests.house.walking import visible
from tests.uploads import send

SignIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
HARMLESS: Final = "普通名称有限公司"
PAGES: Final = range(1, 5)


def workbook(texts: Sequence[str]) -> bytes:
    """Rows that hold the texts as names, addresses and notes; each fourth is held for its head count."""
    good = {column.key: column.example for column in LAYOUT.columns if column.example}
    rows = [
        {
            **good,
            "uscc": world.credit_code(7000 + n, "330106"),
            "name": f"{n}{text}"[:200],
            "address": f"{n}{text}",
            "note": text,
            "employees": 12 if n % 4 else "许多",
        }
        for n, text in enumerate(texts)
    ]
    return filled(LAYOUT, *rows)


def squeezed(text: str) -> str:
    """As nobody sees a difference: without spaces and what nobody sees, in the form in which names are kept."""
    return "".join(plain(text).split())


def pages_of(client: Client, upload: Upload) -> dict[str, str]:
    """Every page that shows what the upload brought."""
    first, held = Enterprise.objects.order_by("pk")[0], HeldRow.objects.order_by("pk")[0]
    addresses = [
        *(f"/enterprises/?size=50&page={page}" for page in PAGES),
        *(f"/gap/?size=50&page={page}" for page in PAGES[:2]),
        f"/enterprises/{first.pk}/",
        f"/uploads/{upload.pk}/",
        "/uploads/held/enterprises/?size=50",
        f"/uploads/held/enterprises/{held.pk}/",
    ]
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address.replace(str(upload.pk), "UPLOAD")] = answer.content.decode()
    return found


def sent(cast: Cast, texts: Sequence[str]) -> Upload:
    return send("enterprises", Path("a.xlsx"), cast.hangzhou_officer, content=workbook(texts))


def test_two_hundred_payloads_of_a_workbook_change_no_page(cast: Cast, as_user: SignIn) -> None:
    assert len(set(PAYLOADS)) >= 200
    client = as_user(cast.hangzhou_officer)
    before = pages_of(client, sent(cast, [HARMLESS] * len(PAYLOADS)))
    upload = sent(cast, PAYLOADS)
    assert upload.changed > 100
    after = pages_of(client, upload)
    for address, page in after.items():
        assert skeleton(page) == skeleton(before[address]) or "UPLOAD" in address, address
    shown = squeezed("".join(visible(page) for page in after.values()))
    names = Enterprise.objects.order_by("pk").values_list("name", flat=True)
    assert [name for name in names if squeezed(name) not in shown] == []


def test_payloads_of_forms_come_back_as_they_were_typed(cast: Cast, as_user: SignIn) -> None:
    """A search and a form that is refused show again what was typed."""
    client = as_user(cast.hangzhou_officer)
    plainly = skeleton(client.get("/enterprises/", {"q": HARMLESS}).content.decode())
    for text in PAYLOADS[::9]:
        page = client.get("/enterprises/", {"q": text}).content.decode()
        assert skeleton(page) == plainly, text
