"""Which organisations a person may name, and the city of a county."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Organisation, User
from accounts.scope import city_code_of
from tests.cast import Cast


def test_insurers_and_agencies_are_those_of_the_table(cast: Cast) -> None:
    insurers, agencies = Organisation.objects.insurers(), Organisation.objects.agencies()
    assert {code.split("-")[0] for code in insurers.values_list("code", flat=True)} == {"INS"}
    assert {code.split("-")[0] for code in agencies.values_list("code", flat=True)} == {"AG"}
    assert cast.insurer_a_clerk.organisation in insurers
    assert cast.agency.organisation in agencies


def test_the_list_of_organisations_is_for_people_who_work_here(cast: Cast) -> None:
    everybody = Organisation.objects.count()
    assert Organisation.objects.visible_to(cast.agency).count() == everybody > 0
    disabled = cast.hangzhou_officer
    disabled.is_active = False
    assert not Organisation.objects.visible_to(disabled).exists()
    assert not Organisation.objects.visible_to(AnonymousUser()).exists()


def test_a_disabled_person_loses_the_list_however_the_session_is_kept(cast: Cast) -> None:
    person = cast.agency
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not Organisation.objects.visible_to(cast.agency).exists()


def test_each_organisation_of_the_tree_stands_under_its_own(cast: Cast) -> None:
    top, middle = cast.insurer_a_clerk.organisation, cast.insurer_b_clerk.organisation
    Organisation.objects.filter(pk=middle.pk).update(parent=top)
    Organisation.objects.filter(pk=cast.agency.organisation_id).update(parent=middle)
    above: list[int | None] = []
    tree: list[Any] = list(Organisation.objects.in_tree())
    for row in tree:
        del above[row.depth :]
        assert (above[-1] if above else None) == row.parent_id
        above.append(row.pk)
    assert {row.depth for row in tree} == {0, 1, 2}


@pytest.mark.parametrize(("county", "city"), [("330106", "330100"), ("330282", "330200"), ("331181", "331100")])
def test_the_city_of_a_county(county: str, city: str) -> None:
    assert city_code_of(county) == city
