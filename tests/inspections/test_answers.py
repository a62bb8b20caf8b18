"""Answers and findings agree: what an answer asks for, what meets it, and what is asked about (domain.md 4.9)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.writing import Refused
from inspections import rules, services
from inspections.models import InspectedEnterprise, InspectedInsurer
from tests import world
from tests.cast import Cast
from tests.inspections.conftest import Add
from tests.inspections.rows import ANSWERS, find

Enter = Callable[[Any], Client]


def answered(item: InspectedEnterprise, cast: Cast, **changes: Any) -> InspectedEnterprise:
    by = cast.hangzhou_officer
    return services.save_form(item=item, values={**ANSWERS, **changes}, version=item.version, by=by, at=clock.now())


def submit(item: InspectedEnterprise, cast: Cast) -> str:
    return services.submit_item(item=item, by=cast.hangzhou_officer, at=clock.now()).state


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"insured": "YES"}, []),
        ({"insured": "NA"}, []),
        ({"insured": "NO"}, [("insured", {"NOT_INSURED"}, None)]),
        ({"insured": "PARTLY"}, [("insured", {"PARTLY_INSURED"}, None)]),
        ({"insured": "UNDER"}, [("insured", {"UNDER_LIMIT"}, None)]),
        ({"plan_seen": False}, [("plan_seen", {"NO_PLAN"}, "reason_plan_seen")]),
        ({"train": False}, [("train", {"SERVICE_NOT_DONE"}, "reason_train")]),
        ({"haz": False}, [("haz", {"SERVICE_NOT_DONE"}, "reason_haz")]),
        ({"drill": False}, [("drill", {"SERVICE_NOT_DONE"}, "reason_drill")]),
        ({"assist": False}, [("assist", {"SERVICE_NOT_DONE"}, "reason_assist")]),
        ({"train": None, "haz": True}, []),
        ({"welding": "NOT_OK"}, [("welding", {"NOT_CLOSED", "OTHER"}, None)]),
        ({"welding": "NA"}, []),
        ({"records_ok": False}, [("records_ok", {"FALSE_RECORD", "OTHER"}, "remark")]),
        ({"records_ok": True, "violations": []}, []),
        ({"violations": ["RATE"]}, [("violations", {"BUSINESS_VIOLATION"}, None)]),
        ({}, []),
    ],
)
def test_what_an_answer_asks_for(answers: dict[str, object], asked: list[tuple[str, set[str], str | None]]) -> None:
    found = rules.required_findings(answers)
    assert [(one.question, set(one.kinds), one.reason_field) for one in found] == asked


@pytest.mark.parametrize(
    ("answers", "kinds", "missing"),
    [
        ({"insured": "NO"}, ["PARTLY_INSURED", "OTHER"], ["insured"]),
        ({"insured": "NO", "reason_insured": "无"}, [], ["insured"]),
        ({"insured": "NO"}, ["NOT_INSURED"], []),
        ({"drill": False, "train": False}, ["SERVICE_NOT_DONE"], []),
        ({"drill": False, "reason_drill": "  "}, [], ["drill"]),
        ({"drill": False, "reason_drill": "次年开展"}, [], []),
        ({"plan_seen": False}, ["SERVICE_NOT_DONE"], ["plan_seen"]),
        ({"hot_work": "NOT_OK", "welding": "NOT_OK"}, ["OTHER"], ["welding"]),
        ({"hot_work": "NOT_OK", "welding": "NOT_OK"}, ["OTHER", "NOT_CLOSED"], []),
        ({"hot_work": "NOT_OK", "welding": "NOT_OK"}, ["NO_NOTICE"], ["hot_work", "welding"]),
        ({"notices_ok": False, "remark": "电子送达"}, [], []),
        ({"notices_ok": False, "violations": ["RATE"], "remark": "电子送达"}, ["OTHER"], ["violations"]),
        ({"notices_ok": False, "violations": ["RATE"]}, ["BUSINESS_VIOLATION"], ["notices_ok"]),
    ],
)
def test_what_meets_an_answer(answers: dict[str, object], kinds: list[str], missing: list[str]) -> None:
    assert [one.question for one in rules.unmet(answers, kinds)] == missing


@pytest.mark.parametrize(
    ("answers", "kinds", "on_record", "doubtful"),
    [
        ({"insured": "NO"}, ["NOT_INSURED"], False, False),
        ({"insured": "NO"}, ["NOT_INSURED"], True, True),
        ({"insured": "YES"}, ["NOT_INSURED"], False, True),
        ({"insured": "PARTLY"}, ["NOT_INSURED"], False, True),
        ({"insured": "YES"}, ["OTHER"], True, False),
        ({"insured": "NO", "reason_insured": "保单系伪造"}, ["NOT_INSURED"], True, False),
    ],
)
def test_a_finding_on_an_insured_unit_is_asked_about(
    answers: dict[str, object], kinds: list[str], on_record: bool, doubtful: bool
) -> None:
    assert rules.is_doubtful(answers, kinds, insured_on_record=on_record) == doubtful


@pytest.mark.parametrize(
    ("insured", "reason", "kinds", "contrary"),
    [
        ("NO", "", ["NOT_INSURED", "PARTLY_INSURED"], {"PARTLY_INSURED"}),
        ("YES", "", ["UNDER_LIMIT"], {"UNDER_LIMIT"}),
        ("PARTLY", "", ["PARTLY_INSURED", "UNDER_LIMIT"], set()),
        ("YES", "保单系伪造", ["NOT_INSURED"], {"NOT_INSURED"}),
        ("", "", ["UNDER_LIMIT"], set()),
    ],
)
def test_findings_on_the_cover_that_deny_the_answer(
    insured: str, reason: str, kinds: list[str], contrary: set[str]
) -> None:
    assert rules.contrary_kinds({"insured": insured, "reason_insured": reason}, kinds) == contrary


@pytest.mark.parametrize(
    ("answers", "kinds", "denied"),
    [
        ({"notices_ok": True}, ["NO_NOTICE", "OTHER"], {"NO_NOTICE"}),
        ({"notices_ok": False}, ["NO_NOTICE"], set()),
        ({"notices_ok": True, "remark": "一份告知书漏签，当场补签"}, ["NO_NOTICE"], set()),
        ({"violations": ["RATE"]}, ["BUSINESS_VIOLATION"], set()),
        ({"agency_ok": False}, ["FALSE_RECORD", "REFUSAL_NOT_REPORTED"], {"REFUSAL_NOT_REPORTED"}),
    ],
)
def test_findings_on_an_insurer_that_no_answer_admits(
    answers: dict[str, object], kinds: list[str], denied: set[str]
) -> None:
    assert rules.unanswered_kinds(answers, kinds) == denied


@pytest.mark.parametrize(
    ("answers", "is_contrary"),
    [
        ({"insured": "NO", "insured_people": 3}, True),
        ({"insured": "NO"}, False),
        ({"insured": "YES", "people": 9, "insured_people": 8}, True),
        ({"insured": "YES", "insured_people": 0}, True),
        ({"insured": "PARTLY", "people": 9, "insured_people": 9}, True),
        ({"insured": "PARTLY", "people": 9, "insured_people": 8}, False),
        ({"insured": "NO", "insured_people": 3, "reason_insured": "保单系伪造"}, False),
    ],
)
def test_numbers_that_deny_the_answer_on_the_cover(answers: dict[str, object], is_contrary: bool) -> None:
    assert (rules.contradiction(answers) is not None) == is_contrary


def test_a_finding_that_denies_the_answer_is_asked_about(cast: Cast, add: Add) -> None:
    item = answered(add(), cast, insured="NO")
    find(item, cast, kind="NOT_INSURED")
    find(item, cast, kind="PARTLY_INSURED")
    with pytest.raises(Refused, match="已记录「未全员投保」问题，两者不一致"):
        submit(item, cast)


def test_a_closed_firm_need_not_insure() -> None:
    cover = rules.Cover("AZX-1", 50, Decimal(500_000), date(2023, 12, 31))
    assert rules.prefill([], 50, is_closed=True).insured == "NA"
    assert rules.prefill([cover], 50, is_closed=True) == rules.Prefill("NA", "AZX-1", 50, 50, Decimal(500_000))


def test_a_firm_without_the_duty_is_not_filled_in_as_uninsured(add: Add) -> None:
    cover = rules.Cover("AZX-1", 40, Decimal(500_000), date(2023, 12, 31))
    assert rules.prefill([], 50, need_not=True).insured == "NA"
    assert rules.prefill([cover], 50, need_not=True).insured == "NA"
    assert rules.prefill([cover], 40, need_not=True).insured == "YES"
    assert add(main_sector="OTHER", sectors=["OTHER"]).insured == "NA"
    assert add().insured == "NO"


def test_the_form_begins_with_the_rules_of_the_portal(add: Add) -> None:
    firm = world.enterprise(world.SHAOXING)
    world.policy(firm, limit_per_person=Decimal(200_000))
    assert add(firm).insured == "UNDER"
    assert add(status="CLOSED").insured == "NA"
    assert add().insured == "NO"


@pytest.mark.parametrize(
    ("insured", "kind"), [("NO", "NOT_INSURED"), ("PARTLY", "PARTLY_INSURED"), ("UNDER", "UNDER_LIMIT")]
)
def test_a_form_is_submitted_with_the_finding_its_answer_asks_for(
    cast: Cast, add: Add, insured: str, kind: str
) -> None:
    item = answered(add(), cast, insured=insured)
    find(item, cast, kind="OTHER")
    with pytest.raises(Refused, match="是否按规定投保答"):
        submit(item, cast)
    find(item, cast, kind=kind)
    assert submit(item, cast) == "SUBMITTED"


def test_one_finding_for_each_nonconformity(cast: Cast, item: InspectedEnterprise) -> None:
    saved = answered(item, cast, hot_work="NOT_OK", outsourcing="NOT_OK")
    find(saved, cast)
    with pytest.raises(Refused, match="答「不符合」，请填一项「隐患未闭环」或「其他」问题"):
        submit(saved, cast)
    find(saved, cast, kind="NOT_CLOSED")
    assert submit(saved, cast) == "SUBMITTED"


def test_not_insured_on_an_insured_unit_needs_a_reason(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    saved = answered(item, cast, insured="NO")
    find(saved, cast, kind="NOT_INSURED")
    with pytest.raises(Refused, match=f"台账查到有效保单 {item.policy_no}"):
        submit(saved, cast)
    page = as_user(cast.hangzhou_officer).get(reverse("inspections:enterprise-form", args=[item.pk]))
    assert "已记录「应保未保」问题" in page.content.decode()
    told = services.save_form(
        item=saved, values={"reason_insured": "保单系伪造"}, version=2, by=cast.hangzhou_officer, at=clock.now()
    )
    assert submit(told, cast) == "SUBMITTED"


def test_the_check_names_what_lacks_and_links_to_its_place(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    answered(item, cast, reason_drill="", satisfaction=None)
    page = as_user(cast.hangzhou_officer).get(reverse("inspections:enterprise-form", args=[item.pk])).content.decode()
    visit = reverse("inspections:enterprise-visit", args=[item.pk])
    assert f'href="{visit}?s=service#id_drill"' in page
    assert f'href="{visit}?s=end#id_satisfaction"' in page
    assert "已开展演练答「否」，请填一项「未按合同服务」问题，或者写明理由" in page


def test_a_form_changed_since_it_was_checked_is_looked_at_again(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    saved, address = answered(item, cast), reverse("inspections:enterprise-form", args=[item.pk])
    services.save_form(item=saved, values={"satisfaction": 1}, version=2, by=cast.hangzhou_lead, at=clock.now())
    officer = as_user(cast.hangzhou_officer)
    page = officer.post(address, {"submit": "1", "checked": "2"}, follow=True).content.decode()
    assert f"检查表已被{cast.hangzhou_lead}更新" in page
    item.refresh_from_db()
    assert item.state == "DRAFT"
    officer.post(address, {"submit": "1", "checked": "3"})
    item.refresh_from_db()
    assert item.state == "SUBMITTED"


def test_the_insurers_form_stands_beside_the_ledgers_and_not_its_own_boxes(
    cast: Cast, as_user: Enter, insurer_item: InspectedInsurer
) -> None:
    policy = world.policy(world.enterprise(world.SHAOXING))
    world.activity(policy)
    services.save_form(
        item=insurer_item,
        values={"budget": Decimal(7), "booked": Decimal(3)},
        version=1,
        by=cast.hangzhou_officer,
        at=clock.now(),
    )
    visit = reverse("inspections:insurer-visit", args=[insurer_item.pk])
    page = as_user(cast.hangzhou_officer).get(visit).content.decode()
    for fact in ("本市在保保单 1 份", "专项行动期间服务记录 1 次", "委托第三方机构", "书面告知 0 份", "拒不整改 0 件"):
        assert fact in page
    assert "42.86%" not in page
    check = as_user(cast.hangzhou_officer).get(reverse("inspections:insurer-form", args=[insurer_item.pk]))
    assert "费用预算（元）：现场「7.00」" in check.content.decode().replace("\n", "")
