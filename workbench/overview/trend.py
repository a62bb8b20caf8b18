"""What was entered week by week: services and hazards, as their lists show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncWeek

from accounts.models import User
from core.rows import Rows
from core.touches import Memory
from core.views.addresses import address
from hazards.models import Hazard
from insurers.activities.models import Activity
from workbench.overview.numbers import Counted, weeks_until


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the trend; each number opens its rows."""

    first: date
    last: date
    services: Counted
    hazards: Counted

    @property
    def label(self) -> str:
        return f"{self.first:%m-%d}"


def trend(reader: User, day: date, first: date, memory: Memory) -> list[Week]:
    """The last twelve weeks up to the day, none before the first day of the campaign."""
    weeks = weeks_until(day, first)
    if not weeks:
        return []
    since, until = weeks[0][0], weeks[-1][1]
    services = _by_week(Activity.objects.visible_to(reader), "start_on", since, until, memory)
    hazards = _by_week(Hazard.objects.visible_to(reader), "found_on", since, until, memory)
    return [
        Week(
            start,
            end,
            Counted(services.get(start.isoformat(), 0), _list("activities:activity-list", "start", start, end)),
            Counted(hazards.get(start.isoformat(), 0), _list("hazards:hazard-list", "found", start, end)),
        )
        for start, end in weeks
    ]


def _list(name: str, column: str, start: date, end: date) -> str:
    return address(name, **{f"{column}_from": start.isoformat(), f"{column}_to": end.isoformat()})


def _by_week(rows: Rows, column: str, since: date, until: date, memory: Memory) -> dict[str, int]:
    """{Monday: rows}"""
    chosen = rows.filter(**{f"{column}__range": (since, until)})

    def work() -> dict[str, int]:
        grouped = chosen.order_by().annotate(week=TruncWeek(column)).values_list("week").annotate(n=Count("pk"))
        return {week.isoformat()[:10]: number for week, number in grouped}

    return memory.kept(chosen, f"weeks {column}", work)
