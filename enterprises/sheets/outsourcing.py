"""The upload workbook of outsourcing and leasing (contract, sheets/outsourcing.csv). Pure: no ORM, no clock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.choices import code_items
from core.identifiers import complain_uscc, squeeze_code
from core.workbooks import CodeList, Column, Layout, Row
from enterprises.choices import OutsourcingKind
from enterprises.credit_codes import advise_code
from enterprises.sheets import YES_NO_LIST, uscc_column, warn_of_name

OUTSOURCING_LIST: Final = CodeList("outsourcing_kind", code_items(OutsourcingKind))


@dataclass(frozen=True, slots=True)
class OutsourcingFacts:
    """What the row checks need to know: names of the enterprises that the uploader sees, by credit code.

    `codes` are the credit codes of those whose name stands in the file, where the name means one enterprise only.
    """

    today: dt.date
    enterprises: Mapping[str, str]
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Of a city branch: what is said of the enterprises that its insurer insures in other cities, by credit code.
    outside: Mapping[str, str] = field(default_factory=dict)


def check_outsourcing(row: Row, facts: OutsourcingFacts) -> None:
    """Row checks of a contract."""
    if row.has("uscc"):
        _check_enterprise(row, facts)
    elif code := facts.codes.get(row.get("enterprise_name") or ""):
        advise_code(row, "uscc", known=(code,))
    if row.has("checked_on") and row.values["checked_on"] > facts.today:
        row.fault("future", "checked_on", message=f"（{row.values['checked_on']}）晚于今天（{facts.today}），请核对。")


def _check_enterprise(row: Row, facts: OutsourcingFacts) -> None:
    code = row.values["uscc"]
    name = facts.enterprises.get(code)
    if name is None and code in facts.outside:
        row.fault("division", "uscc", message=f"的值“{code}”{facts.outside[code]}")
    elif name is None:
        message = f"的值“{code}”不是本单位可见的企业，请核对代码，或请所在市应急管理局先登记该企业。"
        meant = facts.codes.get(row.get("enterprise_name") or "")
        row.fault("unknown-enterprise", "uscc", message=message, suggestion=meant)
    else:
        warn_of_name(row, name)


def _yes_no(title: str, key: str, example: str) -> Column:
    return Column(title=title, key=key, type="bool", codes=YES_NO_LIST, required="Y", width=12, example=example)


OUTSOURCING: Final = Layout(
    kind="outsourcing",
    sheet="外包外租台账",
    version="2023.1",
    identity=("uscc", "kind", "counterparty", "project"),
    check=check_outsourcing,
    columns=(
        uscc_column("发包或出租的企业，须为本单位可见的企业；与类别、对方单位、项目或场所一起识别一行"),
        Column(
            title="企业名称",
            key="enterprise_name",
            type="text",
            length=200,
            required="Y",
            width=32,
            rule="与企业台账不一致时提示",
            example="杭州示例化工有限公司",
        ),
        Column(
            title="类别",
            key="kind",
            type="code",
            codes=OUTSOURCING_LIST,
            required="Y",
            width=10,
            example="外包",
        ),
        Column(
            title="对方单位",
            key="counterparty",
            type="text",
            length=200,
            required="Y",
            width=32,
            rule="承包或承租单位",
            example="杭州示例装卸有限公司",
        ),
        Column(
            title="对方统一社会信用代码",
            key="counterparty_uscc",
            type="uscc",
            width=22,
            is_code_text=True,
            squeeze=squeeze_code,
            complain=complain_uscc,
            example="91330106MA0000015J",
        ),
        Column(title="项目或场所", key="project", type="text", length=200, required="Y", width=28, example="2号仓库"),
        _yes_no("资质符合", "qualified", "是"),
        _yes_no("签订安全协议", "agreement", "是"),
        _yes_no("纳入安全生产管理体系", "managed", "否"),
        Column(
            title="最近检查日期",
            key="checked_on",
            type="date",
            width=13,
            rule="不晚于当天",
            example="2023-10-10",
        ),
        Column(title="备注", key="note", type="text", length=500, width=24),
    ),
)
