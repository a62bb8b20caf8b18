"""The main job in a real browser, with a real server and a real worker: insurer → city → province."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from accounts.seeding import DEMO_PASSWORD
from core import clock
from enterprises.models import Enterprise
from inspections import services
from inspections.models import InspectedEnterprise
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from reports.models import Snapshot
from tests.browser.driving import PATIENCE, chromium
from tests.conftest import SAMPLES
from tests.inspections.rows import ANSWERS, add_enterprise, draw_nothing, ready_task
from tests.uploads import person

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("worker"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A Celery worker of its own process on the test's database and files."""
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": settings.REDIS_URL,
        "PORTAL_MODE": "test",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "safety_portal",
        "worker",
        "--concurrency",
        "1",
        "--without-mingle",
    ]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        yield
        os.killpg(process.pid, signal.SIGKILL)  # it has nothing to do, and takes seconds to say so
        process.wait(300)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def enter(browser: Browser, base: str, username: str, *, phone: bool = False) -> Page:
    """A window signed in as a person."""
    size: Any = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 900}
    page = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("工作台")
    return page


def upload(page: Page, base: str, kind: str, name: str) -> None:
    """Choose the workbook, wait for the check, accept the good rows."""
    page.goto(f"{base}/uploads/new/{kind}/")
    page.set_input_files("input[type=file]", str(SAMPLES / "official" / name))
    page.click("main button.btn-primary")
    accept = page.get_by_role("button", name="接收")
    expect(accept).to_be_visible()
    accept.click()
    expect(page.locator(".p-head .p-tag", has_text="已接收")).to_be_visible()


def test_from_the_insurer_s_workbook_to_the_province_s_summary(
    worker: None, live_server: Any, browser: Browser, tmp_path: Path
) -> None:
    base = live_server.url
    hangzhou, shaoxing = enter(browser, base, "em-330100"), enter(browser, base, "em-330600")
    upload(hangzhou, base, "enterprises", "enterprises_330100.xlsx")
    upload(shaoxing, base, "enterprises", "enterprises_330600.xlsx")
    insurer = enter(browser, base, "ins-a-zj")
    upload(insurer, base, "policies", "policies_INS-A-ZJ.xlsx")
    upload(insurer, base, "activities", "activities_INS-A-ZJ.xlsx")
    assert (Enterprise.objects.count(), Policy.objects.count(), Activity.objects.count()) == (228, 178, 197)

    with insurer.expect_download() as returned:
        insurer.get_by_role("link", name="修正工作簿").first.click()
    assert returned.value.suggested_filename.endswith(".xlsx")

    inspect(enter(browser, base, "em-330100-lead", phone=True), base)
    item = InspectedEnterprise.objects.get()
    assert (item.state, item.satisfaction, item.findings.count()) == ("SUBMITTED", 5, 1)
    shaoxing.goto(f"{base}/inspections/{item.task_id}/")
    expect(shaoxing.locator("main")).to_contain_text(item.enterprise.name)

    province = enter(browser, base, "prov-em")
    province.goto(f"{base}/reports/")
    province.select_option("select[name=report]", "province")
    province.fill("input[name=cutoff]", "2023-11-20")
    province.get_by_role("button", name="生成").click()
    link = province.get_by_role("link", name="下载").first
    expect(link).to_be_visible()
    with province.expect_download() as summary:
        link.click()
    summary.value.save_as(tmp_path / "province.xlsx")
    snapshot = Snapshot.objects.get(report="province")
    assert (tmp_path / "province.xlsx").read_bytes()[:2] == b"PK"
    assert snapshot.cities["330100"]["coverage.must_insure"] == 93
    province.goto(f"{base}/reports/{snapshot.pk}/")
    province.get_by_role("link", name=str(snapshot.figures["coverage.not_insured"]), exact=True).first.click()
    expect(province.locator("main")).to_contain_text(f"共{snapshot.figures['coverage.not_insured']}条")

    hangzhou.goto(f"{base}/reports/{snapshot.pk}/")
    expect(hangzhou.locator("h1")).to_have_text("未找到")


def inspect(page: Page, base: str) -> None:
    """On a phone: start the task of the group; what is answered topic by topic has tests of its own."""
    task = ready_task()
    draw_nothing(task)
    officer, firm = person("em-330100"), Enterprise.objects.filter(city__code="330600").order_by("pk")[0]
    page.goto(f"{base}/inspections/{task.pk}/")
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("button", name="开始检查")).to_have_count(0)
    task.refresh_from_db()
    item = add_enterprise(task=task, enterprise=firm, by=officer, today=clock.today(), at=clock.now())
    services.record_finding(
        item=item,
        subject="ENTERPRISE",
        kind="NO_PLAN",
        fact="现场未见书面服务方案，企业表示未收到。",
        basis="",
        on_spot=False,
        found_on=date(2023, 11, 20),
        by=officer,
        at=clock.now(),
    )
    answers = {**ANSWERS, "plan_seen": False, "satisfaction": 5}
    services.save_form(item=item, values=answers, version=item.version, by=officer, at=clock.now())
    page.goto(f"{base}/inspections/enterprises/{item.pk}/")
    page.locator("#submit-form button[type=submit]").click()
    expect(page.locator(".p-head .p-tag", has_text="已提交")).to_be_visible()
