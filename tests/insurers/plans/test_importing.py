"""The workbook of plans: one row an item, the plan's own columns repeated; drafts only."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.imports.models import HeldRow, Upload
from core.imports.services import accept_upload
from core.imports.withdrawing import WithdrawalRefused, withdraw_upload
from core.jobs import run_job
from insurers.agencies.choices import AgencyKind
from insurers.agencies.models import AgencyQualification
from insurers.base.exporting import export_ledger
from insurers.plans import services as planning
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.sheets import PLANS
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.insurers.plans.writing import load, row_of, workbook
from tests.uploads import send, verdicts

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def faults(upload: Upload) -> set[tuple[Any, ...]]:
    keys = {column.title: column.key for column in PLANS.columns}
    return {(row, keys[title], code) for row, title, code in upload.verdicts.values_list("row", "title", "code")}


def test_rows_become_a_draft_with_its_items(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    training = {"item_no": 2, "kind": "宣传教育培训", "topics": "专项行动文件要求", "months": "3月", "frequency": 1}
    upload = load(tmp_path, cast, row_of(policy), row_of(policy, **training))
    assert (upload.new, upload.held) == (2, 0), verdicts(upload)
    plan = ServicePlan.objects.get()
    assert (plan.plan_no, plan.state, plan.version, plan.policy_id) == ("之江财险浙江FA-2001", "DRAFT", 1, policy.pk)
    assert (plan.city_id, plan.county_id) == ("330100", world.HANGZHOU)
    assert list(plan.items.values_list("item_no", "kind", "months")) == [(1, "HAZ", [6, 9]), (2, "TRAIN", [3])]
    assert plan.standards == ["AQ9010", "ZJ_HAZCHEM"]


def test_the_same_file_again_changes_nothing_and_a_change_is_one(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    rows = [row_of(policy), row_of(policy, item_no=2, months="12月", frequency=1)]
    load(tmp_path, cast, *rows)
    again = load(tmp_path, cast, *rows, {**row_of(policy, item_no=3)})
    assert (again.new, again.changed, again.unchanged) == (1, 0, 2)
    changed = load(tmp_path, cast, {**rows[0], "goal": "全部整改"}, rows[1])
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 1)
    assert PlanItem.objects.get(item_no=1).goal == "全部整改"
    heads = load(tmp_path, cast, {**rows[0], "goal": "全部整改", "note": "修订"}, {**rows[1], "note": "修订"})
    assert heads.changed == 2
    assert ServicePlan.objects.get().note == "修订"


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"policy_no": "AZX-NONE"}, "policy_no", "unknown-policy"),
        ({"end_on": "2024-05-01"}, "end_on", "mismatch"),
        ({"basis_scale": "两条线"}, "basis_scale", "length"),
        ({"standards": "AQ 9010-2019"}, "standards", "mismatch"),
        ({"fee_estimate": 9000}, "fee_reason", "required"),
        ({"topics": None}, "topics", "required"),
        ({"months": "6月、13月"}, "months", "code-list"),
        ({"frequency": 1}, "frequency", "range"),
        ({"agency": "查无此机构"}, "agency", "unknown-agency"),
        ({"plan_no": "方案一"}, "plan_no", "pattern"),
        ({"safeguards": None}, "safeguards", "required"),
    ],
)
def test_a_fault_stands_at_its_column(
    cast: Cast, policy: Policy, tmp_path: Path, changes: dict[str, Any], key: str, code: str
) -> None:
    upload = load(tmp_path, cast, row_of(policy, **changes))
    assert faults(upload) == {(2, key, code)}
    assert (upload.held, ServicePlan.objects.count()) == (1, 0)


def test_rows_of_one_plan_say_the_same_about_it(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    upload = load(tmp_path, cast, row_of(policy), row_of(policy, item_no=2, end_on="2023-11-30"))
    assert faults(upload) == {(3, "end_on", "mismatch")}
    verdict = upload.verdicts.get()
    assert "与同一方案第 2 行的内容不一致" in verdict.message
    assert upload.returned is not None


def test_an_item_twice_is_doubled(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    assert faults(load(tmp_path, cast, row_of(policy), row_of(policy))) == {(3, "plan_no", "duplicate-in-file")}


def test_another_insurers_policy_is_unknown(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    path = workbook(tmp_path / "plans.xlsx", row_of(policy, plan_no="东海财险浙江FA-2001"))
    assert faults(send("plans", path, cast.insurer_b_clerk)) == {(2, "policy_no", "unknown-policy")}


def test_a_plan_that_was_sent_is_locked_for_changes_and_not_for_repetition(
    cast: Cast, policy: Policy, tmp_path: Path
) -> None:
    load(tmp_path, cast, row_of(policy))
    planning.send_plan(plan=ServicePlan.objects.get(), by=cast.insurer_a_clerk, at=clock.now())
    same = load(tmp_path, cast, row_of(policy), content=workbook(tmp_path / "b.xlsx", row_of(policy)).read_bytes())
    assert (same.held, same.unchanged) == (0, 1)
    other = load(tmp_path, cast, row_of(policy, goal="全部整改"), row_of(policy, item_no=2))
    assert faults(other) == {(2, "plan_no", "locked"), (3, "plan_no", "locked")}
    assert "征求投保单位意见" in other.verdicts.first().message  # type: ignore[union-attr]


def test_a_plan_sent_between_check_and_acceptance_stops_the_acceptance(
    cast: Cast, policy: Policy, tmp_path: Path
) -> None:
    load(tmp_path, cast, row_of(policy))
    upload = load(tmp_path, cast, row_of(policy, goal="全部整改"), accept=False)
    planning.send_plan(plan=ServicePlan.objects.get(), by=cast.insurer_a_clerk, at=clock.now())
    job = run_job(accept_upload(upload=upload, by=cast.insurer_a_clerk, at=clock.now()).pk)
    assert job is not None
    assert "台账已有变动" in job.message
    assert PlanItem.objects.get().goal == "按期整改"


def test_a_withdrawal_takes_drafts_back_and_leaves_what_was_sent(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    first = load(tmp_path, cast, row_of(policy))
    second = load(tmp_path, cast, row_of(policy, goal="全部整改", note="修订"), row_of(policy, note="修订", item_no=2))
    withdraw_upload(upload=second, by=cast.insurer_a_clerk, at=clock.now())
    plan = ServicePlan.objects.get()
    assert (plan.note, [item.goal for item in plan.items.all()]) == ("", ["按期整改"])
    planning.send_plan(plan=plan, by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(WithdrawalRefused, match="之江财险浙江FA-2001"):
        withdraw_upload(upload=first, by=cast.insurer_a_clerk, at=clock.now())


def test_withdrawn_new_plans_are_gone(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    upload = load(tmp_path, cast, row_of(policy), row_of(policy, item_no=2))
    withdraw_upload(upload=upload, by=cast.insurer_a_clerk, at=clock.now())
    assert not ServicePlan.objects.exists()
    assert not HeldRow.objects.exists()


def test_the_own_export_comes_back_without_a_change(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    load(tmp_path, cast, row_of(policy), row_of(policy, item_no=2, experts="赵某"))
    world.plan(world.policy(world.enterprise()), world.plan_item(topics=["H1", "H2"]))
    planning.create_plan(
        policy=world.policy(world.enterprise()),
        plan_no="之江财险浙江FA-2002",
        by=cast.insurer_a_clerk,
        at=clock.now(),
        head=world.plan_head(policy, safeguards="第一行，\r\n第二行（全）", talk_people="李某，王某"),
        items=[world.plan_item(goal="重大隐患，按期整改", staff="李某（组长）", topics=["H2", "H1"])],
    )
    path = tmp_path / "export.xlsx"
    today = date(2023, 11, 23)
    export_ledger(kind="plans", by=cast.insurer_a_clerk, at=clock.now(), today=today, path=path)
    again = send("plans", path, cast.insurer_a_clerk)
    assert (again.rows, again.held, again.unchanged) == (4, 0, 4), verdicts(again)


def test_an_item_of_a_standing_plan_passes_once_the_agency_s_qualification_has_ended(
    cast: Cast, policy: Policy, tmp_path: Path
) -> None:
    agency = cast.agency.organisation
    row = row_of(policy, agency=agency.name)
    assert load(tmp_path, cast, row).held == 0
    planning.send_plan(plan=ServicePlan.objects.get(), by=cast.insurer_a_clerk, at=clock.now())
    AgencyQualification.objects.create(
        agency=agency, kind=AgencyKind.CONSULTING, ability_note="有", valid_to=date(2023, 1, 2)
    )
    again = load(tmp_path, cast, row)
    assert (again.held, again.unchanged) == (0, 1)
    changed = faults(load(tmp_path, cast, {**row, "goal": "全部整改"}))
    assert changed == {(2, "plan_no", "locked"), (2, "agency", "unknown-agency")}


def test_the_sheet_is_written_down(cast: Cast, sign_in: Any) -> None:
    """The definition beside the code and in the documents is that of the layout."""
    files = [ROOT / "insurers" / "plans" / "plans.csv", ROOT / "docs" / "sheets" / "plans.csv"]
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert texts[0] == texts[1]
    rows = list(csv.DictReader(texts[0].splitlines()))
    assert [(row["title"], row["key"], row["required"], row["example"]) for row in rows] == [
        (column.title, column.key, column.required, column.example) for column in PLANS.columns
    ]
    assert [row["codes"] for row in rows] == [column.codes.name if column.codes else "" for column in PLANS.columns]
    client: Client = sign_in(cast.insurer_a_clerk)
    assert "服务方案" in client.get("/uploads/new/plans/").content.decode()


def test_the_upload_shows_what_changes_field_by_field(cast: Cast, policy: Policy, tmp_path: Path, sign_in: Any) -> None:
    load(tmp_path, cast, row_of(policy))
    agency = cast.agency.organisation.name
    changed = {"goal": "全部整改", "agency": agency, "months": "6月、10月"}
    upload = load(tmp_path, cast, row_of(policy, **changed), row_of(policy, item_no=2), accept=False)
    client: Client = sign_in(cast.insurer_a_clerk)
    page = client.get(f"/uploads/{upload.pk}/rows/changed/").content.decode()
    for text in ("预期目标", "按期整改", "全部整改", "自有", agency, "计划月份"):
        assert text in page, text
    assert "之江财险浙江FA-2001" in client.get(f"/uploads/{upload.pk}/rows/new/").content.decode()
    assert client.get(f"/uploads/{upload.pk}/").status_code == 200


def test_a_held_row_is_put_right_in_its_form(cast: Cast, policy: Policy, tmp_path: Path, sign_in: Any) -> None:
    load(tmp_path, cast, row_of(policy, frequency=1))
    held = HeldRow.objects.get()
    assert held.identity == "之江财险浙江FA-2001|1"
    client: Client = sign_in(cast.insurer_a_clerk)
    address = f"/uploads/held/plans/{held.pk}/"
    assert "少于计划月份的个数" in client.get(address).content.decode()
    typed = {key: "" if value is None else str(value) for key, value in held.raw.items()}
    assert client.post(address, typed).status_code == 400
    assert client.post(address, {**typed, "frequency": "2"}).status_code == 302
    assert not HeldRow.objects.exists()
    assert ServicePlan.objects.get().items.get().frequency == 2
