"""What speaks against figures: vouchers held back leave a gap with the reason, open months and other rows are said."""

from datetime import date

from reports.documents.sections import bound_of
from tests import world
from tests.cast import Cast
from tests.reports.figuring import build
from tests.reports.holding import hold_row


def test_vouchers_held_back_are_a_gap_and_other_rows_a_note(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    world.expense(held, booked_on=date(2023, 9, 5))
    hold_row(cast.insurer_a_clerk, "expenses", held.policy_no, "policy_no")  # a voucher names no enterprise
    hold_row(cast.insurer_a_clerk, "expenses", world.policy(world.enterprise(world.QUZHOU)).policy_no, "policy_no")
    hold_row(cast.insurer_b_clerk, "expenses", held.policy_no, "policy_no")  # sold by another
    hold_row(cast.insurer_a_clerk, "hazards", held.enterprise.uscc)
    hold_row(cast.insurer_a_clerk, "hazards", world.enterprise(world.QUZHOU).uscc)
    snapshot = build("campaign", cast.hangzhou_officer)
    insurer = cast.insurer_a_clerk.organisation.name
    assert set(snapshot.doubts) == {"expenses.booked", "expenses.share", "expenses.budget_rate"}
    assert bound_of(snapshot).lack("expenses.booked") == f"{insurer}费用台账1行有误待更正，未通过校验"
    assert snapshot.notes == [
        f"{insurer}隐患台账1行有误待更正，未计入",
        f"{insurer}费用台账1行有误待更正，未计入",
        f"{insurer}2023年9月费用尚未结账",
    ]
    coverage = build("coverage", cast.hangzhou_officer)
    assert (coverage.doubts, len(coverage.notes)) == ({}, 2)


def test_nothing_speaks_against_figures_without_either(cast: Cast) -> None:
    world.policy(world.enterprise())
    snapshot = build("campaign", cast.hangzhou_officer)
    assert (snapshot.doubts, snapshot.notes) == ({}, [])
