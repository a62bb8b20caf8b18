"""When a pairing of cities can be used (notice 二(四), annex 2; domain.md 10)."""

from collections.abc import Sequence
from typing import Final

from accounts.choices import OrganisationKind
from accounts.roles import NINGBO

PROVINCE: Final = "330000"
CAPITAL: Final = "330100"


def pairing_faults(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with a pairing of inspecting and inspected cities; empty when it can be used.

    Enforced are the two equal sets, each city once on each side, none with itself (domain.md 10); that the table of
    2023 is one ring of eleven is its own property and no rule.
    """
    inspecting, inspected = [a for a, _ in pairs], [b for _, b in pairs]
    faults = []
    if len(set(inspecting)) != len(inspecting):
        faults.append("检查地区有重复")
    if len(set(inspected)) != len(inspected):
        faults.append("被检查地区有重复")
    if set(inspecting) != set(inspected):
        faults.append("检查地区与被检查地区不是同一组城市")
    if any(a == b for a, b in pairs):
        faults.append("有地区被安排检查本地区")
    return faults


def regulator_of(city: str) -> tuple[str, str]:
    """Kind and division of the regulator of a city: Hangzhou's is the provincial one, Ningbo has its own (domain.md 1.2)."""
    if city == CAPITAL:
        return OrganisationKind.PROVINCIAL_REGULATOR, PROVINCE
    return OrganisationKind.PROVINCIAL_REGULATOR if city == NINGBO else OrganisationKind.REGULATOR_SUBOFFICE, city
