"""Documents on paper: layout measured in the PDF, QR codes, the PDF of a signed version, the combined print."""

import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core import clock, jobs
from core.choices import JobState
from core.documents import pdf
from core.models import Job
from reports import services
from reports.choices import CITY_REPORTS
from reports.documents.summary import document_of
from reports.models import Submission
from tests import world
from tests.cast import Cast
from tests.reports.delivering import deliver, sign
from tests.reports.figuring import build
from tests.reports.reading import header_of, text_of, words_of

Enter = Callable[[Any], Client]
NO_OFFICE = pytest.mark.skipif(pdf.program() is None or shutil.which("pdftotext") is None, reason="no LibreOffice")
#: 28 characters of 16 points.
LINE = "安全生产责任保险助力重大事故隐患专项排查整治行动开展情况"


def long_document(cast: Cast) -> bytes:
    """A draft whose text fills pages with whole lines."""
    world.policy(world.enterprise())
    found = build("coverage", cast.hangzhou_officer).submission
    services.edit_report(submission=found, by=cast.hangzhou_officer, at=clock.now())
    services.write_section(
        submission=found, key="claims", text=LINE * 60, seen="0", by=cast.hangzhou_officer, at=clock.now()
    )
    assert found.snapshot is not None
    return document_of(found.snapshot, found)


@NO_OFFICE
def test_the_layout_is_that_of_gb_t_9704(cast: Cast, tmp_path: Path) -> None:
    words = words_of(pdf.pdf_of(long_document(cast), "docx"), tmp_path)
    second = [one for one in words if one.page == 2]
    body = sorted(one.top for one in second if one.bottom < 297 - 35)
    lines = [top for n, top in enumerate(body) if n == 0 or top - body[n - 1] > 2]
    assert len(lines) == 22
    pitch = (lines[-1] - lines[0]) / 21
    assert pitch == pytest.approx(225 / 22, abs=0.1)
    text = [one for one in second if one.bottom < 297 - 35]
    assert min(one.left for one in text) == pytest.approx(28, abs=1)
    assert max(one.right for one in text) == pytest.approx(210 - 26, abs=1)
    assert 37 - 1 <= lines[0] <= 37 + 6
    longest = max((one for one in text), key=lambda one: len(one.text))
    assert len(longest.text) == 28
    numbers = {one.page: one.text for one in words if one.top > 297 - 35 and one.text.isdigit()}
    assert numbers == {page: str(page) for page in range(1, max(numbers) + 1)}
    left = {one.page: one.left for one in words if one.top > 297 - 35 and one.text.isdigit()}
    assert left[1] > 105 > left[2]


def test_fonts_are_named(cast: Cast) -> None:
    with ZipFile(BytesIO(long_document(cast))) as archive:
        xml = archive.read("word/document.xml").decode()
    for font in ("仿宋_GB2312", "黑体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in xml


def test_document_and_workbook_carry_the_code(cast: Cast, settings: Any) -> None:
    settings.PORTAL_URL = "https://portal.example"
    snapshot = build("coverage", cast.hangzhou_officer)
    with ZipFile(BytesIO(document_of(snapshot, snapshot.submission))) as archive:
        assert [name for name in archive.namelist() if name.startswith("word/media/")]
    book = load_workbook(snapshot.workbook.file.path)
    assert snapshot.printed_code == f"{snapshot.code}-v1"
    assert snapshot.printed_code in [cell.value for row in book["目录"].iter_rows() for cell in row]
    assert f"核验码：{snapshot.printed_code}" in text_of(document_of(snapshot, snapshot.submission))
    with ZipFile(snapshot.workbook.file.path) as archive:
        assert [name for name in archive.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]
    assert services.verify_address(snapshot.code) == f"https://portal.example/reports/verify/?digest={snapshot.code}"


def test_the_imprint_and_the_mark(cast: Cast) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    body = document_of(snapshot, snapshot.submission)
    assert "杭州市应急管理局办公室\t2023年11月" in text_of(body)
    assert "草稿" in header_of(body)


@NO_OFFICE
def test_a_signed_version_gets_its_pdf_once(cast: Cast, as_user: Enter) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    signed = sign(snapshot.submission, cast.hangzhou_officer, cast.hangzhou_lead)
    job = Job.objects.get(kind="report-pdf")
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert ended.state == JobState.DONE, ended.message
    found = list(snapshot.files.filter(name__endswith=".pdf"))
    assert len(found) == 2
    digest = found[0].sha256
    verdict = as_user(cast.hangzhou_officer).get(reverse("reports:verify"), {"digest": digest}).context["asked"].verdict
    assert verdict.snapshot == snapshot
    archive = as_user(cast.hangzhou_officer).get(reverse("reports:snapshot-archive", args=[snapshot.pk]))
    with ZipFile(BytesIO(b"".join(archive.streaming_content))) as files:  # type: ignore[attr-defined]
        assert digest in files.read("SHA256SUMS.txt").decode()
    services.revise_report(submission=signed, reason="示例", by=cast.hangzhou_lead, at=clock.now())
    assert [one.name.rpartition(".")[2] for one in snapshot.files.all()] == ["xlsx"]


def test_an_archive_without_the_pdf_says_that_it_follows(
    cast: Cast, as_user: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the signature to the end of the job, on the page and on top of the digests; where it failed, that."""
    monkeypatch.setattr(pdf, "program", lambda: Path("soffice"))
    monkeypatch.setattr(pdf, "pdf_of", lambda body, _kind: b"%PDF-1.4 " + sha256(body).hexdigest().encode())
    snapshot = build("coverage", cast.hangzhou_officer)
    client = as_user(cast.hangzhou_officer)

    def told() -> tuple[str, str]:
        page = client.get(reverse("reports:snapshot-detail", args=[snapshot.pk])).content.decode()
        answer = client.get(reverse("reports:snapshot-archive", args=[snapshot.pk]))
        with ZipFile(BytesIO(b"".join(answer.streaming_content))) as files:  # type: ignore[attr-defined]
            return page, files.read("SHA256SUMS.txt").decode()

    assert not any("PDF 文件" in text for text in told()), "a draft gets none"
    sign(snapshot.submission, cast.hangzhou_officer, cast.hangzhou_lead)
    page, sums = told()
    assert "PDF 文件正在生成" in page
    assert sums.startswith("# PDF 文件正在生成")
    assert all(line.startswith("# ") or re.fullmatch(r"[0-9a-f]{64}  .+", line) for line in sums.splitlines())
    job = Job.objects.get(kind="report-pdf")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert all("PDF 文件未能生成" in text for text in told())
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    jobs.run_job(job.pk)
    assert not any("PDF 文件" in text for text in told())


def test_of_a_text_that_was_signed_anew_while_it_was_printed_the_new_one_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two jobs, one PDF of each file, and that of the text in force."""
    snapshot = build("coverage", cast.hangzhou_officer)
    printed: list[bytes] = []

    def convert(body: bytes, kind: str) -> bytes:
        if not printed:
            sign_anew(snapshot.submission, cast)
        printed.append(body)
        return b"%PDF-1.4 " + sha256(body).hexdigest().encode()

    monkeypatch.setattr(pdf, "program", lambda: Path("soffice"))
    monkeypatch.setattr(pdf, "pdf_of", convert)
    sign(snapshot.submission, cast.hangzhou_officer, cast.hangzhou_lead)
    jobs.run_job(Job.objects.get(kind="report-pdf").pk)
    jobs.run_job(Job.objects.filter(kind="report-pdf").latest("pk").pk)
    made = sorted(one.file.read() for one in snapshot.files.filter(name__endswith=".pdf"))
    kept = snapshot.files.exclude(name__endswith=".pdf")
    assert made == sorted(b"%PDF-1.4 " + one.sha256.encode() for one in kept)


def sign_anew(submission: Submission, cast: Cast) -> None:
    """Back to the editor, and through both persons again with another text."""
    by, at = cast.hangzhou_officer, clock.now()
    services.revise_report(submission=submission, reason="改一处", by=by, at=at)
    services.write_section(submission=submission, key="claims", text="改过的文字。", seen="1", by=by, at=at)
    services.send_for_review(submission=submission, by=by, at=at)
    services.sign_report(submission=submission, document_no="杭州应急〔2023〕2号", by=cast.hangzhou_lead, at=at)


@NO_OFFICE
def test_what_takes_too_long_ends(cast: Cast) -> None:
    with pytest.raises(pdf.NotConvertedError, match="within"):
        pdf.pdf_of(b"no document", "docx", seconds=0)


def test_without_libreoffice_nothing_is_queued(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    sign(build("coverage", cast.hangzhou_officer).submission, cast.hangzhou_officer, cast.hangzhou_lead)
    assert not Job.objects.filter(kind="report-pdf").exists()
    with pytest.raises(pdf.NotConvertedError, match="not installed"):
        pdf.pdf_of(b"", "docx")


def test_three_documents_in_one_print(cast: Cast, as_user: Enter) -> None:
    address, city = reverse("reports:combined-print"), as_user(cast.hangzhou_officer)
    assert city.get(address).status_code == 302
    for report in CITY_REPORTS:
        build(report, cast.hangzhou_officer)
    answer = city.get(address)
    text = text_of(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    for title in ("投保情况工作总结", "专项行动情况工作总结", "交叉检查情况工作总结"):
        assert title in text
    assert text.count("办公室\t") == 3
    assert "未收入" not in text
    # One came back, and one was delivered on paper: both are told, the second one is not there.
    first, second, _third = Submission.objects.order_by("pk")
    deliver(first, cast.hangzhou_officer, cast.hangzhou_lead)
    at, today = clock.now(), clock.today()
    services.return_report(submission=first, reason="附表3缺项", by=cast.provincial_officer, at=at)
    arrival = services.Arrival(document_no="杭州应急〔2023〕9号", received_on=today)
    services.register_outside(duty=second.duty, arrival=arrival, by=cast.provincial_officer, today=today, at=at)
    text = text_of(b"".join(city.get(address).streaming_content))  # type: ignore[attr-defined]
    left_out, came_back = text.splitlines()[:2]
    assert left_out.startswith(
        "本册收入工作总结2件。未收入：安责险助力专项行动情况工作总结，在平台外报送、由浙江省应急管理厅补录"
    )
    assert "杭州应急〔2023〕9号" in left_out
    assert came_back.startswith("退回补正：第1版由浙江省应急管理厅于2023年11月23日退回，原因：附表3缺项。")
    assert text.count("办公室\t") == 2
    assert as_user(cast.xihu_county).get(address).status_code == 403
