"""Organisations in the browser: the tree, codes of documents that nobody shares, and closing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Division, Organisation
from tests.cast import Cast

SignIn = Callable[[Any], Client]


@pytest.fixture
def admin(sign_in: SignIn, cast: Cast) -> Client:
    return sign_in(cast.adm_system)


def given(**changes: object) -> dict[str, object]:
    parent = Organisation.objects.get(code="INS-B-ZJ").pk
    values = {
        "code": "INS-B-330700",
        "name": "东海财险(示例)金华中心支公司",
        "kind": "insurer_branch",
        "division": "330700",
        "parent": parent,
        "sector": "",
        "letter_code": "东海金",
    }
    return {**values, **changes}


def test_a_city_branch_is_entered_below_its_insurer(admin: Client) -> None:
    assert admin.post("/organisations/new/", given()).status_code == 302
    row = Organisation.objects.get(code="INS-B-330700")
    assert (row.parent.code if row.parent else "", row.division_id) == ("INS-B-ZJ", "330700")
    page = admin.get("/organisations/", {"q": "东海"}).content.decode()
    assert page.index("东海财险(示例)浙江分公司") < page.index("东海财险(示例)金华中心支公司")
    assert "东海金" in admin.get(f"/organisations/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "ins b"}, "只能用大写字母"),
        ({"code": "INS-A-ZJ"}, "此机构代码已被使用"),
        ({"letter_code": "杭州应急"}, "此发文代字已由另一单位使用"),
        ({"parent": ""}, "须选上级单位"),
        ({"division": "330702"}, "所在地须为设区市"),
        ({"kind": "sector_authority", "parent": ""}, "须选所管行业"),
        (
            {"kind": "sector_authority", "parent": "", "sector": "NOSUCH"},
            "「NOSUCH」不在可选范围内，可能已停用或者撤下",
        ),
        ({"sector": "CONSTR"}, "只有行业主管部门才有所管行业"),
        ({"division": "330200"}, "上级单位须是宁波的机构"),
    ],
)
def test_what_is_wrong_stands_at_its_field(admin: Client, changes: dict[str, object], sentence: str) -> None:
    answer = admin.post("/organisations/new/", given(**changes))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Organisation.objects.filter(code="INS-B-330700").exists()


def test_a_letter_code_is_changed_and_a_stale_page_refused(admin: Client) -> None:
    row = Organisation.objects.get(code="EM-330106")
    new = {
        "name": row.name,
        "division": "330106",
        "parent": row.parent_id,
        "sector": "",
        "letter_code": "西湖应急管",
        "seen": 1,
    }
    assert admin.post(f"/organisations/{row.pk}/change/", new).status_code == 302
    row.refresh_from_db()
    assert row.letter_code == "西湖应急管"
    assert admin.post(f"/organisations/{row.pk}/change/", new).status_code == 409
    elsewhere = {**new, "seen": 2, "division": "330108"}
    assert "所在地不能变更" in admin.post(f"/organisations/{row.pk}/change/", elsewhere).content.decode()


def test_an_organisation_with_people_does_not_close_and_a_closed_one_takes_nobody(admin: Client) -> None:
    row = Organisation.objects.get(code="EM-330106")
    closing = admin.post(f"/organisations/{row.pk}/close/", {"seen": row.version}, follow=True)
    assert "还有 2 个在用账号" in closing.content.decode()
    admin.post("/organisations/new/", given())
    branch = Organisation.objects.get(code="INS-B-330700")
    assert f'name="seen" value="{branch.version}"' in admin.get(f"/organisations/{branch.pk}/").content.decode()
    stale = admin.post(f"/organisations/{branch.pk}/close/", {"seen": branch.version + 1}, follow=True)
    assert "请核对后再办理" in stale.content.decode()
    assert admin.post(f"/organisations/{branch.pk}/close/", {"seen": branch.version}).status_code == 302
    branch.refresh_from_db()
    assert branch.closed_on is not None
    assert branch.name not in admin.get("/users/new/").content.decode()


def test_a_county_authority_of_a_sector_is_entered(admin: Client) -> None:
    county = Division.objects.get(code="330106")
    body = given(
        code="SA-330106-CONSTR",
        name="西湖区住房和城乡建设局",
        kind="sector_authority",
        division=county.code,
        parent="",
        sector="CONSTR",
        letter_code="",
    )
    assert '<option value="CONSTR">建筑施工</option>' in admin.get("/organisations/new/").content.decode()
    assert admin.post("/organisations/new/", body).status_code == 302
    row = Organisation.objects.get(code="SA-330106-CONSTR")
    assert "建筑施工" in admin.get(f"/organisations/{row.pk}/").content.decode()


def id_of(code: str) -> int:
    return Organisation.objects.get(code=code).pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "county_emergency", "division": "330106", "parent": "EM-330200"}, "须与本单位在同一设区市"),
        ({"kind": "insurer_branch", "division": "330100", "parent": "INS-A-NB"}, "须与本单位在同一设区市"),
        ({"kind": "regulator_suboffice", "division": "330200", "parent": "REG-ZJ"}, "上级单位须是宁波的机构"),
    ],
)
def test_no_organisation_stands_below_one_of_another_place(
    admin: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = admin.post("/organisations/new/", given(**{**changes, "parent": id_of(changes["parent"])}))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("INS-A-330300", {"parent": "INS-B-ZJ"}, "所属保险机构不能变更"),
        ("SA-330100-CONSTR", {"sector": "FISHERY"}, "所管行业不能变更"),
        ("EM-330106", {"division": "330108"}, "所在地不能变更"),
    ],
)
def test_people_get_no_other_rows_by_a_change_of_their_organisation(
    admin: Client, code: str, changes: dict[str, str], sentence: str
) -> None:
    row = Organisation.objects.select_related("parent").get(code=code)
    new = {
        "name": row.name,
        "division": row.division_id,
        "parent": row.parent.code if row.parent else "",
        "sector": row.sector,
        "letter_code": row.letter_code,
        "seen": row.version,
    } | changes
    new["parent"] = id_of(str(new["parent"])) if new["parent"] else ""
    answer = admin.post(f"/organisations/{row.pk}/change/", new)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    kept = Organisation.objects.get(pk=row.pk)
    assert (kept.parent_id, kept.sector, kept.division_id) == (row.parent_id, row.sector, row.division_id)
