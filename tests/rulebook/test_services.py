"""Dated rules: proposed by one person of the province, decided by another, never two values for one day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale, version_of
from rulebook.book import value_on, values_on
from rulebook.choices import RuleCode
from rulebook.models import DatedRule
from rulebook.rules import OF_REGULATOR, Proposal
from rulebook.services import change_proposal, decide_rule, propose_rule, set_day, withdraw_proposal
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
FLOOR = Proposal("fee_share_min", Decimal("0.15"), date(2024, 1, 1), None, "示例通知〔2024〕1号", "第三条", "V")


def decided(cast: Cast, proposal: Proposal) -> DatedRule:
    rule = propose_rule(proposal=proposal, by=cast.provincial_officer, at=clock.now())
    return decide_rule(rule=rule, approve=True, note="", by=cast.provincial_lead, at=clock.now())


@pytest.mark.parametrize(
    ("code", "day", "value"),
    [
        ("limit_per_person", date(2023, 11, 23), Decimal(300000)),
        ("limit_per_person", date(2025, 3, 28), Decimal(300000)),
        ("limit_per_person", date(2025, 3, 29), Decimal(400000)),
        ("commission_max", date(2023, 11, 23), None),
        ("fee_share_max", date(2023, 11, 23), None),
        ("fee_share_max", date(2025, 3, 29), Decimal("0.21")),
        ("fee_share_min", date(2023, 11, 23), None),
        ("fine_max", date(2021, 8, 31), None),
        ("fine_max", date(2021, 9, 1), Decimal(100000)),
    ],
)
def test_the_seeded_values_hold_on_their_days(cast: Cast, code: str, day: date, value: Decimal | None) -> None:
    assert value_on(code, day) == value
    assert values_on(day).get(code) == value


def test_a_decided_rule_holds_from_its_day_and_ends_the_former(cast: Cast) -> None:
    rule = decided(cast, FLOOR)
    assert rule.state == "IN_FORCE"
    assert value_on("fee_share_min", date(2023, 12, 31)) is None
    assert value_on("fee_share_min", date(2024, 1, 1)) == Decimal("0.15")
    former = DatedRule.objects.get(code="fee_share_min", valid_from=date(2018, 1, 1))
    assert former.valid_to == date(2023, 12, 31)
    assert AuditEvent.objects.filter(action="rule.decided").count() == 1


def test_nobody_decides_on_their_own_proposal(cast: Cast) -> None:
    rule = propose_rule(proposal=FLOOR, by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="提出人本人"):
        decide_rule(rule=rule, approve=True, note="", by=cast.provincial_officer, at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedRule.objects.filter(pk=rule.pk).update(decided_by=cast.provincial_officer)
    assert value_on("fee_share_min", date(2024, 6, 1)) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": " "}, "依据为空"),
        ({"valid_to": date(2023, 12, 31)}, "早于起始日期"),
        ({"value": Decimal("-0.1")}, "负数"),
        ({"value": Decimal(15)}, "大于 1"),
        ({"code": "expiring_days", "value": Decimal("30.5")}, "不是整数"),
    ],
)
def test_a_faulty_proposal_is_a_sentence_and_nothing_is_stored(cast: Cast, changes: dict[str, Any], said: str) -> None:
    known = DatedRule.objects.count()
    with pytest.raises(Refused, match=said):
        propose_rule(proposal=replace(FLOOR, **changes), by=cast.provincial_officer, at=clock.now())
    assert DatedRule.objects.count() == known


def test_overlaps_and_bounds_the_wrong_way_round_are_refused_whole(cast: Cast) -> None:
    with pytest.raises(Refused, match="将大于"):
        decided(cast, replace(FLOOR, value=Decimal("0.3"), valid_from=date(2025, 4, 1)))
    assert DatedRule.objects.get(code="fee_share_min", state="IN_FORCE").valid_to is None
    late = date(2030, 1, 1)
    with pytest.raises(Refused, match="重叠"):
        decided(cast, replace(FLOOR, code="limit_per_person", value=Decimal(350000), valid_to=late))
    with pytest.raises(Refused, match="已有审定的数值"):
        decided(cast, replace(FLOOR, valid_from=date(2018, 1, 1)))


def test_a_refusal_needs_its_reason(cast: Cast) -> None:
    rule = propose_rule(proposal=FLOOR, by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="理由"):
        decide_rule(rule=rule, approve=False, note=" ", by=cast.provincial_lead, at=clock.now())
    decide_rule(rule=rule, approve=False, note="依据不足", by=cast.provincial_lead, at=clock.now())
    with pytest.raises(Refused, match="当前状态"):
        decide_rule(rule=rule, approve=True, note="", by=cast.provincial_lead, at=clock.now())


def test_only_the_province_proposes(cast: Cast) -> None:
    for person in (cast.hangzhou_officer, cast.ningbo_regulator, cast.insurer_a_lead, cast.adm_system):
        with pytest.raises(NotAllowed):
            propose_rule(proposal=FLOOR, by=person, at=clock.now())
    with pytest.raises(Refused, match="省应急管理厅"):  # the Zhejiang regulator keeps the insurance law's ranges alone
        propose_rule(proposal=FLOOR, by=cast.zhejiang_regulator, at=clock.now())


def test_from_the_form_to_the_rule_book(cast: Cast, as_user: SignIn) -> None:
    sent = {
        "code": "fee_share_min",
        "value": "0.15",
        "valid_from": "2023-11-01",
        "source": "示例通知",
        "certainty": "V",
    }
    officer, lead = as_user(cast.provincial_officer), as_user(cast.provincial_lead)
    assert officer.post(reverse("rulebook:rule-propose"), sent).status_code == 302
    rule = DatedRule.objects.get(state="PROPOSED")
    assert "提交审定" not in officer.get(reverse("rulebook:rule-list")).content.decode()
    assert reverse("rulebook:rule-approve", args=[rule.pk]) in lead.get(reverse("rulebook:rule-list")).content.decode()
    assert "示例通知" not in as_user(cast.quzhou_officer).get(reverse("rulebook:rule-list")).content.decode()
    lead.post(reverse("rulebook:rule-approve", args=[rule.pk]))
    book = as_user(cast.quzhou_officer).get(reverse("reports:rulebook")).content.decode()
    assert "示例通知" in book
    for text in ("每人责任限额下限", "第一百零九条", "批准免保", "服务编号"):
        assert text in book


@pytest.mark.parametrize("is_regulator", [True, False])
def test_the_form_offers_what_the_office_may_propose(cast: Cast, as_user: SignIn, is_regulator: bool) -> None:
    client = as_user(cast.zhejiang_regulator if is_regulator else cast.provincial_officer)
    form = client.get(reverse("rulebook:rule-propose")).context["form"]
    offered = {value for value, _label in form.fields["code"].choices}
    assert offered == (OF_REGULATOR if is_regulator else set(RuleCode.values) - OF_REGULATOR)
    foreign = next(code for code in RuleCode.values if code not in offered)
    sent = {"code": foreign, "value": "1", "valid_from": "2024-01-01", "source": "示例通知", "certainty": "V"}
    answer = client.post(reverse("rulebook:rule-propose"), sent)
    assert answer.status_code == 400
    assert "该规则不由本单位提出和审定" in answer.content.decode()


def test_a_faulty_form_says_what_is_wrong(cast: Cast, as_user: SignIn) -> None:
    answer = as_user(cast.provincial_officer).post(reverse("rulebook:rule-propose"), {"code": "x", "value": "abc"})
    assert answer.status_code == 400
    assert not DatedRule.objects.filter(state="PROPOSED").exists()


def test_an_open_rule_before_the_next_one_ends_the_day_before_it(cast: Cast) -> None:
    rule = decided(cast, replace(FLOOR, code="limit_per_person", value=Decimal(350000)))
    assert rule.valid_to == date(2025, 3, 28)
    assert value_on("limit_per_person", date(2025, 3, 28)) == Decimal(350000)
    assert value_on("limit_per_person", date(2025, 3, 29)) == Decimal(400000)


def test_an_author_changes_the_proposal_and_nobody_else_does(cast: Cast) -> None:
    rule = propose_rule(proposal=FLOOR, by=cast.provincial_officer, at=clock.now())
    seen, other = version_of(rule), replace(FLOOR, value=Decimal("0.16"))
    with pytest.raises(Refused, match="提出人本人"):
        change_proposal(rule=rule, proposal=other, seen=seen, by=cast.provincial_lead, at=clock.now())
    with pytest.raises(Refused, match="依据为空"):
        change_proposal(
            rule=rule, proposal=replace(other, source=" "), seen=seen, by=cast.provincial_officer, at=clock.now()
        )
    changed = change_proposal(rule=rule, proposal=other, seen=seen, by=cast.provincial_officer, at=clock.now())
    assert DatedRule.objects.get(pk=rule.pk).value == changed.value == Decimal("0.16")
    with pytest.raises(Stale):
        change_proposal(rule=rule, proposal=FLOOR, seen=seen, by=cast.provincial_officer, at=clock.now())
    decide_rule(rule=rule, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    with pytest.raises(Refused, match="不能再修改"):
        change_proposal(rule=rule, proposal=FLOOR, seen=version_of(changed), by=cast.provincial_officer, at=clock.now())


def test_an_author_withdraws_the_proposal_and_nobody_can_decide_on_it(cast: Cast, as_user: SignIn) -> None:
    rule = propose_rule(proposal=FLOOR, by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="提出人本人"):
        withdraw_proposal(rule=rule, by=cast.provincial_lead, at=clock.now())
    address = reverse("rulebook:rule-withdraw", args=[rule.pk])
    assert address not in as_user(cast.provincial_lead).get(reverse("rulebook:rule-list")).content.decode()
    officer = as_user(cast.provincial_officer)
    assert address in officer.get(reverse("rulebook:rule-list")).content.decode()
    officer.post(address)
    assert DatedRule.objects.get(pk=rule.pk).state == "WITHDRAWN"
    with pytest.raises(Refused, match="当前状态"):
        decide_rule(rule=rule, approve=True, note="", by=cast.provincial_lead, at=clock.now())


def test_the_form_of_a_change_shows_the_proposal_and_stores_what_is_typed(cast: Cast, as_user: SignIn) -> None:
    rule = propose_rule(proposal=FLOOR, by=cast.provincial_officer, at=clock.now())
    officer, address = as_user(cast.provincial_officer), reverse("rulebook:rule-change", args=[rule.pk])
    page = officer.get(address).content.decode()
    assert 'value="0.15"' in page
    sent = {
        "code": "fee_share_min",
        "value": "0.12",
        "valid_from": "2024-01-01",
        "source": "示例通知",
        "certainty": "V",
        "seen": version_of(rule),
    }
    assert officer.post(address, sent | {"seen": ""}).status_code == 409
    assert officer.post(address, sent).status_code == 302
    assert DatedRule.objects.get(pk=rule.pk).plain_value == "0.12"


def test_a_day_off_of_the_province_moves_the_countdown_everywhere(cast: Cast, as_user: SignIn) -> None:
    """10 December 2023 is a Sunday, so that the work ends on Friday the 8th; the province makes that a day off."""
    province = as_user(cast.provincial_officer)
    pages = [reverse("home"), reverse("campaigns:campaign-detail"), reverse("reports:centre")]

    def shown() -> list[bool]:
        return ["12月7日" in province.get(page).content.decode() for page in pages]

    assert shown() == [False] * 3
    set_day(day=date(2023, 12, 8), is_worked=False, source="示例通知", by=cast.provincial_officer, at=clock.now())
    assert shown() == [True] * 3
