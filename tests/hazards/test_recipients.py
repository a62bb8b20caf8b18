"""Who is told of a refusal in a place: two roles always, one case to a body."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from hazards.services.recipients import NoRecipientError, recipients_for
from tests.cast import Cast


def told(county: str, sector: str) -> list[tuple[str, set[str]]]:
    return [(one.organisation.code, set(one.roles)) for one in recipients_for(county=county, sector=sector)]


def test_the_county_bureau_and_the_sector_authority_of_the_city(cast: Cast) -> None:
    assert told("330106", "CONSTR") == [("EM-330106", {"EM"}), ("SA-330100-CONSTR", {"SECTOR"})]


def test_a_sector_without_an_authority_goes_to_the_city_bureau(cast: Cast) -> None:
    for sector in ("HAZCHEM", "OTHER", ""):
        assert told("330106", sector) == [("EM-330106", {"EM"}), ("EM-330100", {"SECTOR"})]


def test_one_body_in_both_roles_gets_one_case(cast: Cast) -> None:
    Organisation.objects.filter(code="EM-330106").update(kind="service_agency")
    assert told("330106", "METAL") == [("EM-330100", {"EM", "SECTOR"})]


def test_a_place_without_departments_is_refused(cast: Cast) -> None:
    with pytest.raises(NoRecipientError, match="999901 没有可接收报告的应急管理部门"):
        recipients_for(county="999901", sector="CONSTR")


def test_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        recipients_for(county="330106", sector="CONSTR")
