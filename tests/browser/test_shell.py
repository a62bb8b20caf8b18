"""Shell, sign-in, workbench and administrators' pages in Chromium: axe, width, script or none."""

import struct
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from accounts.seeding import DEMO_PASSWORD
from campaigns.models import Campaign
from core import audit, clock
from tests import world
from tests.browser.driving import DESK, ORIGIN, PHONE, chromium, insist_sound, open_page, overflow, page_for, violations
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = (
    (None, "/accounts/login/"),
    (None, "/no-such-page/"),
    ("hangzhou_officer", "/"),
    ("hangzhou_officer", "/campaign/"),
    ("hangzhou_officer", "/accounts/password/change/"),
    ("hangzhou_officer", "/users/"),
    ("provincial_officer", "/"),
    ("insurer_a_clerk", "/"),
    ("adm_system", "/"),
    ("adm_system", "/users/"),
    ("adm_security", "/roles/"),
    ("adm_audit", "/audit/"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_axe_finds_nothing_and_no_page_is_too_wide(
    browser: Browser, as_user: Any, cast: Cast, name: str | None, path: str
) -> None:
    audit.record("upload.accepted", by=cast.hangzhou_officer, at=clock.now(), subject="企业台账.xlsx")
    client = as_user(getattr(cast, name)) if name else Client()
    with page_for(browser, client, DESK) as page:
        open_page(page, path)
        insist_sound(page)
        refused = "Failed to load resource"  # the status of an error page itself
        assert [fault for fault in page.faults if refused not in fault] == []  # type: ignore[attr-defined]


def test_large_type_keeps_the_page_whole(browser: Browser, as_user: Any, cast: Cast) -> None:
    client = as_user(cast.hangzhou_officer)
    client.post("/preferences/", {"large_type": "1"})
    with page_for(browser, client, DESK) as page:
        open_page(page, "/")
        expect(page.locator("html")).to_have_css("font-size", "20px")
        assert violations(page) == []
        assert overflow(page) <= 0


@pytest.mark.parametrize("width", [1200, 1280])
def test_a_long_name_of_an_office_lies_over_nothing_in_the_bar(
    browser: Browser, as_user: Any, cast: Cast, width: int
) -> None:
    with page_for(browser, as_user(cast.wenzhou_regulator), (width, 800)) as page:
        open_page(page, "/contacts/")
        places = (".p-brand-long", ".p-find", ".p-tools", ".p-who", ".p-tools > form:last-of-type")
        boxes = [page.locator(f".p-top {one}").bounding_box() for one in places]
        brand, find, tools, who, leave = (box for box in boxes if box)
        assert brand["x"] + brand["width"] <= find["x"]
        assert find["x"] + find["width"] <= tools["x"]
        assert who["x"] + who["width"] <= leave["x"]
        assert overflow(page) <= 0


def test_more_filters_stand_near_the_buttons_on_a_phone(browser: Browser, as_user: Any, cast: Cast) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE) as page:
        open_page(page, "/hazards/")
        places = (".p-query input >> nth=0", ".p-query button[type=submit]", ".p-more summary")
        boxes = [page.locator(f"main {one}").bounding_box() for one in places]
        field, search, more = (box for box in boxes if box)
        assert more["height"] >= 44
        assert 0 <= more["y"] - (search["y"] + search["height"]) <= 12, "the finger's room begins near the buttons"
        assert abs(search["x"] - field["x"]) < 1, "buttons begin where the fields do"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_signing_in_and_out(browser: Browser, cast: Cast, script: bool) -> None:
    with page_for(browser, Client(), DESK, script=script) as page:
        open_page(page, "/accounts/login/")
        page.fill("[name=login]", "em-330100")
        page.fill("[name=password]", "Wrong-133-2023!")
        page.click("form button.btn-primary")
        page.wait_for_selector(".p-errsum")
        page.fill("[name=password]", DEMO_PASSWORD)
        page.click("form button.btn-primary")
        page.wait_for_url(f"{ORIGIN}/")
        expect(page.locator(".p-who")).to_contain_text("杭州市应急管理局")
        page.click(".p-tools form[action='/accounts/logout/'] button")
        page.wait_for_url(f"{ORIGIN}/accounts/login/")


def test_a_table_that_grows_wider_than_its_box_is_reached_by_keyboard(
    browser: Browser, as_user: Any, cast: Cast
) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        open_page(page, "/help/glossary/")
        box = page.locator(".p-scroll").first
        expect(box).not_to_have_attribute("tabindex", "0")
        box.locator("table").evaluate("table => { table.style.minWidth = '3000px'; }")
        expect(box).to_have_attribute("tabindex", "0")
        box.locator("table").evaluate("table => { table.style.minWidth = ''; }")
        expect(box).not_to_have_attribute("tabindex", "0")


@pytest.mark.parametrize("large", ["0", "1"], ids=["normal", "large"])
@pytest.mark.parametrize("size", [DESK, (683, 800), PHONE], ids=["desk", "zoomed", "phone"])
def test_everything_is_searched_at_any_width(
    browser: Browser, as_user: Any, cast: Cast, size: tuple[int, int], large: str
) -> None:
    beside = Campaign.objects.get()
    beside.pk, beside.code, beside.is_yearly = None, "ZBGJ-2023-2026", False
    beside.name, beside.ends_on = "安全生产治本攻坚三年行动（2023—2026年）", date(2026, 12, 31)
    beside.save()
    client = as_user(cast.hangzhou_officer)
    client.post("/preferences/", {"large_type": large})
    with page_for(browser, client, size) as page:
        open_page(page, "/")
        assert overflow(page) <= 0
        boxes = [
            box
            for one in (
                ".p-brand span:visible",
                ".p-find:visible",
                ".p-find-link:visible",
                ".p-choose:visible",
                ".p-who:visible",
            )
            if page.locator(f".p-top {one}").count() and (box := page.locator(f".p-top {one}").bounding_box())
        ]
        assert all(left["x"] + left["width"] <= right["x"] + 1 for left, right in pairwise(boxes)), boxes
        has_field = page.locator(".p-find").is_visible()  # asked before the key: a page that goes away has no styles
        page.keyboard.press("/")
        if has_field:
            expect(page.locator("#find")).to_be_focused()
        else:
            page.wait_for_url(f"{ORIGIN}/search/")
            expect(page.locator("#search-q")).to_be_focused()
            open_page(page, "/")
            page.locator(".p-find-link").click()
            page.wait_for_url(f"{ORIGIN}/search/")


def test_the_picture_of_the_overview_is_the_whole_page(browser: Browser, as_user: Any, cast: Cast) -> None:
    world.enterprise()
    world.activity(world.policy(world.enterprise()), start_on=date(2023, 11, 7), end_on=date(2023, 11, 7))
    with page_for(browser, as_user(cast.provincial_officer), DESK) as page:
        open_page(page, "/overview/")
        with page.expect_download() as saved:
            page.click("[data-png]")
        width, height = struct.unpack(">II", saved.value.path().read_bytes()[16:24])
        shown = page.locator(".p-main-in").bounding_box()
        assert shown is not None
        assert (width, height) == (2 * ceil(shown["width"] + 48), 2 * ceil(shown["height"] + 48)), "with a margin"
        assert page.faults == []  # type: ignore[attr-defined]


def test_a_phone_takes_the_next_step_and_hands_on(browser: Browser, as_user: Any, cast: Cast) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE) as page:
        open_page(page, "/")
        links = page.locator("#todo td.ops a")
        assert links.count() >= 1
        for link in links.all():
            expect(link).to_be_visible()
            assert (link.bounding_box() or {"height": 0})["height"] >= 44


def test_the_error_summary_takes_the_focus(browser: Browser, cast: Cast) -> None:
    with page_for(browser, Client(), DESK) as page:
        open_page(page, "/accounts/login/")
        page.fill("[name=login]", "em-330100")
        page.fill("[name=password]", "Wrong-133-2023!")
        page.click("form button.btn-primary")
        page.wait_for_selector(".p-errsum")
        expect(page.locator(".p-errsum")).to_be_focused()


def test_the_password_can_be_shown(browser: Browser, cast: Cast) -> None:
    with page_for(browser, Client(), DESK) as page:
        open_page(page, "/accounts/login/")
        page.click(".p-pass button")
        expect(page.locator("#id_password")).to_have_attribute("type", "text")


def test_a_slash_goes_to_the_search_field(browser: Browser, as_user: Any, cast: Cast) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        open_page(page, "/")
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()


def test_the_drawer_of_the_phone_opens_without_script(browser: Browser, as_user: Any, cast: Cast) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE, script=False) as page:
        open_page(page, "/")
        line = page.locator("#site-nav a", has_text="专项行动").first
        assert not line.is_visible()
        page.click(".p-burger")
        line.wait_for(state="visible")
        line.click()
        page.wait_for_url(f"{ORIGIN}/campaign/")


def test_english_by_the_switch(browser: Browser, as_user: Any, cast: Cast) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        open_page(page, "/")
        page.click(".p-tools button[name=language]")
        page.wait_for_selector("html[lang=en]")
        expect(page.locator("h1")).to_have_text("Workbench")
        assert violations(page) == []
        assert overflow(page) <= 0


def test_what_is_counted_late_comes_by_itself_and_without_script_by_a_link(
    browser: Browser, as_user: Any, cast: Cast, settings: Any
) -> None:
    settings.WORKBENCH_PATIENCE_MS = 0.001
    client = as_user(cast.hangzhou_officer)
    with page_for(browser, client, DESK, script=False) as page:
        open_page(page, "/")
        expect(page.locator(".p-stat")).to_have_count(0)
        expect(page.locator("#desk .p-note a")).to_have_attribute("href", "?whole=1")
    with page_for(browser, client, DESK) as page:
        open_page(page, "/")
        expect(page.locator(".p-stat").first).to_be_visible()
        expect(page.locator("#desk [hx-get]")).to_have_count(0)
        assert page.faults == []  # type: ignore[attr-defined]
        assert overflow(page) <= 0
