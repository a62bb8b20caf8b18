"""Which rows of the insurers' ledgers each role sees (domain.md 1.5), and the arithmetic that they share."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from insurers.base.querysets import visible_through
from insurers.base.rules import share
from insurers.expenses.models import Expense
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast


@pytest.fixture
def names(cast: Cast) -> dict[int, str]:
    """Policies by key, each with a name: its insurer and the place of its enterprise."""
    xihu = world.enterprise("330106", sectors=["CONSTR"])
    chemical = world.enterprise("330102", sectors=["HAZCHEM"])
    wenzhou = world.enterprise("330302", sectors=["CONSTR"])
    ningbo = world.enterprise("330203", sectors=["CONSTR"])
    made = {
        "a xihu": world.policy(xihu),
        "b xihu": world.policy(xihu, by="INS-B-ZJ"),
        "a chemical": world.policy(chemical),
        "a wenzhou": world.policy(wenzhou),
        "nb ningbo": world.policy(ningbo, by="INS-A-NB"),
    }
    return {policy.pk: name for name, policy in made.items()}


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("provincial_officer", {"a xihu", "b xihu", "a chemical", "a wenzhou", "nb ningbo"}),
        ("hangzhou_officer", {"a xihu", "b xihu", "a chemical"}),
        ("xihu_county", {"a xihu", "b xihu"}),
        ("builder_authority", {"a xihu", "b xihu"}),
        ("zhejiang_regulator", {"a xihu", "b xihu", "a chemical", "a wenzhou"}),
        ("ningbo_regulator", {"nb ningbo"}),
        ("wenzhou_regulator", {"a wenzhou"}),
        ("insurer_a_clerk", {"a xihu", "a chemical", "a wenzhou"}),
        ("insurer_b_clerk", {"b xihu"}),
        ("insurer_a_ningbo_clerk", {"nb ningbo"}),
        ("agency", set()),
        ("adm_system", set()),
    ],
)
def test_each_role_sees_the_rows_of_its_place_or_its_own(
    cast: Cast, names: dict[int, str], person: str, sees: set[str]
) -> None:
    shown = Policy.objects.visible_to(getattr(cast, person)).filter(pk__in=names)
    assert {names[pk] for pk in shown.values_list("pk", flat=True)} == sees


def test_a_stranger_sees_nothing(cast: Cast, names: dict[int, str]) -> None:
    assert not Policy.objects.visible_to(AnonymousUser()).exists()


def test_rows_of_a_row_are_seen_with_it(cast: Cast, names: dict[int, str]) -> None:
    policies = Policy.objects.in_bulk(list(names))
    booked = {world.expense(policy).pk: names[pk] for pk, policy in policies.items()}
    rows = visible_through(Expense.objects.filter(pk__in=booked), "policy", cast.xihu_county)
    assert {booked[row.pk] for row in rows} == {"a xihu", "b xihu"}


@pytest.mark.parametrize(
    ("part", "whole", "fraction"),
    [("1", "3", "0.3333"), ("2", "3", "0.6667"), ("1", "8000", "0.0001"), ("1", "20000", "0.0001"), ("0", "5", "0")],
)
def test_a_share_has_four_decimals_and_half_goes_up(part: str, whole: str, fraction: str) -> None:
    assert share(Decimal(part), Decimal(whole)) == Decimal(fraction)


def test_nothing_is_a_share_of_nothing() -> None:
    assert share(Decimal(0), Decimal(0)) is None
