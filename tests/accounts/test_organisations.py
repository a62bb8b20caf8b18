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
    assert "还有 2 个在用账号" in admin.post(f"/organisations/{row.pk}/close/", follow=True).content.decode()
    admin.post("/organisations/new/", given())
    branch = Organisation.objects.get(code="INS-B-330700")
    assert admin.post(f"/organisations/{branch.pk}/close/").status_code == 302
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
    assert admin.post("/organisations/new/", body).status_code == 302
