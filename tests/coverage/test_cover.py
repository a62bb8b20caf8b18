"""What the latest policy tells about an enterprise's cover."""

from datetime import date

import pytest

from coverage.cover import CoverCounts, cover_state

TODAY = date(2023, 11, 23)


@pytest.mark.parametrize(
    ("is_insured", "end_on", "status", "state"),
    [
        (True, date(2024, 1, 1), "IN_FORCE", "insured"),
        (True, date(2024, 1, 1), "CANCELLED", "insured"),
        (False, None, None, "never"),
        (False, date(2023, 11, 22), "IN_FORCE", "lapsed"),
        (False, date(2024, 11, 22), "IN_FORCE", "future"),
        (False, date(2024, 11, 22), "SURRENDERED", "ended"),
        (False, date(2023, 1, 1), "CANCELLED", "ended"),
    ],
)
def test_the_word_for_the_cover(is_insured: bool, end_on: date | None, status: str | None, state: str) -> None:
    assert cover_state(is_insured=is_insured, end_on=end_on, status=status, today=TODAY) == state


def test_a_rate_needs_somebody_who_must_insure() -> None:
    assert CoverCounts(registered=5, must=0, insured=0, expiring=0).rate is None
    counts = CoverCounts(registered=5, must=4, insured=3, expiring=0)
    assert (counts.missing, counts.rate) == (1, 0.75)
