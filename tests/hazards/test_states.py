"""The life of a hazard: every role on every move in every state, and what each guard says."""

from typing import Any

import pytest

from accounts.models import Organisation, User
from accounts.roles import Role, permissions_of
from hazards import states
from hazards.choices import HazardStatus
from hazards.facts import GENERAL
from hazards.states import MOVES, Offer, offers
from tests.cast import Cast
from tests.hazards.life import Row, facts

EDGES = {
    ("DRAFT", "RECORDED"),
    ("RECORDED", "NOTIFIED"),
    ("NOTIFIED", "RECTIFYING"),
    ("RECTIFYING", "SUBMITTED"),
    ("SUBMITTED", "CLOSED"),
    ("SUBMITTED", "RECTIFYING"),
    ("NOTIFIED", "REFUSED"),
    ("RECTIFYING", "REFUSED"),
    ("REFUSED", "REPORTED"),
    ("REPORTED", "ACCEPTED"),
    ("ACCEPTED", "ENFORCING"),
    ("ENFORCING", "RECTIFYING"),
    ("ENFORCING", "CLOSED"),
}
FINDER = {"record", "notify", "rectify", "submit", "refuse", "report", "void"}
#: Who may do which move on a complete hazard that insurer A reported in Hangzhou, Xihu, for a builder.
MAY = {
    "insurer_a_clerk": FINDER | {"close", "return"},
    "insurer_a_lead": (FINDER | {"close", "return"}) - {"refuse", "void"},  # asked for both, so is not the second
    "hangzhou_officer": {"close", "return", "take", "enforce", "resume", "settle"},
    "hangzhou_lead": {"close", "return", "take", "enforce", "resume", "settle"},
    "xihu_county": {"close", "return"},
    "builder_authority": {"return", "take", "enforce", "resume", "settle"},  # closes what is stopped or supervised
}


def offer(move: Any, state: str, by: User, **changes: Any) -> Offer:
    return next(one for one in offers(Row(state, facts(**changes)), by) if one.move is move)


def refusal(move: Any, by: User, **changes: Any) -> str | None:
    """What the page says of the move in its own state; None where it is a button."""
    return offer(move, min(move.sources), by, **changes).refused


def told_to(cast: Cast) -> dict[int, frozenset[str]]:
    return {
        cast.hangzhou_officer.organisation_id: frozenset({"EM"}),
        cast.builder_authority.organisation_id: frozenset({"SECTOR"}),
    }


def complete(cast: Cast, insurer: str = "insurer_a_clerk") -> dict[str, Any]:
    lead = cast.insurer_a_lead
    return {
        "insurer_id": getattr(cast, insurer).organisation_id,
        "refusal_by_id": lead.pk,
        "refusal_evidence": 1,
        "void_by_id": lead.pk,
        "void_by_organisation_id": lead.organisation_id,
        "void_reason": "重复登记",
        "told": told_to(cast),
        "enforcement_numbers": ("示例1号",),
        "follow_ups": 1,
    }


def test_the_table_is_the_drawing_and_nothing_else() -> None:
    drawn = {(str(source), move.target) for move in MOVES for source in move.sources if move is not states.VOID}
    assert drawn == EDGES
    assert states.VOID.sources == set(HazardStatus) - {"CLOSED", "VOID"}


def test_a_closed_or_void_hazard_offers_nothing_to_anybody(cast: Cast) -> None:
    for state in ("CLOSED", "VOID"):
        for person in cast.everybody().values():
            assert offers(Row(state, facts(**complete(cast))), person) == []


def test_every_person_on_every_move_in_every_state(cast: Cast) -> None:
    given = complete(cast)
    for name, person in cast.everybody().items():
        for state in HazardStatus:
            for one in offers(Row(state, facts(**given)), person):
                expected = one.move.name in MAY.get(name, set())
                assert (one.refused is None) == expected, (name, state, one)


def test_a_role_without_the_permission_is_told_who_could(cast: Cast) -> None:
    for role_holder in (cast.zhejiang_regulator, cast.agency, cast.adm_system):
        assert "保险机构" in str(refusal(states.RECORD, role_holder, **complete(cast)))


def test_regulators_and_administrators_hold_no_move() -> None:
    held = {move.permission for move in MOVES}
    for role in set(Role) - {Role.INSURER, Role.BRANCH, Role.CITY_EM, Role.COUNTY_EM, Role.SECTOR}:
        assert not held & permissions_of(role)


@pytest.mark.parametrize(
    ("move", "changes", "said"),
    [
        (states.RECORD, {"basis": " "}, "判定依据"),
        (states.RECORD, {"place": ""}, "部位"),
        (states.NOTIFY, {"has_receipt": False}, "签收回执"),
        (states.NOTIFY, {"notice_no": ""}, "告知书文号"),
        (states.RECTIFY, {"five_missing": ("资金落实",)}, "资金落实"),
        (states.RECTIFY, {"plan_missing": ("治理方案：时限和要求",)}, "时限和要求"),
        (states.RECTIFY, {"interim": ""}, "防范措施"),
        (states.SUBMIT, {"evidence_after": 0}, "至少一份"),
        (states.CLOSE, {"department_confirmed": False}, "应急管理部门确认"),
        (states.CLOSE, {"supervise": "CITY"}, "须由所在地应急管理部门"),
        (states.CLOSE, {"stop_ordered": True}, "须由所在地应急管理部门"),
        (states.REFUSE, {"level": GENERAL}, "只有重大隐患"),
        (states.REFUSE, {"refusal_evidence": 0}, "证据"),
        (states.REFUSE, {"refusal_by_id": None}, "先由本机构一人提出"),
        (states.REPORT, {"told": {7: frozenset({"EM"})}}, "报行业主管部门"),
        (states.VOID, {"void_reason": ""}, "写明理由"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, move: Any, changes: dict[str, Any], said: str) -> None:
    assert said in str(refusal(move, cast.insurer_a_clerk, **(complete(cast) | changes)))


def test_a_general_hazard_needs_neither_plan_nor_criterion(cast: Cast) -> None:
    given = complete(cast) | {"level": GENERAL, "basis": "", "interim": "", "department_confirmed": False}
    for move in (states.RECORD, states.RECTIFY, states.CLOSE):
        assert refusal(move, cast.insurer_a_clerk, **given) is None
    for move in (states.CLOSE, states.RETURN):
        assert "保险机构复查销号" in str(refusal(move, cast.hangzhou_officer, **given))


def test_nobody_reviews_finds_refusal_or_voids_alone(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    given = complete(cast)
    for move, name in (
        (states.CLOSE, "submitted_by_id"),
        (states.RETURN, "submitted_by_id"),
        (states.REFUSE, "refusal_by_id"),
        (states.VOID, "void_by_id"),
    ):
        assert refusal(move, clerk, **(given | {name: clerk.pk})) is not None
        assert refusal(move, clerk, **(given | {name: cast.insurer_a_lead.pk})) is None


def test_the_hazard_of_another_insurer_is_closed_to_every_move(cast: Cast) -> None:
    given = complete(cast)
    for move in MOVES:
        assert refusal(move, cast.insurer_b_clerk, **given) is not None


def test_a_stop_is_lifted_by_consent_on_an_acceptance_report(cast: Cast) -> None:
    officer = cast.hangzhou_officer
    given = complete(cast) | {"stop_ordered": True, "stopped_by": frozenset({officer.organisation_id})}
    for move in (states.CLOSE, states.SETTLE):
        said = str(refusal(move, officer, **given))
        assert "验收报告" in said
        assert "同意恢复" in said
        agreed = given | {"stopped_by": frozenset(), "has_acceptance_report": True}
        assert refusal(move, officer, **agreed) is None
        assert "同意恢复" in str(refusal(move, officer, **(given | {"has_acceptance_report": True})))


def test_a_stopped_enterprise_can_go_on_rectifying_before_any_consent(cast: Cast) -> None:
    given = complete(cast) | {"stop_ordered": True, "stopped_by": frozenset({1})}
    assert refusal(states.RESUME, cast.hangzhou_officer, **given) is None
    for move in (states.RESUME, states.SETTLE):
        assert "跟踪记录" in str(refusal(move, cast.hangzhou_officer, **(given | {"follow_ups": 0})))


def test_what_is_stopped_or_supervised_any_department_of_the_place_closes_and_no_insurer(cast: Cast) -> None:
    for held in ({"stop_ordered": True}, {"supervise": "COUNTY"}):
        given = complete(cast) | held
        for person in (cast.hangzhou_officer, cast.xihu_county, cast.builder_authority):
            assert refusal(states.CLOSE, person, **given) is None
        assert "须由所在地应急管理部门" in str(refusal(states.CLOSE, cast.insurer_a_clerk, **given))


def test_what_was_reported_is_void_with_a_body_that_was_told(cast: Cast) -> None:
    given = complete(cast) | {"ever_told": frozenset(told_to(cast))}
    assert "收到报告的部门同意" in str(refusal(states.VOID, cast.insurer_a_clerk, **given))
    assert refusal(states.VOID, cast.builder_authority, **given) is None


def test_only_who_got_the_report_takes_and_enforces(cast: Cast) -> None:
    for move in (states.TAKE, states.ENFORCE, states.RESUME, states.SETTLE):
        for person in (cast.ningbo_officer, cast.xihu_county):
            assert "不是报送给您所在单位" in str(refusal(move, person, **complete(cast)))
    nothing_written = complete(cast) | {"enforcement_numbers": ()}
    assert "执法文书号" in str(refusal(states.ENFORCE, cast.hangzhou_officer, **nothing_written))


def test_what_a_department_found_is_led_by_the_departments_of_the_place(cast: Cast) -> None:
    given = complete(cast) | {"insurer_id": None}
    for person in (cast.hangzhou_officer, cast.xihu_county):
        assert refusal(states.RECORD, person, **given) is None
    for person in (cast.insurer_a_clerk, cast.ningbo_officer):
        assert "部门检查发现" in str(refusal(states.RECORD, person, **given))
    assert "直接依法处理" in str(refusal(states.REFUSE, cast.insurer_a_clerk, **given))


def test_a_sector_authority_is_kept_to_its_sector(cast: Cast) -> None:
    transport = Organisation.objects.get(code="SA-330100-TRANSPORT").people.first()
    assert transport is not None
    assert "行业主管部门" in str(refusal(states.CLOSE, transport, **complete(cast)))
