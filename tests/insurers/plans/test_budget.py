"""The budget of a plan: the premium paid times the share agreed, half a fen upwards (domain.md 4.2)."""

from decimal import Decimal

import pytest

from insurers.plans.checks import terms_of
from tests import world
from tests.cast import Cast


@pytest.mark.parametrize(
    ("premium", "share", "budget"),
    [
        ("100.30", "0.15", "15.05"),  # 15.045: a banker would round to 15.04
        ("100.10", "0.15", "15.02"),  # 15.015
        ("100.29", "0.15", "15.04"),  # 15.0435
        ("10000.00", "0.15", "1500.00"),
        ("0.00", "0.15", "0.00"),
    ],
)
def test_half_a_fen_counts_as_one(cast: Cast, premium: str, share: str, budget: str) -> None:
    policy = world.policy(world.enterprise(), premium_paid=Decimal(premium), fee_rate=Decimal(share))
    assert str(terms_of(policy).budget) == budget
