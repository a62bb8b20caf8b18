"""Numbers of hazards, `YH-{city}-{year}-{seq}`: never used twice, without a gap within a city and year (domain.md 4.8).

The year is that of the day found. A number is given in the transaction that writes its hazard, under the lock of the
city's row for the year: whoever comes second waits, and a transaction that fails gives its numbers back. A hazard that
becomes void keeps its number.
"""

from collections.abc import Mapping
from typing import Final

from django.db import connection

from hazards.models import NumberSeries

DIGITS = 6
#: SQL of the number from city code, year and sequence; beyond 999,999 it grows by a digit.
NUMBER_SQL = (
    "'YH-' || {city} || '-' || {year} || '-' || lpad(({seq})::text, greatest({digits}, length(({seq})::text)), '0')"
)


def number(city: str, year: int, seq: int) -> str:
    return f"YH-{city}-{year}-{seq:0{DIGITS}d}"


def number_sql(city: str, year: str, seq: str) -> str:
    """The expression for SQL that numbers many rows in one statement."""
    return NUMBER_SQL.format(city=city, year=year, seq=seq, digits=DIGITS)


def reserve(wanted: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """Take so many numbers of each (city code, year); answers the last one given before. Only inside a transaction.

    The rows are locked in the order of their key, so that two writers of several cities cannot wait for each other.
    """
    before: dict[tuple[str, int], int] = {}
    with connection.cursor() as cursor:
        for (city, year), count in sorted(wanted.items()):
            cursor.execute(
                "INSERT INTO hazards_numberseries AS s (city_code, year, last) VALUES (%s, %s, %s) "
                "ON CONFLICT (city_code, year) DO UPDATE SET last = s.last + excluded.last RETURNING last",
                [city, year, count],
            )
            before[city, year] = int(cursor.fetchone()[0]) - count
    return before


def next_number(city: str, year: int) -> str:
    """The next number of a city and year. Only inside the transaction that writes the hazard."""
    return number(city, year, reserve({(city, year): 1})[city, year] + 1)


#: How a letter of a kind is numbered: 发文字号 with the year in brackets (domain.md 6.3).
LETTERS: Final = {"NOTICE": "安隐告〔{year}〕{n}号", "REFUSAL": "拒报〔{year}〕{n}号"}


def letter_number(kind: str, issuer_id: int, year: int) -> str:
    """The next number of an organisation's letters, gapless; only inside the transaction that writes the letter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hazards_letterseries AS s (issuer_id, kind, year, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (issuer_id, kind, year) DO UPDATE SET last = s.last + 1 RETURNING last",
            [issuer_id, kind, year],
        )
        return LETTERS[kind].format(year=year, n=cursor.fetchone()[0])


def last_given() -> dict[tuple[str, int], int]:
    """{(city, year): last number}: for checks."""
    return {(row.city_id, row.year): row.last for row in NumberSeries.objects.all()}
