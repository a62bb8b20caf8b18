"""What each guard says, at the borders that the table of moves does not reach."""

from typing import Any

import pytest

from accounts.models import User
from hazards import guards
from tests.cast import Cast
from tests.hazards.life import Row, facts

#: What stands in the way of a major hazard that nobody has treated.
UNTREATED = {"interim": " ", "head_told": False, "evidence_after": 0}


def asked(guard: Any, by: User, **changes: Any) -> str | None:
    said: str | None = guard(Row("RECTIFYING", facts(**changes)), by)
    return said


@pytest.fixture
def mine(cast: Cast) -> dict[str, Any]:
    """Facts of a hazard that insurer A found."""
    return {"insurer_id": cast.insurer_a_clerk.organisation_id}


def test_a_hazard_is_recorded_with_place_and_description(cast: Cast, mine: dict[str, Any]) -> None:
    clerk = cast.insurer_a_clerk
    assert asked(guards.may_record, clerk, **mine) is None
    said = asked(guards.may_record, clerk, place=" ", description=" ", basis=" ", **mine)
    assert said is not None
    for word in ("部位", "隐患描述", "判定依据"):
        assert word in said
    assert asked(guards.may_record, clerk, level="GENERAL", basis="", **mine) is None


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"notice_no": " "}, "告知书文号"),
        ({"notified_on": None}, "告知日期"),
        ({"receiver": " "}, "签收人"),
        ({"deadline": None}, "整改期限"),
        ({"has_receipt": False}, "签收回执"),
    ],
)
def test_a_notice_needs_everything(cast: Cast, mine: dict[str, Any], changes: dict[str, Any], word: str) -> None:
    assert asked(guards.may_notify, cast.insurer_a_clerk, **mine) is None
    assert asked(guards.may_notify, cast.insurer_a_clerk, **mine, **changes) == f"还缺少：{word}，请补充后再办理"


def test_rectification_begins_with_a_deadline_and_the_treatment(cast: Cast, mine: dict[str, Any]) -> None:
    clerk = cast.insurer_a_clerk
    assert asked(guards.may_rectify, clerk, **mine) is None
    assert asked(guards.may_rectify, clerk, deadline=None, **mine) == "还缺少：整改期限，请补充后再办理"
    said = str(
        asked(guards.may_rectify, clerk, five_missing=("资金落实",), plan_missing=("方案",), **UNTREATED, **mine)
    )
    for word in ("资金落实", "方案", "整改期间的防范措施", "主要负责人或者实际控制人"):
        assert word in said
    assert asked(guards.may_rectify, clerk, level="GENERAL", **UNTREATED, **mine) is None


def test_what_is_submitted_is_treated_and_shown(cast: Cast, mine: dict[str, Any]) -> None:
    clerk = cast.insurer_a_clerk
    assert asked(guards.may_submit, clerk, **mine) is None
    assert "至少一份" in str(asked(guards.may_submit, clerk, evidence_after=0, **mine))
    assert "防范措施" in str(asked(guards.may_submit, clerk, interim="", **mine))


def test_the_hands_of_others_are_named(cast: Cast, mine: dict[str, Any]) -> None:
    for guard in (guards.may_record, guards.may_notify, guards.may_rectify, guards.may_submit, guards.may_report):
        assert "由报送的保险机构办理" in str(asked(guard, cast.insurer_b_clerk, **mine)), guard
        assert "由部门检查发现" in str(asked(guard, cast.insurer_b_clerk)), guard
        assert "由部门检查发现" in str(asked(guard, cast.builder_authority)), guard
        assert "由部门检查发现" in str(asked(guard, cast.quzhou_officer)), guard


@pytest.mark.parametrize(
    ("who", "is_department", "is_emergency"),
    [
        ("hangzhou_officer", True, True),
        ("xihu_county", True, True),
        ("builder_authority", True, False),
        ("quzhou_officer", False, False),
        ("provincial_officer", False, False),
        ("zhejiang_regulator", False, False),
        ("insurer_a_clerk", False, False),
    ],
)
def test_departments_are_those_of_the_place(cast: Cast, who: str, is_department: bool, is_emergency: bool) -> None:
    person = getattr(cast, who)
    assert (guards.only_department(facts(), person) is None) == is_department
    assert (guards.only_emergency(facts(), person) is None) == is_emergency


def test_a_place_or_sector_next_door_is_not_theirs(cast: Cast) -> None:
    assert guards.only_department(facts(county="330102"), cast.xihu_county) is not None
    assert guards.only_department(facts(sector="HAZCHEM"), cast.builder_authority) is not None
    assert guards.only_department(facts(city="330200"), cast.builder_authority) is not None


def test_the_deadline_is_moved_by_the_finder_until_departments_deal_with_it(cast: Cast, mine: dict[str, Any]) -> None:
    clerk, officer = cast.insurer_a_clerk, cast.hangzhou_officer
    for changes, keeper, other in (({}, clerk, officer), ({"ever_told": frozenset({1})}, officer, clerk)):
        assert guards.only_keeper_of_deadline(facts(**mine, **changes), keeper) is None
        assert guards.only_keeper_of_deadline(facts(**mine, **changes), other) is not None


def test_a_general_hazard_is_closed_by_its_finder(cast: Cast, mine: dict[str, Any]) -> None:
    general = {"level": "GENERAL", "department_confirmed": False}
    assert asked(guards.may_close, cast.insurer_a_clerk, **general, **mine) is None
    assert asked(guards.may_close, cast.hangzhou_officer, **general, **mine) == "一般隐患由报送的保险机构复查销号"
    assert asked(guards.may_close, cast.hangzhou_officer, **general) is None
    assert asked(guards.may_close, cast.builder_authority, **general) == "一般隐患由所在地应急管理部门复查销号"


def test_a_major_hazard_is_closed_proven_and_by_the_right_office(cast: Cast, mine: dict[str, Any]) -> None:
    clerk, officer, authority = cast.insurer_a_clerk, cast.hangzhou_officer, cast.builder_authority
    assert asked(guards.may_close, clerk, **mine) is None
    assert "须经所在地应急管理部门确认" in str(asked(guards.may_close, clerk, department_confirmed=False, **mine))
    assert asked(guards.may_close, officer, department_confirmed=False, **mine) is None
    assert "由保险机构复查销号" in str(asked(guards.may_close, authority, **mine))
    for other in (cast.ningbo_officer, cast.insurer_b_clerk):
        assert "只有隐患所在地的" in str(asked(guards.may_review, other, **mine))
    assert asked(guards.may_close, authority, supervise="CITY", **mine) is None
    assert "至少一份" in str(asked(guards.may_close, officer, evidence_after=0, **mine))
    assert "防范措施" in str(asked(guards.may_close, officer, interim="", **mine))
    assert "提出人本人不能办理" in str(asked(guards.may_close, clerk, submitted_by_id=clerk.pk, **mine))


def test_a_stop_stays_until_consent(cast: Cast) -> None:
    assert guards.refuse_reopening(facts()) is None
    without = guards.refuse_reopening(facts(stopped_by=frozenset({1})))
    assert without == "还缺少：验收报告、作出决定的部门同意恢复生产经营的意见，请补充后再办理"
    with_report = guards.refuse_reopening(facts(stopped_by=frozenset({1}), has_acceptance_report=True))
    assert with_report == "还缺少：作出决定的部门同意恢复生产经营的意见，请补充后再办理"


def test_a_refusal_is_found_by_two_of_the_insurer(cast: Cast, mine: dict[str, Any]) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    found = {"refusal_by_id": lead.pk, "refusal_evidence": 1, **mine}
    assert asked(guards.may_find_refusing, clerk, **found) is None
    assert "须由另一人办理" in str(asked(guards.may_find_refusing, lead, **found))
    assert "由报送的保险机构办理" in str(asked(guards.may_find_refusing, cast.insurer_b_clerk, **found))
    assert "证据" in str(asked(guards.may_find_refusing, clerk, **{**found, "refusal_evidence": 0}))
    assert "只有重大隐患" in str(asked(guards.may_find_refusing, clerk, level="GENERAL", **found))
    assert "直接依法处理" in str(asked(guards.may_find_refusing, clerk, **{**found, "insurer_id": None}))
    assert "由报送的保险机构办理" in str(asked(guards.may_find_refusing, cast.insurer_b_clerk, **mine))


def test_a_report_goes_to_both(cast: Cast, mine: dict[str, Any]) -> None:
    clerk = cast.insurer_a_clerk
    assert asked(guards.may_report, clerk, told={1: frozenset({"EM"}), 2: frozenset({"SECTOR"})}, **mine) is None
    assert asked(guards.may_report, clerk, told={1: frozenset({"EM", "SECTOR"})}, **mine) is None
    assert asked(guards.may_report, clerk, told={1: frozenset({"SECTOR"})}, **mine) == (
        "还缺少：报应急管理部门，请补充后再办理"
    )
    said = str(asked(guards.may_report, clerk, **mine))
    assert "报应急管理部门" in said
    assert "报行业主管部门" in said


def test_who_got_the_report_goes_on_with_its_papers(cast: Cast) -> None:
    officer = cast.hangzhou_officer
    told = {"told": {officer.organisation_id: frozenset({"EM"})}}
    assert asked(guards.may_take, officer, **told) is None
    assert "不是报送给您所在单位" in str(asked(guards.may_take, cast.quzhou_officer, **told))
    for guard, given, word in (
        (guards.may_enforce, {"enforcement_numbers": ("1号",)}, "执法文书号"),
        (guards.may_resume, {"follow_ups": 1}, "执法跟踪记录"),
        (guards.may_settle, {"follow_ups": 1}, "执法跟踪记录"),
    ):
        assert asked(guard, officer, **told, **given) is None
        assert word in str(asked(guard, officer, **told))
        assert "不是报送给您所在单位" in str(asked(guard, cast.quzhou_officer, **told, **given))
    assert "验收报告" in str(asked(guards.may_settle, officer, follow_ups=1, stopped_by=frozenset({1}), **told))


def test_void_needs_a_request_with_a_reason_and_a_second_person(cast: Cast, mine: dict[str, Any]) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    wish = {"void_by_id": lead.pk, "void_by_organisation_id": lead.organisation_id, "void_reason": "重复登记", **mine}
    assert asked(guards.may_void, clerk, **wish) is None
    assert "尚未提出作废申请" in str(asked(guards.may_void, clerk, **{**wish, "void_by_id": None}))
    assert "尚未提出作废申请" in str(asked(guards.may_void, clerk, **{**wish, "void_reason": " "}))
    assert "须由另一人办理" in str(asked(guards.may_void, lead, **wish))
    assert "所在单位的另一人" in str(asked(guards.may_void, cast.insurer_b_clerk, **wish))
    assert "挂牌督办" in str(asked(guards.may_void, clerk, supervise="CITY", **wish))
    assert asked(guards.may_void, cast.hangzhou_officer, supervise="CITY", **wish) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [("stopped_by", "作出决定的部门"), ("ever_told", "收到报告的部门"), ("measured_by", "采取措施的部门")],
)
def test_void_of_what_a_department_deals_with_is_that_departments(
    cast: Cast, mine: dict[str, Any], name: str, word: str
) -> None:
    lead, officer = cast.insurer_a_lead, cast.hangzhou_officer
    wish = {"void_by_id": lead.pk, "void_by_organisation_id": lead.organisation_id, "void_reason": "重复登记", **mine}
    dealing: dict[str, Any] = {name: frozenset({officer.organisation_id})}
    assert asked(guards.may_void, officer, **wish, **dealing) is None
    assert word in str(asked(guards.may_void, cast.insurer_a_clerk, **wish, **dealing))
    assert word in str(asked(guards.may_void, cast.quzhou_officer, **wish, **dealing))
