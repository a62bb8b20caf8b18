"""Policies beyond the workbook: terms by day, endorsements, coinsurance, questions, who writes and who reads."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale, version_of
from crosschecks.matters import policies as policyrules
from crosschecks.matters.policies import Eye
from insurers.policies import rules
from insurers.policies import services as endorsing
from insurers.policies.models import CoinsuranceShare, Endorsement, Policy, PolicyDetail
from insurers.policies.services import Change, Part
from rulebook.choices import RuleCode
from rulebook.models import DatedRule
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
MAY, JULY = date(2023, 5, 1), date(2023, 7, 1)
DAY = timedelta(days=1)


def change(**given: Any) -> Change:
    return Change(**{"endorsement_no": "P-1", "effective_on": MAY, "reason": "示例", **given})


def endorse(cast: Cast, policy: Policy, **given: Any) -> Endorsement:
    return endorsing.endorse(policy=policy, change=change(**given), by=cast.insurer_a_clerk, at=clock.now())


def asked_about(policy: Policy, day: date = MAY) -> list[str]:
    return policyrules.questions_of(policy, Eye(Policy.objects.all(), day))


def test_an_endorsement_holds_from_its_day_on(cast: Cast) -> None:
    policy = world.policy(world.enterprise(), insured_people=10)
    endorse(cast, policy, insured_people=30, premium_due_change=Decimal(500), premium_paid_change=Decimal(400))
    endorse(cast, policy, endorsement_no="P-2", effective_on=JULY, limit_per_person=Decimal(600000))
    changes = list(policy.endorsements.all())
    before, then, later = (rules.terms_on(policy, changes, day) for day in (MAY - DAY, MAY, JULY))
    assert (before.insured_people, before.premium_paid) == (10, Decimal(10000))
    assert (then.insured_people, then.premium_paid, then.limit_per_person) == (30, Decimal(10400), Decimal(500000))
    assert later.limit_per_person == Decimal(600000)


def test_the_entry_order_does_not_matter_but_the_day_does(cast: Cast) -> None:
    policy = world.policy(world.enterprise())
    endorse(cast, policy, effective_on=JULY, insured_people=90)
    endorse(cast, policy, endorsement_no="P-2", insured_people=50)
    assert rules.terms_on(policy, policy.endorsements.all()).insured_people == 90
    rows = Policy.objects.with_stated(MAY, n="insured_people")
    assert rows.values_list("n", flat=True).get() == 50


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"insured_people": 5, "effective_on": date(2022, 12, 31)}, "早于保险起期 2023-01-01"),
        ({"insured_people": 5, "effective_on": date(2024, 1, 1)}, "晚于保险止期 2023-12-31"),
        ({}, "未填写任何变更内容"),
        ({"ends": "SURRENDERED", "end_on": JULY}, "不填写新的保险止期"),
        ({"end_on": MAY - DAY}, "早于批单生效日期"),
        ({"limit_per_person": Decimal(6000000)}, "高于每次事故责任限额"),
        ({"limit_total": Decimal(1)}, "高于累计责任限额"),
        ({"premium_paid_change": Decimal(1)}, "高于应收保费"),
        ({"premium_due_change": Decimal(-99999), "premium_paid_change": Decimal(-99999)}, "小于 0 元"),
    ],
)
def test_an_endorsement_that_cannot_be_is_refused(cast: Cast, given: dict[str, Any], words: str) -> None:
    policy = world.policy(world.enterprise())
    with pytest.raises(Refused, match=words):
        endorse(cast, policy, **given)
    assert not Endorsement.objects.exists()
    assert not AuditEvent.objects.filter(action="policy.endorsed").exists()


def test_a_number_is_used_once_and_nothing_follows_the_end(cast: Cast) -> None:
    policy = world.policy(world.enterprise())
    endorse(cast, policy, insured_people=50)
    with pytest.raises(Refused, match="“P-1”在本保单已登记"):
        endorse(cast, policy, insured_people=60, effective_on=JULY)
    endorse(cast, policy, endorsement_no="P-2", ends="SURRENDERED", effective_on=JULY)
    with pytest.raises(Refused, match="已于 2023-06-30 终止"):
        endorse(cast, policy, endorsement_no="P-3", insured_people=60, effective_on=JULY)


def test_a_policy_given_back_covers_until_the_day_before(cast: Cast) -> None:
    firm = world.enterprise()
    policy = world.policy(firm)
    ended = endorse(cast, policy, ends="SURRENDERED")
    assert Policy.objects.in_force(MAY - DAY).exists()
    assert not Policy.objects.in_force(MAY).exists()
    listed = Policy.objects.with_cover_end()
    for day, standing in ((MAY - DAY, "in_force"), (MAY, "SURRENDERED"), (date(2022, 1, 1), "future")):
        assert rules.standing(policy, rules.terms_on(policy, [ended]), day) == standing
        assert listed.of_standing(standing, day).exists()
    endorsing.withdraw_endorsement(endorsement=ended, reason="录入有误", by=cast.insurer_a_clerk, at=clock.now())
    assert Policy.objects.in_force(MAY).exists()
    assert AuditEvent.objects.get(action="policy.endorsement-withdrawn").detail["reason"] == "录入有误"


def test_a_prolonged_policy_covers_to_its_new_day(cast: Cast) -> None:
    policy = world.policy(world.enterprise())
    endorse(cast, policy, end_on=date(2024, 3, 31))
    assert Policy.objects.in_force(date(2024, 3, 31)).exists()
    assert not Policy.objects.in_force(date(2024, 4, 1)).exists()
    assert "LONG" in asked_about(policy)


SOUND = ((Decimal("60.00"), True, True), (Decimal("40.00"), False, False))


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (((Decimal("60.00"), True, True), (Decimal("39.99"), False, False)), "合计 99.99%，应为 100.00%，相差 0.01"),
        (((Decimal("60.00"), False, True), (Decimal("40.00"), False, False)), "一家首席"),
        (((Decimal("60.00"), True, True), (Decimal("40.00"), True, False)), "一家首席"),
        (((Decimal("100.00"), True, True),), "两家以上"),
        (((Decimal("60.00"), True, False), (Decimal("40.00"), False, False)), "没有本保单的保险机构"),
        (((Decimal("120.00"), True, True), (Decimal("-20.00"), False, False)), "大于 0"),
    ],
)
def test_shares_that_do_not_fit_are_refused_and_the_old_ones_stay(
    cast: Cast, shares: tuple[tuple[Decimal, bool, bool], ...], words: str
) -> None:
    policy = world.policy(world.enterprise())

    def parts(given: Any) -> list[Part]:
        return [
            Part(f"示例{n}", share, is_lead, policy.insurer if own else None)
            for n, (share, is_lead, own) in enumerate(given)
        ]

    endorsing.save_shares(policy=policy, parts=parts(SOUND), by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(Refused, match=words):
        endorsing.save_shares(policy=policy, parts=parts(shares), by=cast.insurer_a_clerk, at=clock.now())
    assert [row.share for row in CoinsuranceShare.objects.all()] == [Decimal("60.00"), Decimal("40.00")]


def rule(code: str, value: str | None, since: date) -> None:
    DatedRule.objects.create(
        code=code,
        value=value,
        valid_from=since,
        source="示例文件",
        clause="第一条",
        certainty="V",
        state="IN_FORCE",
        proposed_at=clock.now(),
    )


def test_each_question_has_its_policy_and_a_sound_one_has_none(cast: Cast) -> None:
    sound = world.policy(world.enterprise())
    assert asked_about(sound) == []
    rule(RuleCode.COMMISSION_MAX, "0.05", date(2022, 1, 1))
    rule(RuleCode.FEE_SHARE_MIN, "0.10", date(2022, 1, 1))
    firm = world.enterprise(employees=80)
    early = world.policy(firm, start_on=date(2021, 1, 1), end_on=date(2021, 12, 31))
    bad = world.policy(
        firm, start_on=date(2022, 3, 1), insured_people=79, limit_per_person=Decimal(100000), fee_rate=Decimal("0.05")
    )
    doubled = world.policy(firm, insured_people=80)
    world.expense(bad, booked_on=date(2023, 4, 1))
    PolicyDetail.objects.create(
        policy=bad, commission_rate=Decimal("0.0501"), fee_budget=Decimal("502.00"), updated_at=clock.now()
    )
    assert set(asked_about(bad)) == {code for code, _name in policyrules.QUESTIONS}
    assert asked_about(doubled) == ["OVERLAP"]
    assert asked_about(early) == []
    eye = Eye(Policy.objects.all(), MAY)
    for code, _name in policyrules.QUESTIONS:  # the list and the page say the same
        listed = set(policyrules.asked(Policy.objects.all(), code, eye))
        assert listed == {row for row in (sound, early, bad, doubled) if code in asked_about(row)}


def test_a_rule_is_judged_by_its_value_on_the_policys_first_day(cast: Cast) -> None:
    rule(RuleCode.COMMISSION_MAX, "0.01", date(2023, 2, 1))
    policy = world.policy(world.enterprise())
    PolicyDetail.objects.create(policy=policy, commission_rate=Decimal("0.04"), updated_at=clock.now())
    assert "COMMISSION" not in asked_about(policy, date(2023, 6, 1))


def test_an_insurer_does_not_learn_of_other_insurers_from_an_overlap(cast: Cast, as_user: SignIn) -> None:
    firm = world.enterprise()
    own, foreign = world.policy(firm), world.policy(firm, by="INS-B-ZJ", policy_no="BZX-2023-000077")
    page = as_user(cast.insurer_a_clerk).get(f"/policies/{own.pk}/").content.decode()
    assert foreign.policy_no not in page
    assert "重叠" not in page
    assert foreign.policy_no in as_user(cast.hangzhou_officer).get(f"/policies/{own.pk}/").content.decode()


def test_a_budget_off_by_more_than_a_yuan_needs_a_reason(cast: Cast) -> None:
    policy = world.policy(world.enterprise())  # 10,000 yuan at 15 %

    def save(**values: Any) -> PolicyDetail:
        return endorsing.save_detail(policy=policy, values=values, seen=seen, by=cast.insurer_a_clerk, at=clock.now())

    seen = ""
    with pytest.raises(Refused, match="1,500.00 元相差超过 1 元"):
        save(fee_budget=Decimal("1501.01"))
    stored = save(fee_budget=Decimal("1501.00"))
    with pytest.raises(Stale, match="页面已失效"):
        save(branch="示例支公司")
    seen = version_of(stored)
    assert save(fee_budget=Decimal(900), budget_reason="示例").fee_budget == Decimal(900)


def test_only_the_policys_insurer_writes(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())
    for who in (cast.insurer_b_clerk, cast.zhejiang_regulator, cast.hangzhou_officer, cast.provincial_officer):
        with pytest.raises(NotAllowed):
            endorsing.endorse(policy=policy, change=change(insured_people=5), by=who, at=clock.now())
        with pytest.raises(NotAllowed):
            endorsing.save_shares(policy=policy, parts=[], by=who, at=clock.now())
    assert as_user(cast.insurer_b_clerk).get(f"/policies/{policy.pk}/endorse/").status_code == 404
    assert as_user(cast.zhejiang_regulator).get(f"/policies/{policy.pk}/endorse/").status_code == 403


def test_the_pages_show_the_change_before_they_store_it(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise(), insured_people=10)
    client = as_user(cast.insurer_a_clerk)
    sent = {"endorsement_no": "P-9", "effective_on": "2023-05-01", "insured_people": "77", "reason": "示例新增"}
    shown = client.post(f"/policies/{policy.pk}/endorse/", sent)
    assert "变更前" in shown.content.decode()
    assert not Endorsement.objects.exists()
    assert client.post(f"/policies/{policy.pk}/endorse/", {**sent, "confirmed": "1"}).status_code == 302
    page = client.get(f"/policies/{policy.pk}/?on=2023-05-01").content.decode()
    assert "示例新增" in page
    assert "77 /" in page
    assert "77 /" not in client.get(f"/policies/{policy.pk}/?on=2023-04-30").content.decode()
    for nonsense in ("x", "2023-02-30", "1999-01-01"):
        assert client.get(f"/policies/{policy.pk}/?on={nonsense}").status_code == 200


def test_shares_and_details_by_the_pages(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())
    client = as_user(cast.insurer_a_clerk)
    lines = {
        "part-TOTAL_FORMS": "2",
        "part-INITIAL_FORMS": "0",
        "part-0-insurer": str(policy.insurer_id),
        "part-0-share": "60",
        "part-0-is_lead": "on",
        "part-1-name": "示例共保公司",
        "part-1-share": "39.99",
    }
    refused = client.post(f"/policies/{policy.pk}/shares/", lines)
    assert refused.status_code == 400
    assert "99.99%" in refused.content.decode()
    assert client.post(f"/policies/{policy.pk}/shares/", {**lines, "part-1-share": "40"}).status_code == 302
    page = client.get(f"/policies/{policy.pk}/").content.decode()
    assert "示例共保公司" in page
    assert client.post(f"/policies/{policy.pk}/details/", {"commission": "4.5", "product": "示例"}).status_code == 302
    assert PolicyDetail.objects.get().commission_rate == Decimal("0.045")
    assert 'value="4.50"' in client.get(f"/policies/{policy.pk}/details/").content.decode()


@pytest.mark.parametrize(
    "query", [f"ask={code}" for code, _name in policyrules.QUESTIONS] + ["status=expired", "ask=X"]
)
def test_the_list_asks_a_fixed_number_of_queries(cast: Cast, as_user: SignIn, query: str) -> None:
    client = as_user(cast.hangzhou_officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/policies/?{query}").status_code == 200
        return len(caught)

    firm = world.enterprise()
    for _n in range(2):
        world.policy(firm)
    few = queries()
    for _n in range(4):
        world.policy(firm)
    assert queries() <= few <= 12


def test_the_insured_is_told_once_a_year_how_the_fee_was_used(cast: Cast) -> None:
    policy = world.policy(world.enterprise(), start_on=date(2022, 1, 1))
    assert "TELL" not in asked_about(policy)  # nothing was spent
    world.expense(policy, booked_on=date(2022, 6, 1))
    assert "TELL" in asked_about(policy)
    PolicyDetail.objects.create(policy=policy, disclosed_on=date(2022, 12, 1), updated_at=clock.now())
    assert "TELL" not in asked_about(policy)
    assert "TELL" in asked_about(policy, date(2023, 12, 2))
