"""The texts that the search over hazards goes by: made for the rows that have none yet, whoever wrote them.

Making them and keeping their index costs as much as all else that a row of an import costs, so it comes after the
acceptance. Until then the search reads place and description of these rows themselves (`hazards.querysets.words`).
"""

from typing import Final

from django.db import connection

from core.plain import Values

BATCH: Final = 2000
FILL: Final = r"""
    UPDATE hazards_hazard SET words =
        regexp_replace(translate(lower(place || E'\x1e' || description), E' \t\r\n\u3000', ''), '(.)', E'\\1\u01c1', 'g')
    WHERE id = ANY (ARRAY(
        SELECT h.id FROM hazards_hazard h WHERE h.words IS NULL AND h.id > %s ORDER BY h.id LIMIT %s
        FOR UPDATE SKIP LOCKED))
    RETURNING id"""


def refresh() -> int:
    """Make the texts that are missing; returns how many. Rows that somebody is writing wait for the next time."""
    made, last = 0, 0
    while ids := _fill(last):
        made, last = made + len(ids), max(ids)
    return made


def _fill(after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(FILL, [after, BATCH])
        found: list[Values] = cursor.fetchall()
    return [int(str(row[0])) for row in found]
