"""Pure rules and the pairing's geometry."""

from dataclasses import dataclass
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


def test_differences_name_what_is_not_as_on_record_and_leave_open_questions() -> None:
    seen = {"people": 50, "train": False, "insured": "", "drill": None, "hazards_total": 0}
    ledger = {"people": 48, "train": True, "insured": "YES", "drill": True, "hazards_total": 0}
    assert rules.differences(seen, ledger) == [("people", 50, 48), ("train", False, True)]


@pytest.mark.parametrize(
    ("booked", "budget", "share"),
    [(Decimal(30), Decimal(40), Decimal("0.75")), (None, Decimal(40), None), (Decimal(1), Decimal(0), None),
     (Decimal(0), Decimal(40), Decimal(0))],
)  # fmt: skip
def test_fee_share(booked: Decimal | None, budget: Decimal | None, share: Decimal | None) -> None:
    assert rules.fee_share(booked, budget) == share


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        ([("A", "B"), ("A", "C")], "检查地区有重复"),
        ([("A", "B"), ("C", "B")], "被检查地区有重复"),
        ([("A", "B"), ("B", "C")], "不是同一组城市"),
        ([("A", "A"), ("B", "C"), ("C", "B")], "检查本地区"),
    ],
)
def test_a_pairing_that_cannot_be_used(pairs: list[tuple[str, str]], fault: str) -> None:
    assert any(fault in told for told in rules.pairing_faults(pairs))


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
