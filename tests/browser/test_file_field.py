"""Choosing files in Chromium: by keyboard, with the names listed; without script the browser lists them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import DESK, chromium, insist_sound, open_page, page_for
from tests.cast import Cast
from tests.dispositions.rows import inquiry, insurer_case, person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
from tests.papers import pdf


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def chosen(tmp_path: Path) -> list[str]:
    files = [tmp_path / "书面说明.pdf", tmp_path / f"{'很长的名称' * 12}.pdf"]
    for one in files:
        one.write_bytes(pdf())
    return [str(one) for one in files]


def test_an_insurer_chooses_the_files_of_its_answer(
    browser: Browser, as_user: Any, cast: Cast, chosen: list[str]
) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    inquiry(case, by)
    with page_for(browser, as_user(cast.insurer_a_clerk), DESK) as page:
        open_page(page, f"/dispositions/{case.pk}/")
        box = page.locator(".p-file").first
        field, button = box.locator("input"), box.locator("label")
        expect(button).to_have_text("选择文件")
        if not button.is_visible():
            page.locator("details.p-act", has=box).locator("summary").click()
        expect(button).to_be_visible()
        assert field.evaluate("one => one.getBoundingClientRect().width") <= 1
        field.focus()
        assert button.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        with page.expect_file_chooser() as asked:
            button.click()
        asked.value.set_files(chosen)
        expect(box.locator(".p-chosen li")).to_have_text([Path(one).name for one in chosen])
        insist_sound(page)
        field.set_input_files([])
        expect(box.locator(".p-chosen li")).to_have_count(0)
        assert page.faults == []  # type: ignore[attr-defined]


def test_without_script_the_browser_says_the_names(
    browser: Browser, as_user: Any, cast: Cast, chosen: list[str], tmp_path: Path
) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    inquiry(case, by)
    with page_for(browser, as_user(cast.insurer_a_clerk), DESK, script=False) as page:
        open_page(page, f"/dispositions/{case.pk}/")
        box = page.locator(".p-file").first
        page.locator("details.p-act", has=box).locator("summary").click()
        box.locator("input").set_input_files(chosen)
        assert box.locator("input").evaluate("one => one.getBoundingClientRect().width") > 100
        assert box.locator("label").is_visible()
        page.screenshot(path=str(tmp_path / "plain.png"), full_page=True)
