"""What speaks against figures: vouchers held back leave a gap with the reason, open months and other rows are said."""

from datetime import date

from reports.documents.sections import bound_of
from reports.services.doubting import months_told
from tests import world
from tests.cast import Cast
from tests.reports.figuring import build
from tests.reports.holding import hold_row


def test_vouchers_held_back_are_a_gap_and_other_rows_a_note(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    for month in (5, 7, 8, 9):
        world.expense(held, booked_on=date(2023, month, 5))
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
        f"{insurer}2023年5月、7月至9月费用尚未结账",
    ]
    coverage = build("coverage", cast.hangzhou_officer)
    assert (coverage.doubts, len(coverage.notes)) == ({}, 2)


def test_nothing_speaks_against_figures_without_either(cast: Cast) -> None:
    world.policy(world.enterprise())
    snapshot = build("campaign", cast.hangzhou_officer)
    assert (snapshot.doubts, snapshot.notes) == ({}, [])


def test_months_are_told_as_spans_within_their_years() -> None:
    days = [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1), date(2024, 3, 1)]
    assert months_told(days) == "2023年11月至12月、2024年1月、3月"
