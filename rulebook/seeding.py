"""The first values of the dated rules with source and certainty (domain.md 0, 3.1, 3.2, 4.2).

A rule begins with the day of its own source. So no upper limit of the fee share holds in 2023: the 21 % come from the
measures of 2025.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from rulebook.choices import Certainty, RuleCode, RuleState
from rulebook.models import DatedRule

LAW: Final = "《中华人民共和国安全生产法》（2021年修正）"
MEASURES_2017: Final = "《安全生产责任保险实施办法》（安监总办〔2017〕140号）"
MEASURES_2025: Final = "《安全生产责任保险实施办法》（应急〔2025〕27号）"
AQ_9010: Final = "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）"
PORTAL: Final = "平台设定"
INSURANCE_LAW: Final = "《中华人民共和国保险法》（2015年修正）"
IN_FORCE_9010: Final = date(2020, 2, 1)
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
    First(RuleCode.FEE_SHARE_MIN, None, date(2018, 1, 1), MEASURES_2017, "未见规定，待核", Certainty.UNSURE),
    First(RuleCode.FEE_SHARE_MAX, "0.21", IN_FORCE_2025, MEASURES_2025, "条款待核", Certainty.SECOND),
    First(RuleCode.COMMISSION_MAX, "0.05", IN_FORCE_2025, MEASURES_2025, "第十四条", Certainty.SECOND),
    First(RuleCode.LIMIT_PER_PERSON, "300000", date(2018, 1, 1), MEASURES_2017, "条款待核", Certainty.UNSURE),
    First(RuleCode.LIMIT_PER_PERSON, "400000", IN_FORCE_2025, MEASURES_2025, "第十五条", Certainty.SECOND),
    First(RuleCode.FINE_MIN, "50000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.FINE_MAX, "100000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.FINE_OVERDUE_MIN, "100000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.FINE_OVERDUE_MAX, "200000", date(2021, 9, 1), LAW, "第一百零九条", Certainty.VERIFIED),
    First(RuleCode.HAZARD_FINE_MAX, "50000", date(2021, 9, 1), LAW, "第一百零二条", Certainty.VERIFIED),
    First(RuleCode.REFUSAL_FINE_MIN, "50000", date(2021, 9, 1), LAW, "第一百零二条", Certainty.VERIFIED),
    First(RuleCode.REFUSAL_FINE_MAX, "100000", date(2021, 9, 1), LAW, "第一百零二条", Certainty.VERIFIED),
    # Article 115: nobody has shown a division of duties that gives article 109 to sector authorities.
    First(RuleCode.SECTOR_109, None, date(2021, 9, 1), LAW, "第一百一十五条，职责分工待核", Certainty.UNSURE),
    # A report that does not fit the facts; nobody has held the article and its range against the text yet.
    First(RuleCode.AGENCY_FINE_MIN, "30000", date(2021, 9, 1), LAW, "第九十二条，待核", Certainty.UNSURE),
    First(RuleCode.AGENCY_FINE_MAX, "100000", date(2021, 9, 1), LAW, "第九十二条，待核", Certainty.UNSURE),
    First(
        RuleCode.CONDUCT_FINE_MIN, "50000", date(2015, 4, 24), INSURANCE_LAW, "第一百六十一条，待核", Certainty.UNSURE
    ),
    First(
        RuleCode.CONDUCT_FINE_MAX, "300000", date(2015, 4, 24), INSURANCE_LAW, "第一百六十一条，待核", Certainty.UNSURE
    ),
    First(RuleCode.REPORT_FINE_MIN, "100000", date(2015, 4, 24), INSURANCE_LAW, "第一百七十条，待核", Certainty.UNSURE),
    First(RuleCode.REPORT_FINE_MAX, "500000", date(2015, 4, 24), INSURANCE_LAW, "第一百七十条，待核", Certainty.UNSURE),
    First(RuleCode.EXPIRING_DAYS, "30", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
    First(RuleCode.FILING_DAYS, "10", date(2018, 1, 1), PORTAL, "AQ 9010—2019 第6章，天数待核", Certainty.UNSURE),
    First(RuleCode.COMPLAINT_DAYS, "10", IN_FORCE_9010, AQ_9010, "第6章", Certainty.VERIFIED),
    First(RuleCode.COMPLAINT_FURTHER_DAYS, "30", IN_FORCE_9010, AQ_9010, "第6章", Certainty.VERIFIED),
    First(RuleCode.COMPLAINT_EXTENSION_DAYS, "30", IN_FORCE_9010, AQ_9010, "第6章", Certainty.VERIFIED),
    # Parts of a series of 2026 are known by title alone; the province enters their year when it knows their first day.
    First(
        RuleCode.SERVICE_STANDARD, "2019", IN_FORCE_9010, AQ_9010, "封面；2026年系列实施日期待核", Certainty.VERIFIED
    ),
    First(RuleCode.OBJECTION_DAYS, "5", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
    First(RuleCode.LONG_PERIOD_DAYS, "370", date(2018, 1, 1), PORTAL, "", Certainty.DESIGN),
)


def seed_rules(at: datetime) -> None:
    """The first values of the dated rules; where the province has any rule already, nothing."""
    if DatedRule.objects.exists():
        return
    rules: list[DatedRule] = []
    for first in FIRST:
        former = next((rule for rule in reversed(rules) if rule.code == first.code), None)
        if former is not None:
            former.valid_to = first.since - timedelta(days=1)
        rules.append(
            DatedRule(
                code=first.code,
                value=None if first.value is None else Decimal(first.value),
                valid_from=first.since,
                source=first.source,
                clause=first.clause,
                certainty=first.certainty,
                state=RuleState.IN_FORCE,
                proposed_at=at,
            )
        )
    DatedRule.objects.bulk_create(rules)
