"""The upload workbook of people (contract, sheets/people.csv). Pure: no ORM, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounts.choices import PersonPost, PersonState
from core.choices import code_items
from core.identifiers import complain_phone
from core.workbooks import CodeList, Column, Layout, Row

POSTS: Final = CodeList("person_post", code_items(PersonPost), opposed=True)
STATES: Final = CodeList("person_state", code_items(PersonState), opposed=True)


@dataclass(frozen=True, slots=True)
class OrganisationFact:
    """An organisation of the portal by its code."""

    id: int
    name: str
    role: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """What the row checks need to know.

    `administrators` are the accounts of the three administrators; `own` is the uploader's. `by_name` are codes of the
    organisations whose name stands in the column of codes, for suggestions.
    """

    organisations: Mapping[str, OrganisationFact]
    by_name: Mapping[str, str]
    administrators: frozenset[str]
    own: str


def check_person(row: Row, facts: PeopleFacts) -> None:
    """Row checks of a person."""
    if row.has("organisation"):
        _check_organisation(row, facts)
    if row.has("username") and row.values["username"] in facts.administrators:
        who = "本人的" if row.values["username"] == facts.own else "管理员的"
        row.fault(
            "locked", "username", message=f"（{row.values['username']}）是{who}账号，不能用名册变更，请删去此行。"
        )


def _check_organisation(row: Row, facts: PeopleFacts) -> None:
    code = row.values["organisation"]
    known = facts.organisations.get(code)
    if known is None:
        meant = facts.by_name.get(code) or (code.upper() if code.upper() in facts.organisations else None)
        message = f"的值“{code}”不是系统内的机构代码，请按「单位与发文代字」页的代码填写，或先新增该单位。"
        row.fault("code-list", "organisation", message=message, suggestion=meant)
    elif known.is_closed:
        message = f"的值“{code}”（{known.name}）已停用，请改填在用的单位。"
        row.fault("code-list", "organisation", message=message)


PEOPLE: Final = Layout(
    kind="people",
    sheet="人员名册",
    version="2023.1",
    identity=("username",),
    check=check_person,
    columns=(
        Column(
            title="用户名",
            key="username",
            type="text",
            length=40,
            required="Y",
            width=22,
            pattern="[a-z0-9-]{4,40}",
            rule="小写字母、数字和连字符，4 至 40 个字符；识别一行",
            example="em-330106-li",
        ),
        Column(title="姓名", key="name", type="text", is_name=True, length=40, required="Y", width=14, example="李某"),
        Column(
            title="机构代码",
            key="organisation",
            type="text",
            length=40,
            required="Y",
            width=20,
            rule="系统内单位的代码；改填另一单位即为调动",
            example="EM-330106",
        ),
        Column(
            title="角色",
            key="post",
            type="code",
            codes=POSTS,
            required="Y",
            width=10,
            rule="在本单位经办，或负责审核签发",
            example="经办人",
        ),
        Column(
            title="办公电话", key="phone", type="phone", width=18, is_code_text=False, complain=complain_phone,
            example="0571-85000000",
        ),
        Column(title="状态", key="state", type="code", codes=STATES, required="Y", width=10, example="启用"),
    ),
)  # fmt: skip
