"""Forms in Chromium: a policy is picked by initials, and a form shows the topics and checks of its service alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from enterprises.initials import refresh
from tests import world
from tests.browser.driving import DESK, chromium, insist_sound, open_page, page_for
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_a_policy_is_picked_and_only_the_parts_of_the_service_are_shown(
    browser: Browser, as_user: Any, cast: Cast
) -> None:
    policy = world.policy(world.enterprise(name="杭州示例化工有限公司"))
    refresh()
    with page_for(browser, as_user(cast.insurer_a_clerk), DESK) as page:
        open_page(page, "/activities/new/")
        page.locator("#id_policy_no").type("slhg")
        page.locator("[data-pick]").first.click()
        expect(page.locator("#id_policy_no")).to_have_value(policy.policy_no)
        expect(page.locator("[data-pick]")).to_have_count(0)
        page.locator("#id_kind").select_option("TRAIN")
        expect(page.locator("[data-of-label=隐患排查]")).to_be_hidden()
        expect(page.locator("[data-of-label=宣传教育培训]")).to_be_visible()
        expect(page.locator("#id_h1_checked")).to_be_hidden()
        page.locator("#id_kind").select_option("HAZ")
        expect(page.locator("#id_h1_checked")).to_be_visible()
        insist_sound(page)
        assert page.faults == []  # type: ignore[attr-defined]


def test_a_policy_is_picked_from_the_keyboard_without_sending_the_form(
    browser: Browser, as_user: Any, cast: Cast
) -> None:
    firm = world.enterprise(name="杭州示例化工有限公司")
    first, second = (world.policy(firm, policy_no=f"AZX-2023-K{n}") for n in (2, 1))
    refresh()
    with page_for(browser, as_user(cast.insurer_a_clerk), DESK) as page:
        open_page(page, "/activities/new/")
        field = page.locator("#id_policy_no")
        field.type("AZX-2023-K")
        offers = page.locator("[data-pick]")
        expect(offers).to_have_count(2)
        named = [offer.get_attribute("data-pick") for offer in offers.all()]
        assert set(named) == {first.policy_no, second.policy_no}
        field.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(field).to_have_value(named[1] or "")
        field.fill("")
        field.type("AZX-2023-K")
        expect(offers).to_have_count(2)
        field.press("Enter")
        expect(field).to_have_value(named[0] or "")
        expect(page.locator(".p-errsum")).to_have_count(0)
        assert page.faults == []  # type: ignore[attr-defined]
