"""From workbook to ledger on the sample files: every fault at its place, no good row refused, nothing twice."""

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core import clock, jobs
from core.gate import NotAllowed
from core.imports.choices import UploadState
from core.imports.models import HeldRow, Upload
from core.imports.services import accept_upload, reject_upload
from core.models import AuditEvent
from enterprises.models import Enterprise
from hazards.models import Hazard
from insurers.activities.models import Activity
from insurers.expenses.models import Expense
from insurers.policies.models import Policy
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.uploads import PLAN, history_rows, load_all, person, send, verdicts

LEDGERS: tuple[Any, ...] = (Enterprise, Policy, Activity, Expense, Hazard)


def expected(folder: Path) -> dict[str, set[tuple[int, str, str, str]]]:
    found: dict[str, set[tuple[int, str, str, str]]] = {}
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = (int(row["row"]), row["column"], row["code"], row["severity"])
            found.setdefault(row["file"], set()).add(place)
    return found


@pytest.fixture(params=["plain", "official"])
def folder(request: pytest.FixtureRequest) -> Path:
    return SAMPLES / str(request.param)


def test_every_planted_fault_is_found_at_its_place_and_no_good_row_is_refused(cast: Cast, folder: Path) -> None:
    wanted = expected(folder)
    for upload, (_kind, name, _user) in zip(load_all(folder), PLAN, strict=True):
        assert verdicts(upload) == wanted[name], name
        faulty = {row for row, _column, _code, severity in wanted[name] if severity == "error"}
        assert upload.held == len(faulty)
        assert upload.accepted + upload.held == upload.rows
        assert upload.new == upload.accepted


def test_a_second_upload_changes_nothing(cast: Cast, folder: Path) -> None:
    load_all(folder)
    before = (history_rows(), set(HeldRow.objects.values_list("pk", "held_at", "upload_id")))
    ledgers = [list(model.objects.order_by("pk").values_list("pk", "updated_at")) for model in LEDGERS]
    for upload in load_all(folder):
        assert (upload.new, upload.changed, upload.unchanged) == (0, 0, upload.accepted)
    assert before == (history_rows(), set(HeldRow.objects.values_list("pk", "held_at", "upload_id")))
    after = [list(model.objects.order_by("pk").values_list("pk", "updated_at")) for model in LEDGERS]
    assert ledgers == after


def test_the_returned_workbook_carries_the_held_rows_and_says_why(cast: Cast) -> None:
    upload = send("enterprises", SAMPLES / "plain" / "enterprises_330100.xlsx", cast.hangzhou_officer)
    assert upload.returned is not None
    sheet = load_workbook(upload.returned.file.path).active
    assert sheet is not None
    titles = next(
        [str(cell.value) for cell in row if cell.value]
        for row in sheet.iter_rows(max_row=10)
        if any(cell.value == "错误说明" for cell in row)
    )
    assert "统一社会信用代码" in titles
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    for verdict in upload.verdicts.filter(severity="error"):
        assert verdict.message in text


def test_a_checked_upload_waits_for_its_decision(cast: Cast) -> None:
    path = SAMPLES / "plain" / "enterprises_330100.xlsx"
    upload = send("enterprises", path, cast.hangzhou_officer, accept=False)
    assert upload.state == UploadState.CHECKED
    assert upload.new == 113
    assert Enterprise.objects.count() == 0
    assert HeldRow.objects.count() == 0
    first = accept_upload(upload=upload, by=cast.hangzhou_officer, at=clock.now())
    second = accept_upload(upload=upload, by=cast.hangzhou_lead, at=clock.now())
    assert first.pk == second.pk
    jobs.run_job(first.pk)
    jobs.run_job(second.pk)
    assert Enterprise.objects.count() == 113
    assert HeldRow.objects.count() == upload.held
    assert AuditEvent.objects.filter(action="upload.accepted").count() == 1


def test_a_workbook_sent_back_whole_stores_nothing(cast: Cast) -> None:
    upload = send("enterprises", SAMPLES / "plain" / "enterprises_330100.xlsx", cast.hangzhou_officer, accept=False)
    reject_upload(upload=upload, by=cast.hangzhou_officer, at=clock.now())
    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN
    assert (Enterprise.objects.count(), HeldRow.objects.count()) == (0, 0)


def test_a_corrected_row_closes_its_held_row(cast: Cast) -> None:
    folder = SAMPLES / "plain"
    held = send("enterprises", folder / "enterprises_330100.xlsx", cast.hangzhou_officer).held
    row = HeldRow.objects.filter(identity__regex="^[0-9A-Z]{18}$").first()
    assert row is not None
    HeldRow.objects.filter(pk=row.pk).update(identity=Enterprise.objects.order_by("pk").values("uscc")[:1])
    send("enterprises", folder / "enterprises_330100.xlsx", cast.hangzhou_officer)
    assert not HeldRow.objects.filter(identity=Enterprise.objects.order_by("pk")[0].uscc).exists()
    assert HeldRow.objects.count() == held


@pytest.mark.parametrize("username", ["ins-a-zj", "reg-zj", "prov-em", "em-330106", "adm-system"])
def test_only_a_city_bureau_uploads_the_register(cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        send("enterprises", SAMPLES / "plain" / "enterprises_330100.xlsx", person(username))
    assert Upload.objects.count() == 0


def test_another_city_s_enterprises_are_refused_row_by_row(cast: Cast) -> None:
    upload = send("enterprises", SAMPLES / "plain" / "enterprises_330100.xlsx", cast.quzhou_officer)
    assert upload.accepted == 0
    assert upload.held == upload.rows
    assert set(upload.verdicts.filter(title="县(市、区)").values_list("code", flat=True)) == {"division"}


def test_an_insurer_of_ningbo_cannot_write_in_hangzhou(cast: Cast) -> None:
    folder = SAMPLES / "plain"
    send("enterprises", folder / "enterprises_330100.xlsx", cast.hangzhou_officer)
    send("enterprises", folder / "enterprises_330600.xlsx", cast.shaoxing_officer)
    upload = send("policies", folder / "policies_INS-A-ZJ.xlsx", cast.insurer_a_ningbo_clerk)
    assert upload.accepted == 0
    assert "division" in set(upload.verdicts.values_list("code", flat=True))


def test_policies_give_the_insurer_sight_of_its_enterprises_only(cast: Cast) -> None:
    load_all(SAMPLES / "plain")
    mine = Enterprise.objects.visible_to(cast.insurer_a_clerk)
    assert 0 < mine.count() < Enterprise.objects.count()
    assert set(mine.values_list("pk", flat=True)) == set(Policy.objects.values_list("enterprise_id", flat=True))
    assert not Enterprise.objects.visible_to(cast.insurer_b_clerk).exists()


def test_policies_and_services_move_with_their_enterprise(cast: Cast) -> None:
    load_all(SAMPLES / "plain")
    policy = Policy.objects.select_related("enterprise").filter(city__code="330100").first()
    assert policy is not None
    Enterprise.objects.filter(pk=policy.enterprise_id).update(county="330802", city="330800")
    policy.refresh_from_db()
    assert (policy.county_id, policy.city_id) == ("330802", "330800")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "not-a-workbook"),
        (b"hello", "a.xlsx", "not-a-workbook"),
        (b"PK\x03\x04broken", "a.xlsx", "unreadable"),
    ],
)
def test_a_refused_file_stores_the_fact_and_nothing_else(cast: Cast, content: bytes, name: str, code: str) -> None:
    upload = send("enterprises", Path(name), cast.hangzhou_officer, content=content)
    assert (upload.state, upload.refused_code) == (UploadState.REFUSED, code)
    assert len(upload.refused_message) > 8
    assert (HeldRow.objects.count(), Enterprise.objects.count(), upload.verdicts.count()) == (0, 0, 0)


def test_accepted_rows_are_complete(cast: Cast) -> None:
    load_all(SAMPLES / "plain")
    policy: Any = Policy.objects.order_by("policy_no").first()
    assert policy.fee_rate > 0
    assert policy.limit_per_person <= policy.limit_per_accident <= policy.limit_total
    trained = Activity.objects.filter(kind="TRAIN")
    assert trained.exists()
    assert all(activity.topics and activity.participants is not None for activity in trained)


def test_a_file_that_breaks_half_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.imports import staging
    from core.imports.models import StagedHold
    from core.workbooks import Refused
    from core.workbooks.reading import Reading
    from enterprises.importing import LEDGER

    whole = Reading.batches

    def broken(reading: Reading) -> Any:
        yield from whole(reading)
        raise Refused("unreadable", "文件在中途损坏，请重新导出后上传。")

    monkeypatch.setattr(Reading, "batches", broken)
    upload = send("enterprises", SAMPLES / "plain" / "enterprises_330100.xlsx", cast.hangzhou_officer)
    assert upload.job is not None
    assert (upload.state, upload.refused_code) == (UploadState.REFUSED, "unreadable")
    assert (upload.verdicts.count(), StagedHold.objects.count(), Enterprise.objects.count()) == (0, 0, 0)
    assert not staging.has_stage(LEDGER, upload.job.lease)
