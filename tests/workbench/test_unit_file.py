"""One file per insured unit: what is in it for whom, and the archive whose digests hold; the insurer's year."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from core import clock
from core.attachments import attach
from core.models import AuditEvent
from insurers.activities.models import Activity, ActivityVisit
from insurers.complaints.services import Filing, record_complaint
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.papers import pdf
from workbench.models import YearReport
from workbench.unit_file.archives import DIGESTS

SignIn = Callable[[Any], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    held = world.policy(world.enterprise(name="杭州示例化工有限公司"))
    service = world.activity(held)
    attach(service, "report", ContentFile(pdf("report")), name="报告.pdf", by=cast.insurer_a_clerk, at=clock.now())
    world.expense(held, activity=service)
    record_complaint(
        filing=Filing(held, date(2023, 9, 22), "示例人", "示例投诉"),
        by=cast.insurer_a_clerk,
        today=date(2023, 11, 23),
        at=clock.now(),
    )
    world.policy(held.enterprise, by="INS-B-ZJ", policy_no="BZX-2023-000088")
    return held


def archive(client: Client, pk: int) -> zipfile.ZipFile:
    answer = client.get(f"/enterprises/{pk}/file/archive/")
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_archive_holds_every_file_and_its_digests_are_true(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    found = archive(as_user(cast.insurer_a_clerk), policy.enterprise_id)
    lines = [line.split("  ", 1) for line in found.read(DIGESTS).decode().splitlines()]
    listed = {name: digest for digest, name in lines}
    assert set(listed) == set(found.namelist()) - {DIGESTS}
    assert all(hashlib.sha256(found.read(name)).hexdigest() == digest for name, digest in listed.items())
    (report,) = [name for name in listed if name.endswith("报告.pdf")]
    assert found.read(report) == pdf("report")
    assert report == f"03-服务资料/{Activity.objects.get().activity_no}/001-服务报告-报告.pdf"
    assert Activity.objects.get().activity_no in cells(found, "03-服务资料/服务记录.xlsx")
    assert AuditEvent.objects.get(action="file.archived").detail["files"] == 1


def cells(found: zipfile.ZipFile, name: str) -> list[object]:
    sheet = load_workbook(BytesIO(found.read(name))).worksheets[0]
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row]


def test_the_archive_is_readable_in_chinese_folders_with_an_index_page(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    hazard = life.hazard(policy.enterprise)
    notice = life.notice(hazard, cast.insurer_a_clerk)
    found = archive(as_user(cast.insurer_a_clerk), policy.enterprise_id)
    folders = {name.split("/")[0] for name in found.namelist() if "/" in name}
    assert folders == {
        "01-保险合同",
        "02-服务方案",
        "03-服务资料",
        "04-第三方机构和专家",
        "05-服务费用台账",
        "06-投诉处理",
        "07-案例和培训资料",
        "08-年度评估",
        "09-隐患和书面告知",
    }
    index = found.read("目录.html").decode()
    for name in set(found.namelist()) - {"目录.html", DIGESTS}:
        assert f'href="{quote(name)}"' in index
    hazards = cells(found, "09-隐患和书面告知/隐患.xlsx")
    assert {"隐患编号", "整改措施建议", "整改完成日期", "状态", hazard.hazard_no} <= set(hazards)
    letter = Document(BytesIO(found.read(f"09-隐患和书面告知/{notice.number}/事故隐患书面告知书.docx")))
    assert hazard.hazard_no in letter.tables[0].rows[1].cells[1].text
    titles = [cell for cell in cells(found, "01-保险合同/合同（保单）.xlsx") if isinstance(cell, str)]
    assert not [title for title in titles if re.fullmatch("[A-Z][a-z ]+", title)]


def heads(found: zipfile.ZipFile, name: str) -> list[object]:
    """The titles of the columns."""
    sheet = load_workbook(BytesIO(found.read(name))).worksheets[0]
    return [cell.value for cell in sheet[3]]


def test_a_workbook_begins_as_its_page_and_says_each_field_once_in_words(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    life.notice(life.hazard(policy.enterprise), cast.insurer_a_clerk)
    found = archive(as_user(cast.insurer_a_clerk), policy.enterprise_id)
    services = "03-服务资料/服务记录.xlsx"
    assert heads(found, services)[:4] == ["序号", "服务编号", "服务项目", "服务开始日期"]
    assert {"服务措施与过程", "更正的原记录", "更正理由"} <= set(heads(found, services))
    assert "H1" not in cells(found, services)
    assert "动火等危险作业" in cells(found, services)
    for name in found.namelist():
        if name.endswith(".xlsx"):
            assert len(set(heads(found, name))) == len(heads(found, name)), name


def test_each_workbook_counts_in_the_word_of_its_rows(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    found = archive(as_user(cast.insurer_a_clerk), policy.enterprise_id)
    heads = {name: " ".join(map(str, cells(found, name))) for name in found.namelist() if name.endswith(".xlsx")}
    counted = {
        name.split("/")[1].removesuffix(".xlsx"): re.findall("单位[:：](.)", head)[-1] for name, head in heads.items()
    }
    assert counted == {
        "合同（保单）": "件",
        "批单": "件",
        "服务方案": "份",
        "服务记录": "次",
        "服务委托": "件",
        "服务机构合同": "份",
        "服务费用": "笔",
        "投诉处理": "件",
        "阅读情况": "份",
        "年度评估": "份",
        "隐患": "项",
        "书面告知书": "份",
    }


def test_each_sees_their_part_of_the_file(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    address = f"/enterprises/{policy.enterprise_id}/file/"
    own = as_user(cast.insurer_a_clerk).get(address).content.decode()
    assert policy.policy_no in own
    assert "BZX-2023-000088" not in own
    bureau = as_user(cast.hangzhou_officer).get(address).content.decode()
    assert "BZX-2023-000088" in bureau
    assert "PZ-" not in bureau  # vouchers are not for bureaus
    assert as_user(cast.quzhou_officer).get(address).status_code == 404
    assert as_user(cast.agency).get(address).status_code == 403
    assert as_user(cast.builder_authority).get(f"{address}archive/").status_code in {403, 404}


def test_the_file_asks_a_fixed_number_of_queries(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/enterprises/{policy.enterprise_id}/file/")
        return len(caught)

    few = queries()
    for _n in range(4):
        world.expense(policy, activity=world.activity(policy))
    assert queries() <= few


def test_an_insurers_year_in_figures_and_words(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    service = Activity.objects.get()
    ActivityVisit.objects.create(
        activity=service,
        way="PHONE",
        visited_on=date(2023, 9, 5),
        satisfaction=4,
        recorded_by=cast.insurer_a_clerk,
        recorded_at=clock.now(),
    )
    client = as_user(cast.insurer_a_clerk)
    address = f"/insurers/{policy.insurer_id}/?year=2023"
    page = client.get(address).content.decode()
    assert f"/activities/?insurer={policy.insurer_id}&amp;start_from=2023-01-01" in page
    assert "4.0" in page
    words = {"work": "全年开展服务。", "problems": "回访不足。", "measures": "加强回访。"}
    assert client.post(address, words).status_code == 302
    assert client.post(address, {**words, "work": " "}).status_code == 400
    assert YearReport.objects.get().problems == "回访不足。"
    answer = client.get(f"{address}&export=docx")
    document = Document(BytesIO(answer.getvalue()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "浙江分公司2023年度\n安全生产责任保险事故预防服务评估报告" in text
    assert "回访不足。" in text
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "承保保单" in cells
    for nonsense in ("x", "1999", "99999", "²"):
        assert client.get(f"/insurers/{policy.insurer_id}/?year={nonsense}").status_code == 200


def test_of_two_who_write_the_words_of_a_year_the_second_is_told(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    """Also where there was no report yet when both opened the page."""
    client = as_user(cast.insurer_a_clerk)
    address = f"/insurers/{policy.insurer_id}/?year=2023"
    words = {"work": "全年开展服务。", "problems": "回访不足。", "measures": "加强回访。", "seen": ""}
    assert client.post(address, words).status_code == 302
    shown = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert shown is not None
    answer = client.post(address, {**words, "work": "另一人。"})
    assert answer.status_code == 409
    assert "另一人。" in answer.content.decode()
    assert client.post(address, {**words, "work": "改写。", "seen": shown[1]}).status_code == 302
    assert client.post(address, {**words, "work": "旧页。", "seen": shown[1]}).status_code == 409
    assert YearReport.objects.get().work == "改写。"


def test_whose_page_it_is(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    address = f"/insurers/{policy.insurer_id}/"
    assert as_user(cast.insurer_b_clerk).get(address).status_code == 404
    regulator = as_user(cast.zhejiang_regulator)
    assert regulator.get(address).status_code == 200
    assert regulator.post(address, {"work": "a", "problems": "b", "measures": "c"}).status_code == 403
    assert "保险机构" in regulator.get("/insurers/").content.decode()
    assert not YearReport.objects.exists()
