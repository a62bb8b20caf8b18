"""The province's summary over all eleven cities: coverage and campaign together (contract 5; domain.md 4.11)."""

from collections.abc import Mapping

from insurers.base.choices import ServiceKind
from reports.definitions.base import Definition, Place, column
from reports.definitions.cross_inspection import tasks
from reports.figures import Basis, Figures
from reports.rules import wan
from reports.workbooks import Table

COVERAGE = (
    ("coverage.must_insure", "应保户数", "number"),
    ("coverage.insured", "已保户数", "number"),
    ("coverage.not_insured", "应保未保户数", "number"),
    ("coverage.rate", "投保率", "percent"),
    ("coverage.insured_units", "投保单位数", "number"),
    ("coverage.premium_paid", "实收保费（万元）", "money"),
)
CAMPAIGN = (
    ("coverage.insured_units", "投保单位数", "number"),
    ("campaign.assisted_units", "帮扶单位数", "number"),
    ("campaign.assist_rate", "帮扶覆盖率", "percent"),
    *[(f"campaign.activities.{code}", f"{label}次数", "number") for code, label in ServiceKind.choices],
    ("campaign.participants.TRAIN", "培训人次", "number"),
    ("campaign.participants.DRILL", "演练人次", "number"),
)


class ProvinceReport(Definition):
    kind = "province"
    title = "全省安责险投保及助力专项行动情况"
    reports = ("coverage", "campaign")

    def tables(self, basis: Basis, place: Place, total: Figures, cities: Mapping[str, Figures]) -> list[Table]:
        return [
            _by_city("附表1", "高危行业领域安责险投保情况统计表", "户、万元", COVERAGE, place, cities, total),
            _by_city("附表4", "事故预防服务开展情况统计表", "户、次、人次", CAMPAIGN, place, cities, total),
            tasks(basis, place),
        ]


def _by_city(
    annex: str, title: str, unit: str, spec: tuple[tuple[str, str, str], ...], place: Place,
    cities: Mapping[str, Figures], total: Figures,
) -> Table:  # fmt: skip
    """A line for each city in code order and the total; money stands in 万元."""
    ids = [figure for figure, _title, _kind in spec]
    rows = column(cities, place, ids)
    last: list[object] = ["", *[total[figure] for figure in ids]]
    for position, (_figure, _title, kind) in enumerate(spec, 1):
        if kind == "money":
            for row in (*rows, last):
                row[position] = wan(row[position])  # type: ignore[arg-type]
    columns = (("地市", 14, "text"), *[(name, 13, kind) for _figure, name, kind in spec])
    return Table(annex, annex, f"{place.name}{title}（按设区市）", unit, columns, rows, last)
