"""The register by hand: enter, change, rename, outsourcing, unmask, and what was held on an earlier day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Division
from core import history
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from enterprises.models import Enterprise, Outsourcing
from enterprises.services.entries import change_enterprise, create_enterprise
from enterprises.services.outsourcing import Contract, record_outsourcing
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast

Browser = Callable[[Any], Client]


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a new entry."""
    values = {
        "name": "杭州示例（新）化工有限公司",
        "uscc": world.credit_code(99001, "330106"),
        "county": "330106",
        "address": "示例路9号",
        "sectors": ["HAZCHEM"],
        "main_sector": "HAZCHEM",
        "industry_code": "2611",
        "status": "ACTIVE",
        "scale": "SMALL",
        "employees": "80",
        "high_risk_posts": "12",
        "risk_grade": "ORANGE",
        "key_enterprise": "True",
        "outsourcing": "False",
        "principal": "张某",
        "phone": "13800005678",
        "legal_rep": "李某某",
        "safety_head": "王某",
        "lon": "120.1",
        "lat": "30.2",
        "zone": "示例园区",
        "licence_kind": "SAFETY",
        "licence_no": "示例许1",
        "licence_expiry": "2025-01-01",
        "note": "",
    }
    return {**values, **changes}


def rename(firm: Enterprise, name: str, by: Any, at: datetime) -> Enterprise:
    return change_enterprise(enterprise=firm, values={"name": name}, seen=firm.updated_at, by=by, at=at)


def test_a_bureau_enters_an_enterprise_with_all_fields(as_user: Browser, cast: Cast) -> None:
    client = as_user(cast.hangzhou_officer)
    answer = client.post("/enterprises/new/", typed(), follow=True)
    page = answer.content.decode()
    firm = Enterprise.objects.get(uscc=typed()["uscc"])
    assert (firm.name, firm.city_id, firm.county_id) == ("杭州示例(新)化工有限公司", "330100", "330106")
    assert (firm.high_risk_posts, firm.risk_grade, str(firm.lon)) == (12, "ORANGE", "120.100000")
    for shown in ("企业已登记", "示例园区", "安全生产许可证", "橙（较大）", "李**"):
        assert shown in page
    assert "李某某" not in page
    assert AuditEvent.objects.filter(action="enterprise.created").exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("uscc", "91330106MA0000000X", "校验位不正确"),
        ("phone", "12", "不是手机或固定电话号码"),
        ("lon", "100", "不在本省范围"),
        ("lat", "", "经度和纬度须同时填写"),
        ("high_risk_posts", "81", "多于从业人员数 80"),
        ("industry_code", "C26", "应为 2 至 4 位数字"),
        ("main_sector", "METAL", "须是已选的高危行业领域之一"),
        ("licence_kind", "", "请同时选择许可证种类"),
        ("county", "330802", ""),
        ("name", " ", ""),
        ("name", "－", "企业名称只填了“-”，不是名称"),
        ("principal", "N/A", "主要负责人只填了"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_stored(
    as_user: Browser, cast: Cast, field: str, value: str, sentence: str
) -> None:
    answer = as_user(cast.hangzhou_officer).post("/enterprises/new/", typed(**{field: value}))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Enterprise.objects.filter(uscc=typed()["uscc"]).exists()


def test_a_code_registered_elsewhere_names_the_city(as_user: Browser, cast: Cast) -> None:
    other = world.enterprise(world.QUZHOU)
    page = as_user(cast.hangzhou_officer).post("/enterprises/new/", typed(uscc=other.uscc))
    assert page.status_code == 400
    assert "已在衢州市登记" in page.content.decode()


def test_each_bureau_writes_its_own_place(as_user: Browser, cast: Cast) -> None:
    own, next_door = world.enterprise("330106"), world.enterprise("330102")
    county = as_user(cast.xihu_county)
    assert county.get(f"/enterprises/{own.pk}/edit/").status_code == 200
    assert county.get(f"/enterprises/{next_door.pk}/edit/").status_code == 404
    with pytest.raises(Refused, match="不在本单位辖区内"):
        create_enterprise(
            values={
                "name": "示例",
                "uscc": world.credit_code(99002, "330102"),
                "county": Division.objects.get(code="330102"),
            },
            by=cast.xihu_county,
            at=world.now(),
        )
    for name in ("insurer_a_clerk", "zhejiang_regulator", "provincial_officer"):
        assert as_user(getattr(cast, name)).get("/enterprises/new/").status_code == 403
        with pytest.raises(NotAllowed):
            rename(own, "示例新名有限公司", getattr(cast, name), world.now())


def test_no_hand_writes_what_the_portal_keeps(cast: Cast) -> None:
    firm = world.enterprise()
    with pytest.raises(NotAllowed):
        change_enterprise(
            enterprise=firm, values={"insured_by": [1]}, seen=firm.updated_at, by=cast.hangzhou_officer, at=world.now()
        )


def test_contact_data_is_not_in_the_form_and_stays_where_nothing_is_typed(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    client = as_user(cast.hangzhou_officer)
    page = client.get(f"/enterprises/{firm.pk}/edit/").content.decode()
    assert "张某某" not in page
    assert "13800005678" not in page
    sent = typed(uscc=firm.uscc, principal="", phone="", legal_rep="", safety_head="", seen=firm.updated_at.isoformat())
    assert client.post(f"/enterprises/{firm.pk}/edit/", sent).status_code == 302
    firm.refresh_from_db()
    assert (firm.principal, firm.phone, firm.employees) == ("张某某", "13800005678", 80)
    again = client.post(f"/enterprises/{firm.pk}/edit/", {**sent, "employees": "90"})
    assert again.status_code == 400
    assert "此记录已由您本人更新" in again.content.decode()


@pytest.mark.parametrize("seen", [None, "", " ", "yesterday", "2023-13-45T00:00:00", "2023-01-01T00:00:00"])
def test_a_page_that_tells_no_version_of_the_entry_is_refused_as_an_old_one(
    as_user: Browser, cast: Cast, seen: str | None
) -> None:
    firm = world.enterprise()
    sent = typed(uscc=firm.uscc, employees="90") | ({} if seen is None else {"seen": seen})
    answer = as_user(cast.hangzhou_officer).post(f"/enterprises/{firm.pk}/edit/", sent)
    assert answer.status_code == 400
    firm.refresh_from_db()
    assert firm.employees != 90
    refusal = AuditEvent.objects.get(action="write.refused")
    assert refusal.detail["step"] == "change"


def test_a_rename_keeps_the_former_name_and_its_search(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise(name="示例旧名化工有限公司")
    rename(firm, "示例新名化工有限公司", cast.hangzhou_officer, world.now())
    client = as_user(cast.hangzhou_officer)
    page = client.get(f"/enterprises/{firm.pk}/").content.decode()
    assert "曾用名" in page
    assert "示例旧名化工有限公司 → 示例新名化工有限公司" in page
    assert "示例新名化工有限公司" in client.get("/enterprises/?q=示例旧名").content.decode()


def test_a_day_shows_what_was_held_then(as_user: Browser, cast: Cast) -> None:
    start = world.now() - timedelta(days=90)
    firm = world.enterprise(name="示例旧名化工有限公司", created_at=start, updated_at=start)
    world.policy(firm, policy_no="AZX-THEN-0001", created_at=start, updated_at=start)
    changed = start + timedelta(days=60)
    rename(firm, "示例新名化工有限公司", cast.hangzhou_officer, changed)
    client = as_user(cast.hangzhou_officer)
    before, after = ((changed + timedelta(days=shift)).date() for shift in (-1, 0))

    def heading(day: date) -> str:
        page = client.get(f"/enterprises/{firm.pk}/?on={day}").content.decode()
        assert "AZX-THEN-0001" in page
        return page.split("<h1>")[1].split("</h1>")[0].strip()

    assert heading(before) == "示例旧名化工有限公司"
    assert heading(after) == "示例新名化工有限公司"
    assert "尚未登记" in client.get(f"/enterprises/{firm.pk}/?on=2020-01-01").content.decode()
    for wrong in ("2023-13-40", "gestern", "2099-01-01"):
        assert client.get(f"/enterprises/{firm.pk}/?on={wrong}").status_code == 200
    [held] = history.held_on(Policy, before, enterprise_id=firm.pk)
    assert held.policy_no == "AZX-THEN-0001"
    assert history.held_on(Policy, start.date() - timedelta(days=1), enterprise_id=firm.pk) == []


def test_contact_data_is_shown_against_a_recorded_reason_only(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    world.policy(firm)
    address = f"/enterprises/{firm.pk}/contact/"
    client = as_user(cast.hangzhou_officer)
    assert "13800005678" not in client.get(address).content.decode()
    short = client.post(address, {"reason": "看"})
    assert short.status_code == 400
    assert "请至少写明" in short.content.decode()
    assert not AuditEvent.objects.filter(action="enterprise.unmasked").exists()
    shown = client.post(address, {"reason": "电话督促企业投保"}).content.decode()
    assert "13800005678" in shown
    assert "张某某" in shown
    event = AuditEvent.objects.get(action="enterprise.unmasked")
    assert event.detail["reason"] == "电话督促企业投保"
    assert "13800005678" not in str(event.detail)
    assert as_user(cast.insurer_a_clerk).post(address, {"reason": "约定上门服务时间"}).status_code == 200
    assert as_user(cast.insurer_b_clerk).post(address, {"reason": "约定上门服务时间"}).status_code == 404
    assert as_user(cast.zhejiang_regulator).post(address, {"reason": "约定上门服务时间"}).status_code == 403


def test_outsourcing_rows(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    client = as_user(cast.hangzhou_officer)
    sent = {
        "kind": "OUT",
        "counterparty": "示例检修有限公司",
        "counterparty_uscc": "",
        "project": "储罐检修",
        "qualified": "yes",
        "agreement": "no",
        "managed": "yes",
        "checked_on": "2023-09-01",
    }
    late = client.post(f"/enterprises/{firm.pk}/outsourcing/new/", {**sent, "checked_on": "2099-01-01"})
    assert late.status_code == 400
    assert "晚于今天" in late.content.decode()
    assert client.post(f"/enterprises/{firm.pk}/outsourcing/new/", sent).status_code == 302
    firm.refresh_from_db()
    assert firm.outsourcing
    assert "示例检修有限公司" in client.get(f"/enterprises/{firm.pk}/").content.decode()
    row = Outsourcing.objects.get()
    assert as_user(cast.quzhou_officer).post(f"/outsourcing/{row.pk}/remove/").status_code == 404
    assert client.post(f"/outsourcing/{row.pk}/remove/").status_code == 302
    assert not Outsourcing.objects.exists()
    with pytest.raises(Refused, match="统一社会信用代码"):
        record_outsourcing(
            enterprise=firm,
            contract=Contract("OUT", "示例", "示例", True, True, True, counterparty_uscc="123"),
            by=cast.hangzhou_officer,
            today=date(2023, 11, 23),
            at=world.now(),
        )
