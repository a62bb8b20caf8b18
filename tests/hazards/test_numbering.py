"""Numbers without a gap under fifty writers at once, and given back by whoever fails."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from hazards.numbering import next_number, number, reserve


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_leave_no_gap(cast: object) -> None:
    def write(place: int) -> str | None:
        try:
            with transaction.atomic():
                given = next_number("330100", 2023)
                if place % 5 == 4:
                    raise LookupError
                return given
        except LookupError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        found = [one for one in pool.map(write, range(200)) if one]
    assert sorted(found) == [number("330100", 2023, n) for n in range(1, 161)]


@pytest.mark.django_db
def test_blocks_follow_each_other(cast: object) -> None:
    assert reserve({("330100", 2023): 10, ("330200", 2023): 5}) == {("330100", 2023): 0, ("330200", 2023): 0}
    assert reserve({("330100", 2023): 3, ("330100", 2024): 1}) == {("330100", 2023): 10, ("330100", 2024): 0}
    assert next_number("330100", 2023) == "YH-330100-2023-000014"


def test_beyond_six_digits_it_grows() -> None:
    assert number("330100", 2023, 1_000_000) == "YH-330100-2023-1000000"
