"""A name is found from the moment it stands in the register, before the index of names has it and afterwards."""

import pytest

from enterprises.initials import refresh
from enterprises.models import Enterprise, NewNames
from tests import world
from tests.cast import Cast

FORMER, LATER = "湖州示例纺织有限公司", "湖州示例印染有限公司"


def found(cast: Cast, text: str) -> list[int]:
    return list(Enterprise.objects.visible_to(cast.hangzhou_officer).search(text).values_list("pk", flat=True))


@pytest.mark.parametrize("text", [FORMER, "示例纺织", "纺织"])
def test_a_new_name_is_found_at_once_and_after_it_is_in_the_index(cast: Cast, text: str) -> None:
    firm = world.enterprise(name=FORMER)
    world.enterprise(name="别的名称有限公司")
    assert found(cast, text) == [firm.pk]
    refresh()
    assert not NewNames.objects.exists()
    assert found(cast, text) == [firm.pk]


def test_a_changed_name_is_found_at_once_by_both(cast: Cast) -> None:
    firm = world.enterprise(name=FORMER)
    refresh()
    firm.name = LATER
    firm.save()
    assert found(cast, "示例印染") == found(cast, "示例纺织") == [firm.pk]
    assert NewNames.objects.count() == 1
    refresh()
    assert found(cast, "示例印染") == found(cast, "示例纺织") == [firm.pk]
    assert not NewNames.objects.exists()


def test_one_statement_leaves_one_note_of_many_entries(cast: Cast) -> None:
    firms = [world.enterprise(name=f"嘉兴示例{n}有限公司") for n in range(3)]
    for firm in firms:
        firm.delete()
    refresh()
    for firm in firms:
        firm.pk = None
    made = Enterprise.objects.bulk_create(firms)
    note = NewNames.objects.get()
    assert (note.first, note.last) == (min(firm.pk for firm in made), max(firm.pk for firm in made))
    assert sorted(found(cast, "嘉兴示例")) == sorted(firm.pk for firm in made)
