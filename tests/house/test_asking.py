"""What is taken back is taken back, though the transaction begins with the first thing that is asked of the database."""

import pytest
from django.db import connection, transaction

from campaigns.models import ListedCode
from tests.house.asking import taken_back

pytestmark = pytest.mark.django_db


def write(mark: str = "示例") -> None:
    assert ListedCode.objects.update(source=mark) > 0


def sources() -> set[str]:
    return set(ListedCode.objects.values_list("source", flat=True))


def test_nothing_is_begun_where_nothing_is_asked() -> None:
    with taken_back() as held:
        pass
    assert not held.is_begun
    assert not connection.savepoint_ids


def test_what_is_written_goes_whatever_asks_first() -> None:
    """A plain statement, a block, a block without a savepoint, which says nothing to the database when it is entered."""
    before = sources()
    with taken_back() as held:
        write()
        assert held.is_begun
    with taken_back(), transaction.atomic():
        write()
    with taken_back(), transaction.atomic(savepoint=False):
        write()
    with taken_back(), transaction.atomic(durable=True):
        write()
    assert sources() == before


def test_an_inner_one_takes_back_its_own_alone() -> None:
    before = sources()
    with taken_back(), taken_back():
        write()
    assert sources() == before
    with taken_back():
        write("outer")
        with taken_back():
            write("inner")
        assert sources() == {"outer"}
    assert sources() == before


def test_it_ends_with_a_fault_inside_as_well() -> None:
    def fail() -> None:
        with taken_back():
            write()
            raise ZeroDivisionError

    before, enter = sources(), transaction.Atomic.__enter__
    with pytest.raises(ZeroDivisionError):
        fail()
    assert sources() == before
    assert transaction.Atomic.__enter__ is enter
