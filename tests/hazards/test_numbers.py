"""Numbers without a gap under fifty writers at once, and given back by whoever fails."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import Organisation
from core.writing import Refused
from hazards.choices import LetterKind
from hazards.models import Hazard
from hazards.services.numbers import broken_numbers, letter_number, next_number, number, reserve
from tests.cast import Cast
from tests.hazards import life


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


def test_a_number_that_is_missing_or_moved_by_hand_is_found(cast: Cast) -> None:
    rows = [life.entered(life.firm(), cast.insurer_a_clerk) for _ in range(3)]
    assert list(broken_numbers()) == []
    Hazard.objects.filter(pk=rows[1].pk).update(hazard_no="YH-330100-2023-000009")
    assert [found.message for found in broken_numbers()] == [
        "hazard numbers 330100 2023: 3 given, 3 on the ledger, the highest 9"
    ]


def test_letters_are_numbered_by_issuer_kind_and_year(cast: Cast) -> None:
    own, other = cast.insurer_a_clerk.organisation, cast.insurer_b_clerk.organisation
    given = [
        letter_number(LetterKind.NOTICE, own, 2023),
        letter_number(LetterKind.NOTICE, own, 2023),
        letter_number(LetterKind.NOTICE, other, 2023),
    ]
    assert given == ["之江财险浙江隐告〔2023〕1号", "之江财险浙江隐告〔2023〕2号", "东海财险浙江隐告〔2023〕1号"]
    assert letter_number(LetterKind.REFUSAL, own, 2023) == "之江财险浙江报〔2023〕1号"
    assert letter_number(LetterKind.NOTICE, own, 2024) == "之江财险浙江隐告〔2024〕1号"


def test_an_organisation_without_a_code_of_its_own_gets_no_number(cast: Cast) -> None:
    own = cast.insurer_a_clerk.organisation
    own.letter_code = ""
    with pytest.raises(Refused, match="尚未登记发文代字"):
        letter_number(LetterKind.NOTICE, own, 2023)


@pytest.mark.django_db
def test_no_two_organisations_share_the_code_of_their_documents() -> None:
    codes = list(Organisation.objects.values_list("letter_code", flat=True))
    assert all(codes)
    assert len(set(codes)) == len(codes)
