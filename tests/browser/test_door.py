"""The door in Chromium: its pages by axe and width, and the bar that warns before a session ends."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.seeding import DEMO_PASSWORD
from core import audit, clock
from core.models import AuditEvent
from tests.accounts.factors import confirm_password, set_up_app
from tests.browser.driving import DESK, chromium, insist_sound, open_page, page_for
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OFFICER = (
    "/account/factors/",
    "/account/factors/app/remove/",
    "/account/factors/keys/new/",
    "/account/factors/recovery/",
    "/account/factors/recovery/new/",
    "/account/sessions/",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def look(page: Page, path: str) -> None:
    open_page(page, path)
    insist_sound(page)
    assert page.faults == [], path  # type: ignore[attr-defined]


def test_the_owner_s_pages(browser: Browser, as_user: Any, cast: Cast) -> None:
    client = as_user(cast.hangzhou_officer)
    with page_for(browser, client, DESK) as page:
        look(page, "/accounts/again/?next=/account/factors/")
        confirm_password(client, DEMO_PASSWORD)
        look(page, "/account/factors/app/")
        set_up_app(client, DEMO_PASSWORD)
        for path in OFFICER:
            look(page, path)
        client.logout()
        client.post("/accounts/login/", {"login": "em-330100", "password": DEMO_PASSWORD})
        look(page, "/accounts/second-step/")


def test_the_logs(browser: Browser, as_user: Any, cast: Cast) -> None:
    by, at = cast.hangzhou_officer, clock.now()
    audit.record("session.began", by=by, at=at, subject="em-330100", address="10.33.8.12", means=["password", "totp"])
    audit.record("person.changed", by=by, at=at, subject="em-330109", before={"state": "A"}, after={"state": "B"})
    audit.record("ledger.exported", by=by, at=at, subject="企业台账", rows=723, masked=True)
    with page_for(browser, as_user(cast.adm_audit), DESK) as page:
        for path in (
            "/audit/",
            "/audit/sign-ins/",
            "/audit/exports/",
            f"/audit/event/?no={AuditEvent.objects.latest('pk').pk}",
        ):
            look(page, path)


def test_the_warning_keeps_the_form(browser: Browser, as_user: Any, cast: Cast, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 100
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        open_page(page, "/accounts/password/change/")
        page.get_by_label("当前密码").fill("half-typed")
        bar = page.locator("#session-bar")
        expect(bar).to_contain_text("会话即将结束")
        settings.SESSION_IDLE_SECONDS = 1800
        bar.get_by_role("button", name="继续使用").click()
        expect(bar).to_be_hidden()
        expect(page.get_by_label("当前密码")).to_have_value("half-typed")
