"""Who may do what to whom, until when and for how much: the table and its sentences."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.roles import Role
from dispositions import rules
from dispositions.choices import Article, FineStage, Side
from inspections.choices import Disposition, FindingSubject
from rulebook.choices import RuleCode

D = Disposition
DAY = date(2023, 11, 23)
VALUES: dict[str, Decimal | None] = {
    RuleCode.FINE_MIN: Decimal(50_000),
    RuleCode.FINE_MAX: Decimal(100_000),
    RuleCode.FINE_OVERDUE_MIN: Decimal(100_000),
    RuleCode.FINE_OVERDUE_MAX: Decimal(200_000),
}


@pytest.mark.parametrize("role", [Role.CITY_EM, Role.COUNTY_EM, Role.SECTOR])
def test_departments_do_not_deal_with_insurers(role: str) -> None:
    assert "金融监管机构" in (rules.complain_side(FindingSubject.INSURER, role) or "")
    assert rules.complain_side(FindingSubject.ENTERPRISE, role) is None
    assert rules.complain_side(FindingSubject.AGENCY, role) is None


@pytest.mark.parametrize("role", [Role.REG_PROV, Role.REG_NB, Role.REG_SUB])
def test_regulators_do_not_deal_with_enterprises(role: str) -> None:
    assert "应急管理部门" in (rules.complain_side(FindingSubject.ENTERPRISE, role) or "")
    assert rules.complain_side(FindingSubject.INSURER, role) is None


def test_each_side_has_its_measures() -> None:
    emergency = {one.kind for one in rules.measures_of(Side.EMERGENCY)}
    regulator = {one.kind for one in rules.measures_of(Side.REGULATOR)}
    assert Disposition.SUSPEND in emergency - regulator
    assert {
        Disposition.NOTICE,
        Disposition.INQUIRY,
        Disposition.INTERVIEW,
        Disposition.REGULATORY,
    } == regulator - emergency
    assert {one.kind for one in rules.MEASURES} == set(Disposition)
    assert {one.kind for one in rules.MEASURES if one.needs_second} >= {Disposition.PENALTY, Disposition.INTERVIEW}


@pytest.mark.parametrize(
    ("amount", "overdue", "is_good"),
    [
        (49_999, False, False),
        (50_000, False, True),
        (100_000, False, True),
        (100_001, False, False),
        (99_999, True, False),
        (100_000, True, True),
        (200_000, True, True),
        (200_001, True, False),
    ],
)
def test_the_fine_of_article_109_lies_in_its_range(amount: int, overdue: bool, is_good: bool) -> None:
    found = rules.complain_amount(Article.SAFETY_109, Decimal(amount), VALUES, DAY, overdue=overdue)
    assert (found is None) == is_good


def test_a_fine_without_a_dated_rule_is_refused() -> None:
    found = rules.complain_amount(Article.INSURANCE_161, Decimal(60_000), VALUES, DAY, overdue=False)
    assert found is not None
    assert "规则数值表" in found


def test_sector_authorities_apply_article_109_where_a_dated_rule_says_so() -> None:
    refused = rules.complain_article(Article.SAFETY_109, Side.SECTOR, "ENTERPRISE", DAY, VALUES)
    assert refused is not None
    assert "第一百一十五条" in refused
    given: dict[str, Decimal | None] = {**VALUES, RuleCode.SECTOR_109: Decimal(1)}
    assert rules.complain_article(Article.SAFETY_109, Side.SECTOR, "ENTERPRISE", DAY, given) is None
    assert rules.complain_article(Article.SAFETY_109, Side.EMERGENCY, "ENTERPRISE", DAY, VALUES) is None
    assert rules.complain_article(Article.SAFETY_109, Side.REGULATOR, "ENTERPRISE", DAY, VALUES) is not None
    assert "适用于企业" in (rules.complain_article(Article.SAFETY_109, Side.EMERGENCY, "AGENCY", DAY, VALUES) or "")


@pytest.mark.parametrize("due", [DAY, date(2023, 11, 22)])
def test_a_deadline_lies_after_the_order(due: date) -> None:
    order = rules.BY_KIND[Disposition.ORDER]
    assert "须晚于" in (rules.complain_due(order, DAY, due) or "")
    assert rules.complain_due(order, DAY, None) is not None
    assert rules.complain_due(order, DAY, date(2023, 11, 24)) is None


def test_two_officers_are_two_people() -> None:
    assert rules.complain_officers("张某", "张某 ") is not None
    assert rules.complain_officers("张某", "") is not None
    assert rules.complain_officers("张某", "李某") is None


def test_stages_follow_their_order() -> None:
    recorded = [(FineStage.FILED, DAY)]
    assert rules.complain_stage(FineStage.INFORMED, DAY, recorded, DAY) is None
    assert "先登记「决定」" in (rules.complain_stage(FineStage.SERVED, DAY, recorded, DAY) or "")
    assert "不得重复" in (rules.complain_stage(FineStage.FILED, DAY, recorded, DAY) or "")
    assert "早于" in (rules.complain_stage(FineStage.INFORMED, date(2023, 11, 1), recorded, DAY) or "")
    assert "晚于今天" in (rules.complain_stage(FineStage.INFORMED, date(2023, 12, 1), recorded, DAY) or "")


def test_a_case_ends_by_what_was_done_in_it() -> None:
    assert rules.complain_outcome(Disposition.ORDER, [Disposition.ORDER]) is None
    assert rules.complain_outcome(Disposition.PENALTY, [Disposition.ORDER]) is not None
    assert rules.complain_outcome(Disposition.UNFOUNDED, []) is None
    assert rules.complain_outcome(Disposition.UNFOUNDED, [Disposition.ORDER]) is not None
    assert rules.complain_outcome("?", []) is not None


@pytest.mark.parametrize(
    ("about", "articles", "stops"),
    [
        ("NOT_INSURED", [Article.SAFETY_109], False),
        ("UNDER_LIMIT", [Article.SAFETY_109], False),
        ("NOT_CLOSED", [Article.SAFETY_102], True),
        ("OTHER", [Article.SAFETY_102], True),
        ("", [Article.SAFETY_109, Article.SAFETY_102], True),
        ("NO_PLAN", [], False),
        ("SERVICE_NOT_DONE", [], False),
        ("NO_NOTICE", [], False),
    ],
)
def test_an_article_is_for_its_kind_of_fault(about: str, articles: list[Article], stops: bool) -> None:
    """109 is for how an enterprise is insured, 102 for hazards that were left and for what an official judges to be one;
    a stop of production is in 102 alone. Where neither fits no penalty is offered, and the sentence says what remains."""
    assert list(rules.articles_of(Side.EMERGENCY, "ENTERPRISE", about)) == articles
    for article in (Article.SAFETY_109, Article.SAFETY_102):
        found = rules.complain_article(article, Side.EMERGENCY, "ENTERPRISE", DAY, VALUES, about)
        assert (found is None) == (article in articles)
    refused = {kind: rules.complain_measure(kind, Side.EMERGENCY, about) or "" for kind in ("PENALTY", "SUSPEND")}
    assert (refused["PENALTY"] == "", refused["SUSPEND"] == "") == (bool(articles), stops)
    for sentence in refused.values():
        assert not sentence or "请责令限期改正" in sentence
    clauses = {kind: rules.clause_of(rules.BY_KIND[kind], Side.EMERGENCY, about) for kind in (D.ORDER, D.SUSPEND)}
    assert ("law 109" in clauses[D.ORDER], clauses[D.SUSPEND]) == (
        Article.SAFETY_109 in articles,
        "law 102" if stops else "",
    )


def test_who_fines_an_agency_or_an_insurer_is_asked_for_no_hazard() -> None:
    for side, subject in ((Side.EMERGENCY, "AGENCY"), (Side.REGULATOR, "INSURER")):
        assert rules.complain_measure("PENALTY", side, "SERVICE_NOT_DONE", subject) is None
        assert rules.judging_hint("PENALTY", "OTHER", subject) == ""


@pytest.mark.parametrize(
    ("kind", "about", "words"),
    [
        ("PENALTY", "OTHER", "适用第一百零二条须有未消除的事故隐患"),
        ("SUSPEND", "", "停产停业整顿须有拒不执行的情形"),
        ("SUSPEND", "NOT_CLOSED", "停产停业整顿须有拒不执行的情形"),
        ("PENALTY", "NOT_CLOSED", ""),
        ("PENALTY", "NOT_INSURED", ""),
        ("ORDER", "OTHER", ""),
    ],
)
def test_what_an_official_judges_is_to_be_said_in_the_facts(kind: str, about: str, words: str) -> None:
    hint = rules.judging_hint(kind, about, "ENTERPRISE")
    assert words in hint
    assert bool(words) == bool(hint)


def test_a_hearing_comes_before_the_decision() -> None:
    recorded = [("FILED", DAY), ("INFORMED", DAY), ("DECIDED", DAY)]
    assert "须在决定之前" in (rules.complain_stage("HEARING", DAY, recorded, DAY) or "")


def test_an_interview_lies_ahead_and_within_a_year() -> None:
    today = date(2023, 11, 23)
    wrong = {days: rules.complain_talk(today + timedelta(days=days), today) for days in (-1, 0, 366, 367)}
    assert (wrong[0], wrong[366]) == (None, None)
    assert "不得早于今天" in str(wrong[-1])
    assert "超过一年" in str(wrong[367])


def test_article_109_stands_for_a_sector_by_a_rule_alone() -> None:
    order = rules.BY_KIND[D.ORDER]
    given: dict[str, Decimal | None] = {RuleCode.SECTOR_109: Decimal(1)}
    assert [rules.applies_109(Side.SECTOR, one) for one in (VALUES, given)] == [False, True]
    assert rules.applies_109(Side.EMERGENCY, VALUES)
    clauses = [rules.clause_of(order, Side.SECTOR, "NOT_INSURED", has_109=has) for has in (True, False)]
    assert ["law 109" in one for one in clauses] == [True, False]
