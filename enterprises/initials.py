"""Pinyin initials of enterprise names: worked out for the names that have none yet, whoever wrote them.

A name written by import, form or raw SQL differs from the one that its initials were made of, so that a later run
finds it. Characters with several readings take the one that their phrase has (pypinyin).
"""

from typing import Final

from django.db import connection
from pypinyin import Style, lazy_pinyin

from enterprises.models import NameInitials

BATCH: Final = 2000
STALE: Final = (
    "SELECT e.id, e.name FROM enterprises_enterprise e LEFT JOIN enterprises_nameinitials i "
    "ON i.enterprise_id = e.id AND i.name = e.name WHERE i.enterprise_id IS NULL LIMIT %s"
)


def initials_of(name: str) -> str:
    """杭州示例化工有限公司: hzslhgyxgs. Letters and digits stand for themselves, signs for nothing."""
    parts = lazy_pinyin(name.lower(), style=Style.FIRST_LETTER)
    return "".join(sign for part in parts for sign in part if sign.isalnum())[:200]


def refresh() -> int:
    """Make the initials that are missing or of an old name; returns how many. Memory is bounded by a batch."""
    made = 0
    while rows := _stale():
        NameInitials.objects.bulk_create(
            [NameInitials(enterprise_id=pk, name=name, initials=initials_of(name)) for pk, name in rows],
            update_conflicts=True,
            unique_fields=["enterprise"],
            update_fields=["name", "initials"],
        )
        made += len(rows)
    return made


def _stale() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(STALE, [BATCH])
        return list(cursor.fetchall())
