"""What the dated rules say on a day (domain.md 0, 3.1, 3.2, 4.2)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Case, DecimalField, Q, Subquery, Value, When
from django.db.models.functions import Cast

from rulebook.choices import RuleState
from rulebook.models import DatedRule


def value_on(code: str, day: date) -> Decimal | None:
    """The value in force on the day: of the decided rows that hold it the newest; None where none or no bound."""
    row = DatedRule.objects.in_force(day).filter(code=code).order_by("-valid_from").first()
    return row.value if row is not None else None


class Steps:
    """The decided values of one code over time, read once: for ledgers that ask for the day of every row."""

    def __init__(self, code: str) -> None:
        rows = DatedRule.objects.filter(code=code, state=RuleState.IN_FORCE).order_by("-valid_from")
        self.rows = list(rows.values_list("valid_from", "valid_to", "value"))

    def on(self, day: date) -> Decimal | None:
        """As `value_on`."""
        held = (value for first, last, value in self.rows if first <= day and (last is None or day <= last))
        return next(held, None)


def value_in_query(code: str, day: date) -> Subquery:
    """The value of `value_on` inside another query; null where none holds, so that nothing is below or above it."""
    return Subquery(DatedRule.objects.in_force(day).filter(code=code).order_by("-valid_from").values("value")[:1])


def value_by_day(code: str, field: str = "start_on") -> Cast:
    """The value of `value_on` for the day in `field` of each row of a query; null where none holds."""
    rules = DatedRule.objects.filter(code=code, state=RuleState.IN_FORCE).order_by("-valid_from")
    cases = [
        When(Q(**{f"{field}__gte": rule.valid_from}) & until(field, rule.valid_to), then=Value(rule.value))
        for rule in rules
    ]
    decimal = DecimalField(max_digits=18, decimal_places=4)
    return Cast(Case(*cases, default=Value(None), output_field=decimal), decimal)


def until(field: str, last: date | None) -> Q:
    """The day in `field` is not after `last`; always where there is none."""
    return Q() if last is None else Q(**{f"{field}__lte": last})


def rules_on(codes: Iterable[str], day: date) -> list[DatedRule]:
    """The rows behind `value_on` for these codes, in their order; without those that have none."""
    newest: dict[str, DatedRule] = {}
    for rule in DatedRule.objects.in_force(day).filter(code__in=codes).order_by("valid_from"):
        newest[rule.code] = rule
    return [newest[code] for code in codes if code in newest]


def values_on(day: date) -> dict[str, Decimal | None]:
    """All values in force on the day by code, in one query."""
    rows = DatedRule.objects.in_force(day).order_by("valid_from")
    return dict(rows.values_list("code", "value"))


def bounds_on(lowest: str, highest: str, day: date) -> tuple[Decimal | None, Decimal | None]:
    """The values of two codes in force on the day, in one query; None: no such bound."""
    values = values_on(day)
    return values.get(lowest), values.get(highest)
