"""Pure rules and the pairing's geometry."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from inspections import ring, rules
from inspections.choices import FindingKind, FindingSubject


def test_every_subject_has_kinds_and_every_kind_a_subject() -> None:
    kinds = {subject: rules.kinds_of(subject) for subject in FindingSubject.values}
    assert all(kinds.values())
    assert frozenset().union(*kinds.values()) == set(FindingKind.values)
    assert "NOT_INSURED" not in kinds["INSURER"] | kinds["AGENCY"]
    assert "BUSINESS_VIOLATION" not in kinds["ENTERPRISE"]
    assert rules.kinds_of("CITY") == frozenset()


@pytest.mark.parametrize(
    ("subject", "labels"),
    [
        ("ENTERPRISE", "应保未保 未全员投保 未足额投保 未签服务方案 未按合同服务 未书面告知 隐患未闭环 其他"),
        (
            "INSURER",
            "未签服务方案 未按合同服务 记录不实 费用不实 未书面告知 隐患未闭环 拒不整改未报告 经营违规 其他",
        ),
        ("AGENCY", "未按合同服务 记录不实 费用不实 其他"),
    ],
)
def test_what_can_be_found_at_whom(subject: str, labels: str) -> None:
    assert {FindingKind(kind).label for kind in rules.kinds_of(subject)} == set(labels.split())


def cover(number: str, people: int, limit: int, end_on: date) -> rules.Cover:
    return rules.Cover(number, people, Decimal(limit), end_on)


def test_people_of_all_policies_count_and_the_one_that_ends_last_gives_number_and_limit() -> None:
    held = [
        cover("乙", 20, 300_000, date(2024, 6, 30)),
        cover("甲", 30, 200_000, date(2023, 12, 31)),
        cover("丙", 5, 200_000, date(2023, 11, 30)),
    ]
    filled = rules.prefill(held, 55, Decimal(300_000))
    assert filled == rules.Prefill("YES", "乙", 55, 55, Decimal(300_000))
    assert rules.prefill(held, 56, Decimal(300_001)).insured == "PARTLY"


@pytest.mark.parametrize(("limit", "state"), [(299_999, "UNDER"), (300_000, "YES"), (300_001, "YES")])
def test_the_limit_a_person_is_met_on_the_yuan(limit: int, state: str) -> None:
    held = [cover("甲", 50, limit, date(2023, 12, 31))]
    assert rules.prefill(held, 50, Decimal(300_000)).insured == state
    assert rules.prefill(held, 50).insured == "YES"


@pytest.mark.parametrize(("people", "state"), [(49, "PARTLY"), (50, "YES"), (51, "YES")])
def test_everybody_employed_is_insured(people: int, state: str) -> None:
    assert rules.prefill([cover("甲", people, 500_000, date(2023, 12, 31))], 50).insured == state


def test_whom_nobody_insured_has_no_policy_to_fill_in() -> None:
    assert rules.prefill([], 50) == rules.Prefill("NO", people=50)


def test_differences_name_what_is_not_as_on_record_and_leave_open_questions() -> None:
    seen = {"people": 50, "train": False, "insured": "", "drill": None, "hazards_total": 0}
    ledger = {"people": 48, "train": True, "insured": "YES", "drill": True, "hazards_total": 0}
    assert rules.differences(seen, ledger) == [("people", 50, 48), ("train", False, True)]


@pytest.mark.parametrize(
    ("booked", "budget", "share"),
    [
        (Decimal(30), Decimal(40), Decimal("0.75")),
        (None, Decimal(40), None),
        (Decimal(1), Decimal(0), None),
        (Decimal(0), Decimal(40), Decimal(0)),
    ],
)
def test_fee_share(booked: Decimal | None, budget: Decimal | None, share: Decimal | None) -> None:
    assert rules.fee_share(booked, budget) == share


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        ([("A", "B"), ("A", "C"), ("B", "A"), ("C", "B")], ["检查地区有重复", "被检查地区有重复"]),
        ([("A", "B"), ("A", "C"), ("B", "A")], ["检查地区有重复", "检查地区与被检查地区不是同一组城市"]),
        ([("A", "B"), ("C", "B"), ("B", "A")], ["被检查地区有重复", "检查地区与被检查地区不是同一组城市"]),
        ([("A", "B"), ("B", "C")], ["检查地区与被检查地区不是同一组城市"]),
        ([("A", "A"), ("B", "C"), ("C", "B")], ["有地区被安排检查本地区"]),
    ],
)
def test_a_pairing_that_cannot_be_used(pairs: list[tuple[str, str]], fault: list[str]) -> None:
    assert rules.pairing_faults(pairs) == fault


def test_pairs_that_visit_each_other_are_allowed() -> None:
    assert rules.pairing_faults([("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")]) == []


@dataclass
class Row:
    inspecting_id: str
    inspected_id: str

    @property
    def inspecting(self) -> Any:
        return SimpleNamespace(code=self.inspecting_id, name=f"{self.inspecting_id}市")

    @property
    def inspected(self) -> Any:
        return SimpleNamespace(code=self.inspected_id, name=f"{self.inspected_id}市")


def test_one_cycle_goes_once_round_the_circle() -> None:
    drawn = ring.draw([Row("甲", "丙"), Row("乙", "甲"), Row("丙", "乙")])
    assert drawn is not None
    assert [city.name for city in drawn.cities] == ["甲", "丙", "乙"]
    assert (drawn.cities[0].x, drawn.cities[0].y) == ("170.0", "34.0")
    assert all("A136 136" in arrow.line for arrow in drawn.arrows)


def test_several_cycles_are_drawn_with_arrows_across() -> None:
    drawn = ring.draw([Row("甲", "乙"), Row("乙", "甲"), Row("丙", "丁"), Row("丁", "丙")])
    assert drawn is not None
    assert [city.name for city in drawn.cities] == ["甲", "乙", "丙", "丁"]
    assert ["L" in arrow.line for arrow in drawn.arrows] == [False, True, False, True]


@pytest.mark.parametrize("rows", [[], [Row("甲", "乙")]])
def test_what_is_no_ring_is_not_drawn(rows: list[Row]) -> None:
    assert ring.draw(rows) is None
