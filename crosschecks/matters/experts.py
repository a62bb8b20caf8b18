"""One expert in two places at once: a question, not a fault (issue of domain.md 4.5; names can be alike)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from core.contributions.pickers import BETWEEN
from core.touches import Memory
from crosschecks.choices import ActivityAsk
from insurers.activities.models import Activity
from insurers.activities.querysets import ActivityQuerySet
from insurers.base.questions import M, Question

#: A name, and the keys of the two services.
Keys: TypeAlias = Sequence[Any]

#: A service takes at most so many days; a longer one is not looked at across months.
LONGEST: Final = timedelta(days=62)

#: So many pairs are shown; beyond them a shorter period is asked for.
MOST: Final = 500


class ExpertsInTwoPlaces(Question):
    """An expert who served in two counties on one day. It is about pairs of services: see `pairs`, month by month."""

    code = ActivityAsk.EXPERTS
    label = code.label
    ledger = "activities"
    clause = "domain 4.5"

    def about(self, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:
        """Those of the month of the day."""
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        pairs_of_month = pairs(Activity.objects.visible_to(user), first, last)
        return rows.filter(pk__in={one.pk for pair in pairs_of_month for one in (pair.first, pair.second)})


@dataclass(frozen=True, slots=True)
class Pair:
    """The name and the two services, the one begun first in front."""

    name: str
    first: Activity
    second: Activity


def pairs(services: ActivityQuerySet[Activity], start: date, end: date) -> list[Pair]:
    """Of the services given within the days, those of one name in two counties on a common day.

    One query, and one more for the rows. A corrected service is not asked about besides its correction.
    """
    return with_rows(services, _found(_near(services, start, end)))


def pair_keys(services: ActivityQuerySet[Activity], start: date, end: date) -> list[Keys]:
    """The same as names and keys, kept until a service is written to: whoever turns pages asks only once."""
    near = _near(services, start, end)
    return Memory().kept(near, "experts", lambda: _found(near))


def _near(services: ActivityQuerySet[Activity], start: date, end: date) -> ActivityQuerySet[Activity]:
    """The given ones that take place within the days."""
    return services.given().filter(start_on__lte=end, start_on__gte=start - LONGEST, end_on__gte=start)


def _found(near: ActivityQuerySet[Activity]) -> list[Keys]:
    sql, params = near.order_by().values("pk", "staff", "start_on", "end_on", "county_id").query.sql_with_params()
    query = f"""
        WITH seen (id, staff, start_on, end_on, county_code) AS ({sql}),
        people AS (
            SELECT s.id, s.start_on, s.end_on, s.county_code, who.name
            FROM seen s CROSS JOIN LATERAL regexp_split_to_table(s.staff, %s) AS who(name)
            WHERE length(who.name) > 1
        )
        SELECT DISTINCT a.name, a.id, b.id, a.start_on
        FROM people a JOIN people b ON b.name = a.name AND b.county_code <> a.county_code
             AND (b.start_on, b.id) > (a.start_on, a.id) AND b.start_on <= a.end_on
        ORDER BY a.start_on DESC, a.name, a.id, b.id LIMIT %s"""  # noqa: S608 - compiled by the ORM
    with connection.cursor() as cursor:
        cursor.execute(query, [*params, BETWEEN, MOST])
        return [(name, first, second) for name, first, second, _day in cursor.fetchall()]


def with_rows(services: ActivityQuerySet[Activity], found: Sequence[Keys]) -> list[Pair]:
    """The pairs with their services, as far as these may be seen."""
    wanted = {key for _name, first, second in found for key in (first, second)}
    rows = services.select_related("enterprise", "county", "insurer").in_bulk(list(wanted))
    return [Pair(name, rows[a], rows[b]) for name, a, b in found if a in rows and b in rows]


def questions_about(activity: Activity, services: ActivityQuerySet[Activity]) -> list[Pair]:
    """The pairs that one service is part of, as far as the other may be seen."""
    named = Q(pk=activity.pk)
    for name in re.split(BETWEEN, activity.staff):
        if len(name) > 1:
            named |= Q(staff__contains=name)
    found = pairs(services.filter(named), activity.start_on, activity.end_on)
    return [pair for pair in found if activity.pk in {pair.first.pk, pair.second.pk}]
