"""The upload workbook of service plans: a row for each item, the plan's own columns repeated (docs/sheets/plans.csv)."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules import Usage
from core.choices import code_items
from core.workbooks import CodeList, Column, Layout, Row
from core.workbooks.suggesting import near_name
from insurers.base.choices import OWN_STAFF
from insurers.base.facts import AgencyFact
from insurers.base.sheets import FORM_LIST, POLICY_NO, SERVICE_KIND, SERVICE_TOPICS, YES_NO_LIST
from insurers.plans.choices import MONTHS, PlanStandard
from insurers.plans.rules import (
    BASES,
    PLAN_NUMBER,
    Finding,
    PolicyTerms,
    agency_finding,
    head_findings,
    item_findings,
    number_finding,
    usage_findings,
)

STANDARD_LIST: Final = CodeList("plan_standard", code_items(PlanStandard))

MONTH_LIST: Final = CodeList("month", MONTHS)

#: The columns of the plan itself: the same in all rows of a plan.
HEAD_KEYS: Final = (
    "policy_no",
    "start_on",
    "end_on",
    *BASES,
    "standards",
    "special_measures",
    "fee_estimate",
    "fee_reason",
    "safeguards",
    "talk_on",
    "talk_people",
    "note",
)

ITEM_KEYS: Final = (
    "kind",
    "topics",
    "measures",
    "form",
    "frequency",
    "months",
    "agency",
    "staff",
    "experts",
    "goal",
    "campaign_assist",
)

Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the row checks need to know, all of this insurer.

    `policies` by number; `agencies` by name; `seen` the first row of each plan of the file by plan number, as its
    number and its head: keep one mapping for the whole file. `states` are the words of the state of those plans that
    are no drafts, and `recorded` their rows by identity, each in the order of `HEAD_KEYS` and `ITEM_KEYS`. The numbers of
    its plans begin with `letter_code`. `usages` says by column which codes are in use when.
    """

    policies: Mapping[str, PolicyTerms]
    agencies: Mapping[str, AgencyFact]
    seen: MutableMapping[str, tuple[int, tuple[object, ...]]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    recorded: Mapping[Identity, tuple[object, ...]] = field(default_factory=dict)
    letter_code: str = ""
    usages: Mapping[str, Usage] = field(default_factory=dict)


def identify_plan_row(row: Row) -> Identity | None:
    """Plan number and item; None while either could not be read."""
    number, item = row.values.get("plan_no"), row.values.get("item_no")
    return None if number is None or item is None else (number, str(item))


def plan_cells(row: Row) -> tuple[object, ...]:
    """The row as `PlanFacts.recorded` has it."""
    return tuple(plain_value(row.values.get(key)) for key in (*HEAD_KEYS, *ITEM_KEYS))


def plain_value(value: object) -> object:
    """Empty cells alike, several codes in one order."""
    if value in (None, "", (), []):
        return None
    return tuple(sorted(map(str, value))) if isinstance(value, tuple | list) else value


def check_plan_row(row: Row, facts: PlanFacts) -> None:
    """Row checks of an item and of its plan."""
    _check_number(row, facts)
    _check_state(row, facts)
    _check_same_head(row, facts)
    policy = facts.policies.get(row.values["policy_no"]) if row.has("policy_no") else None
    if policy is not None:
        head = {key: row.values[key] for key in (*HEAD_KEYS,) if row.has(key)}
        _tell(row, head_findings(head, policy))
    elif row.has("policy_no"):
        message = f"的值“{row.values['policy_no']}”不是本机构已登记的保单，请核对保单号或先上传保单台账。"
        row.fault("unknown-policy", "policy_no", message=message)
    item = {key: row.values[key] for key in ITEM_KEYS if row.has(key)}
    days = [row.values[key] if row.has(key) else None for key in ("start_on", "end_on")]
    if row.ok("topics"):
        _tell(row, item_findings(item, days[0], days[1]))
    _check_usage(row, facts)
    _check_agency(row, facts)


def _check_usage(row: Row, facts: PlanFacts) -> None:
    """Topics and rules are those in use on the day that the plan begins; a row that is recorded so stays."""
    identity, day = identify_plan_row(row), row.values.get("start_on") if row.has("start_on") else None
    if day is not None and facts.usages and (not identity or facts.recorded.get(identity) != plan_cells(row)):
        codes = {key: row.values[key] for key in facts.usages if row.has(key)}
        _tell(row, usage_findings(codes, day, facts.usages))


def _tell(row: Row, findings: Iterable[Finding]) -> None:
    """Each finding at its column, unless that is faulty already."""
    for finding in findings:
        if row.ok(finding.key):
            row.fault(finding.code, finding.key, message=finding.tail)


def _check_number(row: Row, facts: PlanFacts) -> None:
    number = row.values["plan_no"] if row.has("plan_no") else None
    found = number_finding(number, facts.letter_code) if number else None
    if found is not None:
        suggestion = f"{facts.letter_code}{number}" if facts.letter_code else None
        row.fault(found.code, found.key, message=found.tail, suggestion=suggestion)


def _check_state(row: Row, facts: PlanFacts) -> None:
    """A plan that left the draft takes no change by workbook; a row that says the same again is none."""
    identity = identify_plan_row(row)
    state = facts.states.get(identity[0]) if identity else None
    if state is None or identity is None or _stands(row, facts):
        return
    message = f"的值“{identity[0]}”对应的方案当前为「{state}」，不能以导入修改；请在方案页面退回修改或办理新版本。"
    row.fault("locked", "plan_no", message=message)


def _stands(row: Row, facts: PlanFacts) -> bool:
    """Whether the ledger says the same already, as it does where an export comes back."""
    identity = identify_plan_row(row)
    return identity is not None and facts.recorded.get(identity) == plan_cells(row)


def _check_same_head(row: Row, facts: PlanFacts) -> None:
    """The plan's own columns say the same in each of its rows."""
    if not row.has("plan_no"):
        return
    head = tuple(plain_value(row.values.get(key)) for key in HEAD_KEYS)
    first, known = facts.seen.setdefault(row.values["plan_no"], (row.number, head))
    for key, was, now in zip(HEAD_KEYS, known, head, strict=True):
        if was != now and row.ok(key):
            message = f"与同一方案第 {first} 行的内容不一致，同一方案各行的方案内容须完全相同，请核对。"
            row.fault("mismatch", key, message=message)


def _check_agency(row: Row, facts: PlanFacts) -> None:
    if not row.has("agency") or row.values["agency"] == OWN_STAFF:
        return
    name = row.values["agency"]
    agency = facts.agencies.get(name)
    if agency is None:
        message = f"的值“{name}”不在第三方机构名录内，请填写名录中的全称；由本机构人员服务的填“{OWN_STAFF}”。"
        row.fault("unknown-agency", "agency", message=message, suggestion=near_name(name, facts.agencies))
    elif row.has("months", "start_on") and not _stands(row, facts):
        found = agency_finding(name, row.values["months"], row.values["start_on"], agency.valid_from, agency.valid_to)
        _tell(row, [] if found is None else [found])


def _basis(title: str, key: str, example: str, rule: str = "10 至 1000 个字") -> Column:
    return Column(title=title, key=key, type="text", length=1000, required="Y", width=30, rule=rule, example=example)


PLANS: Final = Layout(
    kind="plans",
    sheet="服务方案",
    version="2023.1",
    identity=("plan_no", "item_no"),
    identity_of=identify_plan_row,
    check=check_plan_row,
    columns=(
        Column(
            title="方案编号",
            key="plan_no",
            type="text",
            length=40,
            pattern=PLAN_NUMBER,
            required="Y",
            width=24,
            is_code_text=True,
            rule="以本机构的发文代字开头，4 至 40 位汉字、大写字母、数字、连字符和〔〕；在本机构内唯一",
            example="之江财险浙江方案〔2023〕1号",
        ),
        Column(
            title="项目序号",
            key="item_no",
            type="int",
            minimum=1,
            maximum=99,
            required="Y",
            width=9,
            rule="在方案内唯一；一行一个服务项目，方案内容各行相同",
            example="1",
        ),
        POLICY_NO,
        Column(
            title="方案起期",
            key="start_on",
            type="date",
            required="Y",
            width=13,
            rule="在保险期间内",
            example="2023-03-01",
        ),
        Column(
            title="方案止期",
            key="end_on",
            type="date",
            required="Y",
            width=13,
            rule="在保险期间内，不早于起期",
            example="2024-02-29",
        ),
        _basis("行业领域特点", "basis_sector", "危险化学品生产，涉及硝化反应和液氯储存"),
        _basis("生产规模", "basis_scale", "年产三万吨中间体，两条连续生产线"),
        _basis("风险分布", "basis_risk", "反应釜、储罐区和动火作业为主要风险"),
        _basis("人员状况", "basis_people", "从业一百人，特种作业人员二十名持证"),
        _basis("安全管理基础", "basis_mgmt", "三级标准化达标，设专职安全管理人员"),
        _basis("历史事故情况", "basis_history", "无", rule="10 至 1000 个字，没有事故的填“无”"),
        Column(
            title="参照规范",
            key="standards",
            type="codes",
            codes=STANDARD_LIST,
            required="Y",
            width=26,
            rule="用顿号分隔；危险化学品领域须含浙江危化品规范(试行)",
            example="AQ 9010-2019、浙江危化品规范(试行)",
        ),
        Column(
            title="细化帮扶措施",
            key="special_measures",
            type="text",
            length=2000,
            required="C",
            width=30,
            rule="重点企业必填",
            example="每季度由专家驻点一天，逐项核查重大隐患",
        ),
        Column(
            title="费用预算(元)",
            key="fee_estimate",
            type="money",
            minimum=0,
            required="Y",
            width=12,
            rule="不超过实收保费×约定比例，超过的填写超预算原因",
            example="1500.00",
        ),
        Column(
            title="超预算原因",
            key="fee_reason",
            type="text",
            length=500,
            required="C",
            width=20,
            rule="费用预算超过保单约定时必填",
        ),
        Column(
            title="服务保障事项",
            key="safeguards",
            type="text",
            length=2000,
            required="Y",
            width=30,
            example="配备专职服务人员，设投诉电话，按月回访",
        ),
        Column(
            title="沟通协商日期",
            key="talk_on",
            type="date",
            width=13,
            rule="双方确认前必填，不晚于确认日期",
            example="2023-03-02",
        ),
        Column(
            title="沟通协商人员",
            key="talk_people",
            type="text",
            length=200,
            width=20,
            rule="双方确认前必填",
            example="李某、王某",
        ),
        SERVICE_KIND,
        SERVICE_TOPICS,
        Column(
            title="服务措施",
            key="measures",
            type="text",
            length=2000,
            required="Y",
            width=36,
            example="现场核查动火作业审批与监护并出具清单",
        ),
        Column(title="服务形式", key="form", type="code", codes=FORM_LIST, required="Y", width=10, example="现场"),
        Column(
            title="频次(次/年)",
            key="frequency",
            type="int",
            units=("次", "次/年"),
            minimum=1,
            maximum=366,
            required="Y",
            width=10,
            rule="1 至 366，不少于计划月份的个数",
            example="2",
        ),
        Column(
            title="计划月份",
            key="months",
            type="codes",
            codes=MONTH_LIST,
            required="Y",
            width=20,
            rule="用顿号分隔，在方案期间内",
            example="6月、9月",
        ),
        Column(
            title="服务机构",
            key="agency",
            type="text",
            length=200,
            required="Y",
            width=26,
            rule="“自有”，或第三方机构名录内、计划月份资质有效的机构全称",
            example="自有",
        ),
        Column(
            title="服务人员",
            key="staff",
            type="text",
            length=200,
            required="Y",
            width=16,
            rule="多人用顿号分隔",
            example="李某、王某",
        ),
        Column(title="专家", key="experts", type="text", length=200, width=16, rule="多人用顿号分隔", example="赵某"),
        Column(
            title="预期目标",
            key="goal",
            type="text",
            length=200,
            required="Y",
            width=26,
            example="重大隐患全部按期整改",
        ),
        Column(
            title="专项行动帮扶活动",
            key="campaign_assist",
            type="bool",
            codes=YES_NO_LIST,
            required="Y",
            width=12,
            rule="每个方案至少一项为是（征求意见前核对）",
            example="是",
        ),
        Column(title="备注", key="note", type="text", length=500, width=24),
    ),
)
