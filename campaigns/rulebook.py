"""What the dated rules say on a day, and their first values with source and certainty (domain.md 0, 3.1, 3.2, 4.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Subquery

from campaigns.choices import Certainty, RuleCode
from campaigns.models import DatedRule

LAW: Final = "《中华人民共和国安全生产法》（2021年修正）"
MEASURES_2017: Final = "《安全生产责任保险实施办法》（安监总办〔2017〕140号）"
MEASURES_2025: Final = "《安全生产责任保险实施办法》（应急〔2025〕27号）"
LETTER_2024: Final = "国家矿山安监局等2024年安责险事故预防服务函（二手来源）"
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
    First(RuleCode.EXPIRING_DAYS, "30", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
    First(RuleCode.LONG_PERIOD_DAYS, "370", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
)


def value_on(code: str, day: date) -> Decimal | None:
    """The value in force on the day: of the decided rows that hold it the newest; None where none or no bound."""
    row = DatedRule.objects.in_force(day).filter(code=code).order_by("-valid_from").first()
    return row.value if row is not None else None


def value_in_query(code: str, day: date) -> Subquery:
    """The value of `value_on` inside another query; null where none holds, so that nothing is below or above it."""
    return Subquery(DatedRule.objects.in_force(day).filter(code=code).order_by("-valid_from").values("value")[:1])


def values_on(day: date) -> dict[str, Decimal | None]:
    """All values in force on the day by code, in one query."""
    rows = DatedRule.objects.in_force(day).order_by("valid_from")
    return dict(rows.values_list("code", "value"))
