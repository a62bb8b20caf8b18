"""The upload workbook of the register of enterprises (contract, sheets/enterprises.csv). Pure: no ORM, no clock."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules import UNBOUND, Usage
from core.choices import code_items, synonyms_of
from core.identifiers import complain_phone, complain_uscc, has_org_code, squeeze_code
from core.workbooks import CodeList, Column, Layout, Row, plain, short
from core.workbooks.suggesting import is_one_slip_in_label, near_name
from enterprises.choices import SECTOR_WORDS, YES_NO_WORDS, EnterpriseStatus, Sector, YesNo
from enterprises.credit_codes import advise_code

SECTOR_LIST: Final = CodeList("sector", code_items(Sector), synonyms_of(Sector, SECTOR_WORDS))
STATUS_LIST: Final = CodeList("enterprise_status", code_items(EnterpriseStatus), opposed=True)
YES_NO_LIST: Final = CodeList("yes_no", code_items(YesNo), synonyms_of(YesNo, YES_NO_WORDS), opposed=True)


def uscc_column(rule: str) -> Column:
    """The credit code of an enterprise, as the workbooks of all ledgers have it; `rule` is what they ask of it."""
    return Column(
        title="统一社会信用代码",
        key="uscc",
        type="uscc",
        required="Y",
        width=22,
        is_code_text=True,
        squeeze=squeeze_code,
        complain=complain_uscc,
        rule=rule,
        example="91330106MA0000007Q",
    )


#: What the name of a county ends with, and what people leave out.
_LAST: Final = ("区", "县", "市")


@dataclass(frozen=True, slots=True)
class DivisionFact:
    """A county of the province and its city."""

    code: str
    name: str
    city_code: str
    city_name: str


@dataclass(frozen=True, slots=True)
class RegisteredFact:
    """Where a credit code is registered already."""

    city_code: str
    city_name: str
    #: Credit code of the entry that it was merged into; empty for a standing one.
    merged_into: str = ""
    county: str = ""
    #: Why the entry cannot move to another county now; empty where it can.
    stays: str = ""
    #: What it carries already, whether it is in use or not.
    sectors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """What the row checks need to know.

    `divisions_by_code` and `divisions_by_name` hold the counties of the province; a name may stand for several, since
    names repeat over cities. `registered` maps the credit codes of the file that stand in the register, in any city.
    """

    today: dt.date
    city_code: str
    divisions_by_code: Mapping[str, DivisionFact]
    divisions_by_name: Mapping[str, Sequence[DivisionFact]]
    registered: Mapping[str, RegisteredFact]
    #: Which sectors are in use when.
    usage: Usage = UNBOUND
    #: Credit codes of the city's firms that are called as a row whose code is wrong.
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: What the counties of the city were written as so far: their codes.
    met: dict[str, str] = field(default_factory=dict)

    def counties(self, text: str) -> Sequence[DivisionFact]:
        """The counties that a code or a full name may mean."""
        by_code = self.divisions_by_code.get(text)
        return (by_code,) if by_code else self.divisions_by_name.get(text, ())


def check_enterprise(row: Row, facts: EnterpriseFacts) -> None:
    """Row checks; afterwards `county` is a six-digit code wherever it carries no error."""
    registered = facts.registered.get(row.values["uscc"]) if row.has("uscc") else None
    if row.has("county"):
        _check_county(row, facts, registered)
    if not row.ok("uscc"):
        county = row.values["county"] if row.has("county") else ""
        advise_code(row, "uscc", known=facts.codes.get(row.get("name") or "", ()), county=county)
    if registered is not None and registered.merged_into:
        message = f"：该登记已并入统一社会信用代码为 {registered.merged_into} 的企业，请改填该代码或者删除本行。"
        row.fault("mismatch", "uscc", message=message, suggestion=registered.merged_into)
    if row.has("uscc") and not has_org_code(row.values["uscc"]):
        row.fault("org-code", "uscc", message="中的组织机构代码（第 9 至 17 位）校验位不正确，请核对营业执照。")
    if facts.usage.spans and row.has("sectors"):
        kept = registered.sectors if registered else ()
        if said := facts.usage.complaint(row.values["sectors"], facts.today, kept):
            row.fault("code-list", "sectors", message=said)
    _check_masked(row, is_new=registered is None)


def _check_county(row: Row, facts: EnterpriseFacts, registered: RegisteredFact | None) -> None:
    text: str = row.values["county"]
    if registered is None and text in facts.met:
        row.values["county"] = facts.met[text]
        return
    meant = facts.counties(text)
    own = [county for county in meant if county.city_code == facts.city_code]
    if not own:
        cities = "、".join(dict.fromkeys(county.city_name for county in meant))
        where = f"属于{cities}，不在本市辖区内" if meant else "不是本省的县（市、区）名称或六位代码"
        message = f"的值“{short(text)}”{where}，请填写本市的县（市、区）全称或代码。"
        suggestion = None if meant else _meant_county(text, facts)
        row.fault("division", "county", message=message, suggestion=suggestion)
    elif registered is not None and registered.city_code != facts.city_code:
        row.fault("division", "county", message=f"：该统一社会信用代码已在{registered.city_name}登记，请与该市核对。")
    elif registered is not None and registered.stays and registered.county != own[0].code:
        row.fault("locked", "county", message=f"不能更改：{registered.stays}")
    else:
        row.values["county"] = facts.met[text] = own[0].code


def _meant_county(text: str, facts: EnterpriseFacts) -> str | None:
    """The county of the uploader's city that `text` surely means.

    The name behind the city's, without its last character, or, where it has four characters, with one wrong.
    """
    own = [fact for fact in facts.divisions_by_code.values() if fact.city_code == facts.city_code]
    city = own[0].city_name if own else ""
    word = plain(text).removeprefix("浙江省").removeprefix(city)
    forms = {word, *(f"{word}{last}" for last in _LAST)}
    near = [name for name in (fact.name for fact in own) if name in forms or is_one_slip_in_label(word, name)]
    return near[0] if len(near) == 1 else None


def _check_masked(row: Row, *, is_new: bool) -> None:
    """A masked value means unchanged; a new row has nothing that it could leave unchanged (contract, Exports)."""
    for key in row.masked():
        if is_new:
            row.fault("required", key, message="为脱敏值（含 *），新登记的企业须填写完整内容。")


def warn_of_name(row: Row, registered: str) -> None:
    """Warn at `enterprise_name` where it is not the registered name.

    The registered name is suggested where the cell says nearly the same; another firm's name hints at a wrong code.
    """
    if row.has("enterprise_name") and row.values["enterprise_name"] != registered:
        message = f"与企业台账登记的名称“{registered}”不一致，请核对。"
        suggestion = near_name(row.values["enterprise_name"], [registered])
        row.fault("name-differs", "enterprise_name", message=message, suggestion=suggestion)


LAYOUT: Final = Layout(
    kind="enterprises",
    sheet="企业台账",
    version="2023.1",
    identity=("uscc",),
    check=check_enterprise,
    columns=(
        Column(
            title="企业名称",
            key="name",
            type="text",
            is_name=True,
            length=200,
            required="Y",
            width=32,
            rule="以统一社会信用代码识别企业，名称可以更正",
            example="杭州示例化工有限公司",
        ),
        uscc_column("18 位，按 GB 32100 校验"),
        Column(
            title="县(市、区)",
            key="county",
            type="division",
            required="Y",
            width=14,
            rule="六位代码或全称，限本市",
            example="西湖区",
        ),
        Column(
            title="详细地址", key="address", type="text", length=255, required="Y", width=36, example="西湖区示例路1号"
        ),
        Column(
            title="高危行业领域",
            key="sectors",
            type="codes",
            codes=SECTOR_LIST,
            required="Y",
            width=24,
            rule="可填多项，用顿号分隔",
            example="危险化学品",
        ),
        Column(
            title="从业人员数",
            key="employees",
            type="int",
            units=("人", "名"),
            minimum=1,
            required="Y",
            width=12,
            rule="至少 1 人",
            example="120",
        ),
        Column(
            title="主要负责人",
            key="principal",
            type="text",
            is_name=True,
            length=50,
            required="Y",
            width=12,
            personal=True,
            rule="个人信息，列表和导出中脱敏",
            example="张某",
        ),
        Column(
            title="联系电话",
            key="phone",
            type="phone",
            required="Y",
            width=16,
            personal=True,
            squeeze=squeeze_code,
            complain=complain_phone,
            rule="手机号码，或区号加 7 至 8 位号码；列表和导出中脱敏",
            example="0571-80000000",
        ),
        Column(title="企业状态", key="status", type="code", codes=STATUS_LIST, required="Y", width=10, example="在产"),
        Column(
            title="是否重点企业",
            key="key_enterprise",
            type="bool",
            codes=YES_NO_LIST,
            required="Y",
            width=12,
            example="是",
        ),
        Column(
            title="存在外包外租",
            key="outsourcing",
            type="bool",
            codes=YES_NO_LIST,
            required="Y",
            width=12,
            example="否",
        ),
        Column(title="许可证编号", key="licence_no", type="text", length=50, width=20, is_code_text=True),
        Column(title="许可证有效期至", key="licence_expiry", type="date", width=14),
        Column(title="备注", key="note", type="text", length=500, width=24),
    ),
)
