"""A visit in Chromium: without a line and back, an ended session, two officers on one question, photos, signature."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Error, Page, expect

from core import clock
from inspections import services
from inspections.models import Finding, InspectedEnterprise, Packet, Photo
from tests import world
from tests.browser.driving import DESK, PHONE, chromium, insist_sound, open_page, page_for, violations
from tests.cast import Cast
from tests.inspections.rows import add_enterprise, find, running_task

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def item(cast: Cast) -> InspectedEnterprise:
    task = running_task()
    firm = world.enterprise(world.SHAOXING, name="越城示例化工有限公司")
    world.policy(firm)
    return add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())


def address(item: InspectedEnterprise, section: str = "") -> str:
    return f"/inspections/enterprises/{item.pk}/visit/?s={section}"


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"label[for={page.locator(f'[name={name}][value={value}]').get_attribute('id')}]").click()


class Line:
    """The line of a phone, which can be cut: what is asked then fails as it does without one."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def cut(self) -> None:
        self.page.route("**/packets/", lambda route: route.abort())
        self.page.route("**/photos/", lambda route: route.abort())

    def mend(self) -> None:
        self.page.unroute("**/packets/")
        self.page.unroute("**/photos/")


def faults_of(page: Page) -> list[str]:
    """What the console complains about beyond the line that was cut on purpose."""
    return [one for one in page.faults if "ERR_FAILED" not in one]  # type: ignore[attr-defined]


def test_the_pages_of_a_visit_are_sound(browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), DESK) as page:
        for section in ("base", "cover", "service", "work", "hazards", "end", "findings"):
            open_page(page, address(item, section))
            expect(page.locator(f"[data-section={section}]")).to_be_visible()
            expect(page.locator("[data-section]:visible")).to_have_count(1)
            insist_sound(page)
        for path in ("", "record/"):
            open_page(page, f"/inspections/enterprises/{item.pk}/{path}")
            insist_sound(page)
        assert faults_of(page) == []


def test_a_visit_goes_on_without_a_line_and_is_sent_once_later(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise
) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE) as page:
        line = Line(page)
        open_page(page, address(item, "service"))
        line.cut()
        choose(page, "train", "true")
        choose(page, "drill", "false")
        page.locator("#id_reason_drill").fill("合同约定次年演练")
        page.locator("[data-section=service] button.btn-primary").click()
        expect(page.locator("[data-section=work]")).to_be_visible()
        choose(page, "hot_work", "NOT_OK")
        expect(page.locator("#offline")).to_contain_text("4 项已存在本机")
        page.locator(".p-sections [data-step=findings]").click()
        page.locator("#finding_kind").select_option("OTHER")
        page.locator("#finding_fact").fill("动火作业未按规定审批")
        page.locator("#finding-form button[type=submit]").click()
        expect(page.locator("[data-findings] li")).to_contain_text("等待联网")
        assert not Packet.objects.exists()
        line.mend()
        open_page(page, address(item, "service"))  # as after a closed window: what was typed is still there
        expect(page.locator("#id_reason_drill")).to_have_value("合同约定次年演练")
        expect(page.locator("[name=drill][value=false]")).to_be_checked()
        expect(page.locator("[data-saved]")).to_contain_text("草稿已保存")
        expect(page.locator("#offline")).to_be_hidden()
        page.locator(".p-sections [data-step=check]").click()
        expect(page.locator("h1")).to_contain_text("现场检查表")
        expect(page.locator(".p-pass-list")).to_be_visible()
        assert faults_of(page) == []
    item.refresh_from_db()
    assert (item.train, item.drill, item.reason_drill, item.hot_work) == (True, False, "合同约定次年演练", "NOT_OK")
    assert [finding.fact for finding in Finding.objects.all()] == ["动火作业未按规定审批"]


def test_a_packet_whose_answer_was_lost_is_sent_again_and_stands_once(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise
) -> None:
    client = as_user(cast.hangzhou_officer)
    with page_for(browser, client, PHONE) as page:
        open_page(page, address(item, "end"))
        sent: list[str] = []

        def take_and_lose(route: Any) -> None:
            """The server gets the packet, the phone no answer."""
            sent.append(route.request.post_data)
            route.abort()

        page.route("**/packets/", take_and_lose)
        choose_day = page.locator("#id_remark")
        choose_day.fill("现场配合")
        page.locator("[data-section=end] button[value=end]").click()
        expect(page.locator("#offline")).to_be_visible()
        client.post(f"/inspections/enterprises/{item.pk}/packets/", sent[-1], content_type="application/json")
        page.unroute("**/packets/")
        page.locator("[data-section=end] button[value=end]").click()
        expect(page.locator("[data-saved]")).to_contain_text("草稿已保存")
        expect(page.locator("#offline")).to_be_hidden()
    item.refresh_from_db()
    assert (item.remark, item.version) == ("现场配合", 2)
    assert Packet.objects.count() <= len(sent)  # what is saved by time may be a packet of its own


def test_an_ended_session_costs_no_word(browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise) -> None:
    client: Client = as_user(cast.hangzhou_officer)
    kept = client.cookies.copy()
    with page_for(browser, client, PHONE) as page:
        open_page(page, address(item, "end"))
        client.cookies.clear()
        page.locator("#id_remark").fill("登录失效前后都在的备注")
        page.locator("[data-section=end] button[value=end]").click()
        expect(page.locator("#offline")).to_contain_text("登录已失效")
        expect(page.locator("#offline [data-sign-in]")).to_be_visible()
        expect(page.locator("#id_remark")).to_have_value("登录失效前后都在的备注")
        client.cookies.update(kept)
        page.locator("[data-section=end] button[value=end]").click()
        expect(page.locator("[data-saved]")).to_contain_text("草稿已保存")
        expect(page.locator("#offline")).to_be_hidden()
    item.refresh_from_db()
    assert item.remark == "登录失效前后都在的备注"


def test_a_tab_that_is_lost_without_a_line_costs_no_word(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise
) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE) as page:
        open_page(page, address(item, "end"))
        page.route("**/*", lambda route: route.abort())
        page.locator("#id_remark").fill("地下车间无信号时写下的备注")
        page.locator(".p-sections [data-step=findings]").click()
        page.locator("#finding_fact").fill("只写了一半的问题")
        page.locator("#photo-caption").fill("三号车间")
        with pytest.raises(Error):
            page.reload()
        again = page.context.new_page()
        page.close()
        open_page(again, f"/inspections/{item.task_id}/")
        expect(again.locator("[data-kept]:visible")).to_have_text("本机有未送出内容")
        again.locator("[data-kept]:visible").click()
        expect(again.locator("#id_remark")).to_have_value("地下车间无信号时写下的备注")
        expect(again.locator("[data-saved]")).to_contain_text("草稿已保存")
        again.locator(".p-sections [data-step=findings]").click()
        expect(again.locator("#finding_fact")).to_have_value("只写了一半的问题")
        expect(again.locator("#photo-caption")).to_have_value("三号车间")
    item.refresh_from_db()
    assert item.remark == "地下车间无信号时写下的备注"


def test_a_changed_finding_outlives_an_ended_session(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise
) -> None:
    finding = find(item, cast)
    client: Client = as_user(cast.hangzhou_officer)
    kept = client.cookies.copy()
    with page_for(browser, client, PHONE) as page:
        open_page(page, f"{address(item, 'findings')}&finding={finding.seq}")
        client.cookies.clear()
        page.locator("#finding_fact").fill("现场未见整改记录，台账缺页")
        page.locator("#finding-form button.btn-tint").click()
        expect(page.locator("#offline")).to_contain_text("修改内容已存在本机")
        client.cookies.update(kept)
        open_page(page, f"{address(item, 'findings')}&finding={finding.seq}")
        expect(page.locator("#finding_fact")).to_have_value("现场未见整改记录，台账缺页")
        page.locator("#finding-form button.btn-tint").click()
        expect(page.locator("#finding-form [name=finding]")).to_have_count(0)
    finding.refresh_from_db()
    assert finding.fact == "现场未见整改记录，台账缺页"


def test_a_clash_is_shown_by_question_and_settled_there(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise
) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE) as page:
        open_page(page, address(item, "work"))
        services.save_form(
            item=item,
            values={"hot_work": "NOT_OK", "welding": "NOT_OK"},
            version=1,
            by=cast.hangzhou_lead,
            at=clock.now(),
        )
        for name in ("hot_work", "welding", "key_posts"):
            choose(page, name, "OK")
        page.locator("[data-section=work] button[value=work]").click()
        clashes = page.locator("#clashes")
        expect(clashes.locator("li")).to_have_count(2)
        expect(clashes).to_contain_text(str(cast.hangzhou_lead))
        expect(clashes).to_contain_text("已存「不符合」")
        item.refresh_from_db()
        assert (item.hot_work, item.key_posts) == ("NOT_OK", "OK")
        clashes.locator("li", has_text="动火").get_by_text("以我的为准").click()
        expect(clashes.locator("li")).to_have_count(1)
        clashes.get_by_text("以对方的为准").click()
        expect(clashes).to_be_hidden()
        expect(page.locator("[name=welding][value=NOT_OK]")).to_be_checked()
        page.locator(".p-sections [data-step=check]").click()
        expect(page.locator(".p-pass-list")).to_be_visible()
        assert violations(page) == []
    item.refresh_from_db()
    assert (item.hot_work, item.welding, item.key_posts) == ("OK", "NOT_OK", "OK")


def large() -> bytes:
    body, made, told = BytesIO(), Image.effect_noise((2400, 1800), 40).convert("RGB"), Image.Exif()
    told[0x010F] = "示例相机"
    made.save(body, "JPEG", quality=95, exif=told)
    return body.getvalue()


def test_photos_are_shrunk_kept_without_a_line_and_arrive_with_a_receipt(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise, tmp_path: Path
) -> None:
    file, none = tmp_path / "IMG_1.jpg", tmp_path / "IMG_2.jpg"
    file.write_bytes(large())
    none.write_bytes(b"not a picture")
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE) as page:
        line = Line(page)
        open_page(page, address(item, "findings"))
        page.locator("#photo-file").set_input_files(str(none))
        expect(page.locator("[data-photo-wrong]")).to_contain_text("不是可以识别的图片")
        line.cut()
        page.locator("#photo-caption").fill("三号车间动火点")
        page.locator("#photo-file").set_input_files(str(file))
        expect(page.locator("[data-photos=PHOTO] li")).to_contain_text("等待联网")
        expect(page.locator("[data-count]")).to_have_text("0/1 张已送达")
        line.mend()
        open_page(page, address(item, "findings"))
        expect(page.locator("[data-photos=PHOTO] .p-tag.done")).to_have_count(1)
        expect(page.locator("[data-count]")).to_have_text("1/1 张已送达")
        expect(page.locator("[data-photos=PHOTO]")).to_contain_text(re.compile("摘要 [0-9a-f]{4} [0-9a-f]{4}"))
        glass = page.locator("#sign-glass")
        glass.scroll_into_view_if_needed()
        box = glass.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
        page.mouse.up()
        page.locator("#sign-name").fill("李某")
        page.locator("#sign-keep").click()
        expect(page.locator("[data-photos=SIGNED] .p-tag.done")).to_have_count(1)
    photo, signature = Photo.objects.order_by("pk")
    assert (photo.caption, photo.slot, signature.slot, signature.caption) == (
        "三号车间动火点",
        "PHOTO",
        "INSPECTOR",
        "李某",
    )
    with photo.attachment.file.file.open("rb") as stored:
        kept = Image.open(stored)
        assert max(kept.size) == 1600
        assert not kept.getexif()


def test_without_script_the_sections_are_pages(
    browser: Browser, as_user: Any, cast: Cast, item: InspectedEnterprise
) -> None:
    with page_for(browser, as_user(cast.hangzhou_officer), PHONE, script=False) as page:
        open_page(page, address(item, "work"))
        page.locator("#id_hot_work_0").check(force=True)
        page.locator("[data-section=work] button.btn-primary").click()
        expect(page.locator("[data-section=hazards]")).to_be_visible()
    item.refresh_from_db()
    assert item.hot_work == "OK"
