"""The main paths by keyboard alone: every stop can be seen, nothing holds the focus, what opens gives it back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.seeding import DEMO_PASSWORD
from core import clock
from insurers.complaints.models import Complaint
from reports import services as reporting
from reports.choices import SubmissionState
from tests import world
from tests.browser.driving import DESK, ORIGIN, chromium, open_page, page_for, violations
from tests.cast import Cast
from tests.inspections.rows import add_enterprise, running_task
from tests.reports.delivering import write_all
from tests.reports.figuring import build

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
#: Whether the element with the focus shows it: a line around it, or around the label that stands for it.
SEEN = """() => {
  const one = document.activeElement, also = one.labels && one.labels.length ? [one, ...one.labels] : [one];
  return also.some(part => { const s = getComputedStyle(part); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until what is wanted has the focus; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_from_the_door_over_a_list_to_a_saved_form(browser: Browser, cast: Cast) -> None:
    firm = world.enterprise(world.HANGZHOU, name="西湖示例化工有限公司")
    policy = world.policy(firm)
    with page_for(browser, Client(), DESK) as page:
        open_page(page, "/accounts/login/")
        write(page, "[name=login]", "ins-a-zj")
        write(page, "[name=password]", DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{ORIGIN}/")
        page.keyboard.press("Tab")
        expect(page.locator(".p-skip")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('main').contains(document.activeElement)")

        open_page(page, "/")
        tab_to(page, ".p-side a[href='/policies/']")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{ORIGIN}/policies/")
        write(page, ".p-query [name=q]", policy.policy_no)
        page.keyboard.press("Enter")
        expect(page.locator(".p-chip").first).to_be_visible()
        tab_to(page, f"a[href='/policies/{policy.pk}/']")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{ORIGIN}/policies/{policy.pk}/")

        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type("西湖示例")
        offered = page.locator("#find-list [role=option]")
        expect(offered.first).to_contain_text(firm.name)
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(offered.first).to_be_hidden()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#find")).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(offered.first).to_have_attribute("aria-selected", "true")
        expect(page.locator("#find")).to_have_attribute("aria-activedescendant", "find-1-1")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator("#find-all")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/search/\?q="))
        expect(page.locator("[data-hit]").first).to_be_visible()

        open_page(page, "/complaints/new/")
        write(page, "[name=policy_no]", policy.policy_no)
        tab_to(page, ".p-day-open")
        page.keyboard.press("Enter")
        expect(page.locator("dialog.p-cal")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".p-day-open")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        expect(page.locator("[name=received_on]")).to_have_value("2023-11-22")
        write(page, "[name=complainant]", "示例企业安全员")
        write(page, "[name=text]", "年度约定的应急演练至今没有安排。")
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/complaints/\d+/$"))
    assert Complaint.objects.get().received_on.isoformat() == "2023-11-22"


def test_an_upload(browser: Browser, as_user: Any, cast: Cast) -> None:
    with page_for(browser, as_user(cast.insurer_a_clerk), DESK) as page:
        open_page(page, "/uploads/new/policies/")
        tab_to(page, "input[type=file]")
        tab_to(page, "main button.btn-primary")


def test_a_visit(browser: Browser, as_user: Any, cast: Cast) -> None:
    firm = world.enterprise(world.SHAOXING, name="越城示例化工有限公司")
    item = add_enterprise(
        task=running_task(), enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now()
    )
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        open_page(page, f"/inspections/enterprises/{item.pk}/visit/?s=service")
        tab_to(page, "[name=train]")
        page.keyboard.press("Space")
        expect(page.locator("[name=train]:checked")).to_have_count(1)
        tab_to(page, "[data-section=service] button.btn-primary")
        page.keyboard.press("Enter")
        expect(page.locator("[data-section=work]")).to_be_visible()


def test_the_review_of_a_report(browser: Browser, as_user: Any, cast: Cast) -> None:
    """From the line on the workbench of the second person to the signed version."""
    report = build("coverage", cast.hangzhou_officer).submission
    reporting.edit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    write_all(report, cast.hangzhou_officer)
    reporting.send_for_review(submission=report, by=cast.hangzhou_officer, at=clock.now())
    address = f"/reports/submissions/{report.pk}/"
    with page_for(browser, as_user(cast.hangzhou_lead), DESK) as page:
        open_page(page, "/")
        tab_to(page, f"main a[href='{address}']")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{ORIGIN}{address}")
        write(page, "[name=document_no]", "杭州应急〔2023〕1号")
        tab_to(page, f"form[action='{address}sign/'] button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.locator(f"form[action='{address}sign/']")).to_have_count(0)
    report.refresh_from_db()
    assert (report.state, report.signed_by) == (SubmissionState.SIGNED, cast.hangzhou_lead)
