"""Uploads in the browser: every state of the page, who may decide, and what leaves the portal."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core import clock, jobs
from core.choices import JobState
from core.files import store
from core.gate import may_open
from core.imports.choices import UploadState
from core.imports.models import Upload, Verdict
from core.models import Job
from enterprises.models import Enterprise
from tests.cast import Cast
from tests.conftest import SAMPLES

SignIn = Callable[[Any], Client]
SAMPLE = SAMPLES / "plain" / "enterprises_330100.xlsx"


def body(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return str(answer.content.decode())


def upload_of(by: User, state: str = UploadState.CHECKED, job_state: str = JobState.DONE, **changes: Any) -> Upload:
    """An upload as it stands in the database after its job got so far."""
    at = clock.now()
    file = store(
        ContentFile(b"workbook", name="a.xlsx"), name="企业台账 一.xlsx", organisation_id=by.organisation_id, at=at
    )
    job = Job.objects.create(
        kind="import", key=f"t:{file.pk}", owner=by, organisation_id=by.organisation_id, state=job_state, created_at=at
    )
    values: dict[str, Any] = {"kind": "enterprises", "sheet": "企业台账", "rows": 20, "new": 9, "changed": 4}
    values |= {"unchanged": 2, "held": 5, "ignored": 3, "returned": file}
    if state in {UploadState.RECEIVED, UploadState.CHECKING, UploadState.REFUSED}:
        values = {"kind": "enterprises"}
    return Upload.objects.create(
        **{**values, **changes},
        organisation_id=by.organisation_id,
        owner=by,
        file=file,
        job=job,
        state=state,
        created_at=at,
    )


def verdict(upload: Upload, row: int | None, code: str = "phone", severity: str = "error", **changes: Any) -> Verdict:
    values = {"column": "H", "title": "联系电话", "value": "12345", "message": "不是电话号码，请填 11 位手机号码。"}
    return Verdict.objects.create(upload=upload, row=row, code=code, severity=severity, **{**values, **changes})


def run(upload: Upload) -> Upload:
    assert upload.job is not None
    jobs.run_job(upload.job.pk)
    upload.refresh_from_db()
    return upload


def test_a_workbook_goes_from_the_form_to_the_ledger(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    with SAMPLE.open("rb") as file:
        answer = client.post("/uploads/new/enterprises/", {"file": file})
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/uploads/{upload.pk}/")
    waiting = body(client, f"/uploads/{upload.pk}/")
    assert f'hx-get="/uploads/{upload.pk}/progress/"' in waiting
    assert "接收1" not in waiting
    run(upload)
    page = body(client, f"/uploads/{upload.pk}/")
    assert "正确113行＋暂存7行＝数据120行" in page
    assert '/progress/"' not in page
    assert "接收113行" in page
    assert Enterprise.objects.count() == 0
    client.post(f"/uploads/{upload.pk}/accept/")
    upload.refresh_from_db()
    assert '/progress/"' in body(client, f"/uploads/{upload.pk}/")
    run(upload)
    assert Enterprise.objects.count() == 113
    page = body(client, f"/uploads/{upload.pk}/")
    assert "已接收情况" in page
    assert "接收113行" not in page
    assert "共113条" in body(client, "/enterprises/")


def test_a_form_without_a_file_says_what_is_missing(sign_in: SignIn, cast: Cast) -> None:
    answer = sign_in(cast.hangzhou_officer).post("/uploads/new/enterprises/")
    assert answer.status_code == 400
    assert 'href="#file"' in answer.content.decode()
    assert Upload.objects.count() == 0


def test_the_form_lists_every_column_with_rule_and_example(sign_in: SignIn, cast: Cast) -> None:
    page = body(sign_in(cast.hangzhou_officer), "/uploads/new/enterprises/")
    for text in ("统一社会信用代码", "GB 32100", "必填", "非煤矿山、危险化学品", "/templates/enterprises/"):
        assert text in page


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [
        ("hangzhou_officer", "enterprises", 200),
        ("hangzhou_officer", "policies", 403),
        ("insurer_a_clerk", "policies", 200),
        ("insurer_a_lead", "activities", 200),
        ("insurer_a_clerk", "enterprises", 403),
        ("provincial_officer", "enterprises", 403),
        ("zhejiang_regulator", "policies", 403),
        ("adm_system", "enterprises", 403),
        ("hangzhou_officer", "nonsense", 404),
    ],
)
def test_only_who_owes_a_ledger_may_send_it(sign_in: SignIn, cast: Cast, name: str, kind: str, status: int) -> None:
    client = sign_in(getattr(cast, name))
    sent = SimpleUploadedFile("a.xlsx", b"x")
    assert client.get(f"/uploads/new/{kind}/").status_code == status
    assert client.get(f"/templates/{kind}/").status_code == status
    assert client.post(f"/uploads/new/{kind}/", {"file": sent}).status_code == (302 if status == 200 else status)


def test_the_template_comes_as_a_workbook_with_a_chinese_name(sign_in: SignIn, cast: Cast) -> None:
    answer = sign_in(cast.insurer_a_clerk).get("/templates/policies/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    kind, _, name = answer["Content-Disposition"].partition("; filename*=utf-8''")
    assert kind == "attachment"
    assert re.fullmatch(r"保单台账模板-[\d.]+\.xlsx", unquote(name))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.active is not None
    assert book.active.data_validations.dataValidation


STATES = [
    (UploadState.RECEIVED, JobState.QUEUED, "排队中"),
    (UploadState.CHECKING, JobState.RUNNING, "30 / 100"),
    (UploadState.CHECKING, JobState.CANCELLED, "校验已取消，未保存任何数据"),
    (UploadState.CHECKING, JobState.FAILED, "任务未能完成"),
    (UploadState.REFUSED, JobState.DONE, "请去掉密码后重新上传"),
    (UploadState.CHECKED, JobState.DONE, "接收15行"),
    (UploadState.CHECKED, JobState.RUNNING, "处理中"),
    (UploadState.CHECKED, JobState.FAILED, "请重新上传同一文件"),
    (UploadState.ACCEPTED, JobState.DONE, "正确15行＋暂存5行＝数据20行"),
    (UploadState.WITHDRAWN, JobState.DONE, "正确15行＋暂存5行＝数据20行"),
]


@pytest.mark.parametrize(("state", "job_state", "text"), STATES)
def test_each_state_has_its_page(sign_in: SignIn, cast: Cast, state: str, job_state: str, text: str) -> None:
    upload = upload_of(cast.hangzhou_officer, state, job_state)
    assert upload.job is not None
    messages = {"message": "任务未能完成。" if state == UploadState.CHECKING else "请重新上传同一文件。"}
    Job.objects.filter(pk=upload.job.pk).update(done=30, total=100, **messages if job_state == JobState.FAILED else {})
    Upload.objects.filter(pk=upload.pk, state=UploadState.REFUSED).update(
        refused_code="encrypted", refused_message="工作簿有密码，请去掉密码后重新上传。"
    )
    client = sign_in(cast.hangzhou_officer)
    page = body(client, f"/uploads/{upload.pk}/")
    assert text in page
    working = job_state in {JobState.QUEUED, JobState.RUNNING}
    decidable = state == UploadState.CHECKED and not working
    assert ('/progress/"' in page) is working
    assert (f"/uploads/{upload.pk}/reject/" in page) is decidable
    assert (f"/uploads/{upload.pk}/accept/" in page) is (decidable and job_state == JobState.DONE)
    assert (f"/jobs/{upload.job.pk}/cancel/" in page) is working
    assert upload.file.name in body(client, "/uploads/")


@pytest.mark.parametrize(("state", "job_state", "text"), STATES)
def test_the_fragment_stops_asking_when_the_work_has_ended(
    sign_in: SignIn, cast: Cast, state: str, job_state: str, text: str
) -> None:
    upload = upload_of(cast.hangzhou_officer, state, job_state)
    assert upload.job is not None
    client = sign_in(cast.hangzhou_officer)
    for url in (f"/uploads/{upload.pk}/progress/", f"/jobs/{upload.job.pk}/progress/"):
        answer = client.get(url)
        working = job_state in {JobState.QUEUED, JobState.RUNNING}
        assert ('/progress/"' in answer.content.decode()) is working
        assert answer.has_header("HX-Refresh") is not working
        assert "<html" not in answer.content.decode()


def test_a_refused_file_shows_its_code_and_what_to_do(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    client.post("/uploads/new/enterprises/", {"file": SimpleUploadedFile("坏.xlsx", b"hello")})
    upload = run(Upload.objects.get())
    page = body(client, f"/uploads/{upload.pk}/")
    assert "not-a-workbook" in page
    assert upload.refused_message in page
    assert "/uploads/new/enterprises/" in page


def test_the_verdicts_can_be_read_by_kind_and_page(sign_in: SignIn, cast: Cast) -> None:
    upload = upload_of(cast.hangzhou_officer)
    for row in range(5, 28):
        verdict(upload, row)
    verdict(upload, 30, "partly-insured", "warning", title="投保人数")
    verdict(upload, None, "hidden", "notice", column=None, title="", value="")
    client, url = sign_in(cast.hangzhou_officer), f"/uploads/{upload.pk}/"
    page = body(client, url)
    assert "共25处，涉及错误23行" in page
    assert "共25条，第1至20条" in page
    assert "共23条" in body(client, f"{url}?code=phone")
    assert "共1条" in body(client, f"{url}?severity=warning")
    assert "第21至23条" in body(client, f"{url}?code=phone&page=2")
    for stray in ("code=%00", "code=nope", "severity=x"):
        assert "共25条" in body(client, f"{url}?{stray}")


def test_the_bar_adds_up_to_the_data_rows(sign_in: SignIn, cast: Cast) -> None:
    upload = upload_of(cast.hangzhou_officer)
    page = body(sign_in(cast.hangzhou_officer), f"/uploads/{upload.pk}/")
    widths = [float(width) for width in re.findall(r'<rect class="\w*" x="[\d.]+%" width="([\d.]+)%"', page)]
    assert widths == [45, 20, 10, 25]
    empty = upload_of(cast.hangzhou_officer, rows=0, new=0, changed=0, unchanged=0, held=0)
    assert "正确0行＋暂存0行＝数据0行" in body(sign_in(cast.hangzhou_officer), f"/uploads/{empty.pk}/")


def test_sending_all_back_stores_nothing_and_happens_once(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    client.post("/uploads/new/enterprises/", {"file": SimpleUploadedFile("a.xlsx", SAMPLE.read_bytes())})
    upload = run(Upload.objects.get())
    for _ in range(2):
        answer = client.post(f"/uploads/{upload.pk}/reject/", follow=True)
        assert answer.status_code == 200
    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN
    assert Enterprise.objects.count() == 0
    assert "不能进行此操作" in answer.content.decode()


@pytest.mark.parametrize("path", ["accept", "reject"])
def test_a_decision_is_a_post_of_the_organisation_itself(as_user: SignIn, cast: Cast, path: str) -> None:
    upload = upload_of(cast.hangzhou_officer)
    url = f"/uploads/{upload.pk}/{path}/"
    opened = as_user(cast.hangzhou_officer).get(url)
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "该地址只接收提交的表单" in opened.content.decode()
    assert as_user(cast.quzhou_officer).post(url).status_code == 404
    assert as_user(cast.insurer_a_clerk).post(url).status_code == 404
    assert as_user(cast.provincial_officer).post(url).status_code == 403
    assert as_user(cast.adm_system).post(url).status_code == 404  # who uploads people alone
    assert as_user(cast.adm_audit).post(url).status_code == 403
    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED


def test_the_workbook_leaves_only_to_its_own_organisation(as_user: SignIn, cast: Cast) -> None:
    upload = upload_of(cast.hangzhou_officer)
    for which in ("file", "returned"):
        url = f"/uploads/{upload.pk}/{which}/"
        answer = as_user(cast.hangzhou_lead).get(url)
        assert b"".join(answer.streaming_content) == b"workbook"  # type: ignore[attr-defined]
        assert unquote(answer["Content-Disposition"]) == "attachment; filename*=utf-8''企业台账 一.xlsx"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert as_user(cast.quzhou_officer).get(url).status_code == 404
        assert as_user(cast.provincial_officer).get(url).status_code == 403
    without = upload_of(cast.hangzhou_officer, returned=None)
    assert as_user(cast.hangzhou_officer).get(f"/uploads/{without.pk}/returned/").status_code == 404


def test_oversight_reads_places_and_kinds_of_faults_but_no_contact_data(as_user: SignIn, cast: Cast) -> None:
    upload = upload_of(cast.hangzhou_officer)
    verdict(
        upload, 7, value="13800005678x", message="“联系电话”的值“13800005678x”不是电话号码。", suggestion="13800005678"
    )
    url = f"/uploads/{upload.pk}/"
    assert "13800005678x" in body(as_user(cast.hangzhou_officer), url)
    page = body(as_user(cast.provincial_officer), url)
    assert "联系电话" in page
    assert "电话号码有误" in page
    assert "13800005678" not in page
    assert f"{url}file/" not in page
    assert f"{url}accept/" not in page


def test_uploads_are_listed_to_their_organisation_and_filtered(as_user: SignIn, cast: Cast) -> None:
    upload_of(cast.hangzhou_officer)
    upload_of(cast.hangzhou_officer, UploadState.ACCEPTED)
    upload_of(cast.insurer_a_clerk, kind="policies")
    assert "共2条" in body(as_user(cast.hangzhou_lead), "/uploads/")
    assert "共1条" in body(as_user(cast.hangzhou_lead), "/uploads/?state=ACCEPTED")
    assert "共1条" in body(as_user(cast.insurer_a_lead), "/uploads/?kind=policies")
    assert "共3条" in body(as_user(cast.provincial_officer), "/uploads/")
    assert "企业台账 一.xlsx" not in body(as_user(cast.quzhou_officer), "/uploads/")
    assert as_user(cast.zhejiang_regulator).get("/uploads/").status_code == 403


def test_the_list_of_uploads_asks_the_same_number_of_queries(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.provincial_officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            body(client, "/uploads/?size=50")
        return len(caught)

    for _ in range(5):
        upload_of(cast.hangzhou_officer)
    few = queries()
    for _ in range(45):
        upload_of(cast.insurer_a_clerk)
    assert queries() == few
    assert few <= 12


def test_the_very_same_file_is_named(sign_in: SignIn, cast: Cast) -> None:
    first, second = upload_of(cast.hangzhou_officer), upload_of(cast.hangzhou_officer)
    client = sign_in(cast.hangzhou_officer)
    assert "该文件此前已上传过" not in body(client, f"/uploads/{first.pk}/")
    page = body(client, f"/uploads/{second.pk}/")
    assert "该文件此前已上传过" in page
    assert f'href="/uploads/{first.pk}/"' in page


def test_a_job_is_stopped_by_its_organisation_only(as_user: SignIn, cast: Cast) -> None:
    upload = upload_of(cast.hangzhou_officer, UploadState.RECEIVED, JobState.QUEUED)
    assert upload.job is not None
    url = f"/jobs/{upload.job.pk}/"
    assert as_user(cast.quzhou_officer).get(url).status_code == 404
    assert as_user(cast.quzhou_officer).post(f"{url}cancel/").status_code == 404
    assert f"{url}cancel/" not in body(as_user(cast.provincial_officer), url)
    assert as_user(cast.provincial_officer).post(f"{url}cancel/").status_code == 403
    owner = as_user(cast.hangzhou_officer)
    assert f"{url}cancel/" in body(owner, url)
    answer = owner.post(f"{url}cancel/")
    assert answer["Location"] == f"/uploads/{upload.pk}/"
    assert Job.objects.get().state == JobState.CANCELLED
    assert jobs.run_job(upload.job.pk) is None
    assert "校验已取消" in body(owner, f"/uploads/{upload.pk}/")


def test_health_tells_ok_and_nothing_else(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")

    def away(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("password=secret")

    with monkeypatch.context() as broken:
        broken.setattr("core.views.health.connection.cursor", away)
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"unwell")


@pytest.mark.parametrize(
    "path", ["uploads/", "uploads/1/", "uploads/new/enterprises/", "templates/policies/", "jobs/1/"]
)
def test_nobody_unknown_comes_in(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/{path}")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_page_that_is_not_there_says_so_with_the_request_s_number(sign_in: SignIn, cast: Cast) -> None:
    page = body(sign_in(cast.hangzhou_officer), "/uploads/999999/", 404)
    assert "页面不存在，或您无权查看" in page
    assert re.search(r'class="mono">\w', page)


@pytest.mark.parametrize(("name", "is_open"), [("hangzhou_officer", True), ("adm_system", False)])
def test_a_link_is_offered_to_whom_the_page_is_open(cast: Cast, name: str, is_open: bool) -> None:
    assert may_open(getattr(cast, name), reverse("plans:plan-detail", args=[1])) is is_open
    assert may_open(getattr(cast, name), reverse("workbench:help"))
