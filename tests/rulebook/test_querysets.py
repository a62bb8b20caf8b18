"""Who sees which dated rules, and which hold on a day."""

from datetime import date
from decimal import Decimal

import pytest

from core import clock
from rulebook.models import DatedRule
from rulebook.rules import Proposal
from rulebook.services import decide_rule, propose_rule
from rulebook.states import RULE_MOVES
from tests.cast import Cast

FIRST, LAST = date(2022, 1, 1), date(2022, 1, 31)


def proposed(cast: Cast) -> DatedRule:
    """A rule for January 2022 on what no other rule is about, before it was decided."""
    proposal = Proposal("commission_max", Decimal("0.20"), FIRST, LAST, "示例通知〔2022〕1号", "第三条", "V")
    return propose_rule(proposal=proposal, by=cast.provincial_officer, at=clock.now())


def test_a_proposal_is_for_those_who_decide_and_a_rule_for_all_in_the_campaign(cast: Cast) -> None:
    rule = proposed(cast)

    def seen_by(name: str) -> bool:
        return DatedRule.objects.visible_to(getattr(cast, name)).filter(pk=rule.pk).exists()

    assert [seen_by(name) for name in ("provincial_lead", "hangzhou_officer", "adm_system")] == [True, False, False]
    decide_rule(rule=rule, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    assert [seen_by(name) for name in ("provincial_lead", "hangzhou_officer", "adm_system")] == [True, True, False]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2021, 12, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2022, 2, 1), False),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_day(cast: Cast, day: date, holds: bool) -> None:
    rule = proposed(cast)
    assert not DatedRule.objects.in_force(day).filter(pk=rule.pk).exists()
    decide_rule(rule=rule, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    assert DatedRule.objects.in_force(day).filter(pk=rule.pk).exists() == holds


def test_a_proposal_can_be_approved_and_refused() -> None:
    assert [move.name for move in RULE_MOVES] == ["approve", "refuse", "withdraw"]
