"""Ledgers go out as the person may see them, and one's own come back in without a fault or a change."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.imports import registry
from core.models import AuditEvent, Job
from enterprises.models import Enterprise
from hazards.choices import HazardStatus
from hazards.models import Hazard
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity, ActivityDetail
from insurers.base import exporting
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.uploads import history_rows, load_all, person, send

SignIn = Callable[[Any], Client]
MODELS: dict[str, Any] = {"enterprises": Enterprise, "policies": Policy, "activities": Activity}
OWN = (("enterprises", "em-330100"), ("policies", "ins-a-zj"), ("activities", "ins-a-zj"))


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """The samples, once for all tests here."""
    keep(lambda: load_all(SAMPLES / "plain"))


@pytest.fixture
def full(sent: None, cast: Cast) -> Cast:
    return cast


def export(kind: str, user: Any, path: Path, reason: str = "") -> list[dict[str, Any]]:
    """The data rows of an export by title."""
    at, today = clock.now(), clock.today()
    count = exporting.export_ledger(kind=kind, by=user, at=at, today=today, path=path, reason=reason)
    return rows_of(path, count)


def rows_of(path: Path, count: int) -> list[dict[str, Any]]:
    sheet: Any = load_workbook(path).active
    _title, _note, head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows[:count]]


@pytest.mark.parametrize(("kind", "username"), OWN)
def test_one_s_own_export_comes_back_without_a_fault_or_a_change(
    full: Cast, tmp_path: Path, kind: str, username: str
) -> None:
    user, before = person(username), history_rows()
    stored = list(MODELS[kind].objects.order_by("pk").values())
    rows = export(kind, user, tmp_path / "own.xlsx")
    assert len(rows) == MODELS[kind].objects.visible_to(user).count() > 20
    again = send(kind, tmp_path / "own.xlsx", user)
    assert (again.rows, again.new, again.changed, again.held) == (len(rows), 0, 0, 0)
    assert again.unchanged == len(rows)
    assert not again.verdicts.filter(severity__in=["error", "notice"]).exists()
    assert list(MODELS[kind].objects.order_by("pk").values()) == stored
    assert history_rows() == before


@pytest.mark.parametrize(
    "text", ["𠮷䶮示例", "=1+1", "＋加号", "-减", "@艾特", "😀 示例", '"引号" <尖>&', "_x0041_", "007"]
)
def test_rare_characters_and_formula_like_texts_survive(full: Cast, tmp_path: Path, text: str) -> None:
    Enterprise.objects.filter(city__code="330100").update(note=text, address=text)
    export("enterprises", full.hangzhou_officer, tmp_path / "own.xlsx")
    sheet: Any = load_workbook(tmp_path / "own.xlsx").active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    again = send("enterprises", tmp_path / "own.xlsx", full.hangzhou_officer)
    assert (again.held, again.unchanged) == (0, again.rows)


def test_contact_data_is_masked_for_all_but_the_sending_organisation(full: Cast, tmp_path: Path) -> None:
    own = export("enterprises", full.hangzhou_lead, tmp_path / "own.xlsx", "核对本市台账")
    phones = set(Enterprise.objects.filter(city__code="330100").values_list("phone", flat=True))
    assert {row["联系电话"] for row in own} == phones
    for who in (
        full.hangzhou_lead,
        full.provincial_officer,
        full.xihu_county,
        full.zhejiang_regulator,
        full.insurer_a_clerk,
    ):
        path = tmp_path / f"{who.username}.xlsx"
        rows = export("enterprises", who, path)
        assert rows
        assert all("*" in row["联系电话"] and "*" in row["主要负责人"] for row in rows)
        sheet: Any = load_workbook(path).active
        assert "已脱敏" in str(sheet["A2"].value)


def test_each_sees_the_rows_of_their_scope_only(full: Cast, tmp_path: Path) -> None:
    for kind, model in MODELS.items():
        for who in (full.provincial_officer, full.hangzhou_officer, full.ningbo_officer, full.insurer_b_clerk):
            rows = export(kind, who, tmp_path / "scope.xlsx")
            assert len(rows) == model.objects.visible_to(who).count()
    codes = {row["统一社会信用代码"] for row in export("enterprises", full.hangzhou_officer, tmp_path / "scope.xlsx")}
    assert codes == set(Enterprise.objects.filter(city__code="330100").values_list("uscc", flat=True))


def test_every_export_is_recorded(full: Cast, tmp_path: Path) -> None:
    rows = export("enterprises", full.hangzhou_officer, tmp_path / "own.xlsx")
    event = AuditEvent.objects.get(action="ledger.exported")
    assert event.detail == {"kind": "enterprises", "rows": len(rows), "masked": True}
    export("enterprises", full.hangzhou_officer, tmp_path / "own.xlsx", " 核对本市\n台账 ")
    event = AuditEvent.objects.filter(action="ledger.exported").latest("pk")
    places = event.detail.pop("places")
    assert sum(places.values()) == len(rows)
    assert all(code.startswith("3301") for code in places)
    assert event.detail == {"kind": "enterprises", "rows": len(rows), "masked": False, "reason": "核对本市 台账"}


@pytest.mark.parametrize("reason", ["看", "  "])
def test_contact_data_without_a_mask_need_a_reason(full: Cast, as_user: SignIn, reason: str) -> None:
    address = reverse("workbench:ledger-export", args=["enterprises"])
    client = as_user(full.hangzhou_officer)
    assert "事由" in client.get(f"{address}?contacts=1").content.decode()
    assert client.post(address, {"reason": reason}).status_code == 400
    assert not AuditEvent.objects.filter(action="ledger.exported").exists()
    assert "attachment" in client.post(address, {"reason": "核对本市台账"})["Content-Disposition"]
    refused = as_user(full.provincial_officer).post(address, {"reason": "核对全省台账"})
    assert (refused.status_code, "均已脱敏" in refused.content.decode()) == (400, True)


def test_who_may_not_export_gets_nothing(full: Cast, tmp_path: Path) -> None:
    for who in (full.builder_authority, full.adm_system, full.adm_audit):
        for kind in MODELS:
            with pytest.raises(NotAllowed):
                export(kind, who, tmp_path / "none.xlsx")
    assert not (tmp_path / "none.xlsx").exists()
    assert not AuditEvent.objects.filter(action="ledger.exported").exists()


def test_a_count_that_never_fits_is_no_export(full: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "write_blocks", lambda *_args, **_rest: 1)
    with pytest.raises(exporting.ExportUnsteady):
        export("enterprises", full.hangzhou_officer, tmp_path / "own.xlsx")
    assert not AuditEvent.objects.filter(action="ledger.exported").exists()


def test_the_list_pages_lead_to_the_workbook(full: Cast, as_user: SignIn, tmp_path: Path) -> None:
    client = as_user(full.hangzhou_officer)
    lists = {
        "enterprises": "coverage:enterprise-list",
        "policies": "policies:policy-list",
        "activities": "activities:activity-list",
    }
    for kind, name in lists.items():
        address = reverse("workbench:ledger-export", args=[kind])
        assert address in client.get(reverse(name)).content.decode()
        answer = client.get(address)
        assert "attachment" in answer["Content-Disposition"]
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        total = MODELS[kind].objects.visible_to(full.hangzhou_officer).count()
        assert len([row for row in rows_of(path, total) if row["序号"]]) == total
    assert client.get(reverse("workbench:ledger-export", args=["nothing"])).status_code == 404
    listed = as_user(full.builder_authority).get(reverse("coverage:enterprise-list")).content.decode()
    assert reverse("workbench:ledger-export", args=["enterprises"]) not in listed


def test_a_long_ledger_is_a_job_with_a_download_for_its_organisation(
    full: Cast, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "DIRECT_ROWS", 10)
    client = as_user(full.hangzhou_officer)
    answer = client.get(reverse("workbench:ledger-export", args=["enterprises"]))
    job = Job.objects.get(kind="export")
    page, file = reverse("core:job-detail", args=[job.pk]), reverse("core:job-file", args=[job.pk])
    assert answer.headers["Location"] == page
    assert client.get(file).status_code == 404
    assert file not in client.get(page).content.decode()
    done = jobs.run_job(job.pk)
    assert done is not None
    assert done.state == JobState.DONE
    assert file in client.get(page).content.decode()
    body = b"".join(client.get(file).streaming_content)  # type: ignore[attr-defined]
    assert body.startswith(b"PK")
    assert as_user(full.provincial_officer).get(file).status_code == 404
    assert as_user(full.quzhou_officer).get(file).status_code == 404
    assert as_user(full.hangzhou_lead).get(file).status_code == 200
    client.post(reverse("workbench:ledger-export", args=["enterprises"]), {"reason": "核对本市台账"})
    unmasked = Job.objects.exclude(pk=job.pk).get(kind="export")
    jobs.run_job(unmasked.pk)
    page, file = (reverse(f"core:job-{one}", args=[unmasked.pk]) for one in ("detail", "file"))
    assert client.get(file).status_code == 200
    lead = as_user(full.hangzhou_lead)  # a colleague gives a reason of one's own
    assert lead.get(file).status_code == 404
    assert file not in lead.get(page).content.decode()


def test_a_job_run_again_makes_no_second_file(full: Cast) -> None:
    job = exporting.start_export(kind="policies", by=full.insurer_a_clerk, at=clock.now(), ring=False)
    jobs.run_job(job.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, result={})
    again = jobs.run_job(job.pk)
    assert again is not None
    assert again.result["rows"] == Policy.objects.count()
    assert (again.files.count(), AuditEvent.objects.filter(action="ledger.exported").count()) == (1, 1)


def test_the_command_writes_the_file(full: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "policies.xlsx"
    call_command("export_ledger", "policies", "--as", "ins-a-zj", "--out", str(out), "--json")
    said = json.loads(capsys.readouterr().out)
    assert said == {"refused": None, "rows": Policy.objects.count(), "file": str(out)}
    assert len(rows_of(out, said["rows"])) == said["rows"]


@pytest.mark.parametrize(
    ("kind", "username", "out"),
    [("nothing", "ins-a-zj", "a.xlsx"), ("policies", "nobody", "a.xlsx"), ("policies", "ins-a-zj", "no/such/a.xlsx")],
)
def test_wrong_usage_of_the_command_is_exit_2(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, username: str, out: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("export_ledger", kind, "--as", username, "--out", str(tmp_path / out))
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip()


def test_a_person_without_the_right_is_refused_by_the_command(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("export_ledger", "policies", "--as", "ag-01", "--out", str(tmp_path / "a.xlsx"))
    assert ended.value.code == 2
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "not-allowed"
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(("kind", "username"), [*OWN, ("hazards", "ins-a-zj"), ("expenses", "ins-a-zj")])
def test_an_exported_ledger_is_an_official_table(full: Cast, tmp_path: Path, kind: str, username: str) -> None:
    """Its title, who files it when and in which units, the sums in the last row; and it comes back unchanged."""
    by = person(username)
    count = exporting.export_ledger(kind=kind, by=by, at=clock.now(), today=clock.today(), path=tmp_path / "own.xlsx")
    sheet: Any = load_workbook(tmp_path / "own.xlsx").active
    assert sheet["A1"].value == exporting.EXPORTS[kind].title
    assert f"填报单位(盖章):{by.organisation}" in sheet["A2"].value
    assert f"填报日期:2023年11月23日    单位:{exporting.EXPORTS[kind].counted_in}" in sheet["A2"].value
    head, total = [cell.value for cell in sheet[3]], [cell.value for cell in sheet[count + 4]]
    assert (total[0], total[1]) == ("合计", f"共 {count} {exporting.EXPORTS[kind].counted_in[0]}")
    layout = registry.importer(kind).layout
    for key in exporting.EXPORTS[kind].sums:
        place = head.index(layout.column(key).title)
        amounts = [sheet.cell(row, place + 1).value or 0 for row in range(4, count + 4)]
        assert total[place] == pytest.approx(sum(amounts)) != 0
    again = send(kind, tmp_path / "own.xlsx", by)
    assert (again.rows, again.unchanged, again.held, again.changed) == (count, count, 0, 0)
    assert not again.verdicts.filter(severity__in=["error", "notice"]).exists()


def test_the_ledger_of_services_counts_what_was_given_once(full: Cast, tmp_path: Path) -> None:
    """A corrected record, a void one and one to come stand in their lines, and in no sum."""
    by, first = person("ins-a-zj"), Activity.objects.filter(insurer__code="INS-A-ZJ").order_by("pk").first()
    assert first is not None
    before = Activity.objects.visible_to(by).given().aggregate(n=Count("pk"), cost=Sum("cost"))
    later = world.activity(first.policy, cost=first.cost + 5)
    ActivityDetail.objects.create(activity=later, corrects=first, updated_at=clock.now())
    for state in (ActivityState.VOID, ActivityState.SCHEDULED):
        world.activity(first.policy, cost=Decimal(7000), state=state)
    count = exporting.export_ledger(
        kind="activities", by=by, at=clock.now(), today=clock.today(), path=tmp_path / "own.xlsx"
    )
    sheet: Any = load_workbook(tmp_path / "own.xlsx").active
    head, total = [cell.value for cell in sheet[3]], [cell.value for cell in sheet[count + 4]]
    assert total[1] == f"共 {before['n']} 次，另列未实施、已更正或已作废的 3 次"
    assert Decimal(str(total[head.index("服务费用(元)")])) == before["cost"] + 5
    assert count == before["n"] + 3


def test_the_hazard_ledger_names_number_unit_state_and_day_of_closure(full: Cast, tmp_path: Path) -> None:
    hazard = Hazard.objects.filter(rectified_on__isnull=False).order_by("pk").first()
    assert hazard is not None
    Hazard.objects.filter(pk=hazard.pk).update(state="CLOSED", closed_on=date(2023, 11, 14))
    rows = {row["隐患编号"]: row for row in export("hazards", full.insurer_a_clerk, tmp_path / "own.xlsx")}
    shown = rows[hazard.hazard_no]
    assert (shown["单位名称"], shown["隐患状态"]) == (hazard.enterprise.name, "已销号")
    assert shown["销号日期"].date() == date(2023, 11, 14)
    assert {row["隐患状态"] for row in rows.values()} <= set(HazardStatus.labels)
