"""Counts by topic in the workbook of services: taken, shown again by the export, left alone by a shorter layout."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from core import clock
from insurers.activities.models import Activity
from insurers.activities.sheets import ACTIVITIES
from insurers.activities.sheets.topics import COUNT_KEYS
from insurers.base.exporting import export_ledger
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.insurers.activities.life import TODAY
from tests.uploads import send, verdicts


def cells(policy: Policy) -> dict[str, Any]:
    return {
        "activity_no": "FW-2023-900001",
        "policy_no": policy.policy_no,
        "enterprise_name": policy.enterprise_name,
        "uscc": policy.enterprise.uscc,
        "kind": "隐患排查",
        "topics": "动火等危险作业",
        "campaign_assist": "是",
        "start_on": "2023-09-01",
        "end_on": "2023-09-01",
        "form": "现场",
        "place": "示例路1号",
        "agency": "自有",
        "staff": "李某",
        "content": "现场核查动火作业审批与监护情况并逐项反馈",
        "general_hazards": 0,
        "major_hazards": 0,
        "cost": "3000.00",
    }


def book(path: Path, row: Mapping[str, Any], *, leave_out: tuple[str, ...] = ()) -> Path:
    """One row under the titles of the layout, without the columns left out."""
    columns = [column for column in ACTIVITIES.columns if column.key not in leave_out]
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append([column.title for column in columns])
    sheet.append([row.get(column.key) for column in columns])
    made.save(path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "activities.xlsx"


def test_the_counts_come_by_workbook_and_go_out_again(cast: Cast, policy: Policy, path: Path) -> None:
    given = {"h1_checked": 12, "h1_problems": 3, "h3_checked": 0, "h3_due": 8, "h3_certified": 7, "h9_problems": 0}
    upload = send("activities", book(path, cells(policy) | given), cast.insurer_a_clerk)
    assert (upload.new, upload.held) == (1, 0), verdicts(upload)
    stored = Activity.objects.values(*COUNT_KEYS).get()
    assert stored == {**dict.fromkeys(COUNT_KEYS), **given}
    out = path.with_name("export.xlsx")
    export_ledger(kind="activities", by=cast.insurer_a_clerk, at=clock.now(), today=TODAY, path=out)
    shown = [[cell.value for cell in row] for row in load_workbook(out).worksheets[0].iter_rows()]
    titles = next(row for row in shown if "服务编号" in row)
    line = next(row for row in shown if "FW-2023-900001" in row)
    assert line[titles.index("动火等危险作业排查数")] == 12
    assert line[titles.index("持证人数")] == 7
    again = send("activities", out, cast.insurer_a_clerk)
    assert (again.unchanged, again.changed, again.held) == (1, 0, 0), verdicts(again)


def test_faults_stand_at_the_count(cast: Cast, policy: Policy, path: Path) -> None:
    columns = [column.key for column in ACTIVITIES.columns]
    row = cells(policy) | {"h1_checked": 2, "h1_problems": 3, "h2_checked": -1, "h4_checked": "两处"}
    upload = send("activities", book(path, row), cast.insurer_a_clerk)
    told = {(code, column) for _row, column, code, _severity in verdicts(upload)}
    letters = {key: get_column_letter(columns.index(key) + 1) for key in row}
    assert told == {
        ("order", letters["h1_problems"]),
        ("range", letters["h2_checked"]),
        ("type", letters["h4_checked"]),
    }


def test_a_workbook_without_these_columns_says_nothing_about_them(cast: Cast, policy: Policy, path: Path) -> None:
    world.activity(
        policy,
        activity_no="FW-2023-900001",
        kind="HAZ",
        topics=["H1"],
        start_on=TODAY,
        end_on=TODAY,
        h1_checked=5,
        h1_problems=0,
    )
    send("activities", book(path, cells(policy), leave_out=COUNT_KEYS), cast.insurer_a_clerk)
    activity = Activity.objects.get()
    assert (activity.start_on.isoformat(), activity.h1_checked, activity.h1_problems) == ("2023-09-01", 5, 0)
    send("activities", book(path, cells(policy), leave_out=("h1_problems",)), cast.insurer_a_clerk)
    activity.refresh_from_db()
    assert (activity.h1_checked, activity.h1_problems) == (None, 0)


def test_what_is_stored_and_no_longer_fits_is_named_by_its_title(cast: Cast, policy: Policy, path: Path) -> None:
    world.activity(policy, activity_no="FW-2023-900001", kind="HAZ", topics=["H1"], h1_checked=5)
    row = cells(policy) | {"kind": "风险辨识评估", "topics": None}
    upload = send("activities", book(path, row, leave_out=COUNT_KEYS), cast.insurer_a_clerk)
    fault = upload.verdicts.get(code="mismatch")
    assert (fault.column, fault.title) == (None, "动火等危险作业排查数")
