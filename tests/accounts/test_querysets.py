"""Which organisations a person may name, and the city of a county."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.choices import AccountDeed
from accounts.models import AccountEvent, Organisation, User
from accounts.scope import city_code_of
from core import clock
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


def test_what_was_done_to_an_account_is_its_owners_and_the_leads(cast: Cast) -> None:
    people = [cast.hangzhou_officer, cast.hangzhou_lead, cast.ningbo_officer]
    for one in people:
        AccountEvent.objects.create(person=one, deed=AccountDeed.UNLOCKED, by_name="x", at=clock.now())
    officer, lead, _other = people

    def seen_by(user: Any) -> set[int]:
        return set(AccountEvent.objects.visible_to(user).values_list("person", flat=True))

    assert seen_by(officer) == {officer.pk}
    assert seen_by(lead) == {officer.pk, lead.pk}
    lead.is_lead = False
    assert seen_by(lead) == {lead.pk}
    officer.is_active = False
    assert seen_by(officer) == seen_by(AnonymousUser()) == set()
