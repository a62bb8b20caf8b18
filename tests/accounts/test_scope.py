"""Who sees which rows, as one value (domain.md 1.5)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.ownership import own_rows
from accounts.scope import NOTHING, Scope, scope_for
from core.imports.models import Upload
from tests.cast import Cast


@pytest.mark.parametrize(
    ("person", "scope"),
    [
        ("provincial_officer", Scope(everything=True)),
        ("hangzhou_officer", Scope(city="330100")),
        ("hangzhou_lead", Scope(city="330100")),
        ("quzhou_officer", Scope(city="330800")),
        ("wenzhou_regulator", Scope(city="330300")),
        ("ningbo_regulator", Scope(city="330200")),
        ("zhejiang_regulator", Scope(outside_city="330200")),
        ("xihu_county", Scope(county="330106")),
        ("builder_authority", Scope(city="330100", sector="CONSTR")),
        ("adm_system", NOTHING),
        ("adm_security", NOTHING),
        ("adm_audit", NOTHING),
    ],
)
def test_each_role_has_its_place(cast: Cast, person: str, scope: Scope) -> None:
    assert scope_for(getattr(cast, person)) == scope


def test_insurers_and_agencies_are_known_by_their_organisation(cast: Cast) -> None:
    clerk, ningbo, agency = cast.insurer_a_clerk, cast.insurer_a_ningbo_clerk, cast.agency
    assert scope_for(clerk) == Scope(insurer_id=clerk.organisation_id)
    assert scope_for(ningbo) == Scope(insurer_id=ningbo.organisation_id)
    assert scope_for(clerk) != scope_for(ningbo)
    assert scope_for(agency) == Scope(agency_id=agency.organisation_id)


def test_strangers_disabled_people_and_unknown_roles_see_nothing(cast: Cast) -> None:
    assert scope_for(AnonymousUser()).nothing
    gone = cast.hangzhou_officer
    gone.is_active = False
    assert scope_for(gone).nothing
    odd = cast.hangzhou_officer
    odd.role = "NEW_ROLE"
    assert scope_for(odd).nothing


def test_a_sector_authority_without_a_sector_sees_nothing(cast: Cast) -> None:
    person = cast.builder_authority
    person.organisation.sector = ""
    assert scope_for(person).nothing


def test_the_place_becomes_a_filter_over_any_columns() -> None:
    assert Scope(city="330100").place() == Q(city_id="330100")
    assert Scope(county="330106").place(county="enterprise__county_id") == Q(enterprise__county_id="330106")
    assert Scope(outside_city="330200").place() == ~Q(city_id="330200")
    assert Scope(everything=True).place() == Q()


def test_own_rows_of_core(cast: Cast) -> None:
    officer = cast.hangzhou_officer
    assert own_rows(officer, Upload) == Q(organisation_id=officer.organisation_id)
    assert own_rows(cast.provincial_officer, Upload) == ~Q(kind="people")
    assert own_rows(cast.adm_system, Upload) == Q(kind="people")
    assert own_rows(cast.adm_security, Upload) is None
    assert own_rows(AnonymousUser(), Upload) is None
