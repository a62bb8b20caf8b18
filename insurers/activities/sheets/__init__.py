"""The upload workbook of services (contract, sheets/activities.csv)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules import UNBOUND, Usage
from core.workbooks import Column, Layout, Row
from core.workbooks.suggesting import near_code, near_name
from enterprises.credit_codes import advise_code
from enterprises.sheets import uscc_column, warn_of_name
from insurers.activities.sheets.topics import TOPIC_COLUMNS, check_counts_by_topic
from insurers.base.choices import OWN_STAFF, TOPIC_KIND, ServiceKind
from insurers.base.facts import AgencyFact, PolicyFact
from insurers.base.sheets import (
    ENTERPRISE_NAME,
    FORM_LIST,
    KIND_LIST,
    POLICY_NO,
    SERVICE_KIND,
    SERVICE_TOPICS,
    TOPIC_LIST,
    YES_NO_LIST,
)

KINDS_WITH_TOPICS: Final = frozenset(TOPIC_KIND.values())

KINDS_WITH_PARTICIPANTS: Final = frozenset({ServiceKind.TRAIN, ServiceKind.DRILL})


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What the row checks need to know: this insurer's policies by number, the agencies by name.

    `of_enterprises` are number, first and last day of the policies of the enterprises whose policy is unknown here.
    `filed` are the cells of filed services by number, in the order of `CELLS`, as `cell_of` gives them.
    """

    today: dt.date
    policies: Mapping[str, PolicyFact]
    agencies: Mapping[str, AgencyFact]
    of_enterprises: Mapping[str, Sequence[tuple[str, dt.date, dt.date]]] = field(default_factory=dict)
    filed: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    #: Why a city branch does not report on an enterprise in a city; empty for an insurer itself.
    complain_city: Callable[[str], str | None] = lambda _city: None
    #: Of a city branch: the numbers of its insurer's services in other cities.
    elsewhere: frozenset[str] = frozenset()
    #: Which topics are in use when, and those that services carry already, by number.
    usage: Usage = UNBOUND
    kept: Mapping[str, Sequence[str]] = field(default_factory=dict)


def check_activity(row: Row, facts: ActivityFacts) -> None:
    """Row checks of a service."""
    if row.has("start_on") and row.values["start_on"] > facts.today:
        row.fault("future", "start_on", message=f"（{row.values['start_on']}）晚于今天（{facts.today}），请核对。")
    if facts.filed:
        _check_filed(row, facts)
    _check_policy(row, facts)
    _check_days(row)
    _check_topics(row)
    if facts.usage.spans:
        _check_usage(row, facts)
    _check_agency(row, facts)
    _check_counts(row)
    check_counts_by_topic(row)


def check_by_itself(row: Row) -> None:
    """What a service says rightly or wrongly by itself, whatever policy, agency and register hold."""
    _check_topics(row)
    _check_counts(row)
    check_counts_by_topic(row)


def cell_of(value: object) -> object:
    """A value as it is compared: an empty text or list is nothing, zero is a number."""
    return None if value in ("", (), []) else value


def _check_filed(row: Row, facts: ActivityFacts) -> None:
    """A filed service stays as it is (AQ 9010, 7.4); a row that says the same again changes nothing."""
    filed = facts.filed.get(row.values.get("activity_no") or "")
    if filed is not None and filed != tuple(cell_of(row.values.get(key)) for key in CELLS):
        message = f"的值“{row.values['activity_no']}”对应的服务已归档，不能更改；更正请在系统内办理更正记录。"
        row.fault("locked", "activity_no", message=message)


def _check_policy(row: Row, facts: ActivityFacts) -> None:
    if not row.has("policy_no"):
        return
    policy = facts.policies.get(row.values["policy_no"])
    if policy is None:
        message = f"的值“{row.values['policy_no']}”不是本机构已登记的保单，请核对保单号或先上传保单台账。"
        row.fault("unknown-policy", "policy_no", message=message, suggestion=_likely_policy(row, facts))
        return
    advise_code(row, "uscc", known=(policy.uscc,))
    if row.has("uscc") and (outside := facts.complain_city(policy.city)):
        row.fault("division", "uscc", message=f"的值“{row.values['uscc']}”{outside}")
    elif row.values.get("activity_no") in facts.elsewhere:
        message = f"的值“{row.values['activity_no']}”已用于分公司在其他市的服务，请核对编号。"
        row.fault("division", "activity_no", message=message)
    if row.has("uscc") and row.values["uscc"] != policy.uscc:
        message = f"与保单 {row.values['policy_no']} 的投保单位（{policy.uscc}）不一致，请核对。"
        suggestion = policy.uscc if near_code(row.values["uscc"], [policy.uscc]) else None
        row.fault("mismatch", "uscc", message=message, suggestion=suggestion)
    else:
        warn_of_name(row, policy.name)
    if row.has("start_on") and not policy.start_on <= row.values["start_on"] <= policy.end_on:
        message = f"（{row.values['start_on']}）不在保险期间（{policy.start_on} 至 {policy.end_on}）内，请核对。"
        row.fault("period", "start_on", message=message)


def _likely_policy(row: Row, facts: ActivityFacts) -> str | None:
    """The policy of the same enterprise that an unknown number misses by one or two characters and that was in force.

    Numbers alone say little: the neighbours of a mistyped one are all alike, and the policy of another year often
    differs in one digit. So a policy that was not in force that day is meant only where the digits are the same.
    """
    known = facts.of_enterprises.get(row.get("uscc") or "", ())
    day = row.get("start_on") if row.has("start_on") else None
    in_force = [number for number, start, end in known if day is not None and start <= day <= end]
    written = row.values["policy_no"]
    same_digits = [number for number, *_ in known if _digits(number) == _digits(written)]
    return near_code(written, in_force or same_digits)


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _check_days(row: Row) -> None:
    if row.has("start_on", "end_on") and row.values["end_on"] < row.values["start_on"]:
        message = f"（{row.values['end_on']}）早于开始日期（{row.values['start_on']}），请核对。"
        row.fault("order", "end_on", message=message)


def _check_topics(row: Row) -> None:
    if not (row.has("kind") and row.ok("topics")):
        return
    kind, topics = row.values["kind"], row.get("topics") or ()
    if not topics and kind in KINDS_WITH_TOPICS:
        row.fault("required", "topics", message=f"为空：{KIND_LIST.label(kind)}至少填写一个服务子项。")
    wrong = [TOPIC_LIST.label(topic) for topic in topics if TOPIC_KIND[topic] != kind]
    if wrong:
        message = f"中的“{'、'.join(wrong)}”不属于服务项目“{KIND_LIST.label(kind)}”，请更正服务子项或服务项目。"
        row.fault("mismatch", "topics", message=message)


def _check_usage(row: Row, facts: ActivityFacts) -> None:
    """Topics are those in use on the day of the service."""
    if not (row.has("topics", "start_on")):
        return
    kept = facts.kept.get(row.values.get("activity_no") or "", ())
    if said := facts.usage.complaint(row.values["topics"], row.values["start_on"], kept):
        row.fault("code-list", "topics", message=said)


def _check_agency(row: Row, facts: ActivityFacts) -> None:
    if not row.has("agency") or row.values["agency"] == OWN_STAFF:
        return
    name = row.values["agency"]
    agency = facts.agencies.get(name)
    if agency is None:
        message = f"的值“{name}”不在第三方机构名录内，请填写名录中的全称；由本机构人员服务的填“{OWN_STAFF}”。"
        row.fault("unknown-agency", "agency", message=message, suggestion=near_name(name, facts.agencies))
    elif row.has("start_on") and not _covers(agency, row.values["start_on"]):
        row.fault("unknown-agency", "agency", message=f"“{name}”的资质有效期不含 {row.values['start_on']}，请核对。")


def _covers(agency: AgencyFact, day: dt.date) -> bool:
    return (agency.valid_from is None or agency.valid_from <= day) and (
        agency.valid_to is None or day <= agency.valid_to
    )


def _check_counts(row: Row) -> None:
    kind = row.get("kind") if row.ok("kind") else None
    if kind in KINDS_WITH_PARTICIPANTS and row.ok("participants") and row.get("participants") is None:
        row.fault("required", "participants", message=f"为空：{KIND_LIST.label(kind)}须填写参加人数。")
    general = row.values["general_hazards"] if row.has("general_hazards") else 0
    major = row.values["major_hazards"] if row.has("major_hazards") else 0
    found = general + major
    if found and row.ok("notice_no") and row.get("notice_no") is None:
        row.fault("required", "notice_no", message=f"为空：发现隐患 {found} 项，须填写书面告知书编号。")


ACTIVITIES: Final = Layout(
    kind="activities",
    sheet="服务记录",
    version="2023.1",
    identity=("activity_no",),
    check=check_activity,
    trailing=(Column(title="录入的中心支公司", key="branch", type="text", width=26),),
    columns=(
        Column(
            title="服务编号",
            key="activity_no",
            type="text",
            length=40,
            pattern="[A-Z0-9-]{4,40}",
            required="Y",
            width=20,
            is_code_text=True,
            rule="4 至 40 位大写字母、数字和连字符；在本机构内唯一",
            example="FW-2023-000001",
        ),
        POLICY_NO,
        ENTERPRISE_NAME,
        uscc_column("与保单的投保单位一致"),
        SERVICE_KIND,
        SERVICE_TOPICS,
        Column(
            title="专项行动帮扶活动",
            key="campaign_assist",
            type="bool",
            codes=YES_NO_LIST,
            required="Y",
            width=12,
            example="是",
        ),
        Column(
            title="服务开始日期",
            key="start_on",
            type="date",
            required="Y",
            width=13,
            rule="不晚于当天；应在保险期间内",
            example="2023-09-01",
        ),
        Column(
            title="服务结束日期",
            key="end_on",
            type="date",
            required="Y",
            width=13,
            rule="不早于开始日期",
            example="2023-09-01",
        ),
        Column(title="服务形式", key="form", type="code", codes=FORM_LIST, required="Y", width=10, example="现场"),
        Column(
            title="服务地点", key="place", type="text", length=255, required="Y", width=26, example="西湖区示例路1号"
        ),
        Column(
            title="服务机构",
            key="agency",
            type="text",
            length=200,
            required="Y",
            width=26,
            rule="“自有”，或第三方机构名录内资质有效的机构全称",
            example="自有",
        ),
        Column(
            title="服务人员",
            key="staff",
            type="text",
            is_name=True,
            length=200,
            required="Y",
            width=16,
            rule="多人用顿号分隔",
            example="李某、王某",
        ),
        Column(
            title="参加人数",
            key="participants",
            type="int",
            units=("人", "名"),
            minimum=0,
            required="C",
            width=10,
            rule="宣传教育培训、应急演练必填",
            example="35",
        ),
        Column(
            title="服务内容",
            key="content",
            type="text",
            shortest=10,
            length=2000,
            required="Y",
            width=40,
            rule="10 至 2000 个字",
            example="现场核查动火作业审批与监护情况并逐项反馈",
        ),
        Column(
            title="发现一般隐患数",
            key="general_hazards",
            type="int",
            units=("项", "处", "个", "条"),
            minimum=0,
            required="Y",
            width=10,
            example="2",
        ),
        Column(
            title="发现重大隐患数",
            key="major_hazards",
            type="int",
            units=("项", "处", "个", "条"),
            minimum=0,
            required="Y",
            width=10,
            example="0",
        ),
        Column(
            title="书面告知书编号",
            key="notice_no",
            type="text",
            length=60,
            required="C",
            width=18,
            is_code_text=True,
            rule="发现隐患时必填",
            example="GZ-2023-0001",
        ),
        Column(title="服务费用(元)", key="cost", type="money", minimum=0, required="Y", width=12, example="3000.00"),
        Column(
            title="满意度",
            key="satisfaction",
            type="int",
            units=("分",),
            minimum=1,
            maximum=5,
            width=8,
            rule="1 至 5",
            example="5",
        ),
        Column(title="备注", key="note", type="text", length=500, width=24),
        *TOPIC_COLUMNS,
    ),
)

#: The columns that make a record, as a filed one is compared by.
CELLS: Final = tuple(column.key for column in ACTIVITIES.columns if column.key not in {"activity_no", "uscc"})
