"""Who sees an enterprise rests on its policies: nobody stands among its insurers without one."""

from collections.abc import Iterator

from django.db import connection

from core.integrity import Found


def insurers_without_policy() -> Iterator[Found]:
    """Enterprises that name an insurer which never insured them, and would be seen by it."""
    sql = """
        SELECT e.id, array_agg(i ORDER BY i) FROM enterprises_enterprise e, unnest(e.insured_by) i
        WHERE NOT EXISTS (SELECT 1 FROM policies_policy p WHERE p.enterprise_id = e.id AND p.insurer_id = i)
        GROUP BY e.id ORDER BY e.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for key, insurers in cursor.fetchall():
            names = ", ".join(map(str, insurers))
            yield Found(
                "enterprises_enterprise", key, f"enterprise {key} is shown to insurers without a policy: {names}"
            )
