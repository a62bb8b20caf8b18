"""What the dated rules say on a day, and their first values with source and certainty (domain.md 0, 3.1, 3.2, 4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Case, DecimalField, Q, Subquery, Value, When
from django.db.models.functions import Cast

from campaigns.choices import Certainty, RuleCode, RuleState
from campaigns.models import DatedRule

LAW: Final = "《中华人民共和国安全生产法》（2021年修正）"
MEASURES_2017: Final = "《安全生产责任保险实施办法》（安监总办〔2017〕140号）"
MEASURES_2025: Final = "《安全生产责任保险实施办法》（应急〔2025〕27号）"
LETTER_2024: Final = "应急厅函〔2024〕322号（据摘要）"
AQ_9010: Final = "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）"
PORTAL: Final = "平台设定"
IN_FORCE_2025: Final = date(2025, 3, 29)


@dataclass(frozen=True, slots=True)
class First:
    """A value that stands before anybody proposed one; `value` None: no bound from that day on."""

    code: RuleCode
    value: str | None
    since: date
    source: str
    clause: str
    certainty: Certainty


FIRST: Final = (
    First(RuleCode.FEE_SHARE_MIN, None, date(2018, 1, 1), MEASURES_2017, "未作规定", Certainty.UNSURE),
    First(
        RuleCode.FEE_SHARE_MAX,
        "0.21",
        date(2018, 1, 1),
        LETTER_2024,
        "2023年全国未作规定，以此作参考",
        Certainty.UNSURE,
    ),
    First(RuleCode.FEE_SHARE_MAX, "0.21", IN_FORCE_2025, MEASURES_2025, "事故预防费用", Certainty.SECOND),
    First(RuleCode.COMMISSION_MAX, "0.05", IN_FORCE_2025, MEASURES_2025, "第十四条", Certainty.SECOND),
    First(RuleCode.LIMIT_PER_PERSON, "300000", date(2018, 1, 1), MEASURES_2017, "每死亡一人", Certainty.UNSURE),
    First(RuleCode.LIMIT_PER_PERSON, "400000", IN_FORCE_2025, MEASURES_2025, "第十五条", Certainty.SECOND),
    First(RuleCode.FINE_MIN, "50000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.FINE_MAX, "100000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.FINE_OVERDUE_MIN, "100000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.FINE_OVERDUE_MAX, "200000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.HAZARD_FINE_MAX, "50000", date(2021, 9, 1), LAW, "第一百零二条", Certainty.VERIFIED),
    First(RuleCode.REFUSAL_FINE_MIN, "50000", date(2021, 9, 1), LAW, "第一百零二条", Certainty.VERIFIED),
    First(RuleCode.REFUSAL_FINE_MAX, "100000", date(2021, 9, 1), LAW, "第一百零二条", Certainty.VERIFIED),
    First(RuleCode.EXPIRING_DAYS, "30", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
    First(RuleCode.FILING_DAYS, "10", date(2018, 1, 1), PORTAL, "AQ 9010—2019 第7.4条未定天数", Certainty.UNSURE),
    First(RuleCode.COMPLAINT_DAYS, "10", date(2018, 1, 1), AQ_9010, "投诉处理", Certainty.VERIFIED),
    First(RuleCode.COMPLAINT_FURTHER_DAYS, "30", date(2018, 1, 1), AQ_9010, "投诉处理", Certainty.VERIFIED),
    First(RuleCode.COMPLAINT_EXTENSION_DAYS, "30", date(2018, 1, 1), AQ_9010, "投诉处理", Certainty.VERIFIED),
    First(RuleCode.LONG_PERIOD_DAYS, "370", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
)


def value_on(code: str, day: date) -> Decimal | None:
    """The value in force on the day: of the decided rows that hold it the newest; None where none or no bound."""
    row = DatedRule.objects.in_force(day).filter(code=code).order_by("-valid_from").first()
    return row.value if row is not None else None


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
