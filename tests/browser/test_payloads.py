"""Chromium runs nothing of what people write, and the policy has nothing to stop (trust.md 4.2 row 25)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from core.imports.models import HeldRow
from tests import world
from tests.browser.driving import DESK, chromium, open_page, page_for
from tests.cast import Cast
from tests.house.payloads import PAYLOADS, book_of_enterprises
from tests.uploads import send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_no_payload_runs(browser: Browser, as_user: Any, cast: Cast) -> None:
    sent = send("enterprises", Path("册.xlsx"), cast.hangzhou_officer, content=book_of_enterprises(PAYLOADS[1::11]))
    held = HeldRow.objects.filter(upload=sent).order_by("pk")[0]
    firms = [world.enterprise(name=f"{n}{text}"[:200], address=text, note=text) for n, text in enumerate(PAYLOADS[::5])]
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        faults: list[str] = page.faults  # type: ignore[attr-defined]
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        for path in (
            "/enterprises/?size=50",
            f"/enterprises/{firms[3].pk}/",
            "/gap/?size=50",
            f"/search/?q={PAYLOADS[2]}",
            f"/uploads/{sent.pk}/",
            f"/uploads/{sent.pk}/rows/new/",
            "/uploads/held/enterprises/",
            f"/uploads/held/enterprises/{held.pk}/",
        ):
            open_page(page, path)
            assert page.evaluate("window.hostile") is None, path
            assert page.evaluate("location.origin + location.pathname") == f"http://localhost{path.split('?')[0]}"
            assert faults == [], path
