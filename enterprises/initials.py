"""Pinyin initials of enterprise names: worked out for the names that have none yet, whoever wrote them.

A name written by import, form or raw SQL differs from the one that its initials were made of, so that a later run
finds it. Characters with several readings take the one that their phrase has (pypinyin, which reads its dictionaries when
it is imported, half a second: only where initials are made).
"""

import unicodedata
from functools import cache
from typing import Final

from django.db import connection, transaction

from enterprises.models import NameInitials, NewNames

BATCH: Final = 2000
STALE: Final = (
    "SELECT e.id, e.name FROM enterprises_enterprise e LEFT JOIN enterprises_nameinitials i "
    "ON i.enterprise_id = e.id AND i.name = e.name WHERE i.enterprise_id IS NULL AND e.id > %s ORDER BY e.id LIMIT %s"
)


def initials_of(name: str) -> str:
    """杭州示例化工有限公司: hzslhgyxgs. Letters and digits stand for themselves, signs for nothing."""
    steady = steady_initials()
    parts: list[str] = [steady.get(sign, sign) for sign in name.lower()]
    if not all(part.isascii() for part in parts):
        from pypinyin import Style, lazy_pinyin

        parts = lazy_pinyin(name.lower(), style=Style.FIRST_LETTER)
    return "".join(sign for part in parts for sign in part if sign.isalnum())[:200]


@cache
def steady_initials() -> dict[str, str]:
    """Characters whose initial is the same in every phrase: a name of these alone need not be cut into phrases."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    found = {chr(code): _initial(readings) for code, readings in PINYIN_DICT.items()}
    for phrase, readings in PHRASES_DICT.items():
        for sign, reading in zip(phrase, readings, strict=False):
            if found.get(sign) != _initial(reading[0]):
                found.pop(sign, None)
    return found


def _initial(readings: str) -> str:
    """The first letter of the first reading, without its tone."""
    return unicodedata.normalize("NFD", readings)[0]


def refresh() -> int:
    """Make the initials that are missing or of an old name; returns how many. Memory is bounded by a batch.

    The register is gone through once, in the order of its keys; what waited before is in the index then.
    """
    waiting = list(NewNames.objects.values_list("pk", flat=True))
    made, last = 0, 0
    while rows := _stale(last):
        NameInitials.objects.bulk_create(
            [NameInitials(enterprise_id=pk, name=name, initials=initials_of(name)) for pk, name in rows],
            update_conflicts=True,
            unique_fields=["enterprise"],
            update_fields=["name", "initials"],
        )
        made, last = made + len(rows), rows[-1][0]
    NewNames.objects.filter(pk__any_of=waiting).delete()
    return made


def _stale(after: int) -> list[tuple[int, str]]:
    """The next rows with a larger key; looked up one by one, since right after an import the planner knows no sizes."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        cursor.execute(STALE, [after, BATCH])
        return list(cursor.fetchall())
