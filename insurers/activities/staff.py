"""Whether those who gave a service are on the register of professionals with a certificate valid that day (N30).

A name that is not becomes a question about the service, never a fault of a workbook's row: names are written in many
ways, and a register grows after the ledger.
"""

import re
from datetime import date
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, Q, TextField, Value

from core.contributions.pickers import BETWEEN
from core.rows import Rows
from insurers.activities.models import Activity
from insurers.agencies.models import Professional

NAMES: Final = ArrayField(TextField())


def names_in(staff: str) -> list[str]:
    """The names under 服务人员, as they are written."""
    return [name for name in re.split(BETWEEN, staff) if name]


def doubts_about(activity: Activity) -> list[str]:
    """A sentence for each person who is not registered, or whose certificate does not hold on the day."""
    names, day = names_in(activity.staff), activity.start_on
    keepers = [pk for pk in (activity.insurer_id, activity.agency_id) if pk is not None]
    known: dict[str, list[Professional]] = {}
    for row in Professional.objects.filter(organisation__in=keepers, name__in=names).order_by("pk"):
        known.setdefault(row.name, []).append(row)
    serving = set(
        Professional.objects.filter(organisation__in=keepers, name__in=names)
        .serving_on(day)
        .values_list("name", flat=True)
    )
    return [_sentence(name, known.get(name, []), day) for name in dict.fromkeys(names) if name not in serving]


def _sentence(name: str, rows: list[Professional], day: date) -> str:
    if not rows:
        return f"服务人员「{name}」未在服务人员名册登记，请登记后核对，或者更正姓名。"
    row = rows[-1]
    if row.left_on is not None and row.left_on < day:
        return f"服务人员「{name}」已于 {row.left_on} 离职，服务日期为 {day}，请核对。"
    until = row.valid_to or "长期"
    return f"服务人员「{name}」的证书有效期为 {row.valid_from} 至 {until}，不含服务日期 {day}，请核对。"


def with_doubts(rows: Rows) -> Rows:
    """The services that name somebody of whom `doubts_about` says something; its twin in SQL."""
    keepers = Q(organisation=OuterRef("insurer")) | Q(organisation=OuterRef("agency"))
    serving = Professional.objects.filter(keepers).serving_on(OuterRef("start_on")).order_by()
    split = Func(F("staff"), Value(BETWEEN), function="regexp_split_to_array", output_field=NAMES)
    written = Func(split, Value(""), function="array_remove", output_field=NAMES)
    marked: Rows = rows.annotate(named=written, serving=ArraySubquery(serving.values("name")))
    return marked.exclude(named__contained_by=F("serving"))
