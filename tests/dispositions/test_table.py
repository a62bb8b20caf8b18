"""The table of measures and articles line by line, the order of the stages of a penalty, and the moves' sources."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.roles import Role
from dispositions import rules, states
from dispositions.choices import Article, CaseState, FineStage, Side, StepState
from hazards.choices import LetterKind
from inspections.choices import Disposition, FindingSubject
from inspections.rules import IN_A_CASE
from rulebook.choices import RuleCode

D = Disposition
DAY = date(2023, 11, 23)
NEXT, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)
DEPARTMENTS, ALL, REGULATOR = {Side.EMERGENCY, Side.SECTOR}, set(Side), {Side.REGULATOR}


def test_each_measure_has_its_sides_its_deadline_and_its_paper() -> None:
    assert {one.kind: set(one.sides) for one in rules.MEASURES} == {
        D.ORDER: ALL,
        D.PENALTY: ALL,
        D.SUSPEND: DEPARTMENTS,
        D.NOTICE: REGULATOR,
        D.INQUIRY: REGULATOR,
        D.INTERVIEW: REGULATOR,
        D.REGULATORY: REGULATOR,
        D.CORRECT: ALL,
        D.TRANSFER: ALL,
        D.UNFOUNDED: ALL,
    }
    flags = {name: {one.kind for one in rules.MEASURES if getattr(one, name)} for name in ("needs_second", "needs_due")}
    assert flags == {
        "needs_second": {D.PENALTY, D.SUSPEND, D.INTERVIEW, D.REGULATORY, D.UNFOUNDED},
        "needs_due": {D.ORDER, D.INQUIRY},
    }
    assert {one.kind for one in rules.MEASURES if one.may_due} == {D.NOTICE, D.CORRECT}
    assert {one.kind for one in rules.MEASURES if one.ends} == {D.TRANSFER, D.UNFOUNDED}
    assert {one.kind: one.letter for one in rules.MEASURES if one.letter} == {
        D.ORDER: LetterKind.ORDER,
        D.NOTICE: LetterKind.REGULATORY,
        D.INQUIRY: LetterKind.INQUIRY,
        D.INTERVIEW: LetterKind.INTERVIEW,
        D.TRANSFER: LetterKind.TRANSFER,
    }
    assert {D.ORDER, D.NOTICE, D.INQUIRY, D.INTERVIEW, D.TRANSFER} == rules.LETTERED
    # What needs a second person is done in a case, never on a finding without one.
    assert {one.kind for one in rules.MEASURES if one.needs_second} == IN_A_CASE
    assert {D.TRANSFER, D.UNFOUNDED} == rules.INWARD


@pytest.mark.parametrize(
    ("article", "sides", "first", "overdue"),
    [
        (
            Article.SAFETY_109,
            DEPARTMENTS,
            (RuleCode.FINE_MIN, RuleCode.FINE_MAX),
            (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX),
        ),
        (Article.SAFETY_102, DEPARTMENTS, (None, RuleCode.HAZARD_FINE_MAX), None),
        (Article.SAFETY_92, DEPARTMENTS, (RuleCode.AGENCY_FINE_MIN, RuleCode.AGENCY_FINE_MAX), None),
        (Article.INSURANCE_161, REGULATOR, (RuleCode.CONDUCT_FINE_MIN, RuleCode.CONDUCT_FINE_MAX), None),
        (Article.INSURANCE_170, REGULATOR, (RuleCode.REPORT_FINE_MIN, RuleCode.REPORT_FINE_MAX), None),
    ],
)
def test_each_article_has_its_range(article: Article, sides: set[Side], first: object, overdue: object) -> None:
    found = rules.RANGES[article]
    assert (set(found.sides), found.first, found.overdue) == (sides, first, overdue)


@pytest.mark.parametrize(
    ("role", "side"),
    [
        (Role.PROV_EM, Side.EMERGENCY),
        (Role.CITY_EM, Side.EMERGENCY),
        (Role.COUNTY_EM, Side.EMERGENCY),
        (Role.REG_PROV, Side.REGULATOR),
        (Role.REG_SUB, Side.REGULATOR),
        (Role.SECTOR, Side.SECTOR),
        (Role.INSURER, None),
        (Role.AGENCY, None),
        (Role.ADM_SYS, None),
    ],
)
def test_each_role_works_for_its_side(role: Role, side: Side | None) -> None:
    assert rules.side_of(role) == side


def test_who_is_no_authority_handles_no_case() -> None:
    assert "可以办理处置案件" in (rules.complain_side(FindingSubject.ENTERPRISE, Role.INSURER) or "")
    assert rules.complain_side(FindingSubject.AGENCY, Role.REG_PROV) is not None


def test_the_work_safety_law_is_no_basis_of_regulators() -> None:
    penalty = rules.BY_KIND[D.PENALTY]
    assert rules.clause_of(penalty, Side.EMERGENCY) == "law 109, law 115, G20"
    assert rules.clause_of(penalty, Side.REGULATOR) == "G20"


def test_a_measure_of_the_other_side_is_refused_with_those_of_the_own() -> None:
    assert rules.complain_measure(D.SUSPEND, Side.EMERGENCY) is None
    assert "可选：责令限期改正" in (rules.complain_measure(D.NOTICE, Side.EMERGENCY) or "")
    assert "不存在" in (rules.complain_measure("?", Side.EMERGENCY) or "")


@pytest.mark.parametrize(
    ("kind", "due", "said"),
    [
        (D.NOTICE, None, None),
        (D.NOTICE, NEXT, None),
        (D.NOTICE, DAY, "须晚于"),
        (D.UNFOUNDED, None, None),
        (D.UNFOUNDED, NEXT, "不规定期限"),
        (D.INQUIRY, None, "须规定期限"),
    ],
)
def test_deadlines_are_needed_allowed_or_out_of_place(kind: D, due: date | None, said: str | None) -> None:
    found = rules.complain_due(rules.BY_KIND[kind], DAY, due)
    assert (found is None) if said is None else said in (found or "")


@pytest.mark.parametrize(
    ("amount", "is_good"), [("-1", False), ("0", False), ("0.01", True), ("200000", True), ("200000.01", False)]
)
def test_a_range_without_a_lowest_fine_begins_above_nothing(amount: str, is_good: bool) -> None:
    found = rules.complain_amount(
        Article.SAFETY_102, Decimal(amount), {RuleCode.HAZARD_FINE_MAX: Decimal(200_000)}, DAY, overdue=False
    )
    assert (found is None) == is_good
    assert is_good or "（不超过 200,000 元）" in (found or "")


def test_an_article_without_a_range_for_overdue_correction_says_so() -> None:
    values: rules.Values = {RuleCode.HAZARD_FINE_MAX: Decimal(200_000)}
    found = rules.complain_amount(Article.SAFETY_102, Decimal(1), values, DAY, overdue=True)
    assert "没有逾期未改正" in (found or "")
    one_end: rules.Values = {RuleCode.FINE_MIN: Decimal(1)}
    assert "已审定" in (rules.complain_amount(Article.SAFETY_109, Decimal(1), one_end, DAY, overdue=False) or "")


def test_an_unknown_article_asks_for_one() -> None:
    assert "请选择" in (rules.complain_article("?", Side.EMERGENCY, FindingSubject.ENTERPRISE, DAY, {}) or "")


STAGES = [FineStage.FILED, FineStage.INFORMED, FineStage.DECIDED, FineStage.SERVED, FineStage.PUBLISHED, FineStage.PAID]


@pytest.mark.parametrize(
    ("stage", "needed"),
    [
        (FineStage.FILED, []),
        (FineStage.INFORMED, [FineStage.FILED]),
        (FineStage.HEARING, [FineStage.INFORMED]),
        (FineStage.DECIDED, [FineStage.FILED, FineStage.INFORMED]),
        (FineStage.SERVED, [FineStage.DECIDED]),
        (FineStage.PUBLISHED, [FineStage.SERVED]),
        (FineStage.PAID, [FineStage.SERVED]),
        (FineStage.ENDED, [FineStage.DECIDED, FineStage.SERVED, FineStage.PUBLISHED, FineStage.PAID]),
    ],
)
def test_each_stage_waits_for_those_that_the_law_puts_before_it(stage: FineStage, needed: list[FineStage]) -> None:
    assert list(rules.missing_before(stage)) == needed
    for one in needed:
        recorded = [(each, DAY) for each in STAGES if each not in {one, stage}]
        assert f"先登记「{one.official}」" in (rules.complain_stage(stage, DAY, recorded, DAY) or "")


def test_a_stage_may_fall_on_the_day_of_the_one_before_and_on_today() -> None:
    recorded = [(FineStage.FILED, DAY)]
    assert rules.complain_stage(FineStage.INFORMED, DAY, recorded, DAY) is None
    assert "晚于今天" in (rules.complain_stage(FineStage.INFORMED, NEXT, recorded, DAY) or "")
    assert f"早于「立案」日期 {DAY}" in (rules.complain_stage(FineStage.INFORMED, BEFORE, recorded, DAY) or "")
    assert "请选择" in (rules.complain_stage("?", DAY, recorded, DAY) or "")


def test_a_case_found_unfounded_before_can_end_so() -> None:
    assert rules.complain_outcome(D.UNFOUNDED, [D.UNFOUNDED]) is None


def test_each_move_begins_and_ends_where_the_drawing_says() -> None:
    drawn = {(move.name, str(source), str(move.target)) for move in states.STEP_MOVES for source in move.sources}
    assert drawn == {
        ("approve", "PROPOSED", "ISSUED"),
        ("return", "PROPOSED", "RETURNED"),
        ("send-back", "PROPOSED", "FILED"),
        ("propose", "FILED", "PROPOSED"),
        ("discontinue", "FILED", "DROPPED"),
        ("fulfil", "ISSUED", "DONE"),
        ("review", "ANSWERED", "DONE"),
        ("keep-open", "ANSWERED", "ISSUED"),
        ("withdraw", "ISSUED", "WITHDRAWN"),
        ("file-answer", "ISSUED", "ANSWERED"),
        ("answer", "ISSUED", "ANSWERED"),
        ("hand-on", "ISSUED", "HANDED_ON"),
        ("hand-on", "ANSWERED", "HANDED_ON"),
    }
    assert {(move.name, move.sources, move.target) for move in states.CASE_MOVES} == {
        ("begin", states.OPEN, CaseState.RUNNING),
        ("close", states.OPEN, CaseState.CLOSED),
        ("refer", states.OPEN, CaseState.OPENED),
    }
    assert {CaseState.OPENED, CaseState.RUNNING} == states.OPEN
    assert StepState.PROPOSED in states.RETURN.sources


def row(**given: Any) -> Any:
    return SimpleNamespace(number="1", doc_no="1", authority="示例局", subject_name="示例公司", **given)


def test_a_step_is_its_authoritys_and_its_second_persons() -> None:
    by: Any = SimpleNamespace(pk=1, organisation_id=7, works_for_id=7)
    assert states.only_authority(row(authority_id=7), by) is None
    assert "只有该机关" in (states.only_authority(row(authority_id=8), by) or "")
    assert states.only_second(row(authority_id=7, proposed_by_id=2), by) is None
    assert "另一人" in (states.only_second(row(authority_id=7, proposed_by_id=1), by) or "")
    assert "只有该机关" in (states.only_second(row(authority_id=8, proposed_by_id=2), by) or "")


@pytest.mark.parametrize(
    ("insurer", "agency", "works_for", "may"),
    [(7, None, 7, True), (None, 7, 7, True), (8, 9, 7, False), (None, None, None, False)],
)
def test_the_one_it_is_about_answers(insurer: int | None, agency: int | None, works_for: int | None, may: bool) -> None:
    step = row(case=row(insurer_id=insurer, agency_id=agency))
    by: Any = SimpleNamespace(works_for_id=works_for)
    assert (states.only_subject(step, by) is None) == may
