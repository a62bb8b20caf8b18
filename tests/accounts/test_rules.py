"""Rules about organisations and people, each on both sides of its border."""

import pytest

from accounts import rules
from accounts.choices import DivisionLevel
from accounts.choices import OrganisationKind as Kind
from accounts.door.rules import is_due, is_word
from accounts.scope import Identity
from tests.cast import Cast

PROVINCE, NINGBO, HANGZHOU, XIHU, HAISHU = "330000", "330200", "330100", "330106", "330203"


@pytest.mark.parametrize(
    ("kind", "division", "above", "is_fine"),
    [
        (Kind.COUNTY_EMERGENCY, XIHU, HANGZHOU, True),
        (Kind.COUNTY_EMERGENCY, HAISHU, HANGZHOU, False),
        (Kind.INSURER_BRANCH, HANGZHOU, PROVINCE, True),
        (Kind.REGULATOR_SUBOFFICE, HANGZHOU, PROVINCE, True),
        (Kind.INSURER_BRANCH, NINGBO, PROVINCE, False),
        (Kind.REGULATOR_SUBOFFICE, NINGBO, PROVINCE, False),
        (Kind.INSURER_BRANCH, NINGBO, NINGBO, True),
        (Kind.INSURER_BRANCH, HANGZHOU, NINGBO, False),
        (Kind.CITY_EMERGENCY, NINGBO, PROVINCE, True),
        (Kind.SECTOR_AUTHORITY, NINGBO, PROVINCE, True),
        (Kind.SECTOR_AUTHORITY, XIHU, HANGZHOU, True),
    ],
)
def test_what_stands_below_what(kind: str, division: str, above: str, is_fine: bool) -> None:
    assert (rules.complain_parent(kind, division, above) is None) == is_fine


@pytest.mark.parametrize(
    ("code", "is_fine"),
    [("EM-330106", True), ("A" * 34, True), ("A" * 35, False), ("em-330106", False), ("EM--1", False), ("EM-", False)],
)
def test_codes_of_organisations(code: str, is_fine: bool) -> None:
    assert (rules.complain_code(code) is None) == is_fine


@pytest.mark.parametrize(
    ("name", "is_fine"), [("a1-b", True), ("abc", False), ("a" * 40, True), ("a" * 41, False), ("A" * 5, False)]
)
def test_user_names(name: str, is_fine: bool) -> None:
    assert (rules.complain_username(name) is None) == is_fine


@pytest.mark.parametrize(("name", "is_fine"), [("李", True), (" ", False), ("李" * 40, True), ("李" * 41, False)])
def test_names_of_people(name: str, is_fine: bool) -> None:
    assert (rules.complain_name(name) is None) == is_fine


P, C, D = DivisionLevel.PROVINCE, DivisionLevel.CITY, DivisionLevel.COUNTY


@pytest.mark.parametrize(
    ("kind", "levels"),
    [
        (Kind.PROVINCIAL_EMERGENCY, {P}),
        (Kind.CITY_EMERGENCY, {C}),
        (Kind.COUNTY_EMERGENCY, {D}),
        (Kind.PROVINCIAL_REGULATOR, {P, C}),
        (Kind.REGULATOR_SUBOFFICE, {C}),
        (Kind.INSURER, {P, C}),
        (Kind.INSURER_BRANCH, {C}),
        (Kind.SECTOR_AUTHORITY, {C, D}),
        (Kind.SERVICE_AGENCY, {P, C, D}),
        ("none", {P, C, D}),
    ],
)
def test_at_which_level_bodies_stand(kind: str, levels: set[str]) -> None:
    assert {level for level in (P, C, D) if rules.complain_place(kind, level) is None} == levels


@pytest.mark.parametrize(
    ("kind", "name", "division", "letters"),
    [
        (Kind.CITY_EMERGENCY, "杭州市应急管理局", "杭州市", "杭州应急"),
        (Kind.REGULATOR_SUBOFFICE, "温州监管分局", "温州市", "温州金管"),
        (Kind.COUNTY_EMERGENCY, "景宁应急管理局", "景宁畲族自治县", "景宁应急"),
        (Kind.SECTOR_AUTHORITY, "杭州市住房和城乡建设局", "杭州市", "杭州住房"),
        (Kind.SECTOR_AUTHORITY, "杭州市示例管理局", "杭州市", "杭州管理局"),
        (Kind.INSURER, "示例财险（浙江）", "浙江省", "示例财险浙江"),
        (Kind.INSURER_BRANCH, "示例财险(杭州)", "杭州市", "示例财险杭州"),
        (Kind.SERVICE_AGENCY, "示例安全服务（杭州）", "杭州市", "示例安全服务"),
    ],
)
def test_letters_before_the_numbers_of_documents(kind: str, name: str, division: str, letters: str) -> None:
    assert rules.letter_code(kind, name, division) == letters


@pytest.mark.parametrize(
    ("chosen", "now", "days", "due"), [(100, 86_499, 1, False), (100, 86_500, 1, True), (0, 9**9, 0, False)]
)
def test_when_a_password_is_due(chosen: int, now: int, days: int, due: bool) -> None:
    assert is_due(chosen=chosen, now=now, days=days) == due


@pytest.mark.parametrize(("text", "found"), [("ab", False), ("abc", True), ("李", False), ("李某", True)])
def test_what_is_long_enough_to_be_a_word(text: str, found: bool) -> None:
    assert is_word(text) == found


def test_a_branch_writes_in_its_city_alone() -> None:
    branch = Identity(1, 2, HANGZHOU, "杭州市")
    assert branch.complain_city(HANGZHOU) is None
    assert "杭州市" in str(branch.complain_city(NINGBO))
    assert Identity(1).complain_city(NINGBO) is None


def test_a_role_without_its_place_sees_nothing_and_is_told_so(cast: Cast) -> None:
    """Nothing, which has a place of its own, and no missing answer."""
    from accounts.scope import NOTHING, scope_for

    branch = cast.insurer_a_clerk
    branch.role = "BRANCH"
    assert scope_for(branch) == NOTHING
    assert scope_for(object()) == NOTHING
