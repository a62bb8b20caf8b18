"""The upload workbook of hazards (contract, sheets/hazards.csv). Pure: no ORM, no clock.

Facts and acceptance of this import live with the insurers; the ledger knows nobody who writes into it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from operator import itemgetter
from typing import Final, NamedTuple

from campaigns.rules import UNBOUND, Usage
from core.choices import code_items
from core.workbooks import CodeList, Column, Layout, Row, plain
from core.workbooks.suggesting import near_code
from enterprises.credit_codes import advise_code
from enterprises.sheets import uscc_column
from hazards.choices import SERVICE_TOPICS, HazardCategory, HazardLevel, HazardTopic

LEVEL_LIST: Final = CodeList("hazard_level", code_items(HazardLevel), opposed=True)
CATEGORY_LIST: Final = CodeList("hazard_category", code_items(HazardCategory))
TOPIC_LIST: Final = CodeList("service_topic", SERVICE_TOPICS)

#: The cells that make a record, as one that is final is compared by.
CELLS: Final = (
    "activity_no",
    "uscc",
    "level",
    "criterion",
    "category",
    "topic",
    "place",
    "description",
    "found_on",
    "found_by",
    "notice_no",
    "notified_on",
    "receiver",
    "deadline",
    "measures",
    "rectified_on",
    "note",
)
#: Looked up for every row, while an enumeration makes its list of values anew each time, labels included.
CAMPAIGN_TOPICS: Final = frozenset(HazardTopic.values)
#: Opens a criterion that the catalogue does not hold; the reason follows.
OTHER_CRITERION: Final = "其他:"


class ActivityFact(NamedTuple):
    """A service of this insurer: the enterprise served and the days. One is made for nearly every row of an import."""

    id: int
    uscc: str
    start_on: dt.date
    end_on: dt.date
    city: str = ""


@dataclass(frozen=True, slots=True)
class FinalHazard:
    """A hazard that is dealt with in the portal: its cells as they stand, in the order of `CELLS`, its state in words,
    and the digest of the cells that the last workbook brought."""

    cells: tuple[object, ...]
    state: str
    sheet: str


#: All cells of a row, in the order of the digest.
ALL_CELLS: Final = itemgetter("insurer_ref", *CELLS)


def digest_of(values: Mapping[str, object]) -> str:
    """32 hex digits over the cells of a row that was read whole."""
    text = "\x1f".join(map(str, ALL_CELLS(values)))
    return md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """What the row checks need: this insurer's services by number, and the criteria in force on a day.

    `criteria` answers {plain text: text} of a day, `near` the clause that a wrong text resembles. By the insurer's own
    number: `final` are hazards that no workbook changes any more, `numbered` holds number and year of those that stand.
    """

    today: dt.date
    activities: Mapping[str, ActivityFact]
    criteria: Callable[[dt.date], Mapping[str, str]]
    final: Mapping[str, "FinalHazard"] = field(default_factory=dict)
    numbered: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    near: Callable[[str, dt.date], str | None] = lambda _text, _day: None
    #: Why a city branch does not report on an enterprise in a city; empty for an insurer itself.
    complain_city: Callable[[str], str | None] = lambda _city: None
    #: Of a city branch: its insurer's own numbers of hazards in other cities.
    elsewhere: frozenset[str] = frozenset()
    #: Which topics are in use when, and those that hazards carry already, by the insurer's own number.
    usage: Usage = UNBOUND
    kept: Mapping[str, str] = field(default_factory=dict)


def check_hazard(row: Row, facts: HazardFacts) -> None:
    """Row checks of a hazard."""
    for key in ("found_on", "notified_on", "rectified_on"):
        if row.has(key) and row.values[key] > facts.today:
            row.fault("future", key, message=f"（{row.values[key]}）晚于今天（{facts.today}），请核对。")
    if facts.final:
        _check_final(row, facts)
    _check_year(row, facts)
    _check_activity(row, facts)
    _check_criterion(row, facts)
    if row.has("topic") and row.values["topic"] not in CAMPAIGN_TOPICS:
        row.fault("mismatch", "topic", message="不是专项行动的五个排查主题之一，请更正，或留空。")
    elif facts.usage.spans and row.has("topic", "found_on"):
        _check_usage(row, facts)
    _check_order(row, "found_on", "notified_on", "不应早于发现日期")
    _check_order(row, "notified_on", "deadline", "应晚于告知日期", strictly=True)
    _check_order(row, "notified_on", "rectified_on", "不应早于告知日期")


def _check_usage(row: Row, facts: HazardFacts) -> None:
    """The topic is one in use on the day found."""
    kept = facts.kept.get(row.values.get("insurer_ref") or "", "")
    if said := facts.usage.complaint([row.values["topic"]], row.values["found_on"], {kept}):
        row.fault("code-list", "topic", message=said)


def _check_final(row: Row, facts: HazardFacts) -> None:
    """What was dealt with in the portal stays as it is; a row that says the same again changes nothing."""
    known = facts.final.get(row.values.get("insurer_ref") or "")
    if known is None or known.cells == tuple(row.values.get(key) or None for key in CELLS):
        return
    if known.sheet != digest_of(row.values):
        message = (
            f"的值“{row.values['insurer_ref']}”对应的隐患已在系统内办理（现为“{known.state}”），不能再以工作簿更改，"
            "请在系统内办理。"
        )
        row.fault("locked", "insurer_ref", message=message)


def _check_year(row: Row, facts: HazardFacts) -> None:
    """The number names the year found, and is never used again for another one."""
    number, year = facts.numbered.get(row.values.get("insurer_ref") or "", ("", 0))
    if number and row.has("found_on") and row.values["found_on"].year != year:
        message = (
            f"（{row.values['found_on']}）与隐患 {number} 的年份 {year} 不同，编号不能改到另一年；"
            "确属误报的，请在系统内作废后以新的机构隐患编号上报。"
        )
        row.fault("locked", "found_on", message=message)


def _check_activity(row: Row, facts: HazardFacts) -> None:
    if not row.has("activity_no"):
        return
    number = row.values["activity_no"]
    activity = facts.activities.get(number)
    if activity is None:
        message = f"的值“{number}”不是本机构已登记的服务，请核对编号或先上传服务记录。"
        row.fault("unknown-activity", "activity_no", message=message)
        return
    advise_code(row, "uscc", known=(activity.uscc,))
    if row.has("uscc") and (outside := facts.complain_city(activity.city)):
        row.fault("division", "uscc", message=f"的值“{row.values['uscc']}”{outside}")
    elif row.values.get("insurer_ref") in facts.elsewhere:
        message = f"的值“{row.values['insurer_ref']}”已用于分公司在其他市的隐患，请核对编号。"
        row.fault("division", "insurer_ref", message=message)
    if row.has("uscc") and row.values["uscc"] != activity.uscc:
        message = f"与服务 {number} 的企业（{activity.uscc}）不一致，请核对。"
        suggestion = activity.uscc if near_code(row.values["uscc"], [activity.uscc]) else None
        row.fault("mismatch", "uscc", message=message, suggestion=suggestion)
    if row.has("found_on") and not activity.start_on <= row.values["found_on"] <= activity.end_on:
        days = f"{activity.start_on} 至 {activity.end_on}"
        message = f"（{row.values['found_on']}）不在服务 {number} 的日期（{days}）内，请核对。"
        row.fault("order", "found_on", message=message)


def _check_criterion(row: Row, facts: HazardFacts) -> None:
    """Major hazards name a criterion of the catalogue in force on the day found, or 其他: with the reason."""
    if not row.has("level") or row.values["level"] != HazardLevel.MAJOR or not row.ok("criterion"):
        return
    criterion = row.get("criterion")
    if criterion is None:
        row.fault("required", "criterion", message="为空：重大隐患须填写判定依据。")
        return
    text = plain(criterion)
    if text.startswith(OTHER_CRITERION) and len(text) > len(OTHER_CRITERION):
        return
    if row.has("found_on"):
        _check_catalogue(row, text, facts)


def _check_catalogue(row: Row, text: str, facts: HazardFacts) -> None:
    day = row.values["found_on"]
    if text in facts.criteria(day):
        return
    message = "不是发现当日有效的重大隐患判定标准条目，请填写标准条目，或填“其他:”并说明理由。"
    row.fault("code-list", "criterion", message=message, suggestion=facts.near(text, day))


def _check_order(row: Row, earlier: str, later: str, rule: str, *, strictly: bool = False) -> None:
    """The day `later` must not lie before `earlier`, nor on it where `strictly`; the fault stands at `later`."""
    if not row.has(earlier, later):
        return
    first, last = row.values[earlier], row.values[later]
    if last < first or (strictly and last == first):
        row.fault("order", later, message=f"（{last}）{rule}（{first}），请核对。")


LAYOUT: Final = Layout(
    kind="hazards",
    sheet="隐患台账",
    version="2023.1",
    identity=("insurer_ref",),
    check=check_hazard,
    leading=(
        Column(title="隐患编号", key="hazard_no", type="text", width=22, is_code_text=True),
        Column(title="单位名称", key="enterprise_name", type="text", width=26),
    ),
    trailing=(
        Column(title="隐患状态", key="state", type="text", width=12),
        Column(title="销号日期", key="closed_on", type="date", width=12),
        Column(title="录入的中心支公司", key="branch", type="text", width=26),
    ),
    columns=(
        Column(
            title="机构隐患编号",
            key="insurer_ref",
            type="text",
            length=40,
            required="Y",
            width=20,
            is_code_text=True,
            rule="在本机构内唯一",
            example="YH-2023-000001",
        ),
        Column(
            title="服务编号",
            key="activity_no",
            type="text",
            length=40,
            required="Y",
            width=20,
            is_code_text=True,
            rule="本机构已登记的服务",
            example="FW-2023-000001",
        ),
        uscc_column("与服务的企业一致"),
        Column(title="隐患等级", key="level", type="code", codes=LEVEL_LIST, required="Y", width=10, example="一般"),
        Column(
            title="判定依据",
            key="criterion",
            type="text",
            length=300,
            required="C",
            width=36,
            rule="重大隐患必填：发现当日有效的判定标准条目，或“其他:”并说明理由",
        ),
        Column(
            title="隐患类别",
            key="category",
            type="code",
            codes=CATEGORY_LIST,
            required="Y",
            width=12,
            example="危险作业",
        ),
        Column(
            title="专项主题",
            key="topic",
            type="code",
            codes=TOPIC_LIST,
            width=22,
            rule="限专项行动的五个排查主题",
            example="动火等危险作业",
        ),
        Column(title="隐患部位", key="place", type="text", length=200, required="Y", width=18, example="3号车间"),
        Column(
            title="隐患描述",
            key="description",
            type="text",
            shortest=6,
            length=2000,
            required="Y",
            width=40,
            rule="6 至 2000 个字",
            example="动火作业未办理审批且无人监护",
        ),
        Column(
            title="发现日期",
            key="found_on",
            type="date",
            required="Y",
            width=12,
            rule="在服务日期内，不晚于当天",
            example="2023-09-01",
        ),
        Column(
            title="发现人",
            key="found_by",
            type="text",
            is_name=True,
            length=100,
            required="Y",
            width=12,
            example="李某",
        ),
        Column(
            title="书面告知书编号",
            key="notice_no",
            type="text",
            length=60,
            required="Y",
            width=18,
            is_code_text=True,
            example="GZ-2023-0001",
        ),
        Column(
            title="告知日期",
            key="notified_on",
            type="date",
            required="Y",
            width=12,
            rule="不早于发现日期，不晚于当天",
            example="2023-09-02",
        ),
        Column(
            title="签收人",
            key="receiver",
            type="text",
            is_name=True,
            length=100,
            required="Y",
            width=12,
            example="张某",
        ),
        Column(
            title="整改期限",
            key="deadline",
            type="date",
            required="Y",
            width=12,
            rule="晚于告知日期",
            example="2023-09-17",
        ),
        Column(
            title="整改措施建议",
            key="measures",
            type="text",
            length=2000,
            required="Y",
            width=36,
            example="立即停止作业并补办审批",
        ),
        Column(
            title="整改完成日期",
            key="rectified_on",
            type="date",
            width=13,
            rule="不早于告知日期，不晚于当天",
            example="2023-09-12",
        ),
        Column(title="备注", key="note", type="text", length=500, width=24),
    ),
)
