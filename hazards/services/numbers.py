"""Numbers of hazards, `YH-{city}-{year}-{seq}`: never used twice, without a gap within a city and year (domain.md 4.8).

The year is that of the day found. A number is given in the transaction that writes its hazard, under the lock of the
city's row for the year: whoever comes second waits, and a transaction that fails gives its numbers back. A hazard that
becomes void keeps its number.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from django.db import connection

from accounts.models import Organisation
from core.identifiers import paper_number
from core.integrity import Found
from core.writing import Refused
from hazards.choices import EnforcementKind, LetterKind, RequestState
from hazards.models import Enforcement, FineProposal, LetterSeries

DIGITS = 6
#: What a number looks like in a text.
FORM: Final = re.compile(r"YH-\d{6}-\d{4}-\d{6,}")


def number(city: str, year: int, seq: int) -> str:
    """With six digits; beyond 999,999 it grows by a digit."""
    return f"YH-{city}-{year}-{seq:0{DIGITS}d}"


def number_sql(city: str, year: str, seq: str) -> str:
    """The same as SQL over city code, year and sequence, each evaluated once, for statements of many rows."""
    padded = f"to_char(({seq})::bigint, 'FM{'9' * 12}{'0' * DIGITS}')"
    return f"'YH-' || {city} || '-' || {year} || '-' || {padded}"


def reserve(wanted: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """Take so many numbers of each (city code, year); answers the last one given before. Only inside a transaction.

    The series keeps that one as its `base`, so that a statement can number the rows that the block was taken for. The
    rows are locked in the order of their key, so that two writers of several cities cannot wait for each other.
    """
    before: dict[tuple[str, int], int] = {}
    with connection.cursor() as cursor:
        for (city, year), count in sorted(wanted.items()):
            cursor.execute(
                "INSERT INTO hazards_numberseries AS s (city_code, year, base, last) VALUES (%s, %s, 0, %s) "
                "ON CONFLICT (city_code, year) DO UPDATE SET base = s.last, last = s.last + excluded.last RETURNING base",
                [city, year, count],
            )
            before[city, year] = int(cursor.fetchone()[0])
    return before


def next_number(city: str, year: int) -> str:
    """The next number of a city and year. Only inside the transaction that writes the hazard."""
    return number(city, year, reserve({(city, year): 1})[city, year] + 1)


#: What stands between an organisation's own 发文代字 and the year, for each kind of letter.
LETTERS: Final = {
    LetterKind.NOTICE: "隐告",
    LetterKind.REFUSAL: "报",
    LetterKind.PLAN: "方案",
    LetterKind.COMPLAINT: "投诉",
    LetterKind.COMMENTS: "检馈",
    LetterKind.HANDOVER: "移交",
    LetterKind.ORDER: "责改",
    LetterKind.REGULATORY: "监提",
    LetterKind.INQUIRY: "监询",
    LetterKind.INTERVIEW: "监谈",
    LetterKind.TRANSFER: "案移",
}


def letter_number(kind: LetterKind, issuer: Organisation, year: int) -> str:
    """The next number of an organisation's letters, as 之江财险浙江报〔2023〕2号 (domain.md 6.3): gapless.

    It begins with the organisation's own 发文代字, so that two organisations never share a number. Only inside the
    transaction that writes the letter. Raises Refused where the organisation has no 发文代字 yet.
    """
    insist_letter_code(issuer)
    return written_number(kind, issuer, year, next_of_series(kind, issuer, year))


def next_of_series(kind: LetterKind, issuer: Organisation, year: int) -> int:
    """The next running number of an organisation's kind and year. Only inside the transaction that uses it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hazards_letterseries AS s (issuer_id, kind, year, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (issuer_id, kind, year) DO UPDATE SET last = s.last + 1 RETURNING last",
            [issuer.pk, kind, year],
        )
        return int(cursor.fetchone()[0])


def insist_letter_code(issuer: Organisation) -> None:
    """Raises Refused where the organisation has no 发文代字 yet."""
    if not issuer.letter_code:
        raise Refused(f"{issuer}尚未登记发文代字，不能编制文号，请联系系统管理员登记。")


def written_number(kind: LetterKind, issuer: Organisation, year: int, number: int) -> str:
    return f"{issuer.letter_code}{LETTERS[kind]}〔{year}〕{number}号"


def complain_typed(number: str, issuer: Organisation) -> str | None:
    """Why a number that was typed in cannot be one of the organisation's own system: a series here gives such ones."""
    given = paper_number(number)
    for letter in LETTERS.values():
        if issuer.letter_code and re.fullmatch(rf"{re.escape(issuer.letter_code + letter)}〔\d{{4}}〕0*\d+号?", given):
            return f"文书号「{given}」属于平台自动编号的系列，不得手工填写，请填写本机关系统的文书号"
    return None


#: Where an authority gave a number to a paper of its own, in words; None where it did not.
Given = Callable[[str, Organisation], str | None]
#: Rooms that number papers of authorities, each with how it is asked.
_ROOMS: Final[list[Given]] = []


def given_on_hazard(number: str, authority: Organisation) -> str | None:
    """The fine on a hazard that the authority gave the number to, agreed to or proposed; None where there is none."""
    for model in (
        Enforcement.objects.filter(kind=EnforcementKind.FINE),
        FineProposal.objects.filter(state=RequestState.ASKED),
    ):
        found = model.filter(organisation=authority, number=number).select_related("hazard").first()
        if found is not None:
            return f"隐患 {found.hazard} 的「{EnforcementKind.FINE.official}」"
    return None


def register_papers(given: Given) -> None:
    """Let the fines of this room ask an upper room for the numbers of its papers."""
    _ROOMS.append(given)


def given_in_cases(number: str, authority: Organisation) -> str | None:
    """Where an upper room says that the authority gave the number already; None where nobody does."""
    return next((where for room in _ROOMS if (where := room(number, authority))), None)


def continue_series(kind: LetterKind, last: Mapping[tuple[int, int], int]) -> None:
    """Let the series go on after the last numbers by organisation and year, which an invented world has given."""
    LetterSeries.objects.bulk_create(
        LetterSeries(issuer_id=issuer, kind=kind, year=year, last=number) for (issuer, year), number in last.items()
    )


def broken_numbers() -> Iterator[Found]:
    """Cities and years whose numbers are not exactly 1 to the last one given (`core.integrity`)."""
    sql = """
        SELECT coalesce(s.city_code, h.city), coalesce(s.year, h.year), coalesce(s.last, 0), coalesce(h.n, 0), coalesce(h.top, 0)
        FROM hazards_numberseries s FULL JOIN (
            SELECT split_part(hazard_no, '-', 2) AS city, split_part(hazard_no, '-', 3)::int AS year, count(*) AS n,
                   max(split_part(hazard_no, '-', 4)::int) AS top
            FROM hazards_hazard WHERE hazard_no ~ '^YH-[0-9]{6}-[0-9]{4}-[0-9]{6,9}$' GROUP BY 1, 2
        ) h ON h.city = s.city_code AND h.year = s.year
        WHERE (s.last, s.last) IS DISTINCT FROM (h.n::int, h.top) AND coalesce(s.last, h.n) > 0 ORDER BY 1, 2"""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for city, year, last, count, top in cursor.fetchall():
            sentence = f"hazard numbers {city} {year}: {last} given, {count} on the ledger, the highest {top}"
            yield Found("hazards_numberseries", None, sentence)
        cursor.execute(
            "SELECT id, hazard_no FROM hazards_hazard WHERE hazard_no <> '' "
            "AND hazard_no !~ '^YH-[0-9]{6}-[0-9]{4}-[0-9]{6,9}$' ORDER BY id"
        )
        for row, found in cursor.fetchall():
            yield Found("hazards_hazard", row, f"hazard {row}: {found!r} is no number of the ledger")
